"""Choose what a score is worth: shares of several models, probabilities, thresholds."""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from bot.core.vocabulary import Floats
from bot.evaluation import Judged
from bot.training_linear import Array

_PRECISION = 0.7  # beta of the thresholds: a false alarm costs more than a miss
_SURE = 0.985  # confidences from here on are rounded too coarsely to learn from


def blend_scores(scores: Sequence[Array], marks: Array) -> Floats:
    """Find one share for each kind of score and an offset for each label, (kinds + 1, labels).

    The shares are the same for all labels: the held-out lines are too few to tell them apart.
    """
    from sklearn.linear_model import LogisticRegression

    labels = marks.shape[1]
    known = (marks != 0).ravel()
    columns = [*(kind.ravel() for kind in scores), *np.tile(np.eye(labels), (len(marks), 1)).T]
    model = LogisticRegression(fit_intercept=False, max_iter=500)
    model.fit(np.stack(columns, axis=1)[known], marks.ravel()[known])
    shares = np.repeat(model.coef_[0, : len(scores), None], labels, axis=1)
    blend: Floats = np.vstack([shares, model.coef_[0, len(scores) :]]).astype(np.float32)
    return blend


def sobered(blend: Floats, heard: Sequence[Judged]) -> Floats:
    """Return the blend with which a confidence is worth what it says.

    What phrases and the company of other sentences add is not in the blend, so that the whole
    detector says a little too much. How often it was right on unseen lines says by how much.
    """
    from sklearn.linear_model import LogisticRegression

    said = [
        (signal.confidence, signal.id in line.labels)
        for line in heard
        for signal in line.signals
        if signal.confidence < _SURE
    ]
    if len({right for _, right in said}) < 2:
        return blend  # nothing to learn from lines that were all right or all wrong
    logits = [[math.log(confidence / (1 - confidence))] for confidence, _ in said]
    model = LogisticRegression().fit(logits, [right for _, right in said])
    worth: Floats = (blend * model.coef_[0, 0]).astype(np.float32)
    worth[-1] += model.intercept_[0]
    return worth


def confidences(heard: Sequence[Judged], labels: Sequence[str]) -> Array:
    """Return how sure the detector was of each label of each line, (lines, labels)."""
    sure = [{signal.id: signal.confidence for signal in line.signals} for line in heard]
    return np.array([[line.get(label, 0.0) for label in labels] for line in sure])


@dataclass(frozen=True)
class Bounds:
    """Between which probabilities thresholds are chosen: an accusation must be worth its risk."""

    traps: tuple[float, float]
    others: tuple[float, float]


def choose_threshold(chance: Array, mark: Array, weight: Array) -> float:
    """Return the probability from which saying a label serves best, precision first."""
    known = mark != 0
    order = np.argsort(-chance[known], kind="stable")
    said = weight[known][order]
    right = (mark[known] > 0)[order] * said
    square = _PRECISION**2
    gain = (1 + square) * np.cumsum(right) / (square * right.sum() + np.cumsum(said))
    return float(chance[known][order][int(gain.argmax())])


def choose_thresholds(
    chance: Array,
    marks: Array,
    weight: Array,
    labels: Sequence[str],
    traps: Collection[str],
    bounds: Bounds,
) -> dict[str, float]:
    """Return from which probability on each label is said."""
    chosen = {}
    for at, label in enumerate(labels):
        best = choose_threshold(chance[:, at], marks[:, at], weight)
        within = bounds.traps if label in traps else bounds.others
        chosen[label] = round(float(np.clip(best, *within)), 3)
    return chosen
