"""Times, days and zones as people write them. What cannot be read raises UserError and says why."""

import re
from datetime import date, time, timedelta
from functools import cache
from zoneinfo import available_timezones

from bot.errors import UserError

TIME_HELP = "Write it like 9am, 09:30 or 17h15."
DAYS_HELP = "Write them like mon-fri, or mon wed fri."
ZONE_HELP = "Write a city such as Europe/London or New York, or “slack” to follow Slack."
DATE_HELP = "Write it like 2026-12-01, tomorrow, monday or 2 weeks."
LONGEST_PAUSE = timedelta(days=366)

_TIMES = {"noon": time(12), "midday": time(12), "midnight": time(0)}
_CLOCK = re.compile(
    r"(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2})?)?\s*(?P<half>[ap])?\.?(?(half)m\.?)"
)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SETS = {
    "weekdays": range(5),
    "workdays": range(5),
    "weekends": (5, 6),
    "weekend": (5, 6),
    "daily": range(7),
    "all": range(7),
    "everyday": range(7),
}
_SPAN = re.compile(r"(?:for )?(?P<count>\d{1,3}) ?(?P<unit>day|week|month)s?")
_UNITS = {"day": 1, "week": 7, "month": 30}
_NOON, _HALVES = 12, {"a": 0, "p": 12}


def read_time(text: str) -> time:
    """Read a time of day: `9am`, `21h30`, `noon`, `09:00`, `9.30 pm`."""
    words = text.casefold().strip(" .").removeprefix("at ").strip()
    if words in _TIMES:
        return _TIMES[words]
    found = _CLOCK.fullmatch(words)
    if found is None:
        raise UserError(f"I cannot read “{_short(text)}” as a time of day. {TIME_HELP}")
    hour, minute, half = int(found["hour"]), int(found["minute"] or 0), found["half"]
    if half and not 1 <= hour <= _NOON:
        hour = 99  # 13pm is no time
    elif half:
        hour = hour % _NOON + _HALVES[half]
    try:
        return time(hour, minute)
    except ValueError:
        raise UserError(f"“{_short(text)}” is not a time of day. {TIME_HELP}") from None


def read_days(text: str) -> frozenset[int]:
    """Read days of the week, Monday is 0: `mon-fri`, `Mon, Wed and Fri`, `weekdays`."""
    words = re.sub(r"\s*(?:-|–|\bto\b)\s*", "-", text.casefold().replace("every day", "daily"))
    found: set[int] = set()
    for word in re.split(r"[\s,;&+/]+|\band\b", words.strip(" .")):
        if word:
            found.update(_SETS[word] if word in _SETS else _run_of_days(word, text))
    if not found:
        raise UserError(f"Which days of the week? {DAYS_HELP}")
    return frozenset(found)


def read_zone(text: str) -> str:
    """Read a time zone: an IANA name in any spelling, or the city in it."""
    zone = _zones().get(_folded(text))
    if zone is None:
        raise UserError(f"I know no time zone “{_short(text)}”. {ZONE_HELP}")
    return zone


def read_date(text: str, today: date) -> date:
    """Read the date on which a pause ends, which is to come: `2026-12-01`, `monday`, `2 weeks`."""
    words = text.casefold().strip(" .").removeprefix("until").removeprefix("till").strip()
    day = _date(words, today)
    if day is None:
        raise UserError(f"I cannot read “{_short(text)}” as a date. {DATE_HELP}")
    if day <= today:
        raise UserError(f"A pause must end after today, and {day:%d %B %Y} does not. {DATE_HELP}")
    if day - today > LONGEST_PAUSE:
        raise UserError("A pause lasts a year at most. To end the drills for good, send “stop”.")
    return day


def _date(words: str, today: date) -> date | None:
    if words == "tomorrow":
        return today + timedelta(days=1)
    if words == "next week":
        return today + timedelta(days=7 - today.weekday())
    day = _day(words.removeprefix("next "))
    if day is not None:
        return today + timedelta(days=(day - today.weekday() - 1) % 7 + 1)
    span = _SPAN.fullmatch(words)
    if span is not None:
        return today + timedelta(days=int(span["count"]) * _UNITS[span["unit"]])
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None


def _run_of_days(word: str, text: str) -> set[int]:
    first, _, last = word.partition("-")
    start, end = _day(first), _day(last or first)
    if start is None or end is None:
        raise UserError(f"I cannot read “{_short(text)}” as days of the week. {DAYS_HELP}")
    return {(start + step) % 7 for step in range((end - start) % 7 + 1)}


def _day(word: str) -> int | None:
    word = word.removesuffix("s") if word.endswith("days") else word
    fits = [number for number, name in enumerate(_DAYS) if name.startswith(word)]
    return fits[0] if len(word) > 1 and len(fits) == 1 else None


@cache
def _zones() -> dict[str, str]:
    """Return every zone by its folded name, and by its city."""
    names = sorted(available_timezones())
    cities: dict[str, str] = {}
    for name in names:
        if "/" in name:
            cities.setdefault(_folded(name.rsplit("/", 1)[1]), name)
    return cities | {_folded(name): name for name in names}


def _folded(name: str) -> str:
    return re.sub(r"[\s_]+", " ", name.casefold().strip(" ."))


def _short(text: str) -> str:
    return text.strip()[:40]
