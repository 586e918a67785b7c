"""Grade the answer to a drill against the drill's own checks."""

from dataclasses import dataclass

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
    comment: str  # what to say of a trap in it; empty without one

    @property
    def passed(self) -> bool:
        return self.score >= PASS
