from datetime import date, time

import pytest

from bot.core.typed import (
    NOT_A_DAY,
    NOT_A_TIME,
    NOT_A_ZONE,
    NOT_HOLIDAYS,
    NOT_LATER,
    NOT_WEEKDAYS,
    TOO_FAR,
    parse_day,
    parse_holidays,
    parse_time,
    parse_weekdays,
    parse_zone,
)
from bot.errors import UserError

SUNDAY = date(2026, 11, 22)


def said(parse, *arguments) -> str:
    with pytest.raises(UserError) as error:
        parse(*arguments)
    return str(error.value)


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("09:00", time(9)),
        ("9", time(9)),
        ("9am", time(9)),
        ("at 9 a.m.", time(9)),
        ("9:30 PM", time(21, 30)),
        ("12am", time(0)),
        ("12 p.m.", time(12)),
        ("21h30", time(21, 30)),
        ("21h", time(21)),
        ("7.05", time(7, 5)),
        ("0930", time(9, 30)),
        (" Noon ", time(12)),
        ("midnight", time(0)),
    ],
)
def test_an_hour_may_be_typed_in_many_ways(text, hour):
    assert parse_time(text) == hour


@pytest.mark.parametrize(
    "text", ["25:00", "9:60", "13pm", "0am", "9:5", "nine", "", "²", "9am<!channel>", "9" * 5000]
)
def test_what_is_no_hour_is_refused_without_repeating_it(text):
    assert said(parse_time, text) == NOT_A_TIME


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("mon-fri", {0, 1, 2, 3, 4}),
        ("Monday to Thursday", {0, 1, 2, 3}),
        ("mon, wed and fri", {0, 2, 4}),
        ("tues thurs", {1, 3}),
        ("fri – mon", {4, 5, 6, 0}),
        ("weds", {2}),
        ("mon-tue, sat", {0, 1, 5}),
        ("weekdays", {0, 1, 2, 3, 4}),
        ("weekends", {5, 6}),
        ("Every day", {0, 1, 2, 3, 4, 5, 6}),
    ],
)
def test_days_of_the_week_may_be_typed_in_many_ways(text, days):
    assert parse_weekdays(text) == days


@pytest.mark.parametrize("text", ["", "m", "someday", "mon-wed-fri", "mon-", "1-5", "and"])
def test_what_are_no_days_of_the_week_is_refused(text):
    assert said(parse_weekdays, text) == NOT_WEEKDAYS


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("5 December", date(2026, 12, 5)),
        ("until dec 5.", date(2026, 12, 5)),
        ("December 5th, 2026", date(2026, 12, 5)),
        ("the 5th of december", date(2026, 12, 5)),
        ("5 may", date(2027, 5, 5)),
        ("22 nov", date(2027, 11, 22)),
        ("2026-12-05", date(2026, 12, 5)),
        ("tomorrow", date(2026, 11, 23)),
        ("Monday", date(2026, 11, 23)),
        ("next sunday", date(2026, 11, 29)),
        ("next week", date(2026, 11, 23)),
        ("for 2 weeks", date(2026, 12, 6)),
        ("10 days", date(2026, 12, 2)),
    ],
)
def test_a_day_may_be_typed_in_many_ways(text, day):
    assert parse_day(text, SUNDAY) == day


def test_a_date_of_a_leap_year_is_read_where_the_next_one_has_it():
    assert parse_day("29 feb", date(2027, 11, 22)) == date(2028, 2, 29)


@pytest.mark.parametrize(
    "text",
    [
        *("", "soon", "5", "the 5th", "december", "5 dez", "5 de", "30 feb", "2026-13-01"),
        *("5.12.", "12/05", "dec 5 jan", "29 feb", "31 feb 2027"),
    ],
)
def test_what_is_no_day_is_refused(text):
    assert said(parse_day, text, SUNDAY) == NOT_A_DAY


@pytest.mark.parametrize("text", ["today", "2026-11-22", "2025-12-05", "5 nov 2026", "0 days"])
def test_a_day_that_is_not_to_come_is_refused(text):
    assert said(parse_day, text, SUNDAY) == NOT_LATER


@pytest.mark.parametrize("text", ["1 jan 2030", "9999-12-31", "999 weeks"])
def test_a_day_that_is_too_far_is_refused(text):
    assert said(parse_day, text, SUNDAY) == TOO_FAR


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Europe/London", "Europe/London"),
        ("america/new_york", "America/New_York"),
        ("New York", "America/New_York"),
        ("port of spain", "America/Port_of_Spain"),
        ("kolkata", "Asia/Kolkata"),
        ("Pacific", "US/Pacific"),
        ("utc", "UTC"),
    ],
)
def test_a_zone_may_be_named_by_its_city(text, zone):
    assert parse_zone(text) == zone


@pytest.mark.parametrize("text", ["", "EST", "Mars Colony Seven", "x" * 5000])
def test_a_zone_that_nobody_knows_is_refused(text):
    assert said(parse_zone, text) == NOT_A_ZONE


def test_a_city_that_was_mistyped_is_guessed():
    assert said(parse_zone, "Lodnon") == f"{NOT_A_ZONE} Did you mean Europe/London?"


def test_holidays_are_read_as_a_list_of_days():
    typed = "2026-12-25\n2026-12-26, 2027-1-1;\n2026-12-25"

    assert parse_holidays(typed) == {date(2026, 12, 25), date(2026, 12, 26), date(2027, 1, 1)}
    assert parse_holidays(" \n ") == frozenset()


@pytest.mark.parametrize(
    ("text", "number"),
    [("Christmas", 1), ("2026-02-30", 1), ("25.12.2026", 1), ("2026-12-25\n2026-12-26 party", 3)],
)
def test_what_is_no_list_of_days_is_told_where_it_ends_and_how_to_write_one(text, number):
    told = said(parse_holidays, text)

    assert told == f"I cannot read day {number} of the list. {NOT_HOLIDAYS}"
