"""What is to be delivered, and what became of it."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    bindparam,
    delete,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session

from bot.core.assignments import assignment_id
from bot.core.slots import DRILLS, Slot, SlotKind, SlotState
from bot.storage.database import Database, changed
from bot.storage.drill_tables import AssignmentRow, EnrolmentRow
from bot.storage.rows import Columns, slot_value
from bot.storage.tables import InstallationRow, SlotRow

QUEUE = (
    SlotRow.priority,
    SlotRow.created_at,
    SlotRow.workspace,
    SlotRow.recipient,
    SlotRow.key,
)
UNINSTALLED = select(InstallationRow.workspace).where(InstallationRow.uninstalled_at.is_not(None))
PENDING = SlotRow.state == SlotState.PENDING.value
SENDING = SlotRow.state == SlotState.SENDING.value
LATE = SlotRow.expires_at <= bindparam("now")
SLOTS = select(*SlotRow.__table__.columns)

# What a statement costs is to build it: these are asked at every tick and for every message.
LEFT = SLOTS.where(SENDING, SlotRow.lease_until <= bindparam("now")).order_by(*QUEUE)
FIRST = (
    SLOTS.where(PENDING, SlotRow.created_at <= bindparam("now"))
    .where(SlotRow.workspace.not_in(bindparam("resting", expanding=True)))
    .where(
        or_(
            SlotRow.priority == 0,
            SlotRow.workspace.not_in(bindparam("busy", expanding=True)),
        )
    )
    .where(or_(SlotRow.expires_at.is_(None), SlotRow.expires_at > bindparam("now")))
    .order_by(*QUEUE)
    .limit(1)
    .with_for_update(skip_locked=True)  # SQLite has no row locks: its one writer is enough
)
THIS = and_(
    SlotRow.workspace == bindparam("of_workspace"),
    SlotRow.recipient == bindparam("of_recipient"),
    SlotRow.kind == bindparam("of_kind"),
    SlotRow.key == bindparam("of_key"),
)
CLAIM = (
    update(SlotRow)
    .where(THIS)
    .values(
        state=SlotState.SENDING.value,
        tries=SlotRow.tries + 1,
        lease_until=bindparam("until"),
        changed_at=bindparam("now"),
    )
)
MARK = (
    update(SlotRow)
    .where(THIS, SENDING, SlotRow.tries == bindparam("of_tries"))
    .values(
        state=bindparam("becomes"),
        lease_until=None,
        changed_at=bindparam("now"),
        error=bindparam("because"),
    )
)
EXPIRE = (
    update(SlotRow)
    .where(THIS)
    .values(state=SlotState.EXPIRED.value, changed_at=bindparam("now"), error=bindparam("because"))
)
ITS_ENROLMENT = update(EnrolmentRow).where(
    EnrolmentRow.workspace == bindparam("of_workspace"),
    EnrolmentRow.member == bindparam("of_recipient"),
)
MAY_ARRIVE = ITS_ENROLMENT.values(last_at=bindparam("now"))
ARRIVED_IN = ITS_ENROLMENT.values(channel=bindparam("at_channel"))
ARRIVED_AS = (
    update(AssignmentRow)
    .where(
        AssignmentRow.workspace == bindparam("of_workspace"),
        AssignmentRow.member == bindparam("of_recipient"),
        AssignmentRow.kind == bindparam("of_kind"),
        AssignmentRow.key == bindparam("of_key"),
    )
    .values(ts=bindparam("at_ts"))
)
TAKE_BACK = (
    delete(AssignmentRow)
    .where(AssignmentRow.workspace == bindparam("workspace_"), AssignmentRow.id == bindparam("id_"))
    .where(AssignmentRow.ts.is_(None), ~AssignmentRow.answered)
)


class SlotStore(Database):
    """The queue of the senders. It works across workspaces."""

    def claim_slot(
        self,
        now: datetime,
        lease: timedelta,
        resting: Collection[str] = (),
        busy: Collection[str] = (),
    ) -> Slot | None:
        """Take the first slot of the queue for `lease`, so that no other sender gets it.

        Replies come before drills, then the oldest first. Slots of the workspaces that are
        `resting`, drills of those that are `busy`, and slots whose time is still to come or has
        passed are left alone. The claim is committed when this returns. None when nothing is to
        be sent.
        """
        choice = {"now": now, "resting": list(resting), "busy": list(busy)}
        with self._writing_rows() as session:
            connection = session.connection()
            row = connection.execute(FIRST, choice).one_or_none()
            if row is None:
                return None
            slot = slot_value(row)
            claim = _key(slot) | {"now": now, "until": now + lease}
            connection.execute(CLAIM, claim)
            if slot.kind is SlotKind.DRILL:  # whatever becomes of it, it may arrive from now on
                connection.execute(MAY_ARRIVE, claim)
            return replace(slot, state=SlotState.SENDING, tries=slot.tries + 1)

    def mark_slot(self, slot: Slot, state: SlotState, now: datetime, error: str = "") -> bool:
        """Say what became of a claimed slot; PENDING gives it back to be claimed again.

        Return False, and change nothing, when the slot is no longer held by this claim. One that
        is given back after its workspace removed the bot expires.
        """
        with self._writing_rows() as session:
            marked = _mark(session, slot, state, now, error)
            if marked and state is SlotState.PENDING:
                gone = THIS & SlotRow.workspace.in_(UNINSTALLED)
                withdraw(session, gone, now, "uninstalled", _key(slot))
            return marked

    def mark_sent(self, slot: Slot, now: datetime, *, channel: str, ts: str) -> bool:
        """Say that a claimed slot was sent as this message.

        Answers to a drill are found by it, and the next drills of its member go to its channel.
        Return False, and change nothing, when the slot is no longer held by this claim.
        """
        with self._writing_rows() as session:
            if not _mark(session, slot, SlotState.SENT, now):
                return False
            arrived = _key(slot) | {"at_channel": channel, "at_ts": ts}
            if slot.kind is SlotKind.DRILL:
                session.connection().execute(ARRIVED_IN, arrived)
            if slot.kind in DRILLS:
                session.connection().execute(ARRIVED_AS, arrived)
            return True

    def expire_slots(self, now: datetime) -> int:
        """Close what came too late to be of use, and take back its drills. Return how many."""
        with self._writing_rows() as session:
            return withdraw(session, LATE, now, "late", {"now": now})

    def forget_slots(self, before: datetime) -> int:
        """Drop what was delivered or given up before then. Return how many."""
        over = SlotRow.state.not_in([SlotState.PENDING.value, SlotState.SENDING.value])
        with self._writing_rows() as session:
            old = delete(SlotRow).where(over, SlotRow.changed_at < before)
            return changed(session.execute(old))

    def expired_leases(self, now: datetime) -> tuple[Slot, ...]:
        """Return the slots whose sender has not said in time what became of them, oldest first."""
        with self._reading() as session:
            return tuple(map(slot_value, session.connection().execute(LEFT, {"now": now})))

    def slots_in(self, state: SlotState, limit: int) -> tuple[Slot, ...]:
        """Return slots in a state, the first in the queue first, all workspaces together."""
        chosen = select(SlotRow).where(SlotRow.state == state.value).order_by(*QUEUE).limit(limit)
        with self._reading() as session:
            return tuple(map(slot_value, session.scalars(chosen)))

    def count_slots(self) -> dict[SlotState, int]:
        """Return how many slots there are in each state, all workspaces together."""
        with self._reading() as session:
            counted = session.execute(select(SlotRow.state, func.count()).group_by(SlotRow.state))
            found = {SlotState(state): count for state, count in counted}
        return {state: found.get(state, 0) for state in SlotState}


def withdraw(
    session: Session,
    which: ColumnElement[bool],
    now: datetime,
    why: str,
    values: Columns | None = None,
) -> int:
    """Expire slots that are still pending, with the drills that nobody will see then.

    `values` are those that `which` leaves open. A slot that is claimed or withdrawn at this very
    moment is left to whoever does so.
    """
    pending = SLOTS.where(which, PENDING).with_for_update(skip_locked=True)
    slots = tuple(map(slot_value, session.connection().execute(pending, values)))
    if slots:
        _expire(session.connection(), slots, now, why)
    return len(slots)


def _expire(connection: Connection, slots: Sequence[Slot], now: datetime, why: str) -> None:
    expired = [_key(slot) | {"now": now, "because": why} for slot in slots]
    connection.execute(EXPIRE, expired)
    unseen = [
        {"workspace_": slot.workspace, "id_": assignment_id(slot.who, slot.kind, slot.key)}
        for slot in slots
        if slot.kind in DRILLS
    ]
    if unseen:
        connection.execute(TAKE_BACK, unseen)


def is_uninstalled(session: Session, workspace: str) -> bool:
    """Whether a workspace has removed the bot: nothing is owed there any more."""
    gone = UNINSTALLED.where(InstallationRow.workspace == workspace)
    return session.scalar(gone) is not None


def slot_of_assignment() -> ColumnElement[bool]:
    """Return the condition that joins a drill that was given with the slot that delivers it."""
    return and_(
        SlotRow.workspace == AssignmentRow.workspace,
        SlotRow.recipient == AssignmentRow.member,
        SlotRow.kind == AssignmentRow.kind,
        SlotRow.key == AssignmentRow.key,
    )


def _mark(session: Session, slot: Slot, state: SlotState, now: datetime, error: str = "") -> bool:
    changes = {"becomes": state.value, "now": now, "because": error, "of_tries": slot.tries}
    return changed(session.connection().execute(MARK, _key(slot) | changes)) == 1


def _key(slot: Slot) -> Columns:
    """Return what binds a statement to a slot."""
    return {
        "of_workspace": slot.workspace,
        "of_recipient": slot.recipient,
        "of_kind": slot.kind.value,
        "of_key": slot.key,
    }
