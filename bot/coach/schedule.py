"""A member joins the daily drill, sets its hour, pauses, and leaves."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.coach.critiques import Reply
from bot.core.assignments import Assignment, given_by
from bot.core.audit import Managed, Record
from bot.core.calendar import Schedule
from bot.core.enrolment import Enrolment
from bot.core.people import Member
from bot.core.slots import Slot, SlotKind
from bot.core.typed import check_to_come
from bot.errors import NotAllowed, UserError
from bot.storage.store import Store

AN_HOUR = timedelta(hours=1)
LATELY = 10  # drills among which the one of today is, however many were asked for beside it
MANAGERS_ONLY = (
    "Only a manager can change the team's holidays: a workspace admin or owner, or whom they named."
)
NOT_JOINED = "You get no daily drill yet. Send “join” to begin."
NO_DRILL_TODAY = "There is no drill left to put off today."
NO_WEEKDAYS = "Choose at least one day of the week, or send “stop” to end the daily drill."
UNKNOWN_ZONE = "I do not know that time zone. Send one such as *zone Europe/London*."

Revise = Callable[[Enrolment, frozenset[date]], Enrolment]


@dataclass(frozen=True, slots=True)
class Schedules:
    """Keeps what a member chose. Each change has one effect for each event key.

    A `reply` is delivered as a slot of the kind SETTINGS whose subject is the name of the
    method, such as "join"; its answer shows the enrolment as it is when it is sent.
    Each returns the enrolment after the change, with the next drill. Raises UserError with a
    sentence for what cannot be done.
    """

    store: Store

    def of(self, who: Member) -> Enrolment:
        """Return the enrolment of a member: the defaults when they never joined."""
        return self.store.enrolment(who)

    def status(
        self, who: Member, *, now: datetime, event_key: str, reply: Reply | None = None
    ) -> Enrolment:
        """Change nothing."""
        return self._change(who, lambda held, _: held, "status", now, event_key, reply)

    def join(
        self, who: Member, *, zone: str, now: datetime, event_key: str, reply: Reply | None = None
    ) -> Enrolment:
        """Start the daily drill. `zone` is Slack's own for the member; a pinned one stays."""

        def change(held: Enrolment, holidays: frozenset[date]) -> Enrolment:
            if held.joined:
                return held
            schedule = held.schedule if held.pinned else _in_zone(held.schedule, zone)
            schedule = replace(schedule, paused_until=None, skip=None)
            return replace(held, joined_at=now).changed(schedule, now, holidays)

        return self._change(who, change, "join", now, event_key, reply)

    def stop(
        self, who: Member, *, now: datetime, event_key: str, reply: Reply | None = None
    ) -> Enrolment:
        """End the daily drill. The settings stay; what is not sent yet is not sent."""

        def change(held: Enrolment, _: frozenset[date]) -> Enrolment:
            return replace(held, joined_at=None, next=None)

        return self._change(who, change, "stop", now, event_key, reply, cancel=True)

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
        if weekdays is not None and not weekdays:
            raise UserError(NO_WEEKDAYS)
        if zone is not None and not _is_known(zone):
            raise UserError(UNKNOWN_ZONE)

        def change(held: Enrolment, holidays: frozenset[date]) -> Enrolment:
            schedule = replace(
                held.schedule,
                time=at or held.schedule.time,
                weekdays=frozenset(weekdays or held.schedule.weekdays),
                zone=zone or held.schedule.zone,
            )
            return replace(held.changed(schedule, now, holidays), pinned=held.pinned or bool(zone))

        return self._change(who, change, "change", now, event_key, reply)

    def follow(self, who: Member, zone: str, *, now: datetime) -> Enrolment:
        """Take over Slack's zone, unless the member pinned one or it is the same."""
        held = self.of(who)
        if held.pinned or held.schedule.zone == zone:
            return held
        return self.unpin(who, zone, now=now, event_key=None)

    def unpin(
        self,
        who: Member,
        zone: str,
        *,
        now: datetime,
        event_key: str | None,
        reply: Reply | None = None,
    ) -> Enrolment:
        """Follow Slack's zone again, which is `zone` now."""

        def change(held: Enrolment, holidays: frozenset[date]) -> Enrolment:
            schedule = _in_zone(held.schedule, zone)
            return replace(held.changed(schedule, now, holidays), pinned=False)

        return self._change(who, change, "unpin", now, event_key, reply)

    def pause(
        self, who: Member, until: date, *, now: datetime, event_key: str, reply: Reply | None = None
    ) -> Enrolment:
        """Send nothing before the local date `until`, which is the first day with a drill."""

        def change(held: Enrolment, holidays: frozenset[date]) -> Enrolment:
            check_to_come(until, held.schedule.local_date(now))
            return held.changed(replace(held.schedule, paused_until=until), now, holidays)

        return self._change(who, change, "pause", now, event_key, reply, cancel=True)

    def resume(
        self, who: Member, *, now: datetime, event_key: str, reply: Reply | None = None
    ) -> Enrolment:
        """End a pause, and a skip of today."""

        def change(held: Enrolment, holidays: frozenset[date]) -> Enrolment:
            schedule = replace(held.schedule, paused_until=None, skip=None)
            return held.changed(schedule, now, holidays)

        return self._change(who, change, "resume", now, event_key, reply)

    def skip(
        self, who: Member, *, now: datetime, event_key: str, reply: Reply | None = None
    ) -> Enrolment:
        """Leave out today's drill, sent or not. It breaks no streak."""

        def change(held: Enrolment, holidays: frozenset[date]) -> Enrolment:
            today = held.schedule.local_date(now)
            return held.changed(replace(held.schedule, skip=today), now, holidays)

        return self._change(who, change, "skip", now, event_key, reply, cancel=True)

    def snooze(
        self, who: Member, *, now: datetime, event_key: str, reply: Reply | None = None
    ) -> Enrolment:
        """Put today's drill off by an hour; one that has arrived is called to mind then."""
        given = self._given_today(who, now)
        reminder = [_reminder(self.of(who), given, event_key, now)] if given else []

        def change(held: Enrolment, _: frozenset[date]) -> Enrolment:
            return held if given else _put_off(held, now)

        return self._change(who, change, "snooze", now, event_key, reply, also=reminder)

    def holidays(self, workspace: str) -> frozenset[date]:
        """Return the days without a drill of a whole workspace."""
        return self.store.holidays(workspace)

    def set_holidays(
        self,
        who: Member,
        days: Collection[date],
        *,
        is_manager: bool,
        now: datetime,
        event_key: str | None = None,
    ) -> None:
        """Set the days without a drill for the whole workspace. Raises NotAllowed."""
        if not is_manager:
            raise NotAllowed(MANAGERS_ONLY)

        def change(held: Enrolment, holidays: frozenset[date]) -> Enrolment:
            return held.changed(held.schedule, now, holidays)

        record = Record(who.workspace, now, who.id, Managed.HOLIDAYS, str(len(days)))
        self.store.set_holidays(who.workspace, days, change, now, event_key, record)

    def _change(
        self,
        who: Member,
        change: Revise,
        name: str,
        now: datetime,
        event_key: str | None,
        reply: Reply | None,
        *,
        cancel: bool = False,
        also: Collection[Slot] = (),
    ) -> Enrolment:
        answer = (
            [reply.slot(who, SlotKind.SETTINGS, event_key, now, name)]
            if reply and event_key
            else []
        )
        return self.store.change_enrolment(
            who, change, now=now, event_key=event_key, slots=[*answer, *also], cancel=cancel
        )

    def _given_today(self, who: Member, now: datetime) -> Assignment | None:
        """Return the daily drill that is open: its day not over, not answered, not skipped."""
        for given in (*self.store.recent_assignments(who, LATELY), *self._on_its_way(who)):
            if given.kind is SlotKind.DRILL and now < given.closes_at:
                return None if given.answered or given.skipped else given
        return None

    def _on_its_way(self, who: Member) -> list[Assignment]:
        """Return the daily drill that is about to be sent, whichever it will be."""
        slot, schedule = self.store.drill_on_its_way(who), self.of(who).schedule
        return [given_by(slot, date.fromisoformat(slot.key), schedule, "", "")] if slot else []


def _put_off(held: Enrolment, now: datetime) -> Enrolment:
    if held.next is None:
        raise UserError(NOT_JOINED)
    later = max(held.next.at, now) + AN_HOUR
    is_today = held.next.day == held.schedule.local_date(now)
    if not is_today or held.schedule.local_date(later) != held.next.day:
        raise UserError(NO_DRILL_TODAY)
    return replace(held, next=held.next._replace(at=later))


def _reminder(held: Enrolment, given: Assignment, event_key: str, now: datetime) -> Slot:
    return Slot(
        workspace=given.who.workspace,
        recipient=given.who.id,
        kind=SlotKind.REMINDER,
        key=event_key,
        subject=given.id,
        channel=held.channel or given.who.id,
        thread_ts=None,
        created_at=now + AN_HOUR,
        expires_at=given.closes_at,
    )


def _in_zone(schedule: Schedule, zone: str) -> Schedule:
    """Return the schedule in a zone of Slack's; as it is when nobody here knows that zone."""
    return replace(schedule, zone=zone) if _is_known(zone) else schedule


def _is_known(zone: str) -> bool:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
