"""The critic: from a line to a critique. Pure, offline, and the same for the same line."""

from bot.core.critique import Critique, Finding, Fix, LineKind, Stance
from bot.core.detection import Detector
from bot.core.language import check_usable
from bot.core.library import Disputed, Kind, Library, Move, Verdict
from bot.core.reading import Reader, Reading, quoting
from bot.core.recall import one_line
from bot.core.rewrite import Rewriter
from bot.core.team_rules import NO_RULES, TeamRules

MOST_FIXES = 3


class Critic:
    """Judges closing lines by the rules of a library, with any detector."""

    def __init__(self, library: Library, detector: Detector) -> None:
        self.library = library
        self._reader = Reader(library, detector)
        self._rewriter = Rewriter(library, self._reader)

    def critique(
        self, text: str, stance: Stance = Stance.BALANCED, team: TeamRules = NO_RULES
    ) -> Critique:
        """Judge a line under a stance, and by the team's own rules as well.

        Raises UnusableLine when the text is empty, too long, or not English.
        """
        with one_line():
            return self._judge(text, stance, team)

    def _judge(self, text: str, stance: Stance, team: TeamRules) -> Critique:
        reading = self.read(text, stance, team)
        kind = self.library.kind(reading.kind)
        verdict = _verdict(kind, reading.score)
        return Critique(
            text=text,
            stance=stance,
            kind=reading.kind,
            kind_title=kind.title,
            score=reading.score,
            verdict=verdict.id,
            headline=(reading.doubts and verdict.doubtful) or verdict.headline,
            checks=reading.checks,
            findings=reading.findings,
            steps=reading.steps,
            strengths=self._strengths(reading),
            fixes=_fixes(reading, kind),
            rewrite=self._rewriter.rewrite(reading),
            maybes=_maybes(reading),
        )

    def read(self, text: str, stance: Stance, team: TeamRules = NO_RULES) -> Reading:
        """Return what is in a text, without advice. Raises UnusableLine as `critique` does."""
        check_usable(text)
        return self._reader.read(text, stance, team=team)

    def _strengths(self, reading: Reading) -> tuple[str, ...]:
        """What is good about the line: its moves, or else the best check that it meets."""
        moves = tuple(
            quoting(self._strength(finding.id), finding.words)
            for finding in reading.findings
            if finding.is_move(reading.stance)
        )
        if moves or reading.kind is LineKind.NOT_A_CLOSE:
            return moves
        met = sorted((check for check in reading.checks if check.met), key=lambda c: -c.points)
        return tuple(check.title for check in met[:1])

    def _strength(self, id: str) -> str:
        rule = self.library.rule(id)
        return rule.strength if isinstance(rule, Move | Disputed) else rule.message


def _maybes(reading: Reading) -> tuple[Finding, ...]:
    """What is in doubt: what may hurt before what may help, the likeliest first."""
    doubts = {finding.id for finding in reading.doubts}
    ranked = sorted(reading.maybes, key=lambda one: (one.id not in doubts, -one.confidence))
    return tuple(ranked)


def _verdict(kind: Kind, score: int) -> Verdict:
    ranked = sorted(kind.verdicts, key=lambda verdict: -verdict.at_least)
    return next((verdict for verdict in ranked if score >= verdict.at_least), ranked[-1])


def _fixes(reading: Reading, kind: Kind) -> tuple[Fix, ...]:
    """The next best edits: the graver trap first, then what brings the most points."""
    rules = {rule.id: rule for rule in kind.checks}
    missed = [check for check in reading.checks if not check.met]
    cost = sum(check.points for check in missed if rules[check.id].when.test == "no-trap")
    traps = sorted(
        (finding for finding in reading.findings if finding.is_trap(reading.stance)),
        key=lambda finding: -finding.severity.gravity,
    )
    fixes = [Fix(trap.id, trap.title, trap.fix, cost) for trap in traps]
    fixes += [
        Fix(check.id, check.title, rules[check.id].add, check.points)
        for check in sorted(missed, key=lambda check: -check.points)
        if rules[check.id].when.test != "no-trap"
    ]
    return tuple(fixes[:MOST_FIXES])
