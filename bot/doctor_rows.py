"""What the doctor finds."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    RIGHT = "right"
    WARNING = "warning"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Row:
    """One thing examined. `mend` is empty when there is nothing to mend."""

    name: str
    state: State
    says: str
    mend: str = ""
