"""Fit the linear model, and folds of it that never saw the lines they judge. Needs scikit-learn."""

import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.core.features import grams
from bot.core.text import sentences
from bot.core.vocabulary import Floats, Places, Vocabulary
from bot.training_rows import Row, mark_sentence

_FOLDS = 4
_FREEDOM = 10.0  # C of the regression: how closely it may follow its text
_RARE = 2  # rows that a gram must occur in
_PROOF = 5.0  # an example of a rule is a promise: it counts as much as five lines

Array = npt.NDArray[np.float64]
Text = Sequence[str]  # the sentences that are read as one text


@dataclass(frozen=True)
class Samples:
    """The rows made ready. Marks are 1 for has, -1 for lacks, 0 for not known, one a label."""

    pieces: list[list[str]]  # the sentences of each row
    marks: Array  # (rows, labels)
    by_sentence: list[Array]  # of each row (sentences, labels)
    weights: Array  # (rows,)

    def take(self, rows: Sequence[int]) -> "Samples":
        """Return some of the rows."""
        return Samples(
            [self.pieces[row] for row in rows],
            self.marks[rows],
            [self.by_sentence[row] for row in rows],
            self.weights[rows],
        )


def prepare(rows: Sequence[Row], labels: Sequence[str]) -> Samples:
    """Cut the rows into sentences and mark what is known of each."""
    spans = [sentences(row.text) for row in rows]
    pairs = list(zip(rows, spans, strict=True))
    return Samples(
        [[row.text[one.start : one.end] for one in found] for row, found in pairs],
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

    vocabulary: Vocabulary
    weights: Floats
    bias: Floats

    def scores(self, samples: Samples) -> tuple[Array, Array]:
        """Return the best sentence's and the whole line's logits, each (rows, labels)."""
        flat = self._score([[piece] for row in samples.pieces for piece in row])
        ends = np.cumsum([len(row) for row in samples.pieces])[:-1]
        best = np.array([part.max(axis=0) for part in np.split(flat, ends)])
        return best, self._score(samples.pieces)

    def _score(self, texts: Sequence[Text]) -> Array:
        return np.asarray(_matrix(texts, self.vocabulary) @ self.weights + self.bias)


def _matrix(texts: Sequence[Text], vocabulary: Vocabulary) -> Any:
    """Weigh texts as the run-time does, one a row of a sparse matrix."""
    from scipy.sparse import csr_matrix

    vectors = [vocabulary.vector([vocabulary.look_up(piece) for piece in text]) for text in texts]
    starts = np.cumsum([0, *(len(vector.columns) for vector in vectors)])
    columns = np.concatenate([vector.columns for vector in vectors])
    values = np.concatenate([vector.values for vector in vectors])
    return csr_matrix((values, columns, starts), shape=(len(texts), len(vocabulary.grams)))


def fit(samples: Samples) -> Fit:
    """Fit one regression a label on the lines and, of several sentences, on each of them."""
    from sklearn.linear_model import LogisticRegression

    parts = [row for row, pieces in enumerate(samples.pieces) if len(pieces) > 1]
    texts = [*samples.pieces, *([piece] for row in parts for piece in samples.pieces[row])]
    marks = np.vstack([samples.marks, *(samples.by_sentence[row] for row in parts)])
    repeats = [len(samples.pieces[row]) for row in parts]
    rows_weights = np.concatenate([samples.weights, np.repeat(samples.weights[parts], repeats)])
    vocabulary = _vocabulary(texts)
    matrix = _matrix(texts, vocabulary)
    weights = np.zeros((len(vocabulary.grams), marks.shape[1]), dtype=np.float32)
    bias = np.zeros(marks.shape[1], dtype=np.float32)
    for label, mark in enumerate(marks.T):
        known = mark != 0
        model = LogisticRegression(C=_FREEDOM, max_iter=300)
        model.fit(matrix[known], mark[known], sample_weight=rows_weights[known])
        weights[:, label], bias[label] = model.coef_[0], model.intercept_[0]
    return Fit(vocabulary, weights, bias)


def _vocabulary(texts: Sequence[Text]) -> Vocabulary:
    rows: Counter[str] = Counter()
    for text in texts:
        rows.update({gram for piece in text for gram in grams(piece)})
    kept = sorted(gram for gram, times in rows.items() if times >= _RARE)
    rarity = np.log((1 + len(texts)) / (1 + np.array([rows[gram] for gram in kept]))) + 1
    return Vocabulary(kept, rarity.astype(np.float32))


def assign_folds(rows: Sequence[Row]) -> Places:
    """Return the fold of each row: a group is never split."""
    return np.array([zlib.crc32(row.group.encode()) % _FOLDS for row in rows])


def fit_folds(samples: Samples, folds: Places) -> list[Fit]:
    """Fit a model for each fold, from all rows but its own."""
    return [fit(samples.take(np.flatnonzero(folds != part).tolist())) for part in range(_FOLDS)]


def out_of_fold(samples: Samples, folds: Places, fits: Sequence[Fit]) -> tuple[Array, Array]:
    """Score every row by the model that saw nothing of its group."""
    best, line = np.zeros_like(samples.marks), np.zeros_like(samples.marks)
    for part, model in enumerate(fits):
        held = np.flatnonzero(folds == part)
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
