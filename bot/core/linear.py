"""The linear model: n-grams in, one score a label out, for each sentence and for the whole line.

Its file is a plain .npz without pickled objects. `corpus` is the hash of the text that it was
trained on, so that a stale file can be told.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from bot.core.critique import Span
from bot.core.features import grams
from bot.core.text import sentences

Floats = npt.NDArray[np.float32]
Columns = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the model makes of one text. All scores are logits, columns follow its labels."""

    spans: tuple[Span, ...]  # the sentences
    by_sentence: Floats  # (sentences, labels), raw
    whole: Floats  # (labels,), calibrated: that the text has the label somewhere


@dataclass(frozen=True)
class LinearModel:
    """A linear score over n-grams, for the best sentence and the whole text, blended in one."""

    labels: tuple[str, ...]
    corpus: str
    thresholds: dict[str, float]  # the least probability at which a label is worth saying
    columns: dict[str, int]
    idf: Floats  # (grams,)
    weights: Floats  # (grams, labels)
    bias: Floats  # (labels,)
    blend: Floats  # (3, labels): shares of the best sentence and of the whole text, offset

    @classmethod
    def load(cls, path: Path) -> "LinearModel":
        """Read a model. OSError when it cannot be read, ValueError when it is no such file."""
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
                return cls._from_arrays(arrays)
        except (KeyError, TypeError, ValueError, BadZipFile) as error:
            raise ValueError(f"{path} is not a model of this version") from error

    @classmethod
    def _from_arrays(cls, arrays: Mapping[str, Any]) -> "LinearModel":
        about = json.loads(arrays["about"].tobytes())
        names = arrays["grams"].tobytes().decode().split("\n")
        return cls(
            labels=tuple(about["labels"]),
            corpus=about["corpus"],
            thresholds=about["thresholds"],
            columns={name: column for column, name in enumerate(names)},
            idf=arrays["idf"].astype(np.float32),
            weights=arrays["weights"].astype(np.float32) * arrays["scale"],
            bias=arrays["bias"],
            blend=arrays["blend"],
        )

    def save(self, path: Path) -> None:
        """Write the model, its weights rounded to one byte each."""
        about = {"labels": self.labels, "corpus": self.corpus, "thresholds": self.thresholds}
        scale = np.maximum(np.abs(self.weights).max(axis=0), 1e-9) / 127
        np.savez_compressed(
            path,
            about=np.frombuffer(json.dumps(about).encode(), dtype=np.uint8),
            grams=np.frombuffer("\n".join(self.columns).encode(), dtype=np.uint8),
            idf=self.idf.astype(np.float16),
            weights=np.rint(self.weights / scale).astype(np.int8),
            scale=scale.astype(np.float32),
            bias=self.bias,
            blend=self.blend,
        )

    def read(self, text: str) -> Reading:
        """Score a text."""
        spans = sentences(text)
        counts = [grams(text[span.start : span.end]) for span in spans]
        by_sentence = np.array([self._score(count) for count in counts], dtype=np.float32)
        by_sentence = by_sentence.reshape(len(spans), len(self.labels))
        line = self._score(merged(counts))
        best = by_sentence.max(axis=0) if spans else line
        whole = self.blend[0] * best + self.blend[1] * line + self.blend[2]
        return Reading(spans, by_sentence, whole)

    def score(self, text: str) -> Floats:
        """Return the raw logits of a sentence or a part of one."""
        return self._score(grams(text))

    def _score(self, counts: Mapping[str, int]) -> Floats:
        columns, values = vector(counts, self.columns, self.idf)
        scores: Floats = values @ self.weights[columns] + self.bias
        return scores


def merged(counts: Sequence[Mapping[str, int]]) -> Mapping[str, int]:
    """Add up the counts of several sentences."""
    if len(counts) == 1:
        return counts[0]
    total: dict[str, int] = {}
    for count in counts:
        for gram, times in count.items():
            total[gram] = total.get(gram, 0) + times
    return total


def vector(
    counts: Mapping[str, int], columns: Mapping[str, int], idf: Floats
) -> tuple[Columns, Floats]:
    """Weigh counts: logarithm times rarity, words and characters each brought to length one.

    Returns the columns of the known grams and their values.
    """
    known = [
        (columns[gram], count, "+" in gram) for gram, count in counts.items() if gram in columns
    ]
    table = np.array(known, dtype=np.int64).reshape(len(known), 3)
    where, is_word = table[:, 0], table[:, 2].astype(bool)
    values = (1 + np.log(table[:, 1])) * idf[where]
    squares = values * values
    lengths = [max(np.sqrt(squares[kind].sum()), 1e-9) for kind in (is_word, ~is_word)]
    return where, (values / np.where(is_word, lengths[0], lengths[1])).astype(np.float32)
