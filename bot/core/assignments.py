"""One drill given to a member, and their tries at it."""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from bot.core.attempts import ID_DIGITS
from bot.core.calendar import Schedule, end_of_day
from bot.core.critique import Stance
from bot.core.people import Member
from bot.core.slots import Slot, SlotKind


@dataclass(frozen=True, slots=True)
class Assignment:
    """A drill that was given to a member: the one of a day, or one that they asked for.

    `ts` names its message in the direct conversation, and is None until that is known.
    `assisted` says that the member has seen the model answer.
    """

    id: str
    who: Member
    kind: SlotKind  # DRILL or DRILL_NOW
    key: str  # of the slot that delivers it
    drill: str
    reason: str  # why this drill, in one sentence to the member
    day: date  # the member's local date
    given_at: datetime
    closes_at: datetime  # the end of that day there: answers count until then
    ts: str | None = None
    assisted: bool = False
    skipped: bool = False
    answered: bool = False


@dataclass(frozen=True, slots=True)
class DrillAttempt:
    """One answer to a drill, and how it was graded then.

    `text` is the answer (what was chosen: the ids, parted by spaces). It is None once its retention
    has passed, and only `who` may ever see it. `counted` is False for an answer after its day.
    """

    id: str
    who: Member
    assignment: str
    drill: str
    score: int
    passed: bool
    checks: tuple[tuple[str, bool], ...]  # (check id, met), in the drill's order
    findings: tuple[str, ...]
    assisted: bool
    counted: bool
    stance: Stance
    rules: str  # the version of the library that graded it
    text: str | None
    made_at: datetime


def given_by(slot: Slot, day: date, schedule: Schedule, drill: str, reason: str) -> Assignment:
    """Return the assignment that a slot delivers, for a local date of its member.

    One that is given after that date counts until the end of the date that it is by then.
    """
    today = max(day, schedule.local_date(slot.created_at))
    return Assignment(
        id=assignment_id(slot.who, slot.kind, slot.key),
        who=slot.who,
        kind=slot.kind,
        key=slot.key,
        drill=drill,
        reason=reason,
        day=day,
        given_at=slot.created_at,
        closes_at=end_of_day(today, schedule.zone),
        skipped=slot.kind is SlotKind.DRILL and schedule.skip == day,
    )


def assignment_id(who: Member, kind: SlotKind, key: str) -> str:
    """Return the id of what a slot delivers: the same slot has the same assignment."""
    named = f"{who.workspace}\n{who.id}\n{kind}\n{key}"
    return sha256(named.encode()).hexdigest()[:ID_DIGITS]
