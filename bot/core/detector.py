"""Finds labels in a line: the model's verdict, the votes of content's phrases, the guards.

Without a model the phrases decide alone, as they do for a trap that the model never saw.
"""

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from bot.core.blended import BlendedModel
from bot.core.critique import FindingKind, Span
from bot.core.detection import Signal
from bot.core.guards import SHUNNED
from bot.core.library import Library, Rule
from bot.core.linear import LinearModel, Reading
from bot.core.phrases import PhraseBook
from bot.core.recall import one_line, recalled
from bot.core.text import sentences, straighten
from bot.core.vocabulary import Floats

_WORTH_ASKING = 0.35  # a label is asked about from this probability on, said from its threshold on
_OUT_OF_QUESTION = math.log(0.3 / 0.7)  # no threshold is lower than 0.3
_SURE = 0.9  # confidence of a phrase alone
_SUREST = 0.99  # no judgement of words alone is certain
_VOTE = 4.0  # what a phrase adds to the model's logit
_COMPANY = 2.0  # how far harmless company may lower a trap that stands in a sentence of its own
_GUARD = 5.0  # what a guard takes away: more than a phrase gives
_UNLESS = "unless "  # marks a set of excuses in the phrase book
_SHUNNED = "shunned"  # the words of refusal or report
_CLAUSE = re.compile(
    r"(?<=[,;:])\s+|\s+-\s+|\s+(?=(?:and|but|because)\s)"
    # "I'm so glad" and "thank you so much" are of a piece
    r"|(?<!'m)(?<!'s)(?<!'re)(?<!\bam)(?<!\bis)(?<!\bare)(?<!\bwas)(?<!\bbe)(?<!\bbeen)"
    r"\s+(?=so(?! much| many| far| long)\s)",
    re.IGNORECASE,
)
_WORTH = 0.25  # logit that dropping a clause may cost
_MOST_CUTS = 6  # clauses tried at either end: a sentence has few, a hostile one hundreds
_GIVEN_AWAY = "passive-exit"
_TAKEN_BACK = frozenset({"ask-advance", "ask-timeline"})  # a question that keeps the initiative


@dataclass(frozen=True, slots=True)
class _Line:
    """A text, read once for all rules."""

    text: str
    sentences: tuple[Span, ...]
    votes: dict[str, tuple[Span, ...]]  # the phrases found, by rule, unless they are excused
    shunned: tuple[Span, ...]  # words of refusal or report
    reading: Reading | None
    logits: list[float]  # of the reading, by label

    def only_mentions(self, sentence: Span) -> bool:
        """Whether a sentence refuses or reports what it says."""
        return any(_within(words, sentence) for words in self.shunned)


class RuleAndModelDetector:
    """Phrases and a model, behind the Detector protocol."""

    def __init__(self, library: Library, model: LinearModel | BlendedModel | None) -> None:
        """Raise ValueError on a phrase that makes no sense."""
        sets = {rule.id: rule.detect.phrases for rule in library.rules}
        excuses = {_UNLESS + rule.id: rule.detect.unless for rule in library.rules}
        self._book = PhraseBook(sets | excuses | {_SHUNNED: SHUNNED})
        self._rules = library.rules
        self._model = model
        self._labels = {label: number for number, label in enumerate(model.labels if model else ())}
        traps = {rule.id for rule in library.rules if rule.kind is FindingKind.TRAP}
        self._company = np.array([_COMPANY if one in traps else math.inf for one in self._labels])
        if model:
            model.keep(_own_words(library))

    def detect(self, text: str) -> tuple[Signal, ...]:
        """Return the signals in the order of their spans, at most one for each id."""
        with one_line():
            return self._hear(text)

    def _hear(self, text: str) -> tuple[Signal, ...]:
        reading = self._model.read(text) if self._model and _says_something(text) else None
        said = self._book.find_all(text)
        votes = {id: spans for id, spans in said.items() if _UNLESS + id not in said}
        line = _Line(
            text=text,
            sentences=reading.spans if reading else sentences(text),
            votes=votes,
            shunned=said.get(_SHUNNED, ()),
            reading=reading,
            logits=self._logits(reading) if reading else [],
        )
        if not line.sentences:
            return ()
        return _settled([signal for rule in self._rules if (signal := self._signal(rule, line))])

    def _logits(self, reading: Reading) -> list[float]:
        """Return what the model makes of each label. Few other words make a trap harmless."""
        alone = reading.alone.astype(float) - self._company
        logits: list[float] = np.maximum(reading.whole.astype(float), alone).tolist()
        return logits

    def _signal(self, rule: Rule, line: _Line) -> Signal | None:
        phrases = line.votes.get(rule.id, ())
        model, reading, label = self._model, line.reading, self._labels.get(rule.id)
        if model is None or reading is None or label is None:
            return _by_phrase(rule, line, phrases)
        logit = line.logits[label] + _VOTE * bool(phrases)
        if logit < _OUT_OF_QUESTION:
            return None
        at = _carrier(reading, label, phrases)
        if rule.kind is not FindingKind.MOVE and line.only_mentions(reading.spans[at]):
            logit -= _GUARD
        confidence = 1 / (1 + math.exp(-logit))
        sure = confidence >= model.thresholds[rule.id]
        if not sure and (confidence < _WORTH_ASKING or not rule.maybe):
            return None
        span = _narrowed(reading, label, line.text, at, phrases)
        return Signal(rule.id, span, round(min(confidence, _SUREST), 2), sure)


def _says_something(text: str) -> bool:
    """Whether there is more than a lone word, of which a model makes what it likes."""
    return "?" in text or len(text.split()) > 1


def _own_words(library: Library) -> Iterator[str]:
    """Every sentence that content/ offers for a rewrite, and what is left without its ends."""
    texts = [text for kind in library.kinds for check in kind.checks for text in check.say]
    texts += [text for trap in library.traps for text in trap.swap]
    texts += [text for disputed in library.disputed for text in disputed.swap]
    texts += [text for wording in library.wordings for text in wording.say]
    texts += [text for swaps in library.swaps for text in swaps.swap]
    for text in texts:
        for span in sentences(text):
            sentence = text[span.start : span.end]
            for start, end in combinations((0, *_cuts(sentence), len(sentence)), 2):
                yield sentence[start:end]


def _cuts(sentence: str) -> list[int]:
    """Return where a clause of a sentence begins, all but the first."""
    return [cut.end() for cut in _CLAUSE.finditer(straighten(sentence))]


def _by_phrase(rule: Rule, line: _Line, phrases: tuple[Span, ...]) -> Signal | None:
    """Take the first phrase that is meant."""
    for phrase in phrases:
        carrier = next(span for span in line.sentences if _within(phrase, span))
        if rule.kind is FindingKind.MOVE or not line.only_mentions(carrier):
            return Signal(rule.id, phrase, _SURE)
    return None


def _within(phrase: Span, sentence: Span) -> bool:
    return sentence.start <= phrase.start < sentence.end


def _carrier(reading: Reading, label: int, phrases: tuple[Span, ...]) -> int:
    """Return the number of the sentence that the finding rests on most."""
    scores: list[float] = reading.by_sentence[:, label].tolist()
    for at, span in enumerate(reading.spans if phrases else ()):
        scores[at] += _VOTE * any(_within(phrase, span) for phrase in phrases)
    return scores.index(max(scores))


def _narrowed(reading: Reading, label: int, text: str, at: int, phrases: tuple[Span, ...]) -> Span:
    """Leave out clauses at either end of a sentence that add nothing to the finding."""
    sentence = reading.spans[at]
    kept = [phrase for phrase in phrases if _within(phrase, sentence)]
    first = min((phrase.start for phrase in kept), default=sentence.end) - sentence.start
    last = max((phrase.end for phrase in kept), default=sentence.start) - sentence.start
    words = text[sentence.start : sentence.end]
    start, end = recalled(_without_ends, reading.score, label, words, first, last)
    return Span(sentence.start + start, sentence.start + end)


def _without_ends(
    score: Callable[[str], Floats], label: int, sentence: str, first: int, last: int
) -> tuple[int, int]:
    """Return what is left of a sentence. What stands between `first` and `last` stays."""
    start, end, cuts = 0, len(sentence), _cuts(sentence)
    if not cuts:
        return start, end
    best = float(score(sentence)[label])
    for cut in cuts[:_MOST_CUTS]:
        if cut > first or (worth := float(score(sentence[cut:])[label])) < best - _WORTH:
            break
        start, best = cut, max(best, worth)
    for cut in reversed([cut for cut in cuts[-_MOST_CUTS:] if cut > start]):
        if cut < last or (worth := float(score(sentence[start:cut])[label])) < best - _WORTH:
            break
        end, best = cut, max(best, worth)
    return start, start + len(sentence[start:end].rstrip())


def _settled(found: list[Signal]) -> tuple[Signal, ...]:
    ids = {signal.id for signal in found if signal.sure}
    kept = [one for one in found if one.id != _GIVEN_AWAY or not ids & _TAKEN_BACK]
    return tuple(sorted(kept, key=lambda one: (one.span.start, one.span.end, one.id)))
