"""Times, days, zones and dates are read as people write them, or a sentence says why not."""

from datetime import date, time
from zoneinfo import available_timezones

import pytest

from bot.core.spoken import read_date, read_days, read_time, read_zone
from bot.errors import UserError

SUNDAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("9am", time(9)),
        (" 9 A.M. ", time(9)),
        ("at 9.30 pm", time(21, 30)),
        ("09:00", time(9)),
        ("21h30", time(21, 30)),
        ("7h", time(7)),
        ("9", time(9)),
        ("noon", time(12)),
        ("12am", time(0)),
        ("12pm", time(12)),
    ],
)
def test_a_time_may_be_written_in_many_ways(text, hour):
    assert read_time(text) == hour


@pytest.mark.parametrize("text", ["25:00", "9:60", "13pm", "0am", "24:00"])
def test_a_time_that_no_clock_shows_is_refused(text):
    with pytest.raises(UserError, match=f"“{text}” is not a time of day. Write it like 9am"):
        read_time(text)


@pytest.mark.parametrize("text", ["", "soon", "9 or 10", "nine"])
def test_what_is_no_time_is_refused(text):
    with pytest.raises(UserError, match="as a time of day"):
        read_time(text)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("mon-fri", range(5)),
        ("Monday to Thursday", range(4)),
        ("Mon, Wed and Fri", (0, 2, 4)),
        ("tuesdays", (1,)),
        ("weekends", (5, 6)),
        ("every day", range(7)),
        ("fri - mon", (4, 5, 6, 0)),
    ],
)
def test_days_may_be_written_in_many_ways(text, days):
    assert read_days(text) == frozenset(days)


@pytest.mark.parametrize("text", ["", "t", "someday", "mon-xyz", "1"])
def test_what_are_no_days_is_refused(text):
    with pytest.raises(UserError, match="Write them like mon-fri"):
        read_days(text)


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Europe/London", "Europe/London"),
        ("europe/london", "Europe/London"),
        ("New York", "America/New_York"),
        ("america/indiana/indianapolis", "America/Indiana/Indianapolis"),
        ("utc", "UTC"),
    ],
)
def test_a_zone_may_be_named_by_its_city(text, zone):
    assert read_zone(text) == zone


def test_every_zone_is_known_by_its_own_name():
    assert {name: read_zone(name) for name in available_timezones()} == {
        name: name for name in available_timezones()
    }


def test_an_unknown_zone_is_refused():
    with pytest.raises(UserError, match="I know no time zone “Mars/Base”"):
        read_zone("Mars/Base")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-12-01", date(2026, 12, 1)),
        ("until 2026-12-01.", date(2026, 12, 1)),
        ("tomorrow", date(2026, 11, 23)),
        ("monday", date(2026, 11, 23)),
        ("next sunday", date(2026, 11, 29)),
        ("next week", date(2026, 11, 23)),
        ("for 3 days", date(2026, 11, 25)),
        ("2 weeks", date(2026, 12, 6)),
        ("1 month", date(2026, 12, 22)),
    ],
)
def test_the_end_of_a_pause_may_be_written_in_many_ways(text, day):
    assert read_date(text, SUNDAY) == day


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "I cannot read “” as a date."),
        ("2026-02-30", "I cannot read “2026-02-30” as a date."),
        ("2026-11-22", "A pause must end after today, and 22 November 2026 does not."),
        ("2020-01-01", "A pause must end after today, and 01 January 2020 does not."),
        ("2030-01-01", "A pause lasts a year at most."),
    ],
)
def test_a_pause_must_end_on_a_day_to_come(text, sentence):
    with pytest.raises(UserError, match=f"^{sentence}"):
        read_date(text, SUNDAY)
