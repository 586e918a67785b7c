from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.periods import (
    ALL_TIME,
    Period,
    PeriodKind,
    Pick,
    day_of,
    month_of,
    period_of,
    picked,
    quarter_of,
    week_of,
    weeks_until,
)

FRIDAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("period", "key", "title"),
    [
        (day_of(FRIDAY), "2026-11-20", "Friday 20 November 2026"),
        (week_of(FRIDAY), "2026-W47", "16 to 22 November 2026"),
        (week_of(date(2026, 12, 1)), "2026-W49", "30 November to 6 December 2026"),
        (week_of(date(2027, 1, 1)), "2026-W53", "28 December 2026 to 3 January 2027"),
        (month_of(FRIDAY), "2026-11", "November 2026"),
        (quarter_of(FRIDAY), "2026-Q4", "October to December 2026"),
        (ALL_TIME, "all-time", "All time"),
    ],
)
def test_a_period_has_a_key_and_a_name_for_people(period, key, title):
    assert (period.key, period.title) == (key, title)
    assert period_of(key) == period


@given(
    st.dates(date(1990, 1, 1), date(2100, 1, 1)),
    st.sampled_from([day_of, week_of, month_of, quarter_of]),
)
def test_periods_of_a_kind_follow_each_other_without_a_gap(day, around):
    period = around(day)

    assert period.start <= day <= period.end
    assert period_of(period.key) == period
    assert period.before == around(period.start - timedelta(days=1))
    assert period.before.end == period.start - timedelta(days=1)


def test_nothing_comes_before_all_time():
    assert ALL_TIME.before is None
    assert ALL_TIME.start <= FRIDAY <= ALL_TIME.end


@pytest.mark.parametrize(
    ("pick", "expected"),
    [
        (Pick.THIS_WEEK, Period(PeriodKind.WEEK, date(2026, 11, 16), date(2026, 11, 22))),
        (Pick.LAST_WEEK, Period(PeriodKind.WEEK, date(2026, 11, 9), date(2026, 11, 15))),
        (Pick.MONTH, month_of(FRIDAY)),
        (Pick.QUARTER, quarter_of(FRIDAY)),
        (Pick.ALL_TIME, ALL_TIME),
    ],
)
def test_what_a_reader_picks_is_reckoned_in_their_zone(pick, expected):
    sunday_evening = datetime(2026, 11, 23, 3, tzinfo=UTC)  # in Los Angeles, Monday in London

    assert picked(pick, sunday_evening, "America/Los_Angeles") == expected


def test_the_latest_weeks_come_in_order():
    assert [week.key for week in weeks_until(FRIDAY, 3)] == ["2026-W45", "2026-W46", "2026-W47"]


@pytest.mark.parametrize("key", ["", "2026", "2026-W54x", "yesterday"])
def test_what_is_no_key_is_refused(key):
    with pytest.raises(ValueError, match=r".*"):
        period_of(key)
