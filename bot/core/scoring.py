"""Points: an append-only ledger of awards. Nothing takes points away but a mistake's mending."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from bot.core.people import Member


class Award(StrEnum):
    """What points are given for."""

    DRILL = "drill"  # a drill that was answered
    IMPROVEMENT = "improvement"  # a better try at a line or a drill
    NEW_LINE = "new-line"  # a checked line that is like none before
    STREAK = "streak"  # once for each day with practice; worth nothing on the first


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger. `source` names what it was given for, once in a workspace.

    `day` is the member's local date. `reverses` is the source of an entry that was a mistake:
    then the points are the negative of that entry's, on its day.
    """

    who: Member
    source: str
    kind: Award
    points: int
    made_at: datetime
    day: date
    reverses: str | None = None

    @property
    def days(self) -> int:
        """What it adds to the number of days with practice: 1, 0, or -1 for a reversal."""
        if self.kind is not Award.STREAK:
            return 0
        return 1 if self.reverses is None else -1


def reversal(entry: Entry, source: str) -> Entry:
    """Return the entry that undoes another one, as if that had never been."""
    return replace(entry, source=source, points=-entry.points, reverses=entry.source)
