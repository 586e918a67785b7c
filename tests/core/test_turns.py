from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.core.calendar import Due, Schedule
from bot.core.enrolment import Enrolment
from bot.core.people import Member
from bot.core.slots import Slot, SlotKind, SlotState
from bot.core.turns import Done, Turn, take_turn

MAYA = Member("T1", "U1")
NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)  # a Monday
MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
DUE = Due(MONDAY, NINE)
JOINED = Enrolment(MAYA, joined_at=NINE - DAY, next=DUE)
SLOT = Slot(
    workspace="T1",
    recipient="U1",
    kind=SlotKind.DRILL,
    key="2026-03-02",
    subject="",
    channel="U1",
    thread_ts=None,
    created_at=NINE + HOUR,
    expires_at=NINE + 4 * HOUR,
)


@pytest.mark.parametrize(
    ("late", "last_at", "done"),
    [
        (0 * HOUR, None, Done.GIVEN),
        (4 * HOUR, NINE - 8 * HOUR, Done.GIVEN),
        (0 * HOUR, NINE - 11 * HOUR, Done.MOVED),
        (4 * HOUR + HOUR / 60, None, Done.EXPIRED),
    ],
)
def test_what_is_done_depends_on_how_late_it_is_and_on_the_drill_before(late, last_at, done):
    assert take_turn(replace(JOINED, last_at=last_at), DUE, NINE + late).done is done


def test_a_drill_is_given_with_its_slot_and_the_next_day_is_planned():
    now = NINE + HOUR

    assert take_turn(JOINED, DUE, now) == Turn(
        after=replace(JOINED, next=Due(TUESDAY, NINE + DAY), last_day=MONDAY, last_at=now),
        due=DUE,
        done=Done.GIVEN,
        slot=SLOT,
    )


def test_a_drill_goes_to_the_conversation_that_is_known():
    turn = take_turn(replace(JOINED, channel="D1"), DUE, NINE)
    assert turn.slot is not None
    assert turn.slot.channel == "D1"


def test_a_drill_given_after_midnight_does_for_the_new_day_too():
    late = Schedule(time=time(23, 30))
    due = Due(MONDAY, NINE + 14.5 * HOUR)
    turn = take_turn(replace(JOINED, schedule=late, next=due), due, due.at + HOUR)

    assert turn.after.last_day == TUESDAY
    assert turn.after.next == Due(date(2026, 3, 4), due.at + 2 * DAY)


def test_a_drill_that_is_too_late_is_recorded_and_the_next_one_planned():
    now = NINE + 5 * HOUR

    assert take_turn(JOINED, DUE, now, {TUESDAY}) == Turn(
        after=replace(JOINED, next=Due(date(2026, 3, 4), NINE + 2 * DAY), last_day=MONDAY),
        due=DUE,
        done=Done.EXPIRED,
        slot=replace(SLOT, created_at=now, state=SlotState.EXPIRED),
    )


def test_a_drill_too_soon_after_another_comes_later_that_day_where_it_can():
    recent = replace(JOINED, last_at=NINE - 2 * HOUR)

    assert take_turn(recent, DUE, NINE) == Turn(
        after=replace(recent, next=Due(MONDAY, NINE + 10 * HOUR)),
        due=DUE,
        done=Done.MOVED,
    )


def test_a_drill_too_soon_after_another_comes_the_next_day_where_it_must():
    due = Due(MONDAY, NINE + 12 * HOUR)
    evening = replace(JOINED, schedule=Schedule(time=time(21)), next=due, last_at=due.at - HOUR)

    assert take_turn(evening, due, due.at).after.next == Due(TUESDAY, due.at + DAY)
