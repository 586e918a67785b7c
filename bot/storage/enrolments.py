"""Who takes part in the daily drill, and what is due."""

from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, bindparam, delete, select, tuple_, update
from sqlalchemy.orm import Session

from bot.core.audit import Record
from bot.core.enrolment import Enrolment
from bot.core.people import Member
from bot.core.slots import Slot, SlotKind
from bot.core.turns import Turn
from bot.storage.audit import note
from bot.storage.database import (
    Database,
    admit,
    admit_workspace,
    first_time,
    insert_all,
    insert_once,
    put,
)
from bot.storage.drill_tables import AssignmentRow, EnrolmentRow, HolidayRow
from bot.storage.practice import keep_days_off
from bot.storage.rows import (
    assignment_columns,
    enrolment_columns,
    enrolment_value,
    slot_columns,
)
from bot.storage.slots import UNINSTALLED, withdraw
from bot.storage.tables import SlotRow

Change = Callable[[Enrolment, frozenset[date]], Enrolment]  # from the holidays, too


MOVED = ("next_day", "next_at", "last_day", "last_at")
MOVE = (
    update(EnrolmentRow)
    .where(EnrolmentRow.workspace == bindparam("new_workspace"))
    .where(EnrolmentRow.member == bindparam("new_member"))
    .values({name: bindparam(f"new_{name}") for name in MOVED})
)


ENROLMENT = (
    select(EnrolmentRow)
    .where(EnrolmentRow.workspace == bindparam("workspace"))
    .where(EnrolmentRow.member == bindparam("member"))
    .execution_options(populate_existing=True)
)
HELD_ENROLMENT = ENROLMENT.with_for_update()


class EnrolmentStore(Database):
    """Enrolments and holidays, by member or workspace; what is due, across workspaces."""

    def enrolment(self, who: Member) -> Enrolment:
        """Return what a member has chosen: the defaults until they choose."""
        with self._reading() as session:
            return _enrolment(session, who)

    def change_enrolment(
        self,
        who: Member,
        change: Change,
        *,
        now: datetime,
        event_key: str | None = None,
        slots: Sequence[Slot] = (),
        cancel: bool = False,
    ) -> Enrolment:
        """Change an enrolment, once for an event, and keep what is to be delivered with it.

        `change` sees the enrolment as it is under the write lock; what it raises leaves all as
        it was. With `cancel`, a daily drill that is not on its way yet is not sent, and one of
        the day that is skipped needs no answer.
        """
        with self._writing(who.workspace) as session:
            if event_key is None or first_time(session, who.workspace, event_key, now):
                before = _enrolment(session, who, hold=True)
                after = change(before, _holidays(session, [who.workspace])[who.workspace])
                if after != before:
                    admit(session, who, now)
                    put(session, EnrolmentRow, enrolment_columns(after))
                    keep_days_off(session, before, after, now)
                if cancel:
                    withdraw(session, _daily_drill_of(who), now, "cancelled")
                    _skip(session, who, after.schedule.skip)
                for slot in slots:
                    insert_once(session, SlotRow, slot_columns(slot))
            return _enrolment(session, who)

    def holidays(self, workspace: str) -> frozenset[date]:
        """Return the days without a drill of a workspace."""
        return self.holidays_of([workspace])[workspace]

    def holidays_of(self, workspaces: Collection[str]) -> dict[str, frozenset[date]]:
        """Return the days without a drill of each of these workspaces."""
        with self._reading() as session:
            return _holidays(session, workspaces)

    def set_holidays(
        self,
        workspace: str,
        days: Collection[date],
        change: Change,
        now: datetime,
        event_key: str | None = None,
        record: Record | None = None,
    ) -> None:
        """Set the days without a drill, and change every active enrolment; once for each event."""
        active = (
            select(EnrolmentRow)
            .where(EnrolmentRow.workspace == workspace, EnrolmentRow.next_at.is_not(None))
            .order_by(EnrolmentRow.member)
            .with_for_update()
        )
        with self._writing(workspace) as session:
            if event_key is not None and not first_time(session, workspace, event_key, now):
                return
            admit_workspace(session, workspace, now)
            session.execute(delete(HolidayRow).where(HolidayRow.workspace == workspace))
            for day in days:
                insert_once(session, HolidayRow, {"workspace": workspace, "day": day})
            for row in session.scalars(active).all():
                after = change(enrolment_value(row), frozenset(days))
                put(session, EnrolmentRow, enrolment_columns(after))
            note(session, record)

    def due_enrolments(self, now: datetime, limit: int | None) -> tuple[Enrolment, ...]:
        """Return whose drill is due, the longest due first, all workspaces together."""
        due = (
            select(EnrolmentRow)
            .where(EnrolmentRow.next_at <= now, EnrolmentRow.workspace.not_in(UNINSTALLED))
            .order_by(EnrolmentRow.next_at)
            .limit(limit)
        )
        with self._reading() as session:
            return tuple(map(enrolment_value, session.scalars(due)))

    def take_turns(self, turns: Sequence[Turn]) -> tuple[Turn, ...]:
        """Do these turns in one transaction: slots, drills and the next due instants.

        Return those that were done. A turn of an enrolment that has changed since it was read,
        because another process took the turn or the member changed their mind, is left out.
        """
        with self._writing_rows() as session:
            now = _as_they_are(session, [turn.before.who for turn in turns])
            done = [turn for turn in turns if now.get(turn.before.who) == turn.before]
            slots = [slot_columns(turn.slot) for turn in done if turn.slot]
            given = [assignment_columns(turn.assignment) for turn in done if turn.assignment]
            insert_all(session, SlotRow, slots)
            insert_all(session, AssignmentRow, given)
            _move_all(session, [turn.after for turn in done])
        return tuple(done)


def _daily_drill_of(who: Member) -> ColumnElement[bool]:
    """Return the condition on slots that finds the daily drills of a member."""
    return and_(
        SlotRow.workspace == who.workspace,
        SlotRow.recipient == who.id,
        SlotRow.kind.in_([SlotKind.DRILL.value, SlotKind.REMINDER.value]),
    )


def _skip(session: Session, who: Member, day: date | None) -> None:
    session.execute(
        update(AssignmentRow)
        .where(AssignmentRow.workspace == who.workspace, AssignmentRow.member == who.id)
        .where(AssignmentRow.kind == SlotKind.DRILL.value, AssignmentRow.day == day)
        .values(skipped=True)
    )


def _enrolment(session: Session, who: Member, *, hold: bool = False) -> Enrolment:
    statement = HELD_ENROLMENT if hold else ENROLMENT
    row = session.scalar(statement, {"workspace": who.workspace, "member": who.id})
    return Enrolment(who) if row is None else enrolment_value(row)


def _holidays(session: Session, workspaces: Collection[str]) -> dict[str, frozenset[date]]:
    found: dict[str, set[date]] = {workspace: set() for workspace in workspaces}
    days = select(HolidayRow.workspace, HolidayRow.day)
    for workspace, day in session.execute(days.where(HolidayRow.workspace.in_(workspaces))):
        found[workspace].add(day)
    return {workspace: frozenset(days) for workspace, days in found.items()}


def _as_they_are(session: Session, members: Sequence[Member]) -> dict[Member, Enrolment]:
    keys = [(who.workspace, who.id) for who in members]
    key = (EnrolmentRow.workspace, EnrolmentRow.member)
    rows = select(EnrolmentRow).where(tuple_(*key).in_(keys))
    rows = rows.where(EnrolmentRow.workspace.not_in(UNINSTALLED)).order_by(*key).with_for_update()
    return {value.who: value for value in map(enrolment_value, session.scalars(rows))}


def _move_all(session: Session, enrolments: Sequence[Enrolment]) -> None:
    moved = [
        {f"new_{name}": value for name, value in enrolment_columns(each).items()}
        for each in enrolments
    ]
    if moved:
        session.connection().execute(MOVE, moved)
