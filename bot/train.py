"""Train the linear model from the corpus and the examples of the rules in content/.

    python -m bot.train

Deterministic: the same content gives the same figures. Never imported at run time: it needs
the `train` extra.
"""

import hashlib
import json
import sys
import tomllib
import zlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.core.critique import Span
from bot.core.features import grams
from bot.core.linear import LinearModel, merged, vector
from bot.core.text import sentences

LABELS = (
    *("passive-exit", "red-flags", "comparison", "overconfident", "strong-arm", "concern-check"),
    *("ask-needs", "reinforce-fit", "soft-close", "ask-prep", "state-interest", "ask-advance"),
    *("ask-timeline", "ask-feedback"),
)
TRAPS = LABELS[:5]
FOLDS = 4
_FREEDOM = 10.0  # C of the regression: how closely it may follow its text
_RARE = 2  # rows that a gram must occur in
_LEAST_SURE = 0.65  # no trap is said at a lower probability
_PRECISION = 0.7  # beta of the thresholds: a false alarm costs more than a miss
_PLAIN_WEIGHT = 2.0  # ordinary lines count double where thresholds are chosen

Bools = npt.NDArray[np.bool_]
Array = npt.NDArray[np.float64]
Where = dict[str, str]


@dataclass(frozen=True)
class Row:
    """One text to learn from. A label that is neither has nor lacks is not known."""

    text: str
    has: frozenset[str]
    lacks: frozenset[str]
    where: Where  # the words that carry a label
    group: str  # rows of one group stay on one side of a split
    plain: bool  # an ordinary line, as most are


def corpus_hash(content: Path) -> str:
    """Return the hash of everything that the model learns from."""
    digest = hashlib.sha256()
    for path in _sources(content):
        digest.update(path.relative_to(content).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _sources(content: Path) -> list[Path]:
    patterns = ("corpus/*.jsonl", "disputed/*.toml", "moves/*.toml", "traps/*.toml")
    return [path for pattern in patterns for path in sorted(content.glob(pattern))]


def read_rows(content: Path) -> list[Row]:
    """Read the corpus and the examples, in a fixed order."""
    rows = []
    for path in _sources(content):
        rows += _corpus_rows(path) if path.suffix == ".jsonl" else _example_rows(path)
    return rows


def _corpus_rows(path: Path) -> list[Row]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [_corpus_row(path.stem, number, json.loads(line)) for number, line in enumerate(lines)]


def _corpus_row(file: str, number: int, line: dict[str, Any]) -> Row:
    plain = line["voice"] == "plain"
    group = f"{file}:{number // 15}" if plain else line["voice"]
    has = frozenset(line["labels"])
    return Row(line["text"], has, frozenset(LABELS) - has, line["where"], group, plain)


def _example_rows(path: Path) -> list[Row]:
    rule = tomllib.loads(path.read_text(encoding="utf-8"))
    label, examples = frozenset({rule["id"]}), rule["examples"]
    if not label <= set(LABELS):
        return []  # a team's own trap works by its phrases alone
    none: frozenset[str] = frozenset()
    caught = [Row(text, label, none, {}, text, True) for text in examples["caught"]]
    return caught + [Row(text, none, label, {}, text, True) for text in examples["clean"]]


@dataclass(frozen=True)
class Sample:
    """A row made ready: the n-grams of its sentences, and what is known of them.

    Marks are 1 for has, -1 for lacks and 0 for not known, one a label.
    """

    counts: list[dict[str, int]]
    marks: Array  # (labels,)
    by_sentence: Array  # (sentences, labels)


def _sample(row: Row) -> Sample:
    spans = sentences(row.text)
    marks = np.array([(label in row.has) * 1.0 - (label in row.lacks) for label in LABELS])
    by_sentence = np.array([_sentence_marks(row, span) for span in spans])
    return Sample([grams(row.text[s.start : s.end]) for s in spans], marks, by_sentence)


def _sentence_marks(row: Row, span: Span) -> list[float]:
    return [_sentence_mark(row, span, label) for label in LABELS]


def _sentence_mark(row: Row, span: Span, label: str) -> float:
    if label in row.lacks:
        return -1.0
    if label not in row.where:
        return 0.0
    words = row.where[label]
    start = row.text.find(words)
    shared = min(span.end, start + len(words)) - max(span.start, start)
    carries = shared > 0 and 2 * shared >= min(span.end - span.start, len(words))
    return 1.0 if carries else -1.0


@dataclass(frozen=True)
class Fit:
    """A vocabulary with its weights, before blending."""

    columns: dict[str, int]
    idf: npt.NDArray[np.float32]
    weights: npt.NDArray[np.float32]
    bias: npt.NDArray[np.float32]

    def scores(self, samples: list[Sample]) -> tuple[Array, Array]:
        """Return the best sentence's and the whole line's logits, each (samples, labels)."""
        flat = self._score([count for sample in samples for count in sample.counts])
        ends = np.cumsum([len(sample.counts) for sample in samples])[:-1]
        best = np.array([part.max(axis=0) for part in np.split(flat, ends)])
        return best, self._score([merged(sample.counts) for sample in samples])

    def _score(self, counts: list[Any]) -> Array:
        return np.asarray(_matrix(counts, self.columns, self.idf) @ self.weights + self.bias)


def _matrix(counts: list[Any], columns: dict[str, int], idf: npt.NDArray[np.float32]) -> Any:
    from scipy.sparse import csr_matrix

    vectors = [vector(count, columns, idf) for count in counts]
    starts = np.cumsum([0, *(len(where) for where, _ in vectors)])
    where = np.concatenate([where for where, _ in vectors])
    values = np.concatenate([values for _, values in vectors])
    return csr_matrix((values, where, starts), shape=(len(counts), len(columns)))


def fit(samples: list[Sample]) -> Fit:
    """Fit one regression a label on the lines and, of several sentences, on each of them."""
    from sklearn.linear_model import LogisticRegression

    parts = [sample for sample in samples if len(sample.counts) > 1]
    counts = [merged(sample.counts) for sample in samples]
    counts += [count for sample in parts for count in sample.counts]
    marks = np.vstack([*(s.marks for s in samples), *(s.by_sentence for s in parts)])
    columns, idf = _vocabulary(counts)
    matrix = _matrix(counts, columns, idf)
    weights = np.zeros((len(columns), len(LABELS)), dtype=np.float32)
    bias = np.full(len(LABELS), -9.0, dtype=np.float32)
    for label in range(len(LABELS)):
        known = marks[:, label] != 0
        if len(set(marks[known, label])) < 2:
            continue  # nothing to tell apart: the label stays unlikely
        model = LogisticRegression(C=_FREEDOM, solver="lbfgs", max_iter=300)
        model.fit(matrix[known], marks[known, label])
        weights[:, label], bias[label] = model.coef_[0], model.intercept_[0]
    return Fit(columns, idf, weights, bias)


def _vocabulary(counts: list[Any]) -> tuple[dict[str, int], npt.NDArray[np.float32]]:
    rows = Counter(gram for count in counts for gram in count)
    kept = sorted(gram for gram, times in rows.items() if times >= _RARE)
    rarity = np.log((1 + len(counts)) / (1 + np.array([rows[gram] for gram in kept]))) + 1
    return {gram: column for column, gram in enumerate(kept)}, rarity.astype(np.float32)


def out_of_fold(samples: list[Sample], groups: list[str]) -> tuple[Array, Array]:
    """Score every sample by a model that saw nothing of its group."""
    fold = np.array([zlib.crc32(group.encode()) % FOLDS for group in groups])
    best = np.zeros((len(samples), len(LABELS)))
    line = np.zeros_like(best)
    for part in range(FOLDS):
        held = np.flatnonzero(fold == part)
        model = fit([samples[at] for at in np.flatnonzero(fold != part)])
        best[held], line[held] = model.scores([samples[at] for at in held])
    return best, line


def calibrate(best: Array, line: Array, marks: Array) -> npt.NDArray[np.float32]:
    """Find the shares and the offset that turn both scores into a probability's logit."""
    from sklearn.linear_model import LogisticRegression

    blend = np.tile(np.array([[0.5], [0.5], [0.0]], dtype=np.float32), (1, len(LABELS)))
    for label in range(len(LABELS)):
        known = marks[:, label] != 0
        if len(set(marks[known, label])) < 2:
            continue
        both = np.stack([best[known, label], line[known, label]], axis=1)
        model = LogisticRegression(C=10.0).fit(both, marks[known, label])
        blend[:, label] = [*model.coef_[0], model.intercept_[0]]
    return blend


def choose_threshold(chance: Array, mark: Array, weight: Array) -> float:
    """Return the probability above which saying the label serves best, precision first."""
    known = mark != 0
    order = np.argsort(-chance[known], kind="stable")
    truth, said = (mark[known] > 0)[order] * weight[known][order], weight[known][order]
    square = _PRECISION**2
    gain = (1 + square) * np.cumsum(truth) / (square * truth.sum() + np.cumsum(said))
    return round(float(np.clip(chance[known][order][int(gain.argmax())], 0.3, 0.9)), 3)


def train(content: Path, out: Path) -> dict[str, float]:
    """Train on content/, write the model to `out` and return the figures of the folds."""
    rows = read_rows(content)
    samples = [_sample(row) for row in rows]
    marks = np.array([sample.marks for sample in samples])
    best, line = out_of_fold(samples, [row.group for row in rows])
    blend = calibrate(best, line, marks)
    chance = 1 / (1 + np.exp(-(blend[0] * best + blend[1] * line + blend[2])))
    weight = np.array([_PLAIN_WEIGHT if row.plain else 1.0 for row in rows])
    chosen = [choose_threshold(chance[:, at], marks[:, at], weight) for at in range(len(LABELS))]
    chosen[: len(TRAPS)] = [max(_LEAST_SURE, least) for least in chosen[: len(TRAPS)]]
    final = fit(samples)
    LinearModel(
        labels=LABELS,
        corpus=corpus_hash(content),
        thresholds=dict(zip(LABELS, chosen, strict=True)),
        columns=final.columns,
        idf=final.idf,
        weights=final.weights,
        bias=final.bias,
        blend=blend,
    ).save(out)
    return figures(chance >= np.array(chosen), marks)


def figures(said: Bools, marks: Array) -> dict[str, float]:
    """Return the F1 of each label, and how often a line without a trap is said to have one."""
    has, known = marks > 0, marks != 0
    right = (said & has).sum(axis=0)
    f1 = 2 * right / np.maximum((said & known).sum(axis=0) + has.sum(axis=0), 1)
    found = {label: round(float(value), 3) for label, value in zip(LABELS, f1, strict=True)}
    traps = slice(0, len(TRAPS))
    clean = (marks[:, traps] < 0).all(axis=1)
    found["false alarms"] = round(float(said[clean, traps].any(axis=1).mean()), 3)
    return found


def main() -> None:
    """Train from the content of this checkout."""
    content = Path(__file__).parent.parent / "content"
    for name, value in train(content, content / "model" / "critic.npz").items():
        sys.stdout.write(f"{name:16} {value:.3f}\n")


if __name__ == "__main__":
    main()
