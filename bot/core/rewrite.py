"""A better version of the rep's own line: their words, without the traps, with what is missing.

Nothing leaves here unread: a candidate counts only when the reader finds it free of hazards,
and of doubts that the rep's own line did not raise.
"""

import re
from collections.abc import Iterator, Sequence
from zlib import crc32

from bot.core.critique import Finding, LineKind, Span, Stance
from bot.core.language import is_question
from bot.core.library import CheckRule, Disputed, Library, Trap
from bot.core.reading import Reader, Reading
from bot.core.text import sentences, words

_MOST_WORDS_MORE = 60  # a rewrite longer than this is no longer the rep's line
_TURNS = 2  # how many sets of wordings are tried before the rep's own words are given up
_FEWEST_WORDS_KEPT = 3  # a shorter remnant of a sentence reads as a slip
# A clause may be cut off where the trap begins when what is left ends at one of these ...
_CLAUSE_END = re.compile(r"(?:[,;:.!–—-]|\s(?:and|but|so|or|then))\s*$", re.IGNORECASE)
# ... and does not depend on what follows.
_SUBORDINATE = re.compile(
    r"\s*(?:if|when|once|since|because|although|though|while|unless|as|unlike|after|before|with"
    r"|from|given|in|for|at|by|to|compared|against|\w+ing|\w{3,}ed)\b",
    re.IGNORECASE,
)


class Rewriter:
    """Rewrites lines with the sentences that content/ offers."""

    def __init__(self, library: Library, reader: Reader) -> None:
        self._reader = reader
        self._swaps = {
            rule.id: rule.swap for rule in library.rules if isinstance(rule, Trap | Disputed)
        }
        self._checks = {kind.id: kind.checks for kind in library.kinds}
        self._met_by_sentence = {
            (kind.id, sentence): self._met(sentence, kind.id)
            for kind in library.kinds
            for rule in kind.checks
            for sentence in rule.say
        }

    def rewrite(self, reading: Reading) -> str | None:
        """Return a line that is clean and scores at least as much, or None if none is needed."""
        if reading.kind is LineKind.NOT_A_CLOSE:
            return None
        for candidate in self._candidates(reading):
            if candidate == reading.text:
                return None
            if self._is_better(candidate, reading):
                return candidate
        return None

    def _candidates(self, reading: Reading) -> Iterator[str]:
        for turn in range(_TURNS):
            yield self._compose(reading, _kept(reading), turn)
        for turn in range(_TURNS):
            yield self._compose(reading, [], turn)

    def _compose(self, reading: Reading, kept: Sequence[str | Finding], turn: int) -> str:
        pieces = [self._piece(part, reading, turn) for part in kept]
        line = _join(pieces) if pieces != _own_sentences(reading.text) else reading.text
        return self._completed(line, reading, turn)

    def _piece(self, part: str | Finding, reading: Reading, turn: int) -> str:
        if isinstance(part, str):
            return part
        trap = reading.team.trap(part.id)
        swaps = trap.say_instead if trap else self._swaps[part.id]
        return _choose(swaps, part.id, reading.text, turn)

    def _completed(self, line: str, reading: Reading, turn: int) -> str:
        """Add a sentence for each check that the line misses, the most valuable first."""
        unchanged = line == reading.text
        met = _met(reading) if unchanged else self._met_by(line, reading)
        room = words(reading.text) + _MOST_WORDS_MORE - words(line)
        added: list[tuple[CheckRule, str]] = []
        for rule in sorted(self._checks[reading.kind], key=lambda rule: -rule.points):
            if rule.id in met or not rule.say:
                continue
            sentence = _choose(rule.say, rule.id, reading.text, turn)
            if words(sentence) <= room:
                room -= words(sentence)
                added.append((rule, sentence))
                met |= self._met_by_sentence[reading.kind, sentence]
        return self._placed(line, reading, added)

    def _met(self, line: str, kind: LineKind) -> frozenset[str]:
        return _met(self._reader.read(line, Stance.BALANCED, kind))

    def _met_by(self, line: str, reading: Reading) -> frozenset[str]:
        return _met(self._again(line, reading)) if line else frozenset()

    def _again(self, line: str, reading: Reading) -> Reading:
        """Read a version of a line by what the line itself was read by."""
        return self._reader.read(line, reading.stance, reading.kind, reading.team)

    def _placed(self, line: str, reading: Reading, added: list[tuple[CheckRule, str]]) -> str:
        """Put additions before a closing question, in the order of the kind's checks."""
        if not added:
            return line
        order = [rule.id for rule in self._checks[reading.kind]]
        added = sorted(added, key=lambda pair: order.index(pair[0].id))
        middle = [sentence for rule, sentence in added if not rule.last]
        end = [sentence for rule, sentence in added if rule.last]
        own = _own_sentences(line)
        closing = own[-1:] if own and is_question(own[-1]) else []
        return _join([*own[: len(own) - len(closing)], *middle, *closing, *end])

    def _is_better(self, candidate: str, reading: Reading) -> bool:
        read = self._again(candidate, reading)
        known = {finding.id for finding in (*reading.hazards, *reading.doubts)}
        doubtful = any(finding.id not in known for finding in read.doubts)
        return not read.hazards and not doubtful and read.score >= reading.score


def _met(reading: Reading) -> frozenset[str]:
    return frozenset(check.id for check in reading.checks if check.met)


def _own_sentences(text: str) -> list[str]:
    return [text[span.start : span.end].strip() for span in sentences(text)]


def _kept(reading: Reading) -> list[str | Finding]:
    """The rep's sentences, a hazard standing in for the words that have to go."""
    parts: list[str | Finding] = []
    placed: set[str] = set()
    for span in sentences(reading.text):
        hazards = [hazard for hazard in reading.hazards if _overlap(hazard.span, span)]
        if not hazards:
            sentence = reading.text[span.start : span.end].strip()
            if not _trails(sentence, parts):
                parts.append(sentence)
            continue
        start = min(hazard.span.start for hazard in hazards)
        parts.extend(_remnant(reading.text[span.start : max(span.start, start)]))
        parts.extend(hazard for hazard in hazards if hazard.id not in placed)
        placed.update(hazard.id for hazard in hazards)
    return parts


def _trails(sentence: str, before: Sequence[str | Finding]) -> bool:
    """Whether a sentence is a mere echo of a hazard before it: "I never lose. Ever." """
    after_hazard = bool(before) and not isinstance(before[-1], str)
    return after_hazard and words(sentence) < _FEWEST_WORDS_KEPT


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _remnant(before: str) -> list[str]:
    """The clause before a trap, when it can stand alone."""
    if not _CLAUSE_END.search(before) or _SUBORDINATE.match(before):
        return []
    clause = before
    while (shorter := _CLAUSE_END.sub("", clause)) != clause:
        clause = shorter
    return [clause.strip()] if words(clause) >= _FEWEST_WORDS_KEPT else []


def _choose(options: Sequence[str], salt: str, text: str, turn: int) -> str:
    """Pick an option by the line itself: varied between lines, the same in every process."""
    seed = crc32(f"{salt}\n{text}".encode("utf-8", "surrogatepass"))
    return options[(seed + turn) % len(options)]


def _join(pieces: Sequence[str]) -> str:
    return " ".join(_ended(piece) for piece in pieces if piece)


def _ended(sentence: str) -> str:
    if sentence[-1].isalnum() or sentence[-1] in ",;:-)]":
        return sentence.rstrip(",;:-") + ("?" if is_question(sentence) else ".")
    return sentence
