"""What is to be said in a board's channel, and to its manager."""

from datetime import datetime

from bot.core.boards import Board
from bot.core.people import Member
from bot.core.periods import Period
from bot.core.slots import Slot, SlotKind


def post(workspace: str, channel: str, key: str, period: Period, now: datetime) -> Slot:
    """Return what posts a board beside those of its schedule."""
    return Slot(
        workspace=workspace,
        recipient=channel,
        kind=SlotKind.BOARD,
        key=key,
        subject=period.key,
        channel=channel,
        thread_ts=None,
        created_at=now,
    )


def news(
    who: Member, channel: str, name: str, now: datetime, event_key: str | None
) -> tuple[Slot, ...]:
    """Return what tells the channel what a manager did; nothing without an event to name it."""
    if event_key is None:
        return ()
    return (
        Slot(
            workspace=who.workspace,
            recipient=channel,
            kind=SlotKind.BOARD_NEWS,
            key=event_key,
            subject=f"{name} {who.id}",
            channel=channel,
            thread_ts=None,
            created_at=now,
        ),
    )


def gone(board: Board, now: datetime) -> Slot:
    """Return what tells a manager that the channel of their board cannot be posted to."""
    return Slot(
        workspace=board.workspace,
        recipient=board.set_by,
        kind=SlotKind.BOARD_GONE,
        key=f"{board.channel} {board.version}",
        subject=board.channel,
        channel=board.set_by,
        thread_ts=None,
        created_at=now,
    )
