"""content/drills/: whether each drill is sound, and whether its own answers prove it."""

from collections.abc import Iterator
from pathlib import Path

from bot.content.files import Draft, Problem
from bot.content.links import FULL_SCORE, twice, unknown_rules, unknown_step
from bot.core.critic import Critic
from bot.core.critique import FindingKind, Stance
from bot.core.detection import Detector
from bot.core.exercises import (
    Avoids,
    BetweenWords,
    Chooses,
    Drill,
    DrillCheck,
    DrillKind,
    Names,
    Speaker,
)
from bot.core.grading import PASS, Grader
from bot.core.library import Library
from bot.core.schema import HasMove, MeetsStep, NoTrap
from bot.errors import UnusableLine

NO_TRAP = "no-trap"  # the choice that says that a line is fine
_CHOSEN = frozenset({DrillKind.SPOT_THE_TRAP, DrillKind.ORDER})  # answered by choosing

# --------------------------------------------------------------- soundness


def find_drill_problems(draft: Draft) -> Iterator[Problem]:
    """Yield everything in the drills that does not fit, in the order of the files."""
    for file, drill in draft.drills.items():
        if drill.id != (stem := Path(file).stem):
            yield Problem(file, "id", f'"{drill.id}" must be the name of the file, "{stem}"')
        yield from _skill_problems(draft, file, drill)
        yield from _check_problems(draft, file, drill)
        yield from _choice_problems(file, drill)


def _skill_problems(draft: Draft, file: str, drill: Drill) -> Iterator[Problem]:
    yield from twice(file, "trains", drill.trains)
    if draft.formula is None:
        return
    known = draft.rule_ids.union(step.id for step in draft.formula.steps)
    for number, skill in enumerate(drill.trains, start=1):
        if skill not in known:
            yield Problem(file, f"trains.{number}", f'"{skill}" is not a rule or a step')


def _check_problems(draft: Draft, file: str, drill: Drill) -> Iterator[Problem]:
    points = sum(check.points for check in drill.checks)
    if points != FULL_SCORE:
        yield Problem(file, "checks", f"the points sum to {points}, not {FULL_SCORE}")
    yield from twice(file, "checks", (check.id for check in drill.checks))
    free = sum(check.points for check in drill.checks if not isinstance(check.when, NoTrap))
    if drill.kind not in _CHOSEN and free >= PASS:
        yield Problem(file, "checks", f"an answer with a trap could pass, with {free} points")
    for number, check in enumerate(drill.checks, start=1):
        key = f"checks.{number}.when"
        if isinstance(check.when, Chooses) != (drill.kind in _CHOSEN):
            fit = "only" if drill.kind in _CHOSEN else "never"
            yield Problem(file, f"{key}.test", f'"chooses" is {fit} for drills of this kind')
        yield from _condition_problems(draft, file, key, check)


def _condition_problems(draft: Draft, file: str, key: str, check: DrillCheck) -> Iterator[Problem]:
    match check.when:
        case HasMove(any=ids):
            yield from unknown_rules(draft, file, f"{key}.any", ids)
        case Avoids(traps=ids):
            yield from unknown_rules(draft, file, f"{key}.traps", ids)
        case MeetsStep(step=step):
            yield from unknown_step(draft, file, f"{key}.step", step)
        case Names(words=wordings):
            for number, wording in enumerate(wordings, start=1):
                if not all(way.strip() for way in wording.split("|")):
                    what = f'"{wording}" has an empty alternative'
                    yield Problem(file, f"{key}.words.{number}", what)
        case BetweenWords(least=least, most=most) if least > most:
            yield Problem(file, f"{key}.least", f"{least} is more than {most}")


def _choice_problems(file: str, drill: Drill) -> Iterator[Problem]:
    if drill.kind in _CHOSEN:
        yield from twice(file, "choices", (choice.id for choice in drill.choices))
        yield from twice(file, "answer", drill.answer)
        yield from _answer_problems(file, drill)
    elif drill.choices or drill.answer:
        yield Problem(file, "choices", "are not for drills that are answered in words")
    if drill.kind is DrillKind.SPOT_THE_TRAP and _line(drill) is None:
        yield Problem(file, "scene", 'needs a line by "you": the one to judge')


def _answer_problems(file: str, drill: Drill) -> Iterator[Problem]:
    ids = {choice.id for choice in drill.choices}
    if not drill.answer:
        yield Problem(file, "answer", "is missing")
    elif drill.kind is DrillKind.ORDER and set(drill.answer) != ids:
        yield Problem(file, "answer", "must put each of the choices in its place")
    for key, chosen in (("answer", drill.answer), ("poor_answer.text", _poor_choices(drill))):
        for id in chosen:
            if id not in ids:
                yield Problem(file, key, f'"{id}" is not one of the choices')


def _line(drill: Drill) -> str | None:
    """The line to judge: the last that the rep says in the scene."""
    said = [line.says for line in drill.scene if line.who is Speaker.YOU]
    return said[-1] if said else None


def _poor_choices(drill: Drill) -> tuple[str, ...]:
    return tuple(drill.poor_answer.text.split())


# ------------------------------------------------------------------- proof


def unproved_drills(library: Library, detector: Detector) -> Iterator[Problem]:
    """Yield what a drill's own line, model answer and poor answer prove to be wrong with it."""
    grader = Grader(Critic(library, detector))
    for drill in library.drills:
        chosen = drill.kind in _CHOSEN
        model = drill.answer if chosen else drill.model_answer
        poor = _poor_choices(drill) if chosen else drill.poor_answer.text
        faults = {
            "scene": _misjudged(library, detector, drill),
            "model_answer": _misgraded(grader, drill, model, passes=True),
            "poor_answer.text": _misgraded(grader, drill, poor, passes=False),
        }
        for key, fault in faults.items():
            if fault:
                yield Problem(f"drills/{drill.id}.toml", key, fault)


def _misjudged(library: Library, detector: Detector, drill: Drill) -> str:
    """Say how the line to judge is caught, where that is not what the drill teaches."""
    line = _line(drill)
    if drill.kind is not DrillKind.SPOT_THE_TRAP or line is None:
        return ""
    found = {signal.id for signal in detector.detect(line)}
    caught = {id for id in found if library.rule(id).kind is not FindingKind.MOVE}
    if caught == set(drill.answer) - {NO_TRAP}:
        return ""
    return f'is caught as {", ".join(sorted(caught)) or NO_TRAP}, not as the answer: "{line}"'


def _misgraded(grader: Grader, drill: Drill, answer: str | tuple[str, ...], *, passes: bool) -> str:
    """Say under which stance an answer passes that must not, or fails that must pass."""
    for stance in Stance:
        try:
            grade = grader.grade(drill, answer, stance)
        except UnusableLine as error:
            return f"cannot be graded: {error}"
        if grade.passed != passes:
            missed = ", ".join(check.id for check in grade.checks if not check.met)
            what = f"scores {grade.score} for a {stance} team, and {PASS} passes"
            return f"{what}; it misses {missed}" if missed else what
    return ""
