"""Hours, days and time zones as people type them. What cannot be read raises UserError.

The sentences repeat nothing of what was typed: they are shown where Slack reads markup.
"""

import re
from datetime import date, time, timedelta
from functools import cache
from zoneinfo import available_timezones

from rapidfuzz import fuzz, process

from bot.errors import UserError

LONGEST_PAUSE = timedelta(days=366)
NOT_A_TIME = "I cannot read that as a time of day. Write it like 09:00, 9am or 21h30."
NOT_A_DAY = "I cannot read that as a day. Write it like 5 December, Monday or 2026-12-05."
NOT_HOLIDAYS = "Write each holiday as year-month-day, one a line, such as 2026-12-25."
NOT_LATER = "That day has come already. Name a day after today."
TOO_FAR = "That is more than a year away. Name a day within a year."
NOT_WEEKDAYS = "I cannot read that as days of the week. Write them like mon-fri or mon, wed, fri."
NOT_A_ZONE = "I do not know that time zone. Name a city, such as London or America/New_York."

_NAMED_HOURS = {"noon": time(12), "midday": time(12), "midnight": time(0)}
_CLOCK = re.compile(r"(?:at)?([0-9]{1,2})(?:h|[:.h]?([0-9]{2}))?(?:([ap])\.?m\.?)?")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY_SETS = {
    "weekdays": range(5),
    "workdays": range(5),
    "weekends": range(5, 7),
    "weekend": range(5, 7),
    "daily": range(7),
    "every day": range(7),
    "everyday": range(7),
    "all": range(7),
}
_SPAN = re.compile(r"(?:for )?([0-9]{1,3}) ?(day|week|month)s?")
_SPAN_DAYS = {"day": 1, "week": 7, "month": 30}
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_DAY_OF_MONTH = re.compile(
    r"(?:(?P<month>[a-z]+)\.? )?(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
    r"(?: (?:of )?(?P<after>[a-z]+)\.?)?(?: (?P<year>[0-9]{4}))?"
)
_FILLING = frozenset({"until", "till", "the"})
_LEAST = 3  # letters of the name of a month
_ALIKE = 75  # of 100: a city that was mistyped
_CITY = 4  # letters that a city has at the least


def parse_time(text: str) -> time:
    """Read a time of day: 09:00, 9, at 9am, 9:30 p.m., 21h30, 0900, noon, midnight."""
    typed = "".join(text.casefold().split())
    if typed in _NAMED_HOURS:
        return _NAMED_HOURS[typed]
    found = _CLOCK.fullmatch(typed)
    if found is None:
        raise UserError(NOT_A_TIME)
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if half and not 1 <= hour <= 12:
        raise UserError(NOT_A_TIME)
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23 or minute > 59:
        raise UserError(NOT_A_TIME)
    return time(hour, minute)


def parse_weekdays(text: str) -> frozenset[int]:
    """Read days of the week, Monday as 0: mon-fri, monday to thursday, mon wed fri, weekdays."""
    typed = " ".join(text.casefold().split())
    if typed in _WEEKDAY_SETS:
        return frozenset(_WEEKDAY_SETS[typed])
    words = re.sub(r"[–—]|\b(?:to|through)\b", "-", typed)
    words = re.sub(r"\b(?:and|on)\b|[,;&+/]", " ", words)
    parts = re.sub(r"\s*-\s*", "-", words).split()
    if not parts:
        raise UserError(NOT_WEEKDAYS)
    return frozenset(day for part in parts for day in _weekday_range(part))


def _weekday_range(part: str) -> list[int]:
    """Read one day, or the days from one to another, over a weekend where need be."""
    first, *rest = [_weekday(name) for name in part.split("-")]
    last = rest[0] if rest else first
    if first is None or last is None or len(rest) > 1:
        raise UserError(NOT_WEEKDAYS)
    return [(first + step) % 7 for step in range((last - first) % 7 + 1)]


def _weekday(name: str) -> int | None:
    begun = name.strip(".").removesuffix("s")
    if len(begun) < 2:
        return None
    return next((day for day, full in enumerate(_WEEKDAYS) if full.startswith(begun)), None)


def parse_day(text: str, today: date) -> date:
    """Read a day after `today` and at most a year away.

    until 5 December, dec 5 2026, 2026-12-05, tomorrow, Monday, next week, 2 weeks. Without a year
    it is the next such day.
    """
    words = text.casefold().replace(",", " ").rstrip(" .").split()
    day = _day(" ".join(word for word in words if word not in _FILLING), today)
    if day is None:
        raise UserError(NOT_A_DAY)
    check_to_come(day, today)
    return day


def parse_holidays(text: str) -> frozenset[date]:
    """Read a list of days, one a line or parted by commas, as year-month-day."""
    days = set()
    for number, typed in enumerate(re.split(r"[\s,;]+", text.strip()), 1):
        found = re.fullmatch(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", typed)
        day = _date(*map(int, found.groups())) if found else None
        if day is not None:
            days.add(day)
        elif typed:
            raise UserError(f"I cannot read day {number} of the list. {NOT_HOLIDAYS}")
    return frozenset(days)


def check_to_come(day: date, today: date) -> None:
    """Raise UserError unless a day, typed or picked, comes after today and within a year."""
    if day <= today:
        raise UserError(NOT_LATER)
    if day > today + LONGEST_PAUSE:
        raise UserError(TOO_FAR)


def _day(typed: str, today: date) -> date | None:
    if typed in ("today", "tomorrow"):
        return today + timedelta(days=typed == "tomorrow")
    if typed == "next week":
        typed = _WEEKDAYS[0]
    weekday = _weekday(typed.removeprefix("next "))
    if weekday is not None:
        return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    span = _SPAN.fullmatch(typed)
    if span is not None:
        return today + timedelta(days=int(span[1]) * _SPAN_DAYS[span[2]])
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", typed):
        return _date(int(typed[:4]), int(typed[5:7]), int(typed[8:]))
    return _day_of_month(typed, today)


def _day_of_month(typed: str, today: date) -> date | None:
    """Read a day and the name of a month in either order, with or without a year."""
    found = _DAY_OF_MONTH.fullmatch(typed)
    if found is None or bool(found["month"]) == bool(found["after"]):
        return None
    month = _month(found["month"] or found["after"])
    if month is None:
        return None
    if found["year"]:
        return _date(int(found["year"]), month, int(found["day"]))
    day = _date(today.year, month, int(found["day"]))
    return day if day and day > today else _date(today.year + 1, month, int(found["day"]))


def _month(name: str) -> int | None:
    if len(name) < _LEAST:
        return None
    return next((at for at, full in enumerate(_MONTHS, start=1) if full.startswith(name)), None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def parse_zone(text: str) -> str:
    """Read an IANA time zone, by its name or by its city: Europe/London, new york, UTC."""
    typed = "_".join(text.casefold().split())
    zones = _zones()
    if typed in zones:
        return zones[typed]
    meant = process.extractOne(typed, list(zones), scorer=fuzz.ratio, score_cutoff=_ALIKE)
    if meant is None or len(typed) < _CITY:
        raise UserError(NOT_A_ZONE)
    raise UserError(f"{NOT_A_ZONE} Did you mean {zones[meant[0]]}?")


@cache
def _zones() -> dict[str, str]:
    """Return the zones by what people may call them, in small letters.

    Zones without a place are left out, such as EST: it knows no summer time, and whoever types it
    seldom means that. Of several places with one name, the shortest zone name is the usual one.
    """
    names = sorted(available_timezones(), key=lambda name: (-len(name), name))
    placed = [name for name in names if "/" in name or name in ("UTC", "GMT")]
    by_place = {name.rsplit("/", 1)[-1].casefold(): name for name in placed}
    return by_place | {name.casefold(): name for name in placed}
