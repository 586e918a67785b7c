"""One thing to deliver, at most once."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.core.people import Member


class SlotKind(StrEnum):
    """What is delivered. `subject` of the slot says which one."""

    CRITIQUE = "critique"  # subject: the attempt's id
    NOT_A_CLOSE = "not-a-close"  # no subject
    HELP = "help"  # no subject
    UNUSABLE = "unusable"  # subject: a sentence that says why, fit for the member
    SETTINGS = "settings"  # subject: what changed, such as "joined"; shown with what holds now
    GRADE = "grade"  # subject: the id of the answer to a drill
    DRILL = "drill"  # of a day, chosen when it is first sent; key: the local date; no subject
    DRILL_NOW = "drill-now"  # asked for; key: the event's key; subject: the drill's id
    HINT = "hint"  # subject: the assignment's id
    MODEL = "model"  # the model answer; subject: the assignment's id
    WELCOME = "welcome"  # to whoever installed the bot; no subject
    REMINDER = "reminder"  # of a drill that was put off; subject: the assignment's id
    BOARD = "board"  # to its channel; key and subject: the period's key
    BOARD_NEWS = "board-news"  # to its channel; subject: what a manager did, and their id
    BOARD_GONE = "board-gone"  # to the manager; subject: the channel that cannot be posted to
    MY_DATA = "my-data"  # how a member gets their data, or has it deleted; no subject
    TEAM = "team"  # a manager's weekly report; key: the week that it comes in


DRILLS = frozenset({SlotKind.DRILL, SlotKind.DRILL_NOW})
TO_A_CHANNEL = frozenset({SlotKind.BOARD, SlotKind.BOARD_NEWS})
_CAN_WAIT = frozenset({SlotKind.DRILL, SlotKind.BOARD, SlotKind.TEAM})


class SlotState(StrEnum):
    PENDING = "pending"  # to be sent
    SENDING = "sending"  # claimed by a sender until its lease ends
    SENT = "sent"
    UNKNOWN = "unknown"  # sent or not: never sent again
    EXPIRED = "expired"  # too late to be of use
    FAILED = "failed"  # Slack refused it for good


OPEN = frozenset({SlotState.PENDING, SlotState.SENDING})  # not settled yet


@dataclass(frozen=True, slots=True)
class Slot:
    """One thing to deliver, unique on (workspace, recipient, kind, key).

    It holds no text of a member: what is sent is rendered when it is sent. `tries` counts the
    claims, and tells a sender whose lease has ended from the one that came after it. It waits
    for `created_at` when that is still to come, and is of no use any more from `expires_at` on.
    """

    workspace: str
    recipient: str  # the member whom it is for; for a board, its channel
    kind: SlotKind
    key: str  # the event's key for a reply, a local date or an ISO week for what is scheduled
    subject: str
    channel: str  # where it is posted
    thread_ts: str | None  # the thread to answer in
    created_at: datetime
    state: SlotState = SlotState.PENDING
    tries: int = 0
    expires_at: datetime | None = None

    @property
    def who(self) -> Member:
        """The member whom it is for."""
        return Member(self.workspace, self.recipient)

    @property
    def priority(self) -> int:
        """Its place in the queue: whoever waits (0) comes before what is scheduled (1)."""
        return int(self.kind in _CAN_WAIT)
