"""When a member's next drill is due: by local dates, so that no change of the clocks matters."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

APART = timedelta(hours=12)  # between two drills, whatever a member does with zone and hour
DEFAULT_TIME = time(9)
WORKDAYS = frozenset(range(5))
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a member wants the daily drill. Raises ValueError without a day, or with a time zone."""

    time: time = DEFAULT_TIME
    weekdays: frozenset[int] = WORKDAYS  # Monday is 0
    zone: str = "UTC"  # an IANA name
    paused_until: date | None = None  # the first local date with drills again
    skip: date | None = None  # one local date without a drill

    def __post_init__(self) -> None:
        if not self.weekdays or not self.weekdays <= frozenset(range(7)):
            raise ValueError(f"no weekdays: {sorted(self.weekdays)}")
        if self.time.tzinfo is not None:
            raise ValueError(f"the time {self.time} has a zone of its own")

    def local_date(self, now: datetime) -> date:
        """Return the date that it is for the member."""
        return now.astimezone(ZoneInfo(self.zone)).date()

    def wants(self, day: date, holidays: Collection[date] = ()) -> bool:
        """Whether a drill belongs to a local date."""
        paused = self.paused_until is not None and day < self.paused_until
        return (
            day.weekday() in self.weekdays
            and not paused
            and day != self.skip
            and day not in holidays
        )


class Due(NamedTuple):
    """A drill to come: the local date that it is for, and the instant, in UTC."""

    day: date
    at: datetime


def next_slot(
    schedule: Schedule,
    after: datetime,
    last_sent: date | None = None,
    last_sent_at: datetime | None = None,
    holidays: Collection[date] = (),
    *,
    overdue: timedelta = timedelta(0),
) -> Due:
    """Return the next drill after an instant.

    It is for a local date later than `last_sent`, so that none gets two, and comes at least 12
    hours after `last_sent_at`: later on that date where it must, else on a later one. `overdue`
    allows a drill whose hour has passed by no more than this, at its own hour.
    """
    zone = ZoneInfo(schedule.zone)
    earliest = None if last_sent_at is None else last_sent_at + APART
    day = (after - overdue).astimezone(zone).date()
    if last_sent is not None:
        day = max(day, last_sent + _DAY)
    if schedule.paused_until is not None:
        day = max(day, schedule.paused_until)
    while True:
        wanted = instant_of(day, schedule.time, zone) if schedule.wants(day, holidays) else None
        if wanted is not None and wanted > after - overdue:
            at = max(wanted, earliest or wanted)
            if at.astimezone(zone).date() == day:
                return Due(day, at)
        day += _DAY


def end_of_day(day: date, zone: str) -> datetime:
    """Return the instant, in UTC, at which a local date ends: answers count until then."""
    return datetime.combine(day + _DAY, time(0), ZoneInfo(zone)).astimezone(UTC)


def instant_of(day: date, hour: time, zone: ZoneInfo) -> datetime | None:
    """Return when a local hour comes, the first time where the clocks show it twice.

    An hour that the clocks leave out comes as much later as they are put forward, or as much
    earlier where it would be tomorrow. None for a date that the zone leaves out.
    """
    for fold in (0, 1):
        at = datetime.combine(day, hour.replace(fold=fold), zone).astimezone(UTC)
        if at.astimezone(zone).date() == day:
            return at
    return None
