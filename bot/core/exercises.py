"""The schema of content/drills/: one exercise, how its answer is checked, what a good one is."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from bot.core.schema import Asks, Content, HasMove, Id, Line, MeetsStep, NoTrap, Sentence


class DrillKind(StrEnum):
    """What the rep does in a drill."""

    SPOT_THE_TRAP = "spot-the-trap"  # choose which trap a line holds, if any
    FIX_THE_LINE = "fix-the-line"  # rewrite a line without its trap
    SOFT_CLOSE = "soft-close"  # check that an answer landed
    BRIDGE = "bridge"  # turn a fact about yourself into what it does for them
    MIRROR = "mirror"  # hand back what the interviewer named at the start
    OPEN_WELL = "open-well"  # find out early what they look for
    ASK = "ask"  # close for a situation
    ORDER = "order"  # put the four steps in order
    WHAT_NEXT = "what-next"  # close again after a push-back


class Stage(StrEnum):
    """Where in the interview a drill takes place."""

    EARLY = "early"
    MIDDLE = "middle"
    END = "end"


class Speaker(StrEnum):
    """Whose words a line of a scene is."""

    INTERVIEWER = "interviewer"
    YOU = "you"
    FACT = "fact"  # nobody's: something the rep is told


class SceneLine(Content):
    """One line of the situation that a drill sets."""

    who: Speaker
    says: Line


class Option(Content):
    """One of the things to choose from, or to put in order."""

    id: Id
    text: Line


class Avoids(Content):
    """Met when none of these traps is in the answer, whatever the team's stance."""

    test: Literal["avoids"]
    traps: tuple[Id, ...] = Field(min_length=1)


class Names(Content):
    """Met when all of these words occur, give or take an ending or a slip of the finger.

    Each entry is a word or a few, with alternatives parted by |. Some of them earn part of the
    points. `keeps` is the same test in a drill that hands the rep a line to rewrite.
    """

    test: Literal["names", "keeps"]
    words: tuple[Line, ...] = Field(min_length=1)


class BetweenWords(Content):
    """Met when the answer has at least and at most so many words."""

    test: Literal["between-words"]
    least: int = Field(default=1, ge=1)
    most: int = Field(gt=0)


class Chooses(Content):
    """Met by the right choice. In an `order`, each step in its place earns part of the points."""

    test: Literal["chooses"]


DrillCondition = Annotated[
    NoTrap | HasMove | MeetsStep | Asks | Avoids | Names | BetweenWords | Chooses,
    Field(discriminator="test"),
]


class DrillCheck(Content):
    """One yes/no check of a drill. The points of a drill's checks sum to 100."""

    id: Id
    title: Sentence  # as a statement that is true when the check is met
    points: int = Field(gt=0, le=100)
    why: Sentence  # shown when it is missed
    when: DrillCondition


class PoorAnswer(Content):
    """An answer that must not pass, and why it is poor. For a choice: ids, parted by spaces."""

    text: Line
    why: Sentence


class Drill(Content):
    """One exercise.

    `trains` names traps, moves or steps, the main one first: each is a skill with a memory of its
    own. `choices` and `answer` belong to drills that are answered by choosing: `answer` holds the
    ids of the right ones, in their order for an `order`.
    """

    id: Id
    kind: DrillKind
    title: Sentence
    stage: Stage
    level: int = Field(ge=1, le=3)
    trains: tuple[Id, ...] = Field(min_length=1)
    prompt: Sentence
    scene: tuple[SceneLine, ...] = ()
    hint: Sentence
    checks: tuple[DrillCheck, ...] = Field(min_length=1)
    choices: tuple[Option, ...] = ()
    answer: tuple[Id, ...] = ()
    model_answer: Line
    poor_answer: PoorAnswer

    @property
    def skill(self) -> str:
        """The id of the skill that it trains first of all."""
        return self.trains[0]
