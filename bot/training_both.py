"""Train the encoder beside the linear model, and blend both on lines that neither had seen.

One group in ten is kept from the encoder. On those lines the linear scores come from folds that
saw nothing of them either, so shares, thresholds and figures rest on fair ground.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.content.folder import read_library
from bot.core.blended import BlendedModel
from bot.core.detector import RuleAndModelDetector
from bot.core.encoder import MOST_PIECES, Encoder, properties
from bot.core.vocabulary import Floats
from bot.core.wordpiece import WordPieces
from bot.evaluation import Evaluation, Judged, evaluate
from bot.train import FEW_LINES, Learnt, held_out, judge
from bot.training_blend import blend_scores, confidences, sobered
from bot.training_graph import build, write
from bot.training_linear import Array
from bot.training_rows import corpus_hash

_SENTENCE = 0.8  # weight of a sentence of a longer line: what is known of it is less certain
_PROOF = 2.0  # weight of an example of a rule
_NEUTRAL = 2  # of the sentences without a label in longer lines, one in so many is learnt from


@dataclass(frozen=True)
class Lesson:
    """A sentence to learn from. Marks are 1 for has, -1 for lacks, 0 for not known."""

    numbers: list[int]  # of its word pieces, with marks for start and end
    marks: Floats
    weight: float


Teach = Callable[[list[Lesson]], Mapping[str, Floats]]  # returns what the encoder has learnt


def english(pieces: Iterable[str]) -> list[int]:
    """Return the places of the word pieces that English needs, to keep the file small."""
    kept = enumerate(pieces)
    return [at for at, one in kept if one and one.isascii() and not one.startswith("[unused")]


def train_encoder(learnt: Learnt, out: Path, pieces: Sequence[str], teach: Teach) -> Evaluation:
    """Write the encoder, blended with the linear model; return how both judge held-out lines."""
    network = teach(_lessons(learnt, WordPieces(pieces)))
    rows = [at for at, row in enumerate(learnt.rows) if held_out(row)]

    def write_with(blend: Floats, thresholds: dict[str, float]) -> Encoder:
        about = properties(learnt.labels, corpus_hash(learnt.content), thresholds, blend, pieces)
        write(build(network, about), out)
        return Encoder.load(out)

    def hear(blend: Floats) -> list[Judged]:
        return _judged(learnt, rows, write_with(blend, dict.fromkeys(learnt.labels, 1.0)))

    unblended = write_with(np.zeros((4, len(learnt.labels)), np.float32), {})
    scores = [_heard(unblended, learnt, rows), learnt.best[rows], learnt.line[rows]]
    blend = blend_scores(scores, learnt.samples.marks[rows])
    blend = sobered(blend, hear(blend))
    thresholds = learnt.choose(confidences(hear(blend), learnt.labels), rows, FEW_LINES)
    encoder = write_with(blend, thresholds)
    return evaluate(_judged(learnt, rows, encoder), learnt.labels, learnt.traps)


def _lessons(learnt: Learnt, words: WordPieces) -> list[Lesson]:
    """Return what the encoder learns from: all sentences but those of rows that are held out."""
    lessons, neutral = [], 0
    for at, row in enumerate(learnt.rows):
        if held_out(row):
            continue
        texts = learnt.samples.pieces[at]
        alone = len(texts) == 1
        marks = learnt.samples.marks[[at]] if alone else learnt.samples.by_sentence[at]
        weight = _PROOF if row.is_proof else 1.0 if alone else _SENTENCE
        for text, mark in zip(texts, marks, strict=True):
            neutral += not alone and not (mark > 0).any()
            if alone or (mark > 0).any() or neutral % _NEUTRAL:
                numbers = words.numbers(text)[: MOST_PIECES - 2]
                framed = [words.start, *numbers, words.end]
                lessons.append(Lesson(framed, mark.astype(np.float32), weight))
    return lessons


def _heard(encoder: Encoder, learnt: Learnt, rows: Sequence[int]) -> Array:
    """Return each row's best logits, heard in any of its sentences."""
    pieces = [learnt.samples.pieces[at] for at in rows]
    return np.array([np.max([encoder.score(one) for one in row], axis=0) for row in pieces])


def _judged(learnt: Learnt, rows: Sequence[int], encoder: Encoder) -> list[Judged]:
    """Return how the detector judges rows, each with a linear model that never saw its group."""
    library, _ = read_library(learnt.content)
    detectors = [
        RuleAndModelDetector(library, BlendedModel(learnt.model(one), encoder))
        for one in learnt.fits
    ]
    return [judge(learnt.rows[at], detectors[learnt.folds[at]]) for at in rows]
