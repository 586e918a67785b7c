from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from bot.core.calendar import Due, Schedule
from bot.core.enrolment import Enrolment
from bot.core.people import Member

MAYA = Member("T1", "U1")
EIGHT = datetime(2026, 3, 2, 8, tzinfo=UTC)  # a Monday
TODAY, TOMORROW = date(2026, 3, 2), date(2026, 3, 3)
HOUR = timedelta(hours=1)
JOINED = Enrolment(MAYA, joined_at=EIGHT, next=Due(TODAY, EIGHT + HOUR))


def at(hour: int) -> Schedule:
    return Schedule(time=time(hour))


def test_who_has_not_joined_has_no_next_drill():
    stopped = replace(JOINED, joined_at=None)

    assert not stopped.joined
    assert stopped.planned(EIGHT, ()) == replace(stopped, next=None)
    assert stopped.changed(at(7), EIGHT, ()).next is None


def test_a_later_hour_holds_from_today_on():
    assert JOINED.changed(at(12), EIGHT, ()).next == Due(TODAY, EIGHT + 4 * HOUR)


def test_an_hour_that_has_passed_holds_from_tomorrow_on_and_today_is_not_lost():
    changed = JOINED.changed(at(7), EIGHT, ())

    assert changed == replace(JOINED, schedule=at(7))
    assert changed.planned(EIGHT + HOUR, ()).next == Due(TOMORROW, EIGHT + 23 * HOUR)


def test_a_drill_that_is_due_and_not_given_yet_is_not_lost_by_a_change():
    assert JOINED.changed(at(8), EIGHT + 2 * HOUR, ()).next == JOINED.next


def test_a_day_that_is_no_longer_wanted_is_left_out():
    paused = replace(JOINED.schedule, paused_until=date(2026, 3, 5))

    assert JOINED.changed(paused, EIGHT, ()).next == Due(date(2026, 3, 5), EIGHT + 73 * HOUR)
    assert JOINED.changed(JOINED.schedule, EIGHT, {TODAY}).next == Due(TOMORROW, EIGHT + 25 * HOUR)


def test_joining_plans_the_first_drill():
    new = Enrolment(MAYA, joined_at=EIGHT)
    assert new.changed(at(9), EIGHT, ()).next == Due(TODAY, EIGHT + HOUR)
