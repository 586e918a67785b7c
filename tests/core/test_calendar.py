from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.calendar import APART, Due, Schedule, end_of_day, next_slot

DAILY = frozenset(range(7))
SUNDAY = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
MONDAY = date(2026, 11, 23)
FIRST, DAYS = date(2026, 1, 1), 730
HOURS = [time(0), time(0, 15), time(1, 30), time(2, 30), time(9), time(23, 30)]
A_DAY = timedelta(days=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_the_next_drill_is_at_the_members_hour_on_the_next_weekday():
    schedule = Schedule(zone="America/Chicago")
    assert next_slot(schedule, SUNDAY) == Due(MONDAY, at("2026-11-23 15:00"))


def test_an_hour_that_has_come_today_is_the_next_days():
    schedule = Schedule(weekdays=DAILY)
    assert next_slot(schedule, at("2026-11-22 08:59")) == Due(
        date(2026, 11, 22), at("2026-11-22 09:00")
    )
    assert next_slot(schedule, at("2026-11-22 09:00")) == Due(MONDAY, at("2026-11-23 09:00"))


def test_a_drill_that_is_overdue_by_no_more_than_allowed_is_still_the_next():
    schedule = Schedule(time=time(23, 30), weekdays=DAILY)
    now = at("2026-11-23 00:30")
    yesterdays = Due(date(2026, 11, 22), at("2026-11-22 23:30"))
    assert next_slot(schedule, now, overdue=timedelta(hours=2)) == yesterdays
    assert next_slot(schedule, now, overdue=timedelta(hours=1)) == Due(
        MONDAY, at("2026-11-23 23:30")
    )


def test_a_local_date_that_had_its_drill_gets_no_other():
    later = Schedule(time=time(21))
    due = next_slot(later, at("2026-11-23 09:05"), MONDAY, at("2026-11-23 09:00"))
    assert due == Due(date(2026, 11, 24), at("2026-11-24 21:00"))


def test_a_drill_waits_until_twelve_hours_after_the_one_before():
    earlier = Schedule(time=time(8))
    due = next_slot(earlier, at("2026-11-23 21:05"), MONDAY, at("2026-11-23 21:00"))
    assert due == Due(date(2026, 11, 24), at("2026-11-24 09:00"))


def test_a_drill_that_would_have_to_wait_past_midnight_is_the_next_dates():
    schedule = Schedule(time=time(23))
    due = next_slot(schedule, at("2026-11-23 22:00"), None, at("2026-11-23 14:00"))
    assert due == Due(date(2026, 11, 24), at("2026-11-24 23:00"))


@pytest.mark.parametrize(
    ("schedule", "holidays", "day"),
    [
        (Schedule(skip=MONDAY), (), date(2026, 11, 24)),
        (Schedule(paused_until=date(2026, 12, 5)), (), date(2026, 12, 7)),
        (Schedule(paused_until=date(2026, 11, 1)), (), MONDAY),
        (Schedule(weekdays=frozenset({2})), (), date(2026, 11, 25)),
        (Schedule(), (MONDAY, date(2026, 11, 24)), date(2026, 11, 25)),
    ],
    ids=["skipped", "paused", "a pause that is over", "wednesdays", "holidays"],
)
def test_days_without_a_drill_are_passed_over(schedule, holidays, day):
    assert next_slot(schedule, SUNDAY, holidays=holidays).day == day


def test_an_hour_that_the_clocks_leave_out_comes_later_that_day():
    schedule = Schedule(time=time(2, 30), weekdays=DAILY, zone="America/New_York")
    assert next_slot(schedule, at("2026-03-08 05:00")) == Due(
        date(2026, 3, 8), at("2026-03-08 07:30")
    )


def test_an_hour_left_out_at_the_end_of_a_day_comes_earlier_that_day():
    schedule = Schedule(time=time(23, 30), weekdays=DAILY, zone="America/Nuuk")
    assert next_slot(schedule, at("2026-03-28 12:00")) == Due(
        date(2026, 3, 28), at("2026-03-29 00:30")
    )


def test_an_hour_that_comes_twice_counts_once_and_first():
    schedule = Schedule(time=time(1, 30), weekdays=DAILY, zone="America/New_York")
    assert next_slot(schedule, at("2026-11-01 04:00")) == Due(
        date(2026, 11, 1), at("2026-11-01 05:30")
    )


def test_a_date_that_a_zone_left_out_has_no_drill():
    schedule = Schedule(weekdays=DAILY, zone="Pacific/Apia")
    assert next_slot(schedule, at("2011-12-29 20:00")) == Due(
        date(2011, 12, 31), at("2011-12-30 19:00")
    )


def test_a_day_ends_at_midnight_there():
    assert end_of_day(date(2026, 11, 1), "America/New_York") == at("2026-11-02 05:00")


def test_the_local_date_is_the_members():
    assert Schedule(zone="Asia/Kolkata").local_date(at("2026-11-22 19:00")) == MONDAY


@pytest.mark.parametrize("weekdays", [frozenset(), frozenset({7})])
def test_a_schedule_needs_days_of_the_week(weekdays):
    with pytest.raises(ValueError, match="no weekdays"):
        Schedule(weekdays=weekdays)


def test_a_schedule_has_its_zone_apart_from_its_hour():
    with pytest.raises(ValueError, match="a zone of its own"):
        Schedule(time=time(9, tzinfo=UTC))


# ------------------------------------------------------------------ every zone


def clock_changes(name: str) -> tuple[timedelta | tuple[datetime, timedelta], ...]:
    """Return all that sets a zone apart in the days looked at: its offset, and when it changes."""
    zone = ZoneInfo(name)
    before = datetime(FIRST.year, FIRST.month, FIRST.day, tzinfo=UTC) - 2 * A_DAY
    changes: list[timedelta | tuple[datetime, timedelta]] = [offset(before, zone)]
    for _ in range(DAYS + 4):
        after = before + A_DAY
        if offset(after, zone) != offset(before, zone):
            changes.append((moment_of_change(before, after, zone), offset(after, zone)))
        before = after
    return tuple(changes)


def moment_of_change(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    while after - before > timedelta(minutes=1):
        middle = before + (after - before) / 2
        if offset(middle, zone) == offset(before, zone):
            before = middle
        else:
            after = middle
    return after.replace(second=0, microsecond=0)


def offset(instant: datetime, zone: ZoneInfo) -> timedelta:
    return instant.astimezone(zone).utcoffset() or timedelta(0)


def exists(day: date, hour: time, zone: ZoneInfo) -> bool:
    local = datetime.combine(day, hour, zone)
    return local.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None)


def faults(name: str, hour: time) -> list[object]:
    """Walk from drill to drill; return the dates that are passed over, doubled or displaced."""
    zone, schedule = ZoneInfo(name), Schedule(hour, DAILY, name)
    due = next_slot(schedule, datetime.combine(FIRST, time(0), zone).astimezone(UTC) - A_DAY / 24)
    found: list[object] = []
    while due.day < FIRST + timedelta(days=DAYS):
        after = next_slot(schedule, due.at, due.day, due.at)
        local = after.at.astimezone(zone)
        punctual = local.time() == hour or not exists(after.day, hour, zone)
        apart = after.at - due.at >= APART
        if not (after.day == due.day + A_DAY == local.date() and punctual and apart):
            found.append((name, hour, due, after))
        due = after
    return found


def test_every_zone_gets_one_drill_for_each_local_date_of_two_years():
    alike = {clock_changes(name): name for name in sorted(available_timezones())}
    assert len(alike) > 50
    assert [one for name in alike.values() for hour in HOURS for one in faults(name, hour)] == []


ZONES = ["Pacific/Kiritimati", "Pacific/Niue", "America/Nuuk", "Europe/London", "Asia/Kolkata"]
CHANGES = st.lists(
    st.tuples(
        st.integers(min_value=0, max_value=30),  # hours that pass
        st.sampled_from(ZONES),
        st.times().map(lambda hour: hour.replace(second=0, microsecond=0)),
    ),
    max_size=25,
)


@settings(max_examples=150, deadline=None)
@given(CHANGES)
def test_whoever_travels_gets_no_two_drills_for_a_date_nor_within_twelve_hours(changes):
    now, sent = at("2026-03-20 00:00"), [Due(date(2026, 3, 1), at("2026-03-01 00:00"))]
    for hours, zone, hour in changes:
        schedule = Schedule(hour, DAILY, zone)
        until = now + timedelta(hours=hours)
        due = next_slot(schedule, now, *sent[-1])
        while due.at <= until:
            sent.append(due)
            due = next_slot(schedule, due.at, *due)
        now = until
    days = [due.day for due in sent]
    assert days == sorted(set(days))
    assert all(b.at - a.at >= APART for a, b in pairwise(sent))
