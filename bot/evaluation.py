"""How well labelled lines are judged: every figure of the report, as a value."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from bot.core.critique import Span
from bot.core.detection import Signal
from bot.core.text import sentences

_BANDS = 20  # of confidence, from 0 to 1
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Judged:
    """A line as people labelled it and as the detector did."""

    text: str
    labels: frozenset[str]
    where: dict[str, str]  # the words that carry a label
    signals: tuple[Signal, ...]

    @property
    def said(self) -> frozenset[str]:
        """The labels that were said without a doubt."""
        return frozenset(signal.id for signal in self.signals if signal.sure)


@dataclass(frozen=True, slots=True)
class Score:
    """How often a label was said, and how often it was there."""

    label: str
    right: int
    said: int
    real: int

    @property
    def precision(self) -> float:
        return ratio(self.right, self.said)

    @property
    def recall(self) -> float:
        return ratio(self.right, self.real)

    @property
    def f1(self) -> float:
        return ratio(2 * self.right, self.said + self.real)


@dataclass(frozen=True, slots=True)
class Confusion:
    """How many lines with one label, which was missed, were given another that they lack."""

    missed: str
    said: str
    lines: int


@dataclass(frozen=True, slots=True)
class Band:
    """The findings and doubts of like confidence, `low` up to a twentieth more."""

    low: float
    said: int
    confidence: float  # the mean
    right: float  # the share


@dataclass(frozen=True, slots=True)
class Alarm:
    """A trap said of a line that lacks it. `near` are the labels that the line does have."""

    trap: str
    near: tuple[str, ...]
    confidence: float
    text: str


@dataclass(frozen=True, slots=True)
class Pointing:
    """Where the true findings of lines with several sentences point."""

    findings: int
    in_sentence: float  # the share whose sentence carries the label
    overlap: float  # mean F1 of the words pointed at, against those that carry the label


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Everything that the report tells."""

    lines: int
    scores: tuple[Score, ...]
    confusions: tuple[Confusion, ...]
    bands: tuple[Band, ...]
    alarms: tuple[Alarm, ...]
    clean: int  # lines without a trap
    clean_said: int  # of them, those that were said to hold one
    clean_doubted: int  # of them, those that were asked about one, or said to hold one
    pointing: Pointing


def evaluate(judged: Sequence[Judged], labels: Sequence[str], traps: Collection[str]) -> Evaluation:
    """Compare what was said of lines with what is true of them."""
    clean = [line for line in judged if not line.labels & set(traps)]
    return Evaluation(
        lines=len(judged),
        scores=tuple(_score(judged, label) for label in labels),
        confusions=_confusions(judged),
        bands=tuple(_bands(judged)),
        alarms=tuple(_alarms(judged, traps)),
        clean=len(clean),
        clean_said=sum(bool(line.said & set(traps)) for line in clean),
        clean_doubted=sum(any(one.id in traps for one in line.signals) for line in clean),
        pointing=_pointing(judged),
    )


def ratio(part: float, whole: float) -> float:
    """Return a share, 0 of nothing."""
    return part / whole if whole else 0.0


def _score(judged: Sequence[Judged], label: str) -> Score:
    return Score(
        label,
        right=sum(label in line.labels & line.said for line in judged),
        said=sum(label in line.said for line in judged),
        real=sum(label in line.labels for line in judged),
    )


def _confusions(judged: Sequence[Judged]) -> tuple[Confusion, ...]:
    pairs = Counter(
        (missed, said)
        for line in judged
        for missed in line.labels - line.said
        for said in line.said - line.labels
    )
    ranked = sorted(pairs.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(Confusion(missed, said, lines) for (missed, said), lines in ranked)


def _bands(judged: Sequence[Judged]) -> Iterator[Band]:
    said = [(one.confidence, one.id in line.labels) for line in judged for one in line.signals]
    for band in range(_BANDS):
        # Confidences have two digits: hundredths fall into a band without rounding errors.
        inside = [pair for pair in said if round(pair[0] * 100) * _BANDS // 100 == band]
        if inside:
            confidence = sum(sure for sure, _ in inside) / len(inside)
            right = sum(right for _, right in inside) / len(inside)
            yield Band(band / _BANDS, len(inside), confidence, right)


def _alarms(judged: Sequence[Judged], traps: Collection[str]) -> Iterator[Alarm]:
    for line in judged:
        for one in line.signals:
            if one.sure and one.id in traps and one.id not in line.labels:
                yield Alarm(one.id, tuple(sorted(line.labels)), one.confidence, line.text)


def _pointing(judged: Sequence[Judged]) -> Pointing:
    pairs = [
        (line.text, spans, one.span, carrier)
        for line in judged
        if len(spans := sentences(line.text)) > 1
        for one in line.signals
        if one.sure and (carrier := _carrier(line, one.id)) is not None
    ]
    right = sum(_is_in_sentence(spans, span, carrier) for _, spans, span, carrier in pairs)
    overlap = sum(_overlap(text, span, carrier) for text, _, span, carrier in pairs)
    return Pointing(len(pairs), ratio(right, len(pairs)), ratio(overlap, len(pairs)))


def _carrier(line: Judged, label: str) -> Span | None:
    """Return the words that carry a label, where that is known of a line that has it."""
    words = line.where.get(label, "") if label in line.labels else ""
    start = line.text.find(words)
    return Span(start, start + len(words)) if words and start >= 0 else None


def _is_in_sentence(spans: Sequence[Span], span: Span, carrier: Span) -> bool:
    """Whether a span begins in a sentence that shares in the words which carry the label."""
    inside = next(one for one in spans if one.start <= span.start < one.end)
    return inside.start < carrier.end and carrier.start < inside.end


def _overlap(text: str, span: Span, carrier: Span) -> float:
    pointed, carrying = _words_in(text, span), _words_in(text, carrier)
    return ratio(2 * len(pointed & carrying), len(pointed) + len(carrying))


def _words_in(text: str, span: Span) -> set[int]:
    return {word.start() for word in _WORD.finditer(text, span.start, span.end)}
