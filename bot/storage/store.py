"""What the bot keeps. Each method is one short transaction and returns core values."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, Engine, Select, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from bot.core.attempts import Attempt, Dispute
from bot.core.critique import Stance
from bot.core.people import Member
from bot.core.slots import Slot, SlotState
from bot.storage.engine import WRITING
from bot.storage.rows import (
    Columns,
    attempt_columns,
    attempt_value,
    dispute_value,
    slot_columns,
    slot_value,
)
from bot.storage.tables import (
    AttemptRow,
    Base,
    DisputeRow,
    EventRow,
    MemberRow,
    SlotRow,
    WorkspaceRow,
)


class Store:
    """The database behind intention-named methods. Safe to share between threads.

    What concerns one workspace is asked for by its id, or by a member, who carries it. Only the
    sender and the upkeep work across workspaces.
    """

    def __init__(self, engine: Engine) -> None:
        self._readers = engine
        self._writers = engine.execution_options(**{WRITING: True})

    # The team's choices

    def stance(self, workspace: str) -> Stance:
        """Return the team's stance: balanced until somebody chooses."""
        with self._reading() as session:
            chosen = session.scalar(select(WorkspaceRow.stance).where(WorkspaceRow.id == workspace))
        return Stance.BALANCED if chosen is None else Stance(chosen)

    def set_stance(self, workspace: str, stance: Stance, by: str, now: datetime) -> None:
        """Choose the team's stance, and keep who chose it and when."""
        with self._writing() as session:
            _admit_workspace(session, workspace, now)
            session.execute(
                update(WorkspaceRow)
                .where(WorkspaceRow.id == workspace)
                .values(stance=stance.value, stance_by=by, stance_at=now)
            )

    # Attempts and events

    def record_attempt(self, attempt: Attempt, event_key: str, reply: Slot | None = None) -> bool:
        """Keep an attempt, its event and its reply together.

        Return False, and keep nothing, when the event was seen before.
        """
        with self._writing() as session:
            workspace = attempt.who.workspace
            if not _first_time(session, workspace, event_key, attempt.made_at):
                return False
            _admit(session, attempt.who, attempt.made_at)
            kept = _insert(session, AttemptRow, attempt_columns(attempt))
            # An event may come again after it was forgotten; its attempt is still there then.
            if kept and reply is not None:
                _insert(session, SlotRow, slot_columns(reply))
            return kept

    def record_event(
        self, workspace: str, event_key: str, now: datetime, reply: Slot | None = None
    ) -> bool:
        """Keep an event that makes no attempt, and its reply. False when it was seen before."""
        with self._writing() as session:
            first = _first_time(session, workspace, event_key, now)
            if first and reply is not None:
                _insert(session, SlotRow, slot_columns(reply))
            return first

    def attempt(self, who: Member, id: str) -> Attempt | None:
        """Return an attempt of this member, None when they made none with that id."""
        with self._reading() as session:
            row = session.scalar(_attempts_of(who).where(AttemptRow.id == id))
            return None if row is None else attempt_value(row)

    def recent_attempts(self, who: Member, limit: int) -> tuple[Attempt, ...]:
        """Return this member's latest attempts, the newest first."""
        newest = _attempts_of(who).order_by(AttemptRow.made_at.desc(), AttemptRow.id).limit(limit)
        with self._reading() as session:
            return tuple(map(attempt_value, session.scalars(newest)))

    # Disputes

    def record_dispute(self, who: Member, attempt_id: str, rule_id: str, now: datetime) -> bool:
        """Keep a member's "not a trap" on a finding of their own attempt.

        Return False when it is kept already, or when they have no such attempt.
        """
        with self._writing() as session:
            row = session.scalar(_attempts_of(who).where(AttemptRow.id == attempt_id))
            if row is None:
                return False
            columns = {
                "workspace": who.workspace,
                "attempt": row.id,
                "rule": rule_id,
                "member": who.id,
                "stance": row.stance,
                "rules": row.rules,
                "made_at": now,
            }
            return _insert(session, DisputeRow, columns)

    def disputes(self, workspace: str) -> tuple[Dispute, ...]:
        """Return the disputes of a workspace, the oldest first."""
        oldest = (
            select(DisputeRow)
            .where(DisputeRow.workspace == workspace)
            .order_by(DisputeRow.made_at, DisputeRow.attempt, DisputeRow.rule)
        )
        with self._reading() as session:
            return tuple(map(dispute_value, session.scalars(oldest)))

    # Deliveries

    def claim_slot(
        self, now: datetime, lease: timedelta, resting: Collection[str] = ()
    ) -> Slot | None:
        """Take the oldest pending slot for `lease`, so that no other sender gets it.

        Slots of the workspaces that are `resting` are left alone. The claim is committed when
        this returns. None when nothing is pending.
        """
        oldest = (
            select(SlotRow)
            .where(SlotRow.state == SlotState.PENDING.value, SlotRow.workspace.not_in(resting))
            .order_by(SlotRow.created_at, SlotRow.workspace, SlotRow.recipient, SlotRow.key)
            .limit(1)
            .with_for_update(skip_locked=True)  # SQLite has no row locks: its one writer is enough
        )
        with self._writing() as session:
            row = session.scalar(oldest)
            if row is None:
                return None
            row.state = SlotState.SENDING.value
            row.tries += 1
            row.lease_until = now + lease
            row.changed_at = now
            return slot_value(row)

    def mark_slot(self, slot: Slot, state: SlotState, now: datetime, error: str = "") -> bool:
        """Say what became of a claimed slot; PENDING gives it back to be claimed again.

        Return False, and change nothing, when the slot is no longer held by this claim.
        """
        held = (
            update(SlotRow)
            .where(SlotRow.workspace == slot.workspace, SlotRow.recipient == slot.recipient)
            .where(SlotRow.kind == slot.kind.value, SlotRow.key == slot.key)
            .where(SlotRow.state == SlotState.SENDING.value, SlotRow.tries == slot.tries)
        )
        with self._writing() as session:
            changes = held.values(state=state.value, lease_until=None, changed_at=now, error=error)
            return _changed(session.execute(changes)) == 1

    def expired_leases(self, now: datetime) -> tuple[Slot, ...]:
        """Return the slots whose sender has not said in time what became of them, oldest first."""
        expired = (
            select(SlotRow)
            .where(SlotRow.state == SlotState.SENDING.value, SlotRow.lease_until <= now)
            .order_by(SlotRow.created_at, SlotRow.workspace, SlotRow.recipient, SlotRow.key)
        )
        with self._reading() as session:
            return tuple(map(slot_value, session.scalars(expired)))

    def count_slots(self) -> dict[SlotState, int]:
        """Return how many slots there are in each state, all workspaces together."""
        with self._reading() as session:
            counted = session.execute(select(SlotRow.state, func.count()).group_by(SlotRow.state))
            found = {SlotState(state): count for state, count in counted}
        return {state: found.get(state, 0) for state in SlotState}

    # Upkeep

    def forget_texts(self, before: datetime) -> int:
        """Drop the text of attempts made before then; their scores stay. Return how many."""
        old = AttemptRow.text.is_not(None) & (AttemptRow.made_at < before)
        with self._writing() as session:
            return _changed(session.execute(update(AttemptRow).where(old).values(text=None)))

    def forget_events(self, before: datetime) -> int:
        """Drop the events seen before then: nobody delivers them again. Return how many."""
        with self._writing() as session:
            return _changed(session.execute(delete(EventRow).where(EventRow.seen_at < before)))

    @contextmanager
    def _reading(self) -> Iterator[Session]:
        with Session(self._readers) as session:
            yield session

    @contextmanager
    def _writing(self) -> Iterator[Session]:
        with Session(self._writers) as session, session.begin():
            yield session


def _attempts_of(who: Member) -> Select[AttemptRow]:
    return select(AttemptRow).where(
        AttemptRow.workspace == who.workspace, AttemptRow.member == who.id
    )


def _first_time(session: Session, workspace: str, event_key: str, now: datetime) -> bool:
    return _insert(session, EventRow, {"workspace": workspace, "key": event_key, "seen_at": now})


def _admit(session: Session, who: Member, now: datetime) -> None:
    _admit_workspace(session, who.workspace, now)
    _insert(session, MemberRow, {"workspace": who.workspace, "id": who.id, "created_at": now})


def _admit_workspace(session: Session, workspace: str, now: datetime) -> None:
    _insert(session, WorkspaceRow, {"id": workspace, "created_at": now})


def _insert(session: Session, table: type[Base], columns: Columns) -> bool:
    """Insert a row unless its key is taken. Return whether it was inserted."""
    return _changed(session.execute(insert(table).values(columns).on_conflict_do_nothing())) == 1


def _changed(result: Any) -> int:
    """Return how many rows a statement changed."""
    assert isinstance(result, CursorResult)
    return result.rowcount
