"""What the bot keeps. Each method is one short transaction and returns core values."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, Select, bindparam, delete, func, select, update

from bot.core.attempts import Attempt, Dispute
from bot.core.audit import Managed, Record
from bot.core.critique import Stance
from bot.core.enrolment import Enrolment
from bot.core.memory import Card
from bot.core.people import Member
from bot.core.slots import Slot, SlotState
from bot.storage.audit import AuditStore, note
from bot.storage.boards import BoardStore
from bot.storage.database import admit, admit_workspace, changed, first_time, insert_once, put
from bot.storage.drill_tables import DrillAttemptRow
from bot.storage.drills import DrillStore, cards_of, keep_cards
from bot.storage.enrolments import EnrolmentStore, enrolment_of
from bot.storage.personal import PersonalStore
from bot.storage.points import PointStore
from bot.storage.practice import Claim, reward
from bot.storage.replay import ReplayStore
from bot.storage.rows import attempt_columns, attempt_value, dispute_value, slot_columns
from bot.storage.slots import SlotStore
from bot.storage.tables import AttemptRow, DisputeRow, EventRow, PulseRow, SlotRow, WorkspaceRow
from bot.storage.team_rules import TeamRuleStore

NEWEST = (
    select(*AttemptRow.__table__.columns)
    .where(AttemptRow.workspace == bindparam("workspace"))
    .where(AttemptRow.member == bindparam("member"))
    .order_by(AttemptRow.made_at.desc(), AttemptRow.id)
    .limit(bindparam("limit"))
)  # built once, as is whatever is asked at each check: to build a statement costs as much as to ask


class Store(
    SlotStore,
    EnrolmentStore,
    DrillStore,
    BoardStore,
    PointStore,
    ReplayStore,
    PersonalStore,
    AuditStore,
    TeamRuleStore,
):
    """The database behind intention-named methods. Safe to share between threads.

    What concerns one workspace is asked for by its id, or by a member, who carries it. Only the
    sender, the tick and the upkeep work across workspaces.
    """

    # The team's choices

    def stance(self, workspace: str) -> Stance:
        """Return the team's stance: balanced until somebody chooses."""
        with self._reading() as session:
            chosen = session.scalar(select(WorkspaceRow.stance).where(WorkspaceRow.id == workspace))
        return Stance.BALANCED if chosen is None else Stance(chosen)

    def set_stance(
        self, workspace: str, stance: Stance, by: str, now: datetime, event_key: str | None = None
    ) -> None:
        """Choose the team's stance, and keep who chose it and when; once for each event."""
        with self._writing(workspace) as session:
            if event_key is not None and not first_time(session, workspace, event_key, now):
                return
            admit_workspace(session, workspace, now)
            session.execute(
                update(WorkspaceRow)
                .where(WorkspaceRow.id == workspace)
                .values(stance=stance.value, stance_by=by, stance_at=now)
            )
            note(session, Record(workspace, now, by, Managed.STANCE, stance.value))

    # Attempts and events

    def record_attempt(
        self,
        attempt: Attempt,
        event_key: str,
        reply: Slot | None = None,
        cards: Iterable[Card] = (),
        claim: Claim | None = None,
    ) -> bool:
        """Keep an attempt, its event, its reply, what it says of the member's skills, and the
        points that it brings, together.

        Return False, and keep nothing, when the event was seen before.
        """
        workspace = attempt.who.workspace
        with self._writing(workspace) as session:
            if not first_time(session, workspace, event_key, attempt.made_at):
                return False
            admit(session, attempt.who, attempt.made_at)
            kept = insert_once(session, AttemptRow, attempt_columns(attempt))
            if kept:
                keep_cards(session, attempt.who, cards)
                if claim is not None:
                    reward(session, claim)
            # An event may come again after it was forgotten; its attempt is still there then.
            if kept and reply is not None:
                insert_once(session, SlotRow, slot_columns(reply))
            return kept

    def record_event(
        self, workspace: str, event_key: str, now: datetime, reply: Slot | None = None
    ) -> bool:
        """Keep an event that makes no attempt, and its reply. False when it was seen before."""
        with self._writing(workspace) as session:
            first = first_time(session, workspace, event_key, now)
            if first and reply is not None:
                insert_once(session, SlotRow, slot_columns(reply))
            return first

    def attempt(self, who: Member, id: str) -> Attempt | None:
        """Return an attempt of this member, None when they made none with that id."""
        with self._reading() as session:
            row = session.scalar(_attempts_of(who).where(AttemptRow.id == id))
            return None if row is None else attempt_value(row)

    def recent_attempts(self, who: Member, limit: int) -> tuple[Attempt, ...]:
        """Return this member's latest attempts, the newest first."""
        with self._asking() as connection:
            return _newest(connection, who, limit)

    def before_attempt(
        self, who: Member, limit: int
    ) -> tuple[tuple[Attempt, ...], tuple[Card, ...], Enrolment]:
        """Return what an attempt adds to: this member's latest ones, the newest first, their
        cards, and what they have chosen.
        """
        with self._asking() as connection:
            tries = _newest(connection, who, limit)
            return tries, cards_of(connection, who), enrolment_of(connection, who)

    # Disputes

    def record_dispute(
        self,
        who: Member,
        attempt_id: str,
        rule_id: str,
        now: datetime,
        fingerprint: str | None = None,
    ) -> bool:
        """Keep a member's "not a trap" on a finding of their own attempt.

        The fingerprint is that of the passage that was meant, None when its text is gone.
        Return False when it is kept already, or when they have no such attempt.
        """
        with self._writing(who.workspace) as session:
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
                "fingerprint": fingerprint,
            }
            return insert_once(session, DisputeRow, columns)

    def disputes(self, workspace: str) -> tuple[Dispute, ...]:
        """Return the disputes of a workspace, the oldest first."""
        oldest = (
            select(DisputeRow)
            .where(DisputeRow.workspace == workspace)
            .order_by(DisputeRow.made_at, DisputeRow.attempt, DisputeRow.rule)
        )
        with self._reading() as session:
            return tuple(map(dispute_value, session.scalars(oldest)))

    # Health

    def beat(self, name: str, now: datetime) -> None:
        """Keep that a part of the bot did its work just now."""
        with self._writing_rows() as session:
            put(session, PulseRow, {"name": name, "at": now})

    def pulse(self, name: str) -> datetime | None:
        """Return when a part of the bot last did its work, None when it never did."""
        with self._reading() as session:
            return session.scalar(select(PulseRow.at).where(PulseRow.name == name))

    def oldest_pending(self, now: datetime) -> datetime | None:
        """Return since when the longest waiting slot might have been sent, None without one."""
        waiting = select(func.min(SlotRow.created_at)).where(
            SlotRow.state == SlotState.PENDING.value, SlotRow.created_at <= now
        )
        with self._reading() as session:
            return session.scalar(waiting)

    # Upkeep

    def forget_texts(self, before: datetime) -> int:
        """Drop the text of attempts and answers made before then; their scores stay.

        Return how many.
        """
        with self._writing() as session:
            return sum(
                changed(
                    session.execute(
                        update(table)
                        .where(table.text.is_not(None), table.made_at < before)
                        .values(text=None)
                    )
                )
                for table in (AttemptRow, DrillAttemptRow)
            )

    def forget_events(self, before: datetime) -> int:
        """Drop the events seen before then: nobody delivers them again. Return how many."""
        with self._writing() as session:
            return changed(session.execute(delete(EventRow).where(EventRow.seen_at < before)))


def _newest(connection: Connection, who: Member, limit: int) -> tuple[Attempt, ...]:
    wanted = {"workspace": who.workspace, "member": who.id, "limit": limit}
    return tuple(map(attempt_value, connection.execute(NEWEST, wanted)))


def _attempts_of(who: Member) -> Select[AttemptRow]:
    return select(AttemptRow).where(
        AttemptRow.workspace == who.workspace, AttemptRow.member == who.id
    )
