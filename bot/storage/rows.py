"""Core values to rows, and back."""

from typing import Any

from sqlalchemy import Row

from bot.core.assignments import Assignment, DrillAttempt
from bot.core.attempts import Attempt, Dispute
from bot.core.calendar import Due, Schedule
from bot.core.critique import LineKind, Stance
from bot.core.enrolment import Enrolment
from bot.core.memory import Card
from bot.core.people import Member
from bot.core.slots import Slot, SlotKind, SlotState
from bot.storage.drill_tables import AssignmentRow, CardRow, DrillAttemptRow, EnrolmentRow
from bot.storage.tables import AttemptRow, DisputeRow, SlotRow

Columns = dict[str, Any]


def attempt_columns(attempt: Attempt) -> Columns:
    """Return the columns of an attempt."""
    return {
        "workspace": attempt.who.workspace,
        "id": attempt.id,
        "member": attempt.who.id,
        "kind": attempt.kind.value,
        "score": attempt.score,
        "verdict": attempt.verdict,
        "checks": [list(check) for check in attempt.checks],
        "findings": list(attempt.findings),
        "stance": attempt.stance.value,
        "rules": attempt.rules,
        "text": attempt.text,
        "made_at": attempt.made_at,
        "earlier": attempt.earlier,
    }


def attempt_value(row: AttemptRow | Row[*tuple[Any, ...]]) -> Attempt:
    """Return the attempt that a row holds."""
    return Attempt(
        id=row.id,
        who=Member(row.workspace, row.member),
        kind=LineKind(row.kind),
        score=row.score,
        verdict=row.verdict,
        checks=tuple((id, met) for id, met in row.checks),
        findings=tuple(row.findings),
        stance=Stance(row.stance),
        rules=row.rules,
        text=row.text,
        made_at=row.made_at,
        earlier=row.earlier,
    )


def dispute_value(row: DisputeRow) -> Dispute:
    """Return the dispute that a row holds."""
    return Dispute(
        who=Member(row.workspace, row.member),
        attempt=row.attempt,
        rule=row.rule,
        stance=Stance(row.stance),
        rules=row.rules,
        made_at=row.made_at,
    )


def slot_columns(slot: Slot) -> Columns:
    """Return the columns of a slot that nobody holds."""
    return {
        "workspace": slot.workspace,
        "recipient": slot.recipient,
        "kind": slot.kind.value,
        "key": slot.key,
        "subject": slot.subject,
        "channel": slot.channel,
        "thread_ts": slot.thread_ts,
        "created_at": slot.created_at,
        "state": slot.state.value,
        "tries": slot.tries,
        "lease_until": None,
        "changed_at": slot.created_at,
        "error": "",
        "priority": slot.priority,
        "expires_at": slot.expires_at,
    }


def slot_value(row: SlotRow | Row[*tuple[Any, ...]]) -> Slot:
    """Return the slot that a row holds."""
    return Slot(
        workspace=row.workspace,
        recipient=row.recipient,
        kind=SlotKind(row.kind),
        key=row.key,
        subject=row.subject,
        channel=row.channel,
        thread_ts=row.thread_ts,
        created_at=row.created_at,
        state=SlotState(row.state),
        tries=row.tries,
        expires_at=row.expires_at,
    )


def enrolment_columns(enrolment: Enrolment) -> Columns:
    """Return the columns of an enrolment."""
    schedule = enrolment.schedule
    return {
        "workspace": enrolment.who.workspace,
        "member": enrolment.who.id,
        "at": schedule.time,
        "weekdays": sorted(schedule.weekdays),
        "zone": schedule.zone,
        "pinned": enrolment.pinned,
        "paused_until": schedule.paused_until,
        "skip": schedule.skip,
        "joined_at": enrolment.joined_at,
        "next_day": enrolment.next and enrolment.next.day,
        "next_at": enrolment.next and enrolment.next.at,
        "last_day": enrolment.last_day,
        "last_at": enrolment.last_at,
        "channel": enrolment.channel,
    }


def enrolment_value(row: EnrolmentRow | Row[*tuple[Any, ...]]) -> Enrolment:
    """Return the enrolment that a row holds."""
    day, at = row.next_day, row.next_at
    return Enrolment(
        who=Member(row.workspace, row.member),
        schedule=Schedule(row.at, frozenset(row.weekdays), row.zone, row.paused_until, row.skip),
        pinned=row.pinned,
        joined_at=row.joined_at,
        next=Due(day, at) if day and at else None,
        last_day=row.last_day,
        last_at=row.last_at,
        channel=row.channel,
    )


def card_columns(who: Member, card: Card) -> Columns:
    """Return the columns of a member's card."""
    return {
        "workspace": who.workspace,
        "member": who.id,
        "skill": card.skill,
        "due": card.due,
        "state": card.state,
    }


def card_value(row: CardRow | Row[*tuple[Any, ...]]) -> Card:
    """Return the card that a row holds."""
    return Card(row.skill, row.due, row.state)


def assignment_columns(assignment: Assignment) -> Columns:
    """Return the columns of an assignment."""
    return {
        "workspace": assignment.who.workspace,
        "id": assignment.id,
        "member": assignment.who.id,
        "kind": assignment.kind.value,
        "key": assignment.key,
        "drill": assignment.drill,
        "reason": assignment.reason,
        "day": assignment.day,
        "given_at": assignment.given_at,
        "closes_at": assignment.closes_at,
        "ts": assignment.ts,
        "assisted": assignment.assisted,
        "skipped": assignment.skipped,
        "answered": assignment.answered,
    }


def assignment_value(row: AssignmentRow) -> Assignment:
    """Return the assignment that a row holds."""
    return Assignment(
        id=row.id,
        who=Member(row.workspace, row.member),
        kind=SlotKind(row.kind),
        key=row.key,
        drill=row.drill,
        reason=row.reason,
        day=row.day,
        given_at=row.given_at,
        closes_at=row.closes_at,
        ts=row.ts,
        assisted=row.assisted,
        skipped=row.skipped,
        answered=row.answered,
    )


def drill_attempt_columns(attempt: DrillAttempt) -> Columns:
    """Return the columns of an answer to a drill."""
    return {
        "workspace": attempt.who.workspace,
        "id": attempt.id,
        "member": attempt.who.id,
        "assignment": attempt.assignment,
        "drill": attempt.drill,
        "score": attempt.score,
        "passed": attempt.passed,
        "checks": [list(check) for check in attempt.checks],
        "findings": list(attempt.findings),
        "assisted": attempt.assisted,
        "counted": attempt.counted,
        "stance": attempt.stance.value,
        "rules": attempt.rules,
        "text": attempt.text,
        "made_at": attempt.made_at,
    }


def drill_attempt_value(row: DrillAttemptRow) -> DrillAttempt:
    """Return the answer to a drill that a row holds."""
    return DrillAttempt(
        id=row.id,
        who=Member(row.workspace, row.member),
        assignment=row.assignment,
        drill=row.drill,
        score=row.score,
        passed=row.passed,
        checks=tuple((id, met) for id, met in row.checks),
        findings=tuple(row.findings),
        assisted=row.assisted,
        counted=row.counted,
        stance=Stance(row.stance),
        rules=row.rules,
        text=row.text,
        made_at=row.made_at,
    )
