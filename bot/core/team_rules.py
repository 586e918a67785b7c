"""A team's own rules: traps that it adds, and findings that it accepts in certain lines.

They need no training. A trap is found by its wordings, and where a text is like one of the lines
that it must catch; how like, follows from the lines that must pass. An exception is recognised by
a fingerprint, so that nothing is kept of the line but that.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from bot.core.critique import Finding, FindingKind, Severity, Span
from bot.core.detection import Signal
from bot.core.examples import Examples
from bot.core.fingerprints import Fingerprint, fingerprint, likeness
from bot.core.gallery import Gallery
from bot.core.guards import mentions
from bot.core.phrases import PhraseBook
from bot.core.recall import recalled
from bot.core.text import sentences

PREFIX = "team:"  # no id of content/ holds a colon
SOURCE = "your team's own rule"
LIKE_ACCEPTED = 0.5  # of the letters of an accepted line, five at a time, which a line must share
_SURE = 0.9  # confidence of a wording

Detect = Callable[[str], tuple[Signal, ...]]


@dataclass(frozen=True, slots=True)
class TeamTrap:
    """A pattern that a team leaves out of its closes. Its id begins with PREFIX.

    What to say instead are whole sentences, which may stand in a rewrite where the trap stood.
    `phrases` are in the phrase language of content/; `caught` and `passed` are the proof.
    """

    id: str
    name: str
    why: str
    say_instead: tuple[str, ...]
    phrases: tuple[str, ...]
    caught: tuple[str, ...]
    passed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TeamException:
    """A finding that is none in this workspace: in that passage, and in what is nearly the same.

    It tells neither who wrote the passage nor what it said.
    """

    id: str  # of the disputed finding: `attempt:rule`
    rule: str
    passage: Fingerprint


@dataclass(frozen=True, slots=True)
class KeptTrap:
    """A trap as it is in force, since that version of the team's rules."""

    trap: TeamTrap
    version: int
    made_at: datetime


@dataclass(frozen=True, slots=True)
class KeptException:
    """An exception in force, and when it was accepted."""

    exception: TeamException
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Heard:
    """What is found in a text, and the rules of which something was accepted there.

    What was accepted still tells what kind of line it is, unless it was in doubt.
    """

    signals: tuple[Signal, ...]
    accepted: frozenset[str] = frozenset()


class TeamRules:
    """All rules of one team, ready to be applied. They never change: made once a version."""

    def __init__(
        self, traps: Iterable[TeamTrap] = (), exceptions: Iterable[TeamException] = ()
    ) -> None:
        """Raise ValueError on a phrase that makes no sense."""
        self.traps, self.exceptions = tuple(traps), tuple(exceptions)
        self._by_id = {trap.id: trap for trap in self.traps}
        self._book = PhraseBook({trap.id: trap.phrases for trap in self.traps})
        self._examples = Examples((trap.id, trap.caught, trap.passed) for trap in self.traps)
        self._accepted = _Accepted(self.exceptions)

    def __bool__(self) -> bool:
        return bool(self.traps or self.exceptions)

    def trap(self, id: str) -> TeamTrap | None:
        """Return one of the team's own traps, None when it has none of that id."""
        return self._by_id.get(id)

    def hear(self, text: str, detect: Detect, praised: Collection[str] = ()) -> Heard:
        """Return what a detector and the team's own traps find, without what the team accepts.

        What is `praised` counts for the line, so that no exception is needed.
        """
        found = self._find_all(text, detect)
        rules = {one.id for one in found if one.id not in praised}
        accepted = self._accepted.passages(text, rules)
        if not accepted:
            return Heard(found)
        kept = {one.id: one for one in found if one.id not in accepted}
        sure = frozenset(one.id for one in found if one.sure and one.id in accepted)
        for rule, passages in accepted.items():
            # The same trap may stand in another sentence, too.
            rest = _without(text, passages)
            found = self._find_all(rest, detect) if rest.strip() else ()
            kept |= {one.id: one for one in found if one.id == rule}
        return Heard(_in_order(kept.values()), sure)

    def find(self, text: str) -> tuple[Signal, ...]:
        """Return the team's own traps in a text, each at most once."""
        if not self.traps:
            return ()
        found = dict(self._examples.alike(text))
        said = self._book.find_all(text)
        shunned = mentions(text) if said else ()
        for id, spans in said.items():
            meant = (span for span in spans if not _only_mentioned(text, span, shunned))
            if span := next(meant, None):
                found[id] = Signal(id, span, _SURE)
        return _in_order(found.values())

    def _find_all(self, text: str, detect: Detect) -> tuple[Signal, ...]:
        return _in_order((*detect(text), *self.find(text)))


def found_by_team(trap: TeamTrap, signal: Signal, words: str, message: str) -> Finding:
    """Return the finding of a team's own trap. It weighs as much as most traps of content/."""
    return Finding(
        kind=FindingKind.TRAP,
        id=trap.id,
        title=trap.name,
        severity=Severity.MAJOR,
        span=signal.span,
        words=words,
        confidence=signal.confidence,
        message=message,
        why=trap.why,
        source=SOURCE,
        fix=f"Say instead: {trap.say_instead[0]}",
        say_instead=trap.say_instead,
    )


def passage(text: str, span: Span) -> str:
    """Return the whole sentences in which a finding stands."""
    touched = [one for one in sentences(text) if one.start < span.end and span.start < one.end]
    return text[touched[0].start : touched[-1].end] if touched else text


def stamp(library: str, version: int) -> str:
    """Return what an attempt keeps of the rules that judged it: content's version, the team's."""
    return f"{library}+{version}" if version else library


def team_version(stamped: str) -> int:
    """Return the version of the team's rules that judged an attempt, 0 where it had none."""
    return int(stamped.partition("+")[2] or 0)


class _Accepted:
    """The accepted passages, by their rule."""

    def __init__(self, exceptions: Iterable[TeamException]) -> None:
        held: dict[str, dict[int, Fingerprint]] = {}
        for number, one in enumerate(exceptions):
            held.setdefault(one.rule, {})[number] = one.passage
        self._held = held
        self._galleries = {rule: Gallery(passages) for rule, passages in held.items()}

    def passages(self, text: str, rules: Collection[str]) -> dict[str, tuple[Span, ...]]:
        """Return the passages of a text that are accepted, for those of the rules that have any."""
        concerned = sorted(self._held.keys() & rules)
        if not concerned:
            return {}
        single = sentences(text)
        pairs = tuple(Span(one.start, next.end) for one, next in pairwise(single))
        found = {}
        for rule in concerned:
            # Sentences may be divided otherwise than they were: two are tried, too, and all.
            for spans in (single, pairs, (Span(0, len(text)),)):
                accepted = tuple(span for span in spans if self._is_accepted(rule, text, span))
                if accepted:
                    found[rule] = accepted
                    break
        return found

    def _is_accepted(self, rule: str, text: str, span: Span) -> bool:
        print = recalled(fingerprint, text[span.start : span.end])
        shared = self._galleries[rule].shared(print)
        return any(
            # No two can be more alike than this share, which is quick to see.
            count >= LIKE_ACCEPTED * max(len(print), len(self._held[rule][number]))
            and likeness(print, self._held[rule][number]) >= LIKE_ACCEPTED
            for number, count in shared.items()
        )


def _only_mentioned(text: str, span: Span, shunned: Collection[Span]) -> bool:
    """Whether other words of its sentence refuse or report what a wording says."""
    if not shunned:
        return False
    sentence = next(one for one in sentences(text) if one.start <= span.start < one.end)
    return any(
        sentence.start <= words.start < sentence.end
        and not (words.start < span.end and span.start < words.end)
        for words in shunned
    )


def _without(text: str, spans: Iterable[Span]) -> str:
    """Return a text with spaces in some places, all else where it was."""
    for span in spans:
        blank = " " * (span.end - span.start)
        text = text[: span.start] + blank + text[span.end :]
    return text


def _in_order(signals: Iterable[Signal]) -> tuple[Signal, ...]:
    return tuple(sorted(signals, key=lambda one: (one.span.start, one.span.end, one.id)))


NO_RULES = TeamRules()
