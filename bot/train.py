"""Train the linear model from the corpus and the examples of the rules in content/.

Deterministic: the same content gives the same figures. Never imported at run time: it needs
the `train` extra. The rows are read in `bot.training_rows`.
"""

import sys
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.content.folder import MODEL_FILE, content_folder
from bot.core.features import grams
from bot.core.linear import Floats, LinearModel, merged, vectors_of
from bot.core.text import sentences
from bot.training_rows import Row, corpus_hash, mark_sentence, read_labels, read_rows

_FOLDS = 4
_FREEDOM = 10.0  # C of the regression: how closely it may follow its text
_RARE = 2  # rows that a gram must occur in
_PROOF = 5.0  # an example of a rule is a promise: it counts as much as five lines
_LEAST_SURE = 0.7  # no trap is said at a lower probability: an accusation must be worth its risk
_PRECISION = 0.7  # beta of the thresholds: a false alarm costs more than a miss
_PLAIN_WEIGHT = 2.0  # ordinary lines count double where thresholds are chosen

Array = npt.NDArray[np.float64]
Counts = Mapping[str, int]


@dataclass(frozen=True)
class Samples:
    """The rows made ready. Marks are 1 for has, -1 for lacks, 0 for not known, one a label."""

    counts: list[list[Counts]]  # of each sentence of each row
    marks: Array  # (rows, labels)
    by_sentence: list[Array]  # of each row (sentences, labels)
    weights: Array  # (rows,)

    def take(self, rows: Sequence[int]) -> "Samples":
        """Return some of the rows."""
        return Samples(
            [self.counts[row] for row in rows],
            self.marks[rows],
            [self.by_sentence[row] for row in rows],
            self.weights[rows],
        )


def prepare(rows: Sequence[Row], labels: Sequence[str]) -> Samples:
    """Count the n-grams of the rows and mark what is known of each sentence."""
    spans = [sentences(row.text) for row in rows]
    pairs = list(zip(rows, spans, strict=True))
    return Samples(
        [[grams(row.text[one.start : one.end]) for one in found] for row, found in pairs],
        np.array([[row.mark(label) for label in labels] for row in rows]),
        [
            np.array([[mark_sentence(row, one, label) for label in labels] for one in found])
            for row, found in pairs
        ],
        np.array([_PROOF if row.is_proof else 1.0 for row in rows]),
    )


@dataclass(frozen=True)
class Fit:
    """A vocabulary with its weights, before blending."""

    columns: dict[str, int]
    idf: Floats
    weights: Floats
    bias: Floats

    def scores(self, samples: Samples) -> tuple[Array, Array]:
        """Return the best sentence's and the whole line's logits, each (rows, labels)."""
        flat = self._score([count for row in samples.counts for count in row])
        ends = np.cumsum([len(row) for row in samples.counts])[:-1]
        best = np.array([part.max(axis=0) for part in np.split(flat, ends)])
        return best, self._score([merged(row) for row in samples.counts])

    def _score(self, counts: Sequence[Counts]) -> Array:
        return np.asarray(_matrix(counts, self.columns, self.idf) @ self.weights + self.bias)


def _matrix(counts: Sequence[Counts], columns: dict[str, int], idf: Floats) -> Any:
    from scipy.sparse import csr_matrix

    vectors = vectors_of(counts, columns, idf)
    shape = (len(counts), len(columns))
    return csr_matrix((vectors.values, vectors.columns, vectors.starts), shape=shape)


def fit(samples: Samples) -> Fit:
    """Fit one regression a label on the lines and, of several sentences, on each of them."""
    from sklearn.linear_model import LogisticRegression

    parts = [row for row, counts in enumerate(samples.counts) if len(counts) > 1]
    counts = [merged(row) for row in samples.counts]
    counts += [count for row in parts for count in samples.counts[row]]
    marks = np.vstack([samples.marks, *(samples.by_sentence[row] for row in parts)])
    repeats = [len(samples.counts[row]) for row in parts]
    rows_weights = np.concatenate([samples.weights, np.repeat(samples.weights[parts], repeats)])
    columns, idf = _vocabulary(counts)
    matrix = _matrix(counts, columns, idf)
    weights = np.zeros((len(columns), marks.shape[1]), dtype=np.float32)
    bias = np.zeros(marks.shape[1], dtype=np.float32)
    for label, mark in enumerate(marks.T):
        known = mark != 0
        model = LogisticRegression(C=_FREEDOM, max_iter=300)
        model.fit(matrix[known], mark[known], sample_weight=rows_weights[known])
        weights[:, label], bias[label] = model.coef_[0], model.intercept_[0]
    return Fit(columns, idf, weights, bias)


def _vocabulary(counts: Sequence[Counts]) -> tuple[dict[str, int], Floats]:
    rows = Counter(gram for count in counts for gram in count)
    kept = sorted(gram for gram, times in rows.items() if times >= _RARE)
    rarity = np.log((1 + len(counts)) / (1 + np.array([rows[gram] for gram in kept]))) + 1
    return {gram: column for column, gram in enumerate(kept)}, rarity.astype(np.float32)


def out_of_fold(samples: Samples, groups: Sequence[str]) -> tuple[Array, Array]:
    """Score every row by a model that saw nothing of its group."""
    fold = np.array([zlib.crc32(group.encode()) % _FOLDS for group in groups])
    best, line = np.zeros_like(samples.marks), np.zeros_like(samples.marks)
    for part in range(_FOLDS):
        held = np.flatnonzero(fold == part)
        model = fit(samples.take(np.flatnonzero(fold != part).tolist()))
        best[held], line[held] = model.scores(samples.take(held.tolist()))
    return best, line


def calibrate(best: Array, line: Array, marks: Array) -> Floats:
    """Find the shares and the offset that turn both scores into a probability's logit."""
    from sklearn.linear_model import LogisticRegression

    blend = np.zeros((3, marks.shape[1]), dtype=np.float32)
    for label, mark in enumerate(marks.T):
        known = mark != 0
        both = np.stack([best[known, label], line[known, label]], axis=1)
        model = LogisticRegression(C=10.0).fit(both, mark[known])
        blend[:, label] = [*model.coef_[0], model.intercept_[0]]
    return blend


def choose_threshold(chance: Array, mark: Array, weight: Array) -> float:
    """Return the probability from which saying a label serves best, precision first."""
    known = mark != 0
    order = np.argsort(-chance[known], kind="stable")
    said = weight[known][order]
    right = (mark[known] > 0)[order] * said
    square = _PRECISION**2
    gain = (1 + square) * np.cumsum(right) / (square * right.sum() + np.cumsum(said))
    return round(float(np.clip(chance[known][order][int(gain.argmax())], 0.3, 0.9)), 3)


def train(content: Path, out: Path) -> dict[str, float]:
    """Train on content/, write the model to `out` and return the figures of the folds."""
    rows = read_rows(content)
    labels, traps = read_labels(content, rows)
    samples = prepare(rows, labels)
    best, line = out_of_fold(samples, [row.group for row in rows])
    judged = [at for at, row in enumerate(rows) if not row.is_proof]  # examples are odd on purpose
    best, line, marks = best[judged], line[judged], samples.marks[judged]
    blend = calibrate(best, line, marks)
    chance = 1 / (1 + np.exp(-(blend[0] * best + blend[1] * line + blend[2])))
    weight = np.array([_PLAIN_WEIGHT if rows[at].plain else 1.0 for at in judged])
    thresholds = {
        label: max(
            choose_threshold(chance[:, at], marks[:, at], weight),
            _LEAST_SURE if label in traps else 0.0,
        )
        for at, label in enumerate(labels)
    }
    model = fit(samples)
    LinearModel(
        labels=labels,
        corpus=corpus_hash(content),
        thresholds=thresholds,
        columns=model.columns,
        idf=model.idf,
        weights=model.weights,
        bias=model.bias,
        blend=blend,
    ).save(out)
    said = chance >= np.array(list(thresholds.values()))
    return _figures(said, marks, labels, traps)


def _figures(
    said: npt.NDArray[np.bool_], marks: Array, labels: Sequence[str], traps: frozenset[str]
) -> dict[str, float]:
    """Return the F1 of each label, and how often a line without a trap is said to have one."""
    has, known = marks > 0, marks != 0
    right = (said & has).sum(axis=0)
    f1 = 2 * right / np.maximum((said & known).sum(axis=0) + has.sum(axis=0), 1)
    found = {label: round(float(value), 3) for label, value in zip(labels, f1, strict=True)}
    which = [at for at, label in enumerate(labels) if label in traps]
    clean = (marks[:, which] < 0).all(axis=1)
    found["false alarms"] = round(float(said[clean][:, which].any(axis=1).mean()), 3)
    return found


def main() -> None:
    """Train from the content of this installation and print the figures."""
    content = content_folder()
    for name, value in train(content, content / MODEL_FILE).items():
        sys.stdout.write(f"{name:16} {value:.3f}\n")
