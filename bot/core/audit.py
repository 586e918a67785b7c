"""What managers did, for other managers to see."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Managed(StrEnum):
    """What a manager can do for a workspace. The value is what is kept."""

    STANCE = "stance"  # what: the stance
    HOLIDAYS = "holidays"  # what: how many days
    BOARD_SET_UP = "set_up"  # of boards, what: the channel
    BOARD_CHANGED = "change"
    BOARD_PAUSED = "pause"
    BOARD_RESUMED = "resume"
    BOARD_REMOVED = "remove"
    BOARD_POSTED = "post"
    MANAGER_MADE = "make_manager"  # whom: the member
    MANAGER_UNMADE = "unmake_manager"
    HELPED = "helped"  # whom: the member
    FINDING_ACCEPTED = "accepted"  # of disputes, what: the rule
    FINDING_KEPT = "kept"
    FINDING_REOPENED = "open"
    TRAP_ADDED = "add_trap"  # of own traps, what: the name
    TRAP_CHANGED = "change_trap"
    TRAP_REMOVED = "remove_trap"
    EXPORTED = "export"  # what: the period's key


@dataclass(frozen=True, slots=True)
class Record:
    """One thing that a manager did. `what` and `whom` say on what; both may be empty."""

    workspace: str
    at: datetime
    by: str  # empty once the manager has had themselves deleted
    action: Managed
    what: str = ""
    whom: str = ""
