"""What a member has chosen about their daily drill, and where that stands."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from bot.core.calendar import Due, Schedule, next_slot
from bot.core.people import Member

NO_TIME = timedelta(0)


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A member's settings and the state of their daily drill. They outlive a `stop`.

    A local date is done with once its drill was given or came too late: it gets no other.
    """

    who: Member
    schedule: Schedule = field(default_factory=Schedule)
    pinned: bool = False  # whether the member chose the zone themself; else it follows Slack's
    joined_at: datetime | None = None
    next: Due | None = None  # None unless joined
    last_day: date | None = None  # the latest local date that is done with
    last_at: datetime | None = None  # when the latest daily drill was given, or last sent
    channel: str | None = None  # the direct conversation, once it is known

    @property
    def joined(self) -> bool:
        return self.joined_at is not None

    def planned(
        self, after: datetime, holidays: Collection[date], overdue: timedelta = NO_TIME
    ) -> "Enrolment":
        """Return it with the next drill after an instant; with none for who has not joined."""
        if not self.joined:
            return replace(self, next=None)
        due = next_slot(
            self.schedule, after, self.last_day, self.last_at, holidays, overdue=overdue
        )
        return replace(self, next=due)

    def changed(self, schedule: Schedule, now: datetime, holidays: Collection[date]) -> "Enrolment":
        """Return it with another schedule, which holds from the next drill on.

        Where the day of that drill would be lost, because its new hour has passed, it still
        comes at its old hour: nobody who moves the hour about goes without.
        """
        new = replace(self, schedule=schedule).planned(now, holidays)
        if self.next is None or new.next is None or self.next.day >= new.next.day:
            return new
        return replace(new, next=self.next) if schedule.wants(self.next.day, holidays) else new
