"""Streaks in working days: what keeps one, what covers a day without practice, what ends it.

A streak is a fold over the days with practice. Days off (weekends, holidays, pauses, skipped days)
neither add to it nor break it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.core.calendar import WORKDAYS

FREEZE_EVERY = 5  # working days in a row earn a freeze
MOST_FREEZES = 2
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Calendar:
    """On which local dates a member is expected to practise.

    `off` holds stretches without: from the first date of each, before the second.
    """

    weekdays: frozenset[int] = WORKDAYS
    holidays: Collection[date] = frozenset()
    off: Collection[tuple[date, date]] = ()
    zone: str = "UTC"

    def date_at(self, now: datetime) -> date:
        """Return the date that it is for the member."""
        return now.astimezone(ZoneInfo(self.zone)).date()

    def works(self, day: date) -> bool:
        """Whether a date is a working day."""
        return (
            day.weekday() in self.weekdays
            and day not in self.holidays
            and not any(start <= day < until for start, until in self.off)
        )

    def between(self, last: date, day: date) -> tuple[date, ...]:
        """Return the working days after one date and before another."""
        days = ((last + _DAY * past) for past in range(1, (day - last).days))
        return tuple(day for day in days if self.works(day))


@dataclass(frozen=True, slots=True)
class Streak:
    """A streak after the last day with practice: its length, and the freezes in hand."""

    days: int = 0
    freezes: int = 0
    last: date | None = None

    def practised(self, day: date, *, working: bool, missed: int) -> "Streak":
        """Return the streak after a day with practice.

        `missed` counts the working days since the last one. Freezes cover them, or the streak
        begins again. A date that has been, because its member has travelled, changes nothing.
        """
        if self.last is not None and day <= self.last:
            return self
        days, freezes = self.days, self.freezes - missed
        if freezes < 0:
            days, freezes = 0, 0
        if working:
            days += 1
            if days % FREEZE_EVERY == 0:
                freezes = min(MOST_FREEZES, freezes + 1)
        return Streak(days, freezes, day)


NO_STREAK = Streak()


@dataclass(frozen=True, slots=True)
class StreakNow:
    """A streak as it stands on a date, before that date is over.

    `covered` holds the working days since the last practice that took a freeze each: they keep
    the streak and add nothing to it. `covers` is the next working day without practice as yet
    that a freeze in hand would cover; None without a freeze or a streak.
    """

    days: int
    freezes: int
    practised_today: bool
    covered: tuple[date, ...] = ()
    covers: date | None = None


def streak_now(streak: Streak, calendar: Calendar, today: date) -> StreakNow:
    """Return how a streak stands on a date."""
    if streak.last is None:
        return StreakNow(0, 0, practised_today=False)
    missed = calendar.between(streak.last, today)
    left = streak.freezes - len(missed)
    if left < 0:
        return StreakNow(0, 0, practised_today=False)
    practised = today <= streak.last
    covers = _next_working(calendar, today + _DAY * practised) if left and streak.days else None
    return StreakNow(streak.days, left, practised, missed, covers)


def _next_working(calendar: Calendar, day: date) -> date | None:
    """Return the first working day from a date on, None without one within a year."""
    days = (day + _DAY * later for later in range(366))
    return next((day for day in days if calendar.works(day)), None)
