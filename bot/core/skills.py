"""What drills train: the traps, the moves and the steps, each a skill of its own."""

from bot.core.attempts import Attempt
from bot.core.critique import LineKind, Stance
from bot.core.library import Condition, Library
from bot.core.schema import HasMove, MeetsStep


def weak_skills(library: Library, attempt: Attempt) -> frozenset[str]:
    """Return the trained skills that a checked line shows to be weak.

    They are the traps in it and, in a final close, the steps and moves that it was held to and
    does not make.
    """
    traps, disputed = ({rule.id for rule in rules} for rules in (library.traps, library.disputed))
    if attempt.stance is Stance.STRICT:
        traps |= disputed
    weak = traps & set(attempt.findings)
    if attempt.kind is LineKind.FINAL_CLOSE:
        missed = {id for id, met in attempt.checks if not met}
        checks = [check for check in library.kind(attempt.kind).checks if check.id in missed]
        weak |= {skill for check in checks for skill in _asked_by(library, check.when)} - disputed
    return frozenset(weak & library.trained.keys())


def _asked_by(library: Library, condition: Condition) -> set[str]:
    """Return the skills that a check asks for. A step may be trained by way of its moves."""
    match condition:
        case MeetsStep(step=id):
            moves = {move for step in library.steps if step.id == id for move in step.moves}
            return {id, *moves}
        case HasMove(any=moves):
            return set(moves)
    return set()
