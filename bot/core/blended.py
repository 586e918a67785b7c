"""The encoder and the linear model together: each hears what the other misses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from bot.core.linear import LinearModel, Reading
from bot.core.recall import recalled

if TYPE_CHECKING:
    from bot.core.encoder import Encoder


@dataclass(frozen=True)
class BlendedModel:
    """Scores of the encoder and of the linear model, added up to one probability a label.

    Both must have been trained for the same labels.
    """

    linear: LinearModel
    encoder: Encoder

    def __post_init__(self) -> None:
        if self.linear.labels != self.encoder.labels:
            raise ValueError("the encoder and the linear model were trained for different labels")

    @property
    def labels(self) -> tuple[str, ...]:
        return self.linear.labels

    @property
    def corpus(self) -> str:
        """The hash of what both were trained on, empty where they differ."""
        return self.linear.corpus if self.linear.corpus == self.encoder.corpus else ""

    @property
    def thresholds(self) -> dict[str, float]:
        return self.encoder.thresholds

    def keep(self, sentences: Iterable[str]) -> None:
        """Keep the scores of content's own sentences for good, once they are known."""
        named = tuple(sentences)
        self.encoder.keep(named)
        self.linear.keep(named)

    def read(self, text: str) -> Reading:
        """Score a text."""
        reading = self.linear.read(text)
        if not reading.spans:
            return reading
        texts = [text[span.start : span.end] for span in reading.spans]
        heard = np.array([recalled(self.encoder.score, one) for one in texts])
        deep, best, line, offset = self.encoder.blend
        by_sentence = deep * heard + (best + line) * reading.by_sentence
        said = deep * heard.max(axis=0) + best * reading.by_sentence.max(axis=0)
        return replace(
            reading,
            by_sentence=by_sentence,
            whole=said + line * reading.line + offset,
            alone=by_sentence.max(axis=0) + offset,
        )
