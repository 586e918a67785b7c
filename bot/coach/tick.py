"""What is due at an instant: drills to give, drills that came too late."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.core.library import Library
from bot.core.people import Member
from bot.storage.store import Store


class Done(StrEnum):
    """What a tick did about a member's drill."""

    GIVEN = "given"
    EXPIRED = "expired"  # more than four hours late
    MOVED = "moved"  # to a later hour or day: a holiday, or too soon after the last one


@dataclass(frozen=True, slots=True)
class TickLine:
    """One thing that a tick did, or would do."""

    who: Member
    day: date
    due: datetime
    done: Done
    drill: str  # its id, empty unless given


@dataclass(frozen=True, slots=True)
class TickReport:
    """Everything that one tick did."""

    lines: tuple[TickLine, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """Gives what is due. Any number of processes may run it at once: each drill is given once."""

    library: Library
    store: Store

    def run(self, now: datetime, *, dry_run: bool = False) -> TickReport:
        """Do everything due at `now`; with `dry_run` only say what would be done."""
        raise NotImplementedError
