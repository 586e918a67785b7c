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
Places = npt.NDArray[np.intp]


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
        by_sentence = self._scores(counts)
        line = self._scores([merged(counts)])[0]
        best = by_sentence.max(axis=0) if spans else line
        whole = self.blend[0] * best + self.blend[1] * line + self.blend[2]
        return Reading(spans, by_sentence, whole)

    def score(self, text: str) -> Floats:
        """Return the raw logits of a sentence or a part of one."""
        scores: Floats = self._scores([grams(text)])[0]
        return scores

    def _scores(self, counts: Sequence[Mapping[str, int]]) -> Floats:
        vectors = vectors_of(counts, self.columns, self.idf)
        parts = vectors.values[:, None] * self.weights[vectors.columns]
        scores = np.zeros((len(counts), len(self.labels)), dtype=np.float32)
        if len(parts):
            filled = np.flatnonzero(np.diff(vectors.starts))  # reduceat knows no empty stretch
            scores[filled] = np.add.reduceat(parts, vectors.starts[filled], axis=0)
        return scores + self.bias


def merged(counts: Sequence[Mapping[str, int]]) -> Mapping[str, int]:
    """Add up the counts of several sentences."""
    if len(counts) == 1:
        return counts[0]
    total: dict[str, int] = {}
    for count in counts:
        for gram, times in count.items():
            total[gram] = total.get(gram, 0) + times
    return total


@dataclass(frozen=True, slots=True)
class Vectors:
    """Several sparse vectors, one after the other: `starts` says where each begins, and the end."""

    columns: Places
    values: Floats
    starts: Places


def vectors_of(
    counts: Sequence[Mapping[str, int]], columns: Mapping[str, int], idf: Floats
) -> Vectors:
    """Weigh counts: logarithm times rarity, words and characters each brought to length one.

    Grams that are not known are left out.
    """
    known = [
        (columns[gram], times, 2 * row + ("+" in gram))
        for row, count in enumerate(counts)
        for gram, times in count.items()
        if gram in columns
    ]
    where, times, block = np.array(known, dtype=np.intp).reshape(len(known), 3).T
    values = (1 + np.log(times)) * idf[where]
    lengths = np.sqrt(np.bincount(block, values * values, minlength=2 * len(counts)))
    starts = np.searchsorted(block // 2, np.arange(len(counts) + 1))
    return Vectors(where, (values / lengths[block]).astype(np.float32), starts)
