"""What a member has chosen about their daily drill, and where that stands."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.core.calendar import Schedule
from bot.core.people import Member


@dataclass(frozen=True, slots=True)
class Due:
    """The next drill: the local date that it is for, and the instant at which it is due."""

    day: date
    at: datetime


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A member's settings and the state of their daily drill. They outlive a `stop`."""

    who: Member
    schedule: Schedule
    pinned: bool = False  # whether the member chose the zone themself; else it follows Slack's
    joined_at: datetime | None = None
    next: Due | None = None  # None unless joined
    last_day: date | None = None  # the latest local date that is done with: sent or expired
    last_at: datetime | None = None  # when the latest daily drill was given or sent
    channel: str | None = None  # the direct conversation, once it is known

    @property
    def joined(self) -> bool:
        return self.joined_at is not None
