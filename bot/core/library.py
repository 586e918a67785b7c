"""The schema of content/: what a coach may write, and nothing else."""

from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from bot.core.critique import FindingKind, LineKind, Severity
from bot.core.exercises import Drill
from bot.core.schema import Asks, Content, HasMove, Id, Line, MeetsStep, NoTrap, Sentence
from bot.core.scoring import NO_POINTS, ScoringRules


class Detect(Content):
    """Wordings that give a rule away, in the phrase language of content/README.md."""

    phrases: tuple[Line, ...] = ()
    unless: tuple[Line, ...] = ()


class Examples(Content):
    """The proof of a rule: lines it must catch, and near-misses it must leave alone."""

    caught: tuple[Line, ...] = Field(min_length=2)
    clean: tuple[Line, ...] = Field(min_length=2)


class Rule(Content):
    """What a trap, a concern check and a move have in common."""

    kind: ClassVar[FindingKind]

    id: Id
    title: Sentence
    severity: Severity
    message: Sentence  # one sentence; may use {words} for the words found
    maybe: str = Field(default="", max_length=600)  # the question when in doubt; "" asks none
    why: Sentence
    fix: Sentence
    source: Id
    say_instead: tuple[Line, ...] = Field(min_length=2, max_length=3)  # may use {slots}
    detect: Detect = Detect()
    examples: Examples


class Trap(Rule):
    """A pattern that hurts the close.

    `swap` holds whole sentences, without slots, that may stand in a rewrite where the trap stood:
    they keep what the rep was after and are clean themselves.
    """

    kind = FindingKind.TRAP

    swap: tuple[Line, ...] = Field(min_length=3)


class Opinion(Content):
    """What one source holds on a disputed rule."""

    source: Id
    says: Sentence


class Disputed(Rule):
    """A pattern on which the sources disagree. `views` names both schools.

    `swap` holds the safer wordings: whole sentences, without slots, that both schools accept.
    """

    kind = FindingKind.DISPUTED

    swap: tuple[Line, ...] = Field(min_length=3)
    strength: Sentence  # said under the open stance; may use {words}
    views: tuple[Opinion, ...] = Field(min_length=2)


class Move(Rule):
    """A pattern that helps the close."""

    kind = FindingKind.MOVE

    strength: Sentence  # said to the rep whose line has it; may use {words}


class Step(Content):
    """One of the four steps of the formula. Met by any of its moves, or by one of its phrases."""

    id: Id
    title: Sentence
    about: Sentence
    source: Id
    moves: tuple[Id, ...] = Field(min_length=1)
    phrases: tuple[Line, ...] = ()
    add: Sentence  # advice when it is missing
    say_instead: tuple[Line, ...] = Field(min_length=2)  # ways to say it, shown to the rep


class Source(Content):
    """One of the articles."""

    id: Id
    title: Sentence
    author: Sentence | None = None  # none where the article does not name one
    teaches: tuple[Sentence, ...] = Field(min_length=1)


class Disagreement(Content):
    """A point on which the sources contradict each other, and what the bot makes of it."""

    id: Id
    about: Sentence
    views: tuple[Opinion, ...] = Field(min_length=2)
    advice: Sentence


class Says(Content):
    """Met when one of these phrases occurs."""

    test: Literal["says"]
    phrases: tuple[Line, ...] = Field(min_length=1)


class AtMostWords(Content):
    """Met when the line is short enough to say in one go."""

    test: Literal["at-most-words"]
    words: int = Field(gt=0)


Condition = Annotated[
    NoTrap | HasMove | MeetsStep | Says | Asks | AtMostWords, Field(discriminator="test")
]


class CheckRule(Content):
    """One yes/no check of a line kind. The points of a kind's checks sum to 100."""

    id: Id
    title: Sentence  # as a statement that is true when the check is met
    points: int = Field(gt=0, le=100)
    when: Condition
    add: Sentence  # advice when it is not met
    say: tuple[Line, ...] = ()  # whole sentences that a rewrite may add to meet it
    last: bool = False  # whether those sentences belong at the very end


class Verdict(Content):
    """The word for a score: the first whose `at_least` the score reaches.

    `doubtful` is the headline where something in the line may hurt, though that is not sure.
    """

    id: Id
    at_least: int = Field(ge=0, le=100)
    headline: Sentence
    doubtful: Sentence | None = None


class Kind(Content):
    """How one kind of line is judged."""

    id: LineKind
    title: Sentence
    about: Sentence
    checks: tuple[CheckRule, ...]
    verdicts: tuple[Verdict, ...] = Field(min_length=1)


class Wording(Content):
    """Sentences that a rewrite may add to a line of a kind that misses all of these checks.

    `after_result`: only where the rep's own words give a result, which the sentences build on.
    """

    kind: LineKind
    checks: tuple[Id, ...] = Field(min_length=1)
    after_result: bool = False
    say: tuple[Line, ...] = Field(min_length=2)


class Swaps(Content):
    """More sentences that may stand in a rewrite where a trap or a disputed rule stood."""

    rule: Id
    swap: tuple[Line, ...] = Field(min_length=1)


class Reason(Content):
    """What is said first, before a rule's own why, where one of these phrases is in the words."""

    rule: Id
    phrases: tuple[Line, ...] = Field(min_length=1)
    why: Annotated[str, Field(min_length=1, max_length=150)]


@dataclass(frozen=True, slots=True)
class Skill:
    """A trap to stay out of, or a move or a step to make."""

    id: str
    title: str
    severity: Severity
    is_trap: bool  # a concern check counts as one


class Library(Content):
    """All of content/, read and cross-checked."""

    traps: tuple[Trap, ...]
    disputed: tuple[Disputed, ...]
    moves: tuple[Move, ...]
    steps: tuple[Step, ...]
    sources: tuple[Source, ...]
    disagreements: tuple[Disagreement, ...]
    kinds: tuple[Kind, ...]
    wordings: tuple[Wording, ...] = ()
    swaps: tuple[Swaps, ...] = ()
    reasons: tuple[Reason, ...] = ()
    drills: tuple[Drill, ...] = ()
    scoring: ScoringRules = NO_POINTS
    version: str  # a hash of all files: which rules judged an attempt

    @property
    def rules(self) -> tuple[Rule, ...]:
        return (*self.traps, *self.disputed, *self.moves)

    @cached_property
    def trained(self) -> dict[str, Skill]:
        """The skills that any drill trains, by id: worked out once, and asked for each member."""
        known = {
            rule.id: Skill(rule.id, rule.title, rule.severity, is_trap=not isinstance(rule, Move))
            for rule in self.rules
        }
        known |= {
            step.id: Skill(step.id, step.title, Severity.MINOR, is_trap=False)
            for step in self.steps
        }
        trained = {skill for drill in self.drills for skill in drill.trains}
        return {id: skill for id, skill in known.items() if id in trained}

    @cached_property
    def drills_on(self) -> dict[str, tuple[Drill, ...]]:
        """The drills that train each of these skills, in their order."""
        return {
            skill: tuple(drill for drill in self.drills if skill in drill.trains)
            for skill in self.trained
        }

    def __copy__(self) -> "Library":
        """Return a copy that works all this out anew: it may be given other drills."""
        copied = super().__copy__()
        for name in copied.__dict__.keys() - type(self).model_fields.keys():
            del copied.__dict__[name]
        return copied

    def rule(self, id: str) -> Rule:
        """Return a rule by its id. KeyError when there is none."""
        return {rule.id: rule for rule in self.rules}[id]

    def source(self, id: str) -> Source:
        """Return a source by its id. KeyError when there is none."""
        return {source.id: source for source in self.sources}[id]

    def kind(self, id: LineKind) -> Kind:
        """Return how a kind of line is judged. KeyError when there is none."""
        return {kind.id: kind for kind in self.kinds}[id]

    def drill(self, id: str) -> Drill:
        """Return a drill by its id. KeyError when there is none."""
        return {drill.id: drill for drill in self.drills}[id]
