"""Grade the answer to a drill against the drill's own checks."""

from dataclasses import dataclass

from rapidfuzz import fuzz

from bot.core.choosing import check_choices, read_choices, share_right
from bot.core.critic import Critic
from bot.core.critique import Finding, Stance
from bot.core.exercises import (
    Avoids,
    BetweenWords,
    Drill,
    DrillCheck,
    DrillCondition,
    Names,
)
from bot.core.language import holds_question
from bot.core.naming import named, plain
from bot.core.reading import Reading
from bot.core.schema import Asks, HasMove, MeetsStep, NoTrap
from bot.core.team_rules import NO_RULES, TeamRules
from bot.core.text import words

PASS = 80  # the least score that passes
LIKE_THE_MODEL = 95  # of 100: an answer that is the model answer, give or take a comma


@dataclass(frozen=True, slots=True)
class DrillCheckResult:
    """One check of a drill. `earned` of its `points`: some of them when it is met in part."""

    id: str
    title: str
    points: int
    earned: int
    met: bool
    why: str  # empty when met


@dataclass(frozen=True, slots=True)
class Grade:
    """How an answer was graded. The score is the sum of the points that the checks earned."""

    drill_id: str
    score: int
    checks: tuple[DrillCheckResult, ...]
    findings: tuple[str, ...]  # ids of everything found, by place in the answer
    traps: tuple[str, ...]  # those of them that count as traps under the team's stance
    copied: bool  # whether it is the model answer, nearly word for word
    comment: str  # what to say of the worst trap in it; empty without one

    @property
    def passed(self) -> bool:
        return self.score >= PASS


class Grader:
    """Grades answers with the critic that judges the members' own lines."""

    def __init__(self, critic: Critic) -> None:
        self._critic = critic

    def grade(
        self,
        drill: Drill,
        answer: str | tuple[str, ...],
        stance: Stance = Stance.BALANCED,
        team: TeamRules = NO_RULES,
    ) -> Grade:
        """Grade an answer: a text, or the ids of what was chosen, which may also be typed.

        Raises UnusableLine, with a sentence for the member, when it cannot be graded.
        """
        if drill.choices:
            chosen = read_choices(drill, answer) if isinstance(answer, str) else answer
            check_choices(drill, chosen)
            return _grade(drill, [share_right(drill, chosen)] * len(drill.checks))
        text = answer if isinstance(answer, str) else ""  # chosen before the drill was changed
        reading = self._critic.read(text, stance, team)
        traps = [finding for finding in reading.findings if finding.is_trap(stance)]
        return _grade(
            drill,
            [_share(check.when, reading) for check in drill.checks],
            findings=tuple(finding.id for finding in reading.findings),
            traps=tuple(trap.id for trap in traps),
            copied=fuzz.ratio(plain(text), plain(drill.model_answer)) >= LIKE_THE_MODEL,
            comment=_comment(traps),
        )


def _grade(
    drill: Drill,
    shares: list[float],
    findings: tuple[str, ...] = (),
    traps: tuple[str, ...] = (),
    copied: bool = False,
    comment: str = "",
) -> Grade:
    checks = tuple(map(_result, drill.checks, shares))
    score = sum(check.earned for check in checks)
    return Grade(drill.id, score, checks, findings, traps, copied, comment)


def _result(check: DrillCheck, share: float) -> DrillCheckResult:
    met = share >= 1
    earned = int(check.points * share)
    why = "" if met else check.why
    return DrillCheckResult(check.id, check.title, check.points, earned, met, why)


def _share(condition: DrillCondition, reading: Reading) -> float:
    """Return how far a condition is met, from 0 to 1."""
    match condition:
        case NoTrap():
            return not any(finding.is_trap(reading.stance) for finding in reading.findings)
        case Avoids():
            return all(finding.id not in condition.traps for finding in reading.findings)
        case HasMove():
            moves = {finding.id for finding in reading.findings if finding.is_move(reading.stance)}
            return not moves.isdisjoint(condition.any)
        case MeetsStep():
            return any(step.met and step.id == condition.step for step in reading.steps)
        case Asks():
            return holds_question(reading.text)
        case BetweenWords():
            return condition.least <= words(reading.text) <= condition.most
        case Names():
            return len(named(condition.words, reading.text)) / len(condition.words)
    return 0  # Chooses: nothing was there to choose from


def _comment(traps: list[Finding]) -> str:
    """Say what the worst trap does and how to get rid of it, in content's words."""
    if not traps:
        return ""
    worst = max(traps, key=lambda trap: trap.severity.gravity)
    return f"{worst.message} {worst.fix}"
