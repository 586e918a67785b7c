"""A few drills, and a member who takes part, for the tests of the daily drill."""

from bot.core.exercises import Chooses as Right
from bot.core.exercises import Drill, DrillCheck, DrillKind, Option, PoorAnswer, Stage
from bot.core.library import Library
from bot.core.schema import Asks, NoTrap
from tests.coach.lines import LIBRARY as LINES


def drill(id: str, *trains: str) -> Drill:
    """Return a drill that wants a question without a trap, half of the points for each."""
    return Drill(
        id=id,
        kind=DrillKind.ASK,
        title=f"Drill {id}",
        stage=Stage.END,
        level=1,
        trains=trains,
        prompt="Ask for the next step.",
        hint="Begin with Shall.",
        checks=(
            DrillCheck(
                id="asks", title="Asks", points=50, why="It asks nothing.", when=Asks(test="asks")
            ),
            DrillCheck(
                id="no-trap",
                title="No trap",
                points=50,
                why="It begs.",
                when=NoTrap(test="no-trap"),
            ),
        ),
        model_answer="Shall we go on with a second talk next week?",
        poor_answer=PoorAnswer(text="Please please call me.", why="It begs."),
    )


ASKING = drill("asking", "ask")
BEGGING = drill("no-begging", "beg", "passive-exit")
NEEDS = drill("needs-first", "needs")
SPOTTING = ASKING.model_copy(
    update={
        "id": "spotting",
        "kind": DrillKind.SPOT_THE_TRAP,
        "trains": ("threat",),
        "checks": (
            DrillCheck(
                id="right",
                title="Right",
                points=100,
                why="It is a threat.",
                when=Right(test="chooses"),
            ),
        ),
        "choices": (Option(id="threat", text="A threat"), Option(id="fine", text="No trap")),
        "answer": ("threat",),
        "model_answer": "threat",
        "poor_answer": PoorAnswer(text="fine", why="It presses."),
    }
)

LIBRARY: Library = LINES.model_copy(update={"drills": (ASKING, BEGGING, NEEDS, SPOTTING)})

GOOD = "Shall we go on?"
HALF = "We go on."
POOR = "Please please call me."
