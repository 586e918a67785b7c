"""Who takes part in the daily drill, and what is due."""

from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    JSON,
    BindParameter,
    ColumnElement,
    Connection,
    Text,
    Update,
    and_,
    bindparam,
    case,
    cast,
    column,
    delete,
    func,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.orm import Session

from bot.core.audit import Record
from bot.core.calendar import APART, Due
from bot.core.enrolment import Enrolment
from bot.core.people import Member
from bot.core.slots import Slot, SlotKind
from bot.core.turns import LATE, Turn
from bot.storage.audit import note
from bot.storage.database import (
    Database,
    Insert,
    admit,
    admit_workspace,
    first_time,
    insert_into,
    insert_once,
    is_server,
    put,
)
from bot.storage.drill_tables import AssignmentRow, EnrolmentRow, HolidayRow
from bot.storage.practice import keep_days_off
from bot.storage.rows import enrolment_columns, enrolment_value, slot_columns
from bot.storage.slots import UNINSTALLED, withdraw
from bot.storage.tables import SlotRow

Change = Callable[[Enrolment, frozenset[date]], Enrolment]  # from the holidays, too
Decide = Callable[[Enrolment, Due, datetime, frozenset[date]], Turn]
Taken = tuple[tuple[Member, Turn], ...]

MOVED = ("next_day", "next_at", "last_day", "last_at")

COLUMNS = EnrolmentRow.__table__.columns
ENROLMENT = (
    select(*COLUMNS)
    .where(EnrolmentRow.workspace == bindparam("workspace"))
    .where(EnrolmentRow.member == bindparam("member"))
)
HELD_ENROLMENT = ENROLMENT.with_for_update()
DUE = (
    select(*COLUMNS)
    .where(EnrolmentRow.next_at <= bindparam("now"), EnrolmentRow.workspace.not_in(UNINSTALLED))
    .order_by(EnrolmentRow.next_at)
)
HOLIDAYS = select(HolidayRow.workspace, HolidayRow.day).where(
    HolidayRow.workspace.in_(bindparam("workspaces", expanding=True))
)
# A turn asks when the last drill came only where that was lately, or the one that is due is late.
ASKED = or_(EnrolmentRow.last_at > bindparam("lately"), EnrolmentRow.next_at < bindparam("late"))
CHOICES = (  # on which a turn depends, with the holidays; as text, because only who is alike counts
    *(getattr(EnrolmentRow, name) for name in ("at", "weekdays", "zone", "paused_until", "skip")),
    *(EnrolmentRow.next_day, EnrolmentRow.next_at, EnrolmentRow.last_day),
    case((ASKED, EnrolmentRow.last_at)),
)
TAKE = (
    DUE.with_only_columns(
        EnrolmentRow.workspace, EnrolmentRow.member, *(cast(one, Text) for one in CHOICES)
    )
    .limit(bindparam("limit"))
    .with_for_update(of=EnrolmentRow, skip_locked=True)
)


class EnrolmentStore(Database):
    """Enrolments and holidays, by member or workspace; what is due, across workspaces."""

    def enrolment(self, who: Member) -> Enrolment:
        """Return what a member has chosen: the defaults until they choose."""
        with self._asking() as connection:
            return enrolment_of(connection, who)

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
                before = enrolment_of(session.connection(), who, hold=True)
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
            return enrolment_of(session.connection(), who)

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

    def due_enrolments(self, now: datetime) -> tuple[Enrolment, ...]:
        """Return whose drill is due, the longest due first, all workspaces together."""
        with self._reading() as session:
            return tuple(map(enrolment_value, session.execute(DUE, {"now": now})))

    def take_turns(self, now: datetime, limit: int, decide: Decide) -> Taken:
        """Take the turns of so many whose drill is due, the longest due first: keep their slots
        and when the next drill is due. Return who they are, and what was done.

        `decide` is asked once for all who chose the same and have the same holidays: what its
        turn says of one of them holds for each, under their own name and in their own
        conversation. Whoever is changing their mind, or is held by another process, is left to
        the next tick.
        """
        when = {"now": now, "lately": now - APART, "late": now - LATE, "limit": limit}
        with self._writing_rows() as session:
            connection = session.connection()
            rows = connection.execute(TAKE, when).all()
            holidays = _holidays(session, {row.workspace for row in rows})
            alike: dict[tuple[Any, ...], list[Member]] = {}
            for workspace, member, *chosen in rows:
                same = alike.setdefault((holidays[workspace], *chosen), [])
                same.append(Member(workspace, member))
            taken: list[tuple[Member, Turn]] = []
            for (days, *_), them in alike.items():
                first = enrolment_of(connection, them[0])
                assert first.next is not None
                turn = decide(first, first.next, now, days)
                _take(connection, turn, them)
                taken += ((who, turn) for who in them)
        return tuple(taken)


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


def enrolment_of(connection: Connection, who: Member, *, hold: bool = False) -> Enrolment:
    """Return what a member has chosen; with `hold`, nobody else changes it until all is done."""
    statement = HELD_ENROLMENT if hold else ENROLMENT
    theirs = {"workspace": who.workspace, "member": who.id}
    row = connection.execute(statement, theirs).one_or_none()
    return Enrolment(who) if row is None else enrolment_value(row)


def _holidays(session: Session, workspaces: Collection[str]) -> dict[str, frozenset[date]]:
    found: dict[str, set[date]] = {workspace: set() for workspace in workspaces}
    for workspace, day in session.execute(HOLIDAYS, {"workspaces": list(workspaces)}):
        found[workspace].add(day)
    return {workspace: frozenset(days) for workspace, days in found.items()}


def _take(connection: Connection, turn: Turn, them: list[Member]) -> None:
    """Take a turn for all of these members."""
    queue, move = _taking(is_server(connection))
    theirs = {"them": [[who.workspace, who.id] for who in them]}
    if turn.slot is not None:
        slot = {f"new_{name}": value for name, value in slot_columns(turn.slot).items()}
        connection.execute(queue, slot | theirs)
    after = enrolment_columns(turn.after)
    connection.execute(move, {f"new_{name}": after[name] for name in MOVED} | theirs)


@cache
def _taking(is_server: bool) -> tuple[Insert, Update]:
    """Return what inserts a slot for each of many members, from one that is like theirs, and what
    moves their enrolments.
    """
    each = func.json_array_elements if is_server else func.json_each
    who = each(bindparam("them", type_=JSON)).table_valued(column("value", JSON)).c.value
    theirs = tuple_(EnrolmentRow.workspace, EnrolmentRow.member).in_(
        select(who[0].as_string(), who[1].as_string())  # in a list, SQLite would find no index
    )
    own = {
        "workspace": EnrolmentRow.workspace,
        "recipient": EnrolmentRow.member,
        "channel": func.coalesce(EnrolmentRow.channel, EnrolmentRow.member),
    }
    columns = SlotRow.__table__.columns
    values = [own.get(one.name, bindparam(f"new_{one.name}", type_=one.type)) for one in columns]
    insert = insert_into(is_server, SlotRow).from_select(
        list(columns), select(*values).where(theirs)
    )
    move = update(EnrolmentRow).where(theirs)
    moved: dict[str, BindParameter[Any]] = {name: bindparam(f"new_{name}") for name in MOVED}
    return insert.on_conflict_do_nothing(), move.values(moved)
