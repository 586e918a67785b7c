"""Core values to rows, and back."""

from typing import Any

from bot.core.attempts import Attempt, Dispute
from bot.core.critique import LineKind, Stance
from bot.core.people import Member
from bot.core.slots import Slot, SlotKind, SlotState
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


def attempt_value(row: AttemptRow) -> Attempt:
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
    }


def slot_value(row: SlotRow) -> Slot:
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
    )
