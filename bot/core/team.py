"""What a manager sees of a team. It holds no text of a line, and nobody who is hidden."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.core.boards import TrapRate
from bot.core.critique import Stance
from bot.core.people import Member
from bot.core.periods import Period


class Decision(StrEnum):
    """What became of a member's "not a trap"."""

    OPEN = "open"
    KEPT = "kept"  # the rule stands
    ACCEPTED = "accepted"  # that line and its like pass in this workspace


class Settled(StrEnum):
    """What became of a decision."""

    DONE = "done"
    UNKNOWN = "unknown"  # there is no such objection, and no exception of it
    FORGOTTEN = "forgotten"  # nothing is kept by which the line could be recognised
    FULL = "full"  # there are as many exceptions as there may be


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a member has chosen about boards and their manager.

    `help_at` is when they asked their manager for help; None unless they still want it.
    `report_at` is when a manager gets the next report of the team; None unless it is switched on.
    """

    who: Member
    hidden: bool = False
    help_at: datetime | None = None
    report_zone: str = "UTC"
    report_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PersonView:
    """All that a manager sees of one member, whole: points and practice, never a text."""

    who: Member
    points: int
    practice_days: int
    streak: int
    joined: bool  # whether they get the daily drill
    help_at: datetime | None


@dataclass(frozen=True, slots=True)
class Participation:
    """How many take part, get the daily drill, and have practised in the period."""

    people: int
    joined: int
    practised: int


@dataclass(frozen=True, slots=True)
class TrapTrend:
    """One trap: the share of what was written that holds it, in four weeks and the four before.

    A share is None when fewer than three people wrote anything then.
    """

    id: str
    title: str
    rate: float | None
    before: float | None


@dataclass(frozen=True, slots=True)
class MissedDrill:
    """A drill that many do not pass at the first try."""

    id: str
    title: str
    people: int  # who had it
    missed: int  # who did not pass


@dataclass(frozen=True, slots=True)
class DisputedFinding:
    """A finding that somebody says is not a trap. It tells neither who nor what they wrote."""

    attempt: str
    rule: str
    title: str
    stance: Stance
    made_at: datetime
    decision: Decision = Decision.OPEN
    decided_by: str | None = None


@dataclass(frozen=True, slots=True)
class TeamView:
    """The coach's view of a period. What is aggregate is None or empty for fewer than three.

    `hidden` counts those who are hidden from boards, and is 0 for fewer than three.
    """

    period: Period
    people: tuple[PersonView, ...]  # the most points first
    hidden: int
    participation: Participation | None
    trap_rates: tuple[TrapRate, ...]  # eight weeks, the oldest first
    traps: tuple[TrapTrend, ...]  # the most frequent first
    missed_drills: tuple[MissedDrill, ...]  # the most missed first
    disputes: tuple[DisputedFinding, ...]  # the open ones first, then the latest

    @property
    def help_wanted(self) -> tuple[PersonView, ...]:
        """Who asked for help, the longest ago first."""
        asked = [(person.help_at, person) for person in self.people if person.help_at]
        return tuple(person for _, person in sorted(asked, key=lambda one: one[0]))


def person_line(person: PersonView) -> tuple[str, int, int]:
    """Return a member's row of the file that a manager exports: id, points, practice days."""
    return person.who.id, person.points, person.practice_days
