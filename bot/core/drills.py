"""Which drill is the right one today."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from bot.core.exercises import Drill
from bot.core.library import Library
from bot.core.memory import Card

REST_DAYS = 60  # before the same drill may come again, while others are left


@dataclass(frozen=True, slots=True)
class Choice:
    """A drill, and why this one today, in one sentence to the rep."""

    drill: Drill
    reason: str


def choose(
    library: Library,
    cards: Collection[Card],
    history: Mapping[str, date],
    today: date,
    *,
    level: int | None = None,
    weak: Mapping[str, int] | None = None,
) -> Choice:
    """Choose a drill."""
    return Choice(library.drills[0], "")
