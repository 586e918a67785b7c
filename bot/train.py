"""Train the linear model and the encoder from the corpus and the examples of the rules.

Deterministic: the same content gives the same figures on the same kind of machine. Never imported
at run time: it needs the `train` extra. Light training needs only scikit-learn of it.
"""

import sys
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from bot.content.folder import ENCODER_FILE, MODEL_FILE, REPORT_FILE, content_folder, read_library
from bot.core.detector import RuleAndModelDetector
from bot.core.linear import LinearModel
from bot.core.vocabulary import Floats, Places
from bot.evaluation import Evaluation, Judged, evaluate
from bot.report import markdown
from bot.training_blend import Bounds, choose_thresholds
from bot.training_linear import (
    Array,
    Fit,
    Samples,
    assign_folds,
    calibrate,
    fit,
    fit_folds,
    out_of_fold,
    prepare,
)
from bot.training_rows import Row, corpus_hash, read_labels, read_rows

HELD_OUT = 10  # one group in so many is kept from the encoder, to blend and to judge
MANY_LINES = Bounds(traps=(0.7, 0.9), others=(0.3, 0.9))
FEW_LINES = Bounds(traps=(0.65, 0.7), others=(0.35, 0.45))  # so that chance decides little
_PLAIN_WEIGHT = 2.0  # ordinary lines count double where thresholds are chosen

Score = Callable[[list[list[str]]], Array]  # the sentences of rows to their best logits


@dataclass(frozen=True)
class Learnt:
    """The linear model, and its folds that judge what they never saw."""

    content: Path
    rows: list[Row]
    labels: tuple[str, ...]
    traps: frozenset[str]
    samples: Samples
    folds: Places
    fits: list[Fit]
    best: Array  # out of fold (rows, labels)
    line: Array
    blend: Floats
    thresholds: dict[str, float]

    @property
    def judged(self) -> list[int]:
        """The rows that count: the examples of rules are odd on purpose."""
        return [at for at, row in enumerate(self.rows) if not row.is_proof]

    def model(self, learnt: Fit) -> LinearModel:
        return LinearModel(
            labels=self.labels,
            corpus=corpus_hash(self.content),
            thresholds=self.thresholds,
            vocabulary=learnt.vocabulary,
            weights=learnt.weights,
            bias=learnt.bias,
            blend=self.blend,
        )

    def choose(self, chance: Array, rows: list[int], bounds: Bounds) -> dict[str, float]:
        """Return from which probability on each label is said."""
        weight = np.array([_PLAIN_WEIGHT if self.rows[at].plain else 1.0 for at in rows])
        marks = self.samples.marks[rows]
        return choose_thresholds(chance, marks, weight, self.labels, self.traps, bounds)


def learn(content: Path) -> Learnt:
    """Fit the folds of the linear model; calibrate on what they make of lines unseen."""
    rows = read_rows(content)
    labels, traps = read_labels(content, rows)
    samples = prepare(rows, labels)
    folds = assign_folds(rows)
    fits = fit_folds(samples, folds)
    best, line = out_of_fold(samples, folds, fits)
    known = [at for at, row in enumerate(rows) if not row.is_proof]
    blend = calibrate(best[known], line[known], samples.marks[known])
    learnt = Learnt(
        content, rows, labels, traps, samples, folds, fits, best, line, blend, thresholds={}
    )
    chance = chances(blend, [best[known], line[known]])
    learnt.thresholds.update(learnt.choose(chance, known, MANY_LINES))
    return learnt


def chances(blend: Floats, scores: list[Array]) -> Array:
    """Return probabilities of scores by their shares."""
    logits = sum((share * kind for share, kind in zip(blend, scores, strict=False)), blend[-1])
    chance: Array = 1 / (1 + np.exp(-np.asarray(logits)))
    return chance


def train(learnt: Learnt, out: Path) -> Evaluation:
    """Write the linear model; return how its folds judged the lines, with phrases and guards.

    Each line is judged by a model that saw nothing of its group.
    """
    learnt.model(fit(learnt.samples)).save(out)
    library, _ = read_library(learnt.content)
    detectors = [RuleAndModelDetector(library, learnt.model(one)) for one in learnt.fits]
    heard = [judge(learnt.rows[at], detectors[learnt.folds[at]]) for at in learnt.judged]
    return evaluate(heard, learnt.labels, learnt.traps)


def held_out(row: Row) -> bool:
    """Whether a row is kept from the encoder. Examples never are: they are promises."""
    return not row.is_proof and zlib.crc32(f"held out {row.group}".encode()) % HELD_OUT == 0


def judge(row: Row, detector: RuleAndModelDetector) -> Judged:
    return Judged(row.text, row.has, row.where, detector.detect(row.text))


def main(*, light: bool = False) -> None:
    """Train from the content of this installation, keep the report and print it."""
    content = content_folder()
    with threadpool_limits(1):  # more threads than free processors make it many times slower
        learnt = learn(content)
    found = train(learnt, content / MODEL_FILE)
    about = "The lines of the corpus, each judged by a model that saw nothing of its group."
    if not light:
        from bot.training_both import train_encoder
        from bot.training_encoder import Plan, teacher

        pieces, teach = teacher(Plan(), _say)
        found = train_encoder(learnt, content / ENCODER_FILE, pieces, teach)
        about = "A tenth of the corpus, each line judged by models that saw nothing of its group."
    report = markdown(found, {trap.id for trap in read_library(content)[0].traps}, about)
    (content / REPORT_FILE).write_text(report, encoding="utf-8")
    sys.stdout.write(report)


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
