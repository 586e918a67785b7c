"""The drills that members were given, their answers, and what they remember."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    exists,
    func,
    select,
    update,
)
from sqlalchemy.orm import Session

from bot.core.assignments import Assignment, DrillAttempt
from bot.core.memory import Card
from bot.core.people import Member
from bot.core.slots import OPEN, Slot, SlotKind, SlotState
from bot.storage.database import Database, admit, first_time, insert_once, put_all
from bot.storage.drill_tables import AssignmentRow, CardRow, DrillAttemptRow, EnrolmentRow
from bot.storage.practice import Claim, keep_day_off, reward
from bot.storage.rows import (
    assignment_columns,
    assignment_value,
    card_columns,
    card_value,
    drill_attempt_columns,
    drill_attempt_value,
    slot_columns,
    slot_value,
)
from bot.storage.slots import slot_of_assignment, withdraw
from bot.storage.tables import SlotRow

CLOCKS = timedelta(minutes=1)  # Slack's is not ours
CARDS = (
    select(*CardRow.__table__.columns)
    .where(CardRow.workspace == bindparam("workspace"), CardRow.member == bindparam("member"))
    .order_by(CardRow.skill)
)


class DrillStore(Database):
    """Assignments, answers and cards, each asked for by the member whose they are."""

    def cards(self, who: Member) -> tuple[Card, ...]:
        """Return the cards of this member."""
        with self._asking() as connection:
            return cards_of(connection, who)

    def drill_history(self, who: Member) -> dict[str, date]:
        """Return when this member last had each drill, by its id."""
        latest = (
            select(AssignmentRow.drill, func.max(AssignmentRow.day))
            .where(AssignmentRow.workspace == who.workspace, AssignmentRow.member == who.id)
            .group_by(AssignmentRow.drill)
        )
        with self._reading() as session:
            return dict(session.execute(latest).all())

    def give_drill(self, assignment: Assignment, slot: Slot, event_key: str) -> bool:
        """Give a drill that was asked for. Return False when the event was seen before."""
        who, now = assignment.who, assignment.given_at
        with self._writing(who.workspace) as session:
            if not first_time(session, who.workspace, event_key, now):
                return False
            admit(session, who, now)
            given = insert_once(session, AssignmentRow, assignment_columns(assignment))
            if given:
                insert_once(session, SlotRow, slot_columns(slot))
            return given

    def choose_drill(self, assignment: Assignment) -> bool:
        """Keep which drill a slot delivers, unless that is settled or the slot is gone.

        Return whether it was kept: the first one to choose has chosen.
        """
        who, kind, key = assignment.who, assignment.kind, assignment.key
        with self._writing_rows() as session:
            # Whoever deletes a member holds the enrolment too, and deletes it first.
            enrolled = session.get(EnrolmentRow, (who.workspace, who.id), with_for_update=True)
            slot = session.get(SlotRow, (who.workspace, who.id, kind.value, key))
            if enrolled is None or slot is None or SlotState(slot.state) not in OPEN:
                return False
            return insert_once(session, AssignmentRow, assignment_columns(assignment))

    def drill_on_its_way(self, who: Member) -> Slot | None:
        """Return the slot of a daily drill that is still to be sent, None when there is none."""
        mine = (SlotRow.workspace == who.workspace, SlotRow.recipient == who.id)
        states = [state.value for state in OPEN]
        drills = select(SlotRow).where(*mine, SlotRow.kind == SlotKind.DRILL.value)
        with self._reading() as session:
            row = session.scalar(drills.where(SlotRow.state.in_(states)).limit(1))
            return None if row is None else slot_value(row)

    def assignment(self, who: Member, id: str) -> Assignment | None:
        """Return a drill that was given to this member, None when none has that id."""
        with self._reading() as session:
            row = session.scalar(_assignments_of(who).where(AssignmentRow.id == id))
            return None if row is None else assignment_value(row)

    def recent_assignments(self, who: Member, limit: int) -> tuple[Assignment, ...]:
        """Return the latest drills of this member, the newest first."""
        newest = _assignments_of(who).order_by(AssignmentRow.given_at.desc(), AssignmentRow.id)
        with self._reading() as session:
            return tuple(map(assignment_value, session.scalars(newest.limit(limit))))

    def assignment_at(self, who: Member, ts: str) -> Assignment | None:
        """Return the drill whose message this is.

        While nobody knows what became of a drill that was sent, it is taken to be the message
        that came after it was given.
        """
        with self._reading() as session:
            row = session.scalar(_assignments_of(who).where(AssignmentRow.ts == ts))
            if row is None:
                given_before = datetime.fromtimestamp(float(ts), UTC) + CLOCKS
                row = session.scalar(
                    _assignments_of(who)
                    .where(AssignmentRow.given_at <= given_before, _whereabouts_unknown())
                    .order_by(AssignmentRow.given_at.desc())
                    .limit(1)
                )
            return None if row is None else assignment_value(row)

    def show_model(self, who: Member, id: str) -> None:
        """Keep that the member has seen the model answer."""
        seen = (
            update(AssignmentRow)
            .where(AssignmentRow.workspace == who.workspace, AssignmentRow.member == who.id)
            .where(AssignmentRow.id == id)
        )
        with self._writing_rows() as session:
            session.execute(seen.values(assisted=True))

    def skip_drill(self, who: Member, id: str) -> None:
        """Keep that the member leaves this drill out, which breaks no streak."""
        with self._writing(who.workspace) as session:
            given = _assignments_of(who).where(AssignmentRow.id == id).with_for_update()
            row = session.scalar(given)
            if row is not None:
                row.skipped = True
                if row.kind == SlotKind.DRILL.value:
                    keep_day_off(session, who, row.day, row.day + timedelta(days=1))

    def record_drill_attempt(
        self,
        attempt: DrillAttempt,
        event_key: str,
        cards: Iterable[Card],
        reply: Slot | None,
        claim: Claim | None = None,
    ) -> bool:
        """Keep an answer, its event, its reply and the points that it brings together.

        A reminder is needed no more.

        The first answer to a drill says how well its skills are remembered: only then are the
        `cards` kept. Return False, and keep nothing, when the event was seen before.
        """
        who, now = attempt.who, attempt.made_at
        with self._writing(who.workspace) as session:
            if not first_time(session, who.workspace, event_key, now):
                return False
            first = session.scalar(_answers_to(attempt).limit(1)) is None
            if not insert_once(session, DrillAttemptRow, drill_attempt_columns(attempt)):
                return False
            if first:
                keep_cards(session, who, cards)
            _answered(session, attempt)
            if claim is not None:
                reward(session, claim)
            if reply is not None:
                insert_once(session, SlotRow, slot_columns(reply))
            return True

    def drill_attempt(self, who: Member, id: str) -> DrillAttempt | None:
        """Return an answer of this member, None when they gave none with that id."""
        with self._reading() as session:
            row = session.scalar(_answers_of(who).where(DrillAttemptRow.id == id))
            return None if row is None else drill_attempt_value(row)

    def drill_attempts(self, who: Member, assignment: str) -> tuple[DrillAttempt, ...]:
        """Return this member's answers to one drill that they were given, the oldest first."""
        oldest = (
            _answers_of(who)
            .where(DrillAttemptRow.assignment == assignment)
            .order_by(DrillAttemptRow.made_at, DrillAttemptRow.id)
        )
        with self._reading() as session:
            return tuple(map(drill_attempt_value, session.scalars(oldest)))


def cards_of(connection: Connection, who: Member) -> tuple[Card, ...]:
    """Return the cards of a member."""
    mine = {"workspace": who.workspace, "member": who.id}
    return tuple(map(card_value, connection.execute(CARDS, mine)))


def keep_cards(session: Session, who: Member, cards: Iterable[Card]) -> None:
    """Keep how well a member remembers these skills."""
    put_all(session, CardRow, [card_columns(who, card) for card in cards])


def _answered(session: Session, attempt: DrillAttempt) -> None:
    who = attempt.who
    if attempt.counted:
        session.execute(
            update(AssignmentRow)
            .where(AssignmentRow.workspace == who.workspace, AssignmentRow.member == who.id)
            .where(AssignmentRow.id == attempt.assignment)
            .values(answered=True)
        )
    reminder = (
        (SlotRow.workspace == who.workspace)
        & (SlotRow.recipient == who.id)
        & (SlotRow.kind == SlotKind.REMINDER.value)
        & (SlotRow.subject == attempt.assignment)
    )
    withdraw(session, reminder, attempt.made_at, "answered")


def _whereabouts_unknown() -> ColumnElement[bool]:
    out = [SlotState.SENDING.value, SlotState.UNKNOWN.value]
    sent_maybe = exists().where(SlotRow.state.in_(out), slot_of_assignment())
    return and_(AssignmentRow.ts.is_(None), sent_maybe)


def _assignments_of(who: Member) -> Select[AssignmentRow]:
    return select(AssignmentRow).where(
        AssignmentRow.workspace == who.workspace, AssignmentRow.member == who.id
    )


def _answers_of(who: Member) -> Select[DrillAttemptRow]:
    return select(DrillAttemptRow).where(
        DrillAttemptRow.workspace == who.workspace, DrillAttemptRow.member == who.id
    )


def _answers_to(attempt: DrillAttempt) -> Select[DrillAttemptRow]:
    return _answers_of(attempt.who).where(DrillAttemptRow.assignment == attempt.assignment)
