from datetime import UTC, date, datetime, timedelta

import pytest

from bot.core.assignments import Assignment, assignment_id, given_by
from bot.core.calendar import Schedule
from bot.core.people import Member
from bot.core.slots import Slot, SlotKind

MAYA = Member("T1", "U1")
NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
MONDAY = date(2026, 3, 2)


def slot(kind: SlotKind = SlotKind.DRILL, created_at: datetime = NINE) -> Slot:
    return Slot("T1", "U1", kind, "2026-03-02", "", "D1", None, created_at)


def test_what_a_slot_delivers_counts_until_the_end_of_its_day():
    assert given_by(slot(), MONDAY, Schedule(), "asking", "It is due.") == Assignment(
        id=assignment_id(MAYA, SlotKind.DRILL, "2026-03-02"),
        who=MAYA,
        kind=SlotKind.DRILL,
        key="2026-03-02",
        drill="asking",
        reason="It is due.",
        day=MONDAY,
        given_at=NINE,
        closes_at=datetime(2026, 3, 3, tzinfo=UTC),
    )


def test_a_drill_given_after_midnight_counts_until_the_end_of_the_new_day():
    given = given_by(slot(created_at=NINE + timedelta(hours=16)), MONDAY, Schedule(), "asking", "")
    assert given.closes_at == datetime(2026, 3, 4, tzinfo=UTC)


@pytest.mark.parametrize(("kind", "skipped"), [("drill", True), ("drill-now", False)])
def test_the_drill_of_a_day_that_is_skipped_by_now_needs_no_answer(kind, skipped):
    schedule = Schedule(skip=MONDAY)
    assert given_by(slot(SlotKind(kind)), MONDAY, schedule, "asking", "").skipped is skipped
