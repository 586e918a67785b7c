"""What is to be delivered, and what became of it."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Select,
    Update,
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
from bot.core.people import Member
from bot.core.slots import DRILLS, Slot, SlotKind, SlotState
from bot.storage.database import Database, changed
from bot.storage.drill_tables import AssignmentRow, EnrolmentRow
from bot.storage.rows import slot_value
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
        with self._writing_rows() as session:
            row = session.scalar(_first(now, resting, busy))
            if row is None:
                return None
            row.state = SlotState.SENDING.value
            row.tries += 1
            row.lease_until = now + lease
            row.changed_at = now
            slot = slot_value(row)
            if slot.kind is SlotKind.DRILL:  # whatever becomes of it, it may arrive from now on
                session.execute(_enrolment(slot).values(last_at=now))
            return slot

    def mark_slot(self, slot: Slot, state: SlotState, now: datetime, error: str = "") -> bool:
        """Say what became of a claimed slot; PENDING gives it back to be claimed again.

        Return False, and change nothing, when the slot is no longer held by this claim. One that
        is given back after its workspace removed the bot expires.
        """
        with self._writing_rows() as session:
            marked = _mark(session, slot, state, now, error)
            if marked and state is SlotState.PENDING:
                gone = _is(slot) & SlotRow.workspace.in_(UNINSTALLED)
                withdraw(session, gone, now, "uninstalled")
            return marked

    def mark_sent(self, slot: Slot, now: datetime, *, channel: str, ts: str) -> bool:
        """Say that a claimed slot was sent as this message.

        Answers to a drill are found by it, and the next drills of its member go to its channel.
        Return False, and change nothing, when the slot is no longer held by this claim.
        """
        with self._writing_rows() as session:
            if not _mark(session, slot, SlotState.SENT, now):
                return False
            if slot.kind is SlotKind.DRILL:
                session.execute(_enrolment(slot).values(channel=channel))
            if slot.kind in DRILLS:
                session.execute(_assignments(slot).values(ts=ts))
            return True

    def expire_slots(self, now: datetime) -> int:
        """Close what came too late to be of use, and take back its drills. Return how many."""
        late = PENDING & (SlotRow.expires_at <= now)
        with self._writing_rows() as session:
            return withdraw(session, late, now, "late")

    def forget_slots(self, before: datetime) -> int:
        """Drop what was delivered or given up before then. Return how many."""
        over = SlotRow.state.not_in([SlotState.PENDING.value, SlotState.SENDING.value])
        with self._writing_rows() as session:
            old = delete(SlotRow).where(over, SlotRow.changed_at < before)
            return changed(session.execute(old))

    def expired_leases(self, now: datetime) -> tuple[Slot, ...]:
        """Return the slots whose sender has not said in time what became of them, oldest first."""
        expired = select(SlotRow).where(SENDING, SlotRow.lease_until <= now).order_by(*QUEUE)
        with self._reading() as session:
            return tuple(map(slot_value, session.scalars(expired)))

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


def withdraw(session: Session, which: ColumnElement[bool], now: datetime, why: str) -> int:
    """Expire slots that are still pending, with the drills that nobody will see then.

    One that is claimed or withdrawn at this very moment is left to whoever does so.
    """
    pending = select(SlotRow).where(which, PENDING).with_for_update(skip_locked=True)
    rows = session.scalars(pending).all()
    for row in rows:
        row.state, row.changed_at, row.error = SlotState.EXPIRED.value, now, why
    unseen = [
        {
            "workspace_": row.workspace,
            "id_": assignment_id(Member(row.workspace, row.recipient), kind, row.key),
        }
        for row in rows
        if (kind := SlotKind(row.kind)) in DRILLS
    ]
    if unseen:
        session.connection().execute(TAKE_BACK, unseen)
    return len(rows)


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


def _first(now: datetime, resting: Collection[str], busy: Collection[str]) -> Select[SlotRow]:
    """Return the query for the first slot that may be sent, for its finder alone."""
    return (
        select(SlotRow)
        .where(PENDING, SlotRow.workspace.not_in(resting), SlotRow.created_at <= now)
        .where(or_(SlotRow.priority == 0, SlotRow.workspace.not_in(busy)))
        .where(or_(SlotRow.expires_at.is_(None), SlotRow.expires_at > now))
        .order_by(*QUEUE)
        .limit(1)
        .with_for_update(skip_locked=True)  # SQLite has no row locks: its one writer is enough
    )


def _mark(session: Session, slot: Slot, state: SlotState, now: datetime, error: str = "") -> bool:
    held = update(SlotRow).where(_is(slot)).where(SENDING, SlotRow.tries == slot.tries)
    changes = held.values(state=state.value, lease_until=None, changed_at=now, error=error)
    return changed(session.execute(changes)) == 1


def _is(slot: Slot) -> ColumnElement[bool]:
    return and_(
        SlotRow.workspace == slot.workspace,
        SlotRow.recipient == slot.recipient,
        SlotRow.kind == slot.kind.value,
        SlotRow.key == slot.key,
    )


def _assignments(slot: Slot) -> Update:
    return (
        update(AssignmentRow)
        .where(AssignmentRow.workspace == slot.workspace, AssignmentRow.member == slot.recipient)
        .where(AssignmentRow.kind == slot.kind.value, AssignmentRow.key == slot.key)
    )


def _enrolment(slot: Slot) -> Update:
    return update(EnrolmentRow).where(
        EnrolmentRow.workspace == slot.workspace, EnrolmentRow.member == slot.recipient
    )
