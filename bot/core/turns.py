"""What becomes of a drill that is due: it is given, it came too late, or it must wait."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.core.assignments import Assignment, assignment_id
from bot.core.calendar import APART, Due, end_of_day
from bot.core.drills import Choice
from bot.core.enrolment import Enrolment
from bot.core.slots import Slot, SlotKind, SlotState

LATE = timedelta(hours=4)  # after which a drill is of no use: nobody gets one at night
A_DAY = timedelta(days=1)


class Done(StrEnum):
    """What is done about a drill that is due."""

    GIVEN = "given"
    EXPIRED = "expired"  # more than four hours late
    MOVED = "moved"  # too soon after the one before


@dataclass(frozen=True, slots=True)
class Turn:
    """One drill that is due, and the enrolment before and after. A moved one leaves no slot."""

    before: Enrolment
    after: Enrolment
    due: Due
    done: Done
    slot: Slot | None = None
    assignment: Assignment | None = None


def what_to_do(enrolment: Enrolment, due: Due, now: datetime) -> Done:
    """Say what is to be done about a drill that is due."""
    if now - due.at > LATE:
        return Done.EXPIRED
    too_soon = enrolment.last_at is not None and now - enrolment.last_at < APART
    return Done.MOVED if too_soon else Done.GIVEN


def give(
    enrolment: Enrolment, due: Due, choice: Choice, now: datetime, holidays: Collection[date]
) -> Turn:
    """Give a drill, which also does with the date that it is for the member by now."""
    today = max(due.day, enrolment.schedule.local_date(now))
    slot = _slot(enrolment, due, choice.drill.id, now)
    assignment = Assignment(
        id=assignment_id(enrolment.who, slot.kind, slot.key),
        who=enrolment.who,
        kind=slot.kind,
        key=slot.key,
        drill=choice.drill.id,
        reason=choice.reason,
        day=due.day,
        given_at=now,
        closes_at=end_of_day(today, enrolment.schedule.zone),
    )
    after = replace(enrolment, last_day=today, last_at=now).planned(due.at, holidays)
    return Turn(enrolment, after, due, Done.GIVEN, slot, assignment)


def expire(enrolment: Enrolment, due: Due, now: datetime, holidays: Collection[date]) -> Turn:
    """Record a drill that came too late. Its member gets the next one."""
    slot = replace(_slot(enrolment, due, "", now), state=SlotState.EXPIRED)
    after = replace(enrolment, last_day=due.day).planned(due.at, holidays)
    return Turn(enrolment, after, due, Done.EXPIRED, slot)


def move(enrolment: Enrolment, due: Due, now: datetime, holidays: Collection[date]) -> Turn:
    """Put a drill off until it is far enough from the one before, to another day if it must."""
    after = enrolment.planned(now, holidays, overdue=A_DAY)
    return Turn(enrolment, after, due, Done.MOVED)


def _slot(enrolment: Enrolment, due: Due, drill: str, now: datetime) -> Slot:
    return Slot(
        workspace=enrolment.who.workspace,
        recipient=enrolment.who.id,
        kind=SlotKind.DRILL,
        key=due.day.isoformat(),
        subject=drill,
        channel=enrolment.channel or enrolment.who.id,
        thread_ts=None,
        created_at=now,
        expires_at=due.at + LATE,
    )
