"""What becomes of a drill that is due: it is given, it came too late, or it must wait."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.core.calendar import APART, Due
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
    """One drill that is due, and the enrolment after it. A moved one leaves no slot.

    The drill itself is chosen when its slot is sent. So the turn of one member is that of all
    whose enrolment says the same, but for their names and conversations.
    """

    due: Due
    done: Done
    after: Enrolment
    slot: Slot | None = None


def take_turn(
    enrolment: Enrolment, due: Due, now: datetime, holidays: Collection[date] = ()
) -> Turn:
    """Say what is to be done about a drill that is due, and plan the next one.

    One that is given after midnight does for the new date of the member too. One that comes too
    soon after another is put off until it is far enough from it, to another day if it must.
    """
    if now - due.at > LATE:
        after = replace(enrolment, last_day=due.day).planned(due.at, holidays)
        expired = replace(_slot(enrolment, due, now), state=SlotState.EXPIRED)
        return Turn(due, Done.EXPIRED, after, expired)
    if enrolment.last_at is not None and now - enrolment.last_at < APART:
        return Turn(due, Done.MOVED, enrolment.planned(now, holidays, overdue=A_DAY))
    today = max(due.day, enrolment.schedule.local_date(now))
    after = replace(enrolment, last_day=today, last_at=now).planned(due.at, holidays)
    return Turn(due, Done.GIVEN, after, _slot(enrolment, due, now))


def _slot(enrolment: Enrolment, due: Due, now: datetime) -> Slot:
    return Slot(
        workspace=enrolment.who.workspace,
        recipient=enrolment.who.id,
        kind=SlotKind.DRILL,
        key=due.day.isoformat(),
        subject="",
        channel=enrolment.channel or enrolment.who.id,
        thread_ts=None,
        created_at=now,
        expires_at=due.at + LATE,
    )
