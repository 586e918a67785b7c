"""The seam between judging and detecting: any model that finds labels in a text fits here."""

from dataclasses import dataclass
from typing import Protocol

from bot.core.critique import Span


@dataclass(frozen=True, slots=True)
class Signal:
    """A label found in a text: the id of a trap, a move or the concern check."""

    id: str
    span: Span
    confidence: float  # from 0 to 1: the share of such signals that are right
    sure: bool = True  # False: worth a question, not a verdict


class Detector(Protocol):
    """Finds labels. Deterministic: the same text gives the same signals in every process."""

    def detect(self, text: str) -> tuple[Signal, ...]:
        """Return the signals in the order of their spans, at most one for each id."""
        ...
