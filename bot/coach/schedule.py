"""A member joins the daily drill, sets its hour, pauses, and leaves."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time

from bot.coach.critiques import Reply
from bot.core.enrolment import Enrolment
from bot.core.people import Member
from bot.storage.store import Store


@dataclass(frozen=True, slots=True)
class Schedules:
    """Keeps what a member chose. Each change has one effect for each event key.

    A `reply` is delivered as a slot of the kind SETTINGS whose subject is the name of the
    method, such as "join"; its answer shows the enrolment as it is when it is sent.
    Each returns the enrolment after the change, with the next drill. Raises UserError with a
    sentence for what cannot be done (a pause that ends in the past, a zone that is unknown).
    """

    store: Store

    def of(self, who: Member) -> Enrolment:
        """Return the enrolment of a member: the defaults when they never joined."""
        raise NotImplementedError

    def status(
        self, who: Member, *, now: datetime, event_key: str, reply: Reply | None = None
    ) -> Enrolment:
        raise NotImplementedError

    def join(
        self, who: Member, *, zone: str, now: datetime, event_key: str, reply: Reply | None = None
    ) -> Enrolment:
        """Start the daily drill. `zone` is Slack's own for the member; a pinned one stays."""
        raise NotImplementedError

    def stop(
        self, who: Member, *, now: datetime, event_key: str, reply: Reply | None = None
    ) -> Enrolment:
        """End the daily drill. The settings stay; what is not sent yet is not sent."""
        raise NotImplementedError

    def change(
        self,
        who: Member,
        *,
        at: time | None = None,
        weekdays: Collection[int] | None = None,
        zone: str | None = None,
        now: datetime,
        event_key: str,
        reply: Reply | None = None,
    ) -> Enrolment:
        """Change what is given (Monday is 0). A zone given here is pinned."""
        raise NotImplementedError

    def follow(self, who: Member, zone: str, *, now: datetime) -> Enrolment:
        """Take over Slack's zone, unless the member pinned one."""
        raise NotImplementedError

    def unpin(
        self, who: Member, zone: str, *, now: datetime, event_key: str, reply: Reply | None = None
    ) -> Enrolment:
        """Follow Slack's zone again, which is `zone` now."""
        raise NotImplementedError

    def pause(
        self, who: Member, until: date, *, now: datetime, event_key: str, reply: Reply | None = None
    ) -> Enrolment:
        """Send nothing before the local date `until`, which is the first day with a drill."""
        raise NotImplementedError

    def resume(
        self, who: Member, *, now: datetime, event_key: str, reply: Reply | None = None
    ) -> Enrolment:
        raise NotImplementedError

    def skip(
        self, who: Member, *, now: datetime, event_key: str, reply: Reply | None = None
    ) -> Enrolment:
        """Leave out today's drill, sent or not. It breaks no streak."""
        raise NotImplementedError

    def snooze(
        self, who: Member, *, now: datetime, event_key: str, reply: Reply | None = None
    ) -> Enrolment:
        """Put today's drill off by an hour; one that has arrived is called to mind then."""
        raise NotImplementedError

    def holidays(self, workspace: str) -> frozenset[date]:
        raise NotImplementedError

    def set_holidays(
        self, who: Member, days: Collection[date], *, is_manager: bool, now: datetime
    ) -> None:
        """Set the days without a drill for the whole workspace. Raises NotAllowed."""
        raise NotImplementedError
