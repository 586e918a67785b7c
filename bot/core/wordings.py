"""Which of content's sentences a rewrite adds, or puts in the place of a trap.

The choice follows from the line itself: it varies between lines and is the same in every process.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from bot.core.critique import Finding, LineKind, Stance
from bot.core.language import is_question
from bot.core.library import Disputed, Kind, Library, Trap
from bot.core.reading import Reader, Reading
from bot.core.recall import recalled
from bot.core.team_rules import NO_RULES
from bot.core.text import sentences, words

# What a line says, and what would contradict it.
_CONTRARY = (
    # a letter written after the interview is not said in it
    (
        re.compile(
            r"\b(?:yesterday|last (?:week|night)|(?:the other|earlier this) \w+)\b|\bdear\b", re.I
        ),
        re.compile(r"\b(?:today|now|diary|before we finish)\b", re.I),
    ),
    # a day that is named need not be looked for
    (
        re.compile(r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|\d+(?:st|nd|rd|th))\b", re.I),
        re.compile(r"\b(?:days?|when|diary|schedule)\b", re.I),
    ),
)


@dataclass(frozen=True, slots=True)
class _Group:
    """Sentences that meet several checks at once."""

    checks: frozenset[str]
    say: tuple[str, ...]
    after_result: bool = False

    @property
    def salt(self) -> str:
        return " ".join(sorted(self.checks))


@dataclass(frozen=True, slots=True)
class Addition:
    """A sentence to be added, and its place among the others: by the first check that it meets."""

    sentence: str
    place: int
    last: bool


class Wordings:
    """The sentences of one library."""

    def __init__(self, library: Library, reader: Reader) -> None:
        self._reader = reader
        self._kinds = {kind.id: kind for kind in library.kinds}
        self._groups = {kind.id: _groups(library, kind) for kind in library.kinds}
        self._swaps = {
            rule.id: rule.swap for rule in library.rules if isinstance(rule, Trap | Disputed)
        }
        for more in library.swaps:
            self._swaps[more.rule] += more.swap
        self._known: dict[tuple[LineKind, str], frozenset[str]] = {}

    def swap(self, hazard: Finding, reading: Reading, turn: int) -> list[str]:
        """Return the sentences that stand in for a hazard, its question apart from the rest.

        A question that asks for what is asked at the end of a line anyway is left out.
        """
        trap = reading.team.trap(hazard.id)
        options = trap.say_instead if trap else self._swaps[hazard.id]
        swap = _rotated(options, hazard.id, reading.text, turn)[0]
        said = [swap[span.start : span.end] for span in sentences(swap)]
        last = {check.id for check in self._kinds[reading.kind].checks if check.last}
        return [
            one for one in said if not (is_question(one) and last & self.met(one, reading.kind))
        ]

    def additions(
        self, met: frozenset[str], reading: Reading, room: int, turn: int, *, result: bool
    ) -> list[Addition]:
        """Return a sentence for every check of a line's kind that is not met, as far as they fit.

        A sentence that meets several of them goes before one for each. `result`: whether the line
        gives a result of the rep's own to build on.
        """
        checks = self._kinds[reading.kind].checks
        places = {check.id: place for place, check in enumerate(checks)}
        last = {check.id for check in checks if check.last}
        missing = places.keys() - met
        found: list[Addition] = []
        for group in self._groups[reading.kind]:
            if not group.checks <= missing or (group.after_result and not result):
                continue
            options = _rotated(group.say, group.salt, reading.text, turn)
            sentence = next((one for one in options if words(one) <= room), None)
            if sentence:
                room -= words(sentence)
                place = min(places[id] for id in group.checks)
                found.append(Addition(sentence, place, bool(group.checks & last)))
                missing -= group.checks | self.met(sentence, reading.kind)
        return sorted(found, key=lambda one: one.place)

    def met(self, sentence: str, kind: LineKind) -> frozenset[str]:
        """Return the checks that one of content's own sentences meets."""
        key = kind, sentence
        if key not in self._known:
            glance = self._reader.glance(sentence, Stance.BALANCED, kind, NO_RULES)
            self._known[key] = glance.met
        return self._known[key]


def met_by(reading: Reading) -> frozenset[str]:
    """Return the checks that a line meets."""
    return frozenset(check.id for check in reading.checks if check.met)


def _groups(library: Library, kind: Kind) -> list[_Group]:
    """Return the groups of a kind, those that meet most first, then those that matter most."""
    points = {check.id: check.points for check in kind.checks}
    groups = list(_all_groups(library, kind))
    return sorted(
        groups,
        key=lambda group: (
            -len(group.checks),
            -sum(points[id] for id in group.checks),
            not group.after_result,
        ),
    )


def _all_groups(library: Library, kind: Kind) -> Iterator[_Group]:
    ours = [wording for wording in library.wordings if wording.kind is kind.id]
    for wording in ours:
        yield _Group(frozenset(wording.checks), wording.say, wording.after_result)
    for check in kind.checks:
        if check.say and (check.id,) not in {wording.checks for wording in ours}:
            yield _Group(frozenset({check.id}), check.say)


def _rotated(options: Sequence[str], salt: str, text: str, turn: int) -> list[str]:
    digest = blake2b(f"{salt}\n{text}".encode("utf-8", "surrogatepass"), digest_size=4)
    start = int.from_bytes(digest.digest()) + turn
    turned = [options[(start + step) % len(options)] for step in range(len(options))]
    wrong = recalled(_wrong_beside, text)
    return sorted(turned, key=lambda one: any(words.search(one) for words in wrong))


def _wrong_beside(text: str) -> list[re.Pattern[str]]:
    """Return what would contradict a text."""
    return [wrong for said, wrong in _CONTRARY if said.search(text)]
