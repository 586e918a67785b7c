"""A better version of the rep's own line: their words, without the traps, with what is missing.

Nothing leaves here unread: a candidate counts only when the reader finds it free of hazards and
of doubts.
"""

from collections.abc import Iterator, Sequence

from bot.core.clauses import (
    Part,
    apart,
    ending,
    gives_result,
    is_greeting,
    kept,
    leans,
    own_sentences,
    sentence_of,
    untied,
    without_last_clause,
)
from bot.core.critique import Finding, FindingKind, LineKind
from bot.core.facts import called, calling
from bot.core.language import holds_question, is_question
from bot.core.library import Library
from bot.core.reading import Glance, Reader, Reading
from bot.core.recall import recalled
from bot.core.text import words
from bot.core.wordings import Wordings, met_by

_MOST_WORDS_MORE = 60  # a rewrite longer than this is no longer the rep's line
_MOST_QUESTIONS = 2  # that one after the other can be answered
_MOST_CUTS = 6  # clauses given up of one sentence: it has few, a hostile one hundreds
_TURNS = 4  # how many versions are tried before the rep's own words are given up


class Rewriter:
    """Rewrites lines with the sentences that content/ offers."""

    def __init__(self, library: Library, reader: Reader) -> None:
        self._reader = reader
        self._wordings = Wordings(library, reader)

    def rewrite(self, reading: Reading) -> str | None:
        """Return a line that is clean and scores at least as much, or None if none is needed."""
        if reading.kind is LineKind.NOT_A_CLOSE:
            return None
        parts = self._parts(reading)
        for turn in range(_TURNS):
            candidate = self._compose(reading, parts, turn)
            if candidate == reading.text:
                return None
            if _is_better(self._glance(candidate, reading), reading):
                return candidate
            again = self._reader.read(candidate, reading.stance, reading.kind, reading.team)
            parts = _without_hazards(parts, again)
        candidate = self._compose(reading, [], 0)
        return candidate if _is_better(self._glance(candidate, reading), reading) else None

    def _parts(self, reading: Reading) -> list[Part]:
        """What of the line can stay, and the hazards in their places."""
        full = all(check.met for check in reading.checks)
        hazards = reading.hazards if full else (*reading.hazards, *reading.doubts)
        if not hazards:
            return list(self._without_hidden(reading))
        moves = [one.span for one in reading.findings if one.kind is FindingKind.MOVE]
        parts = kept(reading.text, hazards, moves)
        return [
            part
            for before, part in zip([None, *parts], self._cleared(parts, reading), strict=False)
            if part and (not isinstance(before, Finding) or self._is_clean(part, reading))
        ]

    def _cleared(self, parts: Sequence[Part], reading: Reading) -> Iterator[Part]:
        """The parts; of a piece of a sentence in which a trap is heard still, what is before it."""
        whole = own_sentences(reading.text)
        for part in parts:
            if isinstance(part, str) and part not in whole:
                yield self._clear(part, reading)
            else:
                yield part

    def _clear(self, words: str, reading: Reading) -> str:
        for _ in range(_MOST_CUTS):
            if not words or self._is_clean(words, reading):
                return words
            words = without_last_clause(words)
        return ""

    def _is_clean(self, part: Part, reading: Reading) -> bool:
        """Whether words hold no trap even by themselves: a good question may excuse one."""
        if isinstance(part, Finding):
            return True
        return not self._reader.holds_hazard(part, reading.stance, reading.team)

    def _without_hidden(self, reading: Reading) -> Iterator[str]:
        """The rep's sentences but those which only a question beside them keeps from a trap."""
        asks = holds_question(reading.text)
        gone = False
        for sentence in own_sentences(reading.text):
            said, question = apart(sentence)
            stays = not asks or not said or self._is_clean(said, reading)
            left = sentence if stays else question
            if left:
                yield untied(left) if gone else left
            gone = not stays

    def _compose(self, reading: Reading, parts: Sequence[Part], turn: int) -> str:
        body: list[str] = []
        asked: list[str] = []
        for part in parts:
            if isinstance(part, str):
                body.append(part)
                continue
            for sentence in self._wordings.swap(part, reading, turn):
                if name := called(sentence_of(reading.text, part), [*body, *asked]):
                    sentence = calling(name, sentence)
                if not is_question(sentence):
                    body.append(sentence)
                elif not asked:  # one question about what is missing is enough
                    asked.append(sentence)
        return self._completed(body, asked, reading, turn)

    def _completed(self, body: list[str], asked: list[str], reading: Reading, turn: int) -> str:
        """Add a sentence for each check that the line misses, before and after a closing question.

        Statements go before it, questions after it; a sign-off stays at the very end.
        """
        unchanged = not asked and body == own_sentences(reading.text)
        line = _join([*body, *asked])
        met = met_by(reading) if unchanged else self._met(line, reading)
        room = words(reading.text) + _MOST_WORDS_MORE - words(line)
        result = any(map(gives_result, body))
        added = self._wordings.additions(met, reading, room, turn, result=result)
        if unchanged and not added:
            return reading.text
        body, closing, sign_off = _parted(body, reading)
        before = [one.sentence for one in added if not one.last and not is_question(one.sentence)]
        end = [one.sentence for one in added if one.last]
        asks = sum(map(is_question, [*closing, *end]))
        if asks >= _MOST_QUESTIONS:
            asked = []
        enough = len(asked) + asks >= _MOST_QUESTIONS
        after = [
            one.sentence for one in added if not (enough or one.last) and is_question(one.sentence)
        ]
        line = _join([*body, *before, *asked, *closing, *after, *end])
        return " ".join(filter(None, [line, _signed(sign_off)]))

    def _met(self, line: str, reading: Reading) -> frozenset[str]:
        return self._glance(line, reading).met if line else frozenset()

    def _glance(self, line: str, reading: Reading) -> Glance:
        """Judge a version of a line by what the line itself was read by."""
        judged = reading.stance, reading.kind, reading.team
        return recalled(self._reader.glance, line, *judged)


def _is_better(version: Glance, reading: Reading) -> bool:
    return version.clean and version.score >= reading.score


def _without_hazards(parts: list[Part], read: Reading) -> list[Part]:
    """Leave out those of the rep's words in which a hazard is heard still."""
    heard = [one.words for one in (*read.hazards, *read.doubts)]
    return [
        part
        for part in parts
        if isinstance(part, Finding) or not any(one in part or part in one for one in heard)
    ]


def _parted(body: list[str], reading: Reading) -> tuple[list[str], list[str], list[str]]:
    """Part the rep's sentences from a question and a sign-off at their end.

    What the question speaks of stays with it, and so does the last word after a question that
    makes a move.
    """
    last = ending(reading.text)
    end = len(body)
    while end and body[end - 1] in last:
        end -= 1
    start = end
    if _asks(body[:end]):
        start -= 1
    elif end > 1 and _asks(body[: end - 1]) and _is_move(body[end - 2], reading):
        start -= 2
    while 0 < start < end and leans(body[start], body[start - 1]):
        start -= 1
    return body[:start], body[start:end], body[end:]


def _asks(body: list[str]) -> bool:
    """Whether sentences end in a question that is the rep's own, not a quoted one."""
    return bool(body) and is_question(body[-1]) and body[-1].count('"') % 2 == 0


def _is_move(sentence: str, reading: Reading) -> bool:
    moves = (one.words for one in reading.findings if one.kind is FindingKind.MOVE)
    return any(move in sentence or sentence in move for move in moves)


def _join(pieces: Sequence[str]) -> str:
    return " ".join(_finished(piece) for piece in pieces if piece)


def _signed(sign_off: list[str]) -> str:
    """Put the lines that end a letter into one."""
    *before, last = sign_off or [""]
    return " ".join([*(f"{one.rstrip(',')}," for one in before), last])


def _finished(sentence: str) -> str:
    """Give a sentence its capital and its mark, where the rep left them out."""
    if sentence[0].islower():
        sentence = sentence[0].upper() + sentence[1:]
    if is_greeting(sentence):
        return sentence
    if sentence[-1].isalnum() or sentence[-1] in ",;:-)]":
        return sentence.rstrip(",;:-") + ("?" if is_question(sentence) else ".")
    return sentence
