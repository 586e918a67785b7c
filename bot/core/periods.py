"""The stretches of time that a board is about, by local dates."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_WEEK_KEY = re.compile(r"(\d{4})-W(\d{2})")
_QUARTER_KEY = re.compile(r"(\d{4})-Q([1-4])")
_MONTH_KEY = re.compile(r"(\d{4})-(\d{2})")


class PeriodKind(StrEnum):
    DAY = "day"
    WEEK = "week"  # from Monday to Sunday
    MONTH = "month"
    QUARTER = "quarter"
    ALL_TIME = "all-time"


class Pick(StrEnum):
    """What a reader may choose to look at."""

    THIS_WEEK = "this-week"
    LAST_WEEK = "last-week"
    MONTH = "month"
    QUARTER = "quarter"
    ALL_TIME = "all-time"


@dataclass(frozen=True, slots=True)
class Period:
    """Local dates from `start` to `end`, both included. Whoever practises has their own date.

    `key` names it among all periods, such as 2026-W47; `title` is how people call it.
    """

    kind: PeriodKind
    start: date
    end: date

    @property
    def key(self) -> str:
        match self.kind:
            case PeriodKind.DAY:
                return self.start.isoformat()
            case PeriodKind.WEEK:
                year, week, _ = self.start.isocalendar()
                return f"{year:04}-W{week:02}"
            case PeriodKind.MONTH:
                return f"{self.start:%Y-%m}"
            case PeriodKind.QUARTER:
                return f"{self.start.year:04}-Q{(self.start.month + 2) // 3}"
        return PeriodKind.ALL_TIME.value

    @property
    def title(self) -> str:
        match self.kind:
            case PeriodKind.DAY:
                return f"{self.start:%A} {_long(self.start)}"
            case PeriodKind.WEEK:
                return _from_to(self.start, self.end)
            case PeriodKind.MONTH:
                return f"{self.start:%B} {self.start.year}"
            case PeriodKind.QUARTER:
                return f"{self.start:%B} to {self.end:%B} {self.end.year}"
        return "All time"

    @property
    def before(self) -> "Period | None":
        """The one before it; None before all time."""
        if self.kind is PeriodKind.ALL_TIME:
            return None
        return _around(self.kind, self.start - _DAY)


ALL_TIME = Period(PeriodKind.ALL_TIME, date.min, date.max)


def day_of(day: date) -> Period:
    return _around(PeriodKind.DAY, day)


def week_of(day: date) -> Period:
    return _around(PeriodKind.WEEK, day)


def month_of(day: date) -> Period:
    return _around(PeriodKind.MONTH, day)


def quarter_of(day: date) -> Period:
    return _around(PeriodKind.QUARTER, day)


def picked(pick: Pick, now: datetime, zone: str) -> Period:
    """Return the period that a reader in a zone chose at an instant."""
    today = now.astimezone(ZoneInfo(zone)).date()
    match pick:
        case Pick.THIS_WEEK:
            return week_of(today)
        case Pick.LAST_WEEK:
            return week_of(today - _WEEK)
        case Pick.MONTH:
            return month_of(today)
        case Pick.QUARTER:
            return quarter_of(today)
    return ALL_TIME


def period_of(key: str) -> Period:
    """Return the period with a key. Raises ValueError when there is none."""
    if key == PeriodKind.ALL_TIME.value:
        return ALL_TIME
    if week := _WEEK_KEY.fullmatch(key):
        return week_of(date.fromisocalendar(int(week[1]), int(week[2]), 1))
    if quarter := _QUARTER_KEY.fullmatch(key):
        return quarter_of(date(int(quarter[1]), 3 * int(quarter[2]), 1))
    if month := _MONTH_KEY.fullmatch(key):
        return month_of(date(int(month[1]), int(month[2]), 1))
    return day_of(date.fromisoformat(key))


def weeks_until(day: date, count: int) -> tuple[Period, ...]:
    """Return so many weeks, the oldest first, the last of them with this day in it."""
    return tuple(week_of(day - _WEEK * back) for back in reversed(range(count)))


def _around(kind: PeriodKind, day: date) -> Period:
    """Return the period of a kind, other than all time, that holds a day."""
    match kind:
        case PeriodKind.WEEK:
            start = day - _DAY * day.weekday()
            return Period(kind, start, start + _WEEK - _DAY)
        case PeriodKind.MONTH:
            start = day.replace(day=1)
            return Period(kind, start, _next_month(start) - _DAY)
        case PeriodKind.QUARTER:
            start = date(day.year, day.month - (day.month - 1) % 3, 1)
            return Period(kind, start, _next_month(_next_month(_next_month(start))) - _DAY)
    return Period(PeriodKind.DAY, day, day)


def _next_month(first: date) -> date:
    return (first + 31 * _DAY).replace(day=1)


def _from_to(start: date, end: date) -> str:
    if start.year != end.year:
        return f"{_long(start)} to {_long(end)}"
    if start.month != end.month:
        return f"{start.day} {start:%B} to {_long(end)}"
    return f"{start.day} to {_long(end)}"


def _long(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"
