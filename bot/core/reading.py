"""Read a line: what was found in it, what kind of line it is, which checks it meets."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice

from bot.core.critique import (
    Check,
    Finding,
    FindingKind,
    LineKind,
    Span,
    Stance,
    StepCheck,
    View,
)
from bot.core.detection import Detector, Signal
from bot.core.kinds import kind_of
from bot.core.language import holds_question
from bot.core.library import Condition, Disputed, Library, Opinion, Rule, Says, Source, Step
from bot.core.phrases import PhraseBook, compile_phrases
from bot.core.schema import Asks, HasMove, MeetsStep, NoTrap
from bot.core.team_rules import NO_RULES, Heard, TeamRules, found_by_team
from bot.core.text import words

_QUOTES = "\"'“”‘’"
_TEAMS_MESSAGE = 'Your team leaves this out of a close: "{words}".'
_LONGEST_QUOTE = 80  # characters of the rep's words that a message repeats


@dataclass(frozen=True, slots=True)
class Reading:
    """A line and everything that was read in it, before any advice is given.

    `team` are the rules of the team that it was read by.
    """

    text: str
    stance: Stance
    kind: LineKind
    findings: tuple[Finding, ...]
    steps: tuple[StepCheck, ...]
    checks: tuple[Check, ...]
    maybes: tuple[Finding, ...]
    team: TeamRules = NO_RULES

    @property
    def score(self) -> int:
        return sum(check.points for check in self.checks if check.met)

    @property
    def hazards(self) -> tuple[Finding, ...]:
        """What a rewrite has to take out."""
        return self._hazards(self.findings)

    @property
    def doubts(self) -> tuple[Finding, ...]:
        """What may be a hazard: a rewrite may keep such a doubt, but not bring one in."""
        return self._hazards(self.maybes)

    def _hazards(self, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
        return tuple(one for one in findings if one.kind.is_hazard(self.stance))


@dataclass(frozen=True, slots=True)
class Glance:
    """What a rewriter has to know of a version of a line."""

    clean: bool  # of hazards and of doubts
    met: frozenset[str]  # ids of checks
    score: int


@dataclass(frozen=True, slots=True)
class _Given:
    """What there is in a text to meet a check with."""

    text: str
    stance: Stance
    sure: tuple[tuple[FindingKind, Signal], ...]
    said: dict[str, tuple[Span, ...]]  # the phrases of steps and checks

    def first_move(self, wanted: Collection[str]) -> Span | None:
        for kind, signal in self.sure:
            if signal.id in wanted and kind.is_move(self.stance):
                return signal.span
        return None

    def first_words(self, step: Step) -> Span | None:
        """Return the first words that meet a step."""
        return self.first_move(step.moves) or next(iter(self.said.get(step.id, ())), None)


class Reader:
    """Reads lines by the rules of one library with one detector."""

    def __init__(self, library: Library, detector: Detector) -> None:
        self._detector = detector
        self._rules = {rule.id: rule for rule in library.rules}
        self._sources = {source.id: source for source in library.sources}
        self._kinds = {kind.id: kind for kind in library.kinds}
        self._steps = {step.id: step for step in library.steps}
        moves = frozenset(move.id for move in library.moves)
        disputed = frozenset(rule.id for rule in library.disputed)
        self._praised = {one: moves | (disputed if one is Stance.OPEN else set()) for one in Stance}
        sets = {step.id: step.phrases for step in library.steps}
        sets |= {_key(when): when.phrases for when in _sayings(library)}
        self._book = PhraseBook(sets)
        self._reasons = [(one, compile_phrases(one.phrases)) for one in library.reasons]

    def read(
        self,
        text: str,
        stance: Stance,
        kind: LineKind | None = None,
        team: TeamRules = NO_RULES,
    ) -> Reading:
        """Read a line. It is judged as `kind` where one is given, else as what it is."""
        heard = self._hear(text, stance, team)
        found = tuple(self._finding(text, signal, team) for signal in heard.signals)
        findings = tuple(finding for finding in found if finding.sure)
        maybes = tuple(finding for finding in found if not finding.sure)
        kind = kind or kind_of({finding.id for finding in findings} | heard.accepted)
        given = self._given(text, stance, heard, team)
        steps = tuple(_step(given, step) for step in self._steps.values())
        checks = self._checks(kind, given)
        return Reading(text, stance, kind, findings, steps, checks, maybes, team)

    def glance(self, text: str, stance: Stance, kind: LineKind, team: TeamRules) -> Glance:
        """Judge a text as `read` does, without a word about it."""
        heard = self._hear(text, stance, team)
        met = [one for one in self._checks(kind, self._given(text, stance, heard, team)) if one.met]
        return Glance(
            clean=not any(self._kind(one, team).is_hazard(stance) for one in heard.signals),
            met=frozenset(check.id for check in met),
            score=sum(check.points for check in met),
        )

    def holds_hazard(self, text: str, stance: Stance, team: TeamRules) -> bool:
        """Whether there are hazards in a text, doubts left aside."""
        signals = self._hear(text, stance, team).signals
        return any(one.sure and self._kind(one, team).is_hazard(stance) for one in signals)

    def _hear(self, text: str, stance: Stance, team: TeamRules) -> Heard:
        if not team:
            return Heard(self._detector.detect(text))
        return team.hear(text, self._detector.detect, self._praised[stance])

    def _kind(self, signal: Signal, team: TeamRules) -> FindingKind:
        return FindingKind.TRAP if team.trap(signal.id) else self._rules[signal.id].kind

    def _given(self, text: str, stance: Stance, heard: Heard, team: TeamRules) -> _Given:
        sure = tuple((self._kind(one, team), one) for one in heard.signals if one.sure)
        return _Given(text, stance, sure, self._book.find_all(text))

    def _checks(self, kind: LineKind, given: _Given) -> tuple[Check, ...]:
        return tuple(
            Check(rule.id, rule.title, rule.points, self._met(rule.when, given))
            for rule in self._kinds[kind].checks
        )

    def _finding(self, text: str, signal: Signal, team: TeamRules) -> Finding:
        found = text[signal.span.start : signal.span.end]
        if trap := team.trap(signal.id):
            return found_by_team(trap, signal, found, quoting(_TEAMS_MESSAGE, found))
        rule = self._rules[signal.id]
        return Finding(
            kind=rule.kind,
            id=rule.id,
            title=rule.title,
            severity=rule.severity,
            span=signal.span,
            words=found,
            confidence=signal.confidence,
            message=quoting(rule.message if signal.sure else rule.maybe, found),
            why=self._why(rule, found),
            source=credit(self._sources[rule.source]),
            fix=rule.fix,
            say_instead=tuple(map(shown, rule.say_instead)),
            views=self._views(rule),
            sure=signal.sure,
        )

    def _why(self, rule: Rule, found: str) -> str:
        """Say first what is wrong or right about just these words, where content has it."""
        ours = (one.why for one, said in self._reasons if one.rule == rule.id and said.find(found))
        return " ".join([*islice(ours, 1), rule.why])

    def _views(self, rule: Rule) -> tuple[View, ...]:
        opinions: tuple[Opinion, ...] = rule.views if isinstance(rule, Disputed) else ()
        return tuple(
            View(credit(self._sources[opinion.source]), opinion.says) for opinion in opinions
        )

    def _met(self, condition: Condition, given: _Given) -> bool:
        match condition:
            case NoTrap():
                return not any(kind.is_trap(given.stance) for kind, _ in given.sure)
            case HasMove():
                return given.first_move(condition.any) is not None
            case MeetsStep():
                return given.first_words(self._steps[condition.step]) is not None
            case Says():
                return _key(condition) in given.said
            case Asks():
                return holds_question(given.text)
        return words(given.text) <= condition.words


def _sayings(library: Library) -> Iterator[Says]:
    for kind in library.kinds:
        yield from (check.when for check in kind.checks if isinstance(check.when, Says))


def _key(condition: Says) -> str:
    """Name a set of phrases by what is in it: no id of a step holds a line break."""
    return "\n".join(("says", *condition.phrases))


def _step(given: _Given, step: Step) -> StepCheck:
    span = given.first_words(step)
    if span is None:
        return StepCheck(step.id, step.title, met=False, words="", add=step.add)
    found = given.text[span.start : span.end]
    return StepCheck(step.id, step.title, met=True, words=found, add="")


def credit(source: Source) -> str:
    """Name an article, and its author where it is known, fit to show."""
    return f"{source.title} ({source.author})" if source.author else source.title


def shown(template: str) -> str:
    """Show the slots of a template as a rewrite shows what only the rep can fill in."""
    return template.replace("{", "[").replace("}", "]")


def quoting(template: str, found: str) -> str:
    """Put the rep's words into a message of content/, shortened where they run on.

    The messages quote the words, so that quotation marks around them would be doubled.
    """
    found = found.strip(_QUOTES)
    short = found if len(found) <= _LONGEST_QUOTE else found[: _LONGEST_QUOTE - 1].rstrip() + "…"
    return template.replace("{words}", short)
