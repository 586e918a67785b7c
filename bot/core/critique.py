"""The values that a critique is made of. All frozen; all text is plain, never markup."""

from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

_MOST_QUESTIONS = 2


class Stance(StrEnum):
    """The team's choice on a concern check, where the sources disagree."""

    STRICT = "strict"  # counts as a trap
    BALANCED = "balanced"  # shown with both views, moves no score
    OPEN = "open"  # counts as a good move


class FindingKind(StrEnum):
    TRAP = "trap"
    DISPUTED = "disputed"
    MOVE = "move"

    def is_trap(self, stance: Stance) -> bool:
        """Whether it counts as a trap under a stance."""
        return stance is Stance.STRICT if self is FindingKind.DISPUTED else self is FindingKind.TRAP

    def is_move(self, stance: Stance) -> bool:
        """Whether it counts as a good move under a stance."""
        return stance is Stance.OPEN if self is FindingKind.DISPUTED else self is FindingKind.MOVE

    def is_hazard(self, stance: Stance) -> bool:
        """Whether a rewrite has to take it out: every trap, and a concern check unless it is open.

        Under the balanced stance a concern check costs nothing, but a wording that both schools
        accept is safer still.
        """
        disputed = self is FindingKind.DISPUTED and stance is not Stance.OPEN
        return disputed or self is FindingKind.TRAP


class Severity(StrEnum):
    """How much a rule matters, the least first."""

    MINOR = "minor"
    MAJOR = "major"
    FATAL = "fatal"

    @property
    def gravity(self) -> int:
        return _GRAVITY[self]


_GRAVITY = {severity: place for place, severity in enumerate(Severity)}


class LineKind(StrEnum):
    """What a line is for. Each kind is judged by its own checks (content/kinds.toml)."""

    FINAL_CLOSE = "final-close"
    SOFT_CLOSE = "soft-close"
    OPENING = "opening"
    BRIDGE = "bridge"
    NOT_A_CLOSE = "not-a-close"


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` up to, not including, `end` of the text as it was given."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class View:
    """What one source says on a point where the sources disagree."""

    source: str  # its title and author, fit to show
    says: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One trap, concern check or move found in a line.

    One that is not `sure` is a question to the rep: its `message` asks, and it counts for nothing.
    `views` is empty unless the finding is disputed. `confidence` lies between 0 and 1.
    """

    kind: FindingKind
    id: str
    title: str
    severity: Severity
    span: Span
    words: str  # the text of the span
    confidence: float
    message: str
    why: str
    source: str  # the article's title and author, fit to show
    fix: str
    say_instead: tuple[str, ...]
    views: tuple[View, ...] = ()
    sure: bool = True

    def is_trap(self, stance: Stance) -> bool:
        """Whether it counts as a trap under a stance."""
        return self.kind.is_trap(stance)

    def is_move(self, stance: Stance) -> bool:
        """Whether it counts as a good move under a stance."""
        return self.kind.is_move(stance)


@dataclass(frozen=True, slots=True)
class StepCheck:
    """One of the four steps: met, and by which words, or missing, and what to add."""

    id: str
    title: str
    met: bool
    words: str  # empty when missing
    add: str  # empty when met


@dataclass(frozen=True, slots=True)
class Check:
    """One visible yes/no check; `points` count towards the score when it is met."""

    id: str
    title: str
    points: int
    met: bool


@dataclass(frozen=True, slots=True)
class Fix:
    """One thing to change, the most valuable first. `id` names the trap, step or check it mends."""

    id: str
    title: str
    advice: str
    worth: int  # points that mending it brings


@dataclass(frozen=True, slots=True)
class Critique:
    """Everything the bot has to say about one line under one stance.

    `score` is the sum of the points of the met checks, out of 100, whenever `checks` is not empty.
    A text that is no closing line has kind NOT_A_CLOSE, no checks, score 0 and no rewrite.
    `rewrite` is None when there is nothing to improve.
    """

    text: str
    stance: Stance
    kind: LineKind
    kind_title: str
    score: int
    verdict: str  # an id of content/kinds.toml: strong, solid, ...
    headline: str  # the verdict in one sentence
    checks: tuple[Check, ...]
    findings: tuple[Finding, ...]  # the sure ones, by place in the text
    steps: tuple[StepCheck, ...]
    strengths: tuple[str, ...]
    fixes: tuple[Fix, ...]  # at most three
    rewrite: str | None
    maybes: tuple[Finding, ...] = ()  # not sure: what may hurt first

    @property
    def traps(self) -> tuple[Finding, ...]:
        """The findings that count as traps under this stance."""
        return tuple(finding for finding in self.findings if self.is_trap(finding))

    @property
    def questions(self) -> tuple[Finding, ...]:
        """The doubts worth a reader's time: what may help is none where nothing is missing."""
        complete = all(check.met for check in self.checks)
        asked = (one for one in self.maybes if not (complete and one.is_move(self.stance)))
        return tuple(islice(asked, _MOST_QUESTIONS))

    def is_trap(self, finding: Finding) -> bool:
        """Whether one of the findings counts as a trap under this stance."""
        return finding.is_trap(self.stance)
