"""The proof of a team's own trap: it counts only when its examples show that it works."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bot.core.critique import Stance
from bot.core.language import check_usable
from bot.core.library import Library
from bot.core.phrases import compile_phrases
from bot.core.reading import Reading
from bot.core.team_rules import TeamRules, TeamTrap
from bot.errors import UnusableLine

Read = Callable[[str, Stance, TeamRules], Reading]

LONGEST_NAME, LONGEST_WHY, LONGEST_LINE = 60, 400, 300  # characters
_LEAST = {"say_instead": 1, "caught": 2, "passed": 1}
_MOST = {"say_instead": 3, "phrases": 30, "caught": 10, "passed": 10}
_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a trap, in a sentence, and at which of its parts."""

    part: str  # the name of a field of TeamTrap
    says: str


def prove(trap: TeamTrap, library: Library, read: Read, others: Sequence[TeamTrap]) -> Fault | None:
    """Return the first thing that is wrong with a trap, None when its examples prove it.

    `read` is the critic's; `others` are the team's other traps.
    """
    return next(_faults(trap, library, read, others), None)


def good_lines(library: Library) -> Iterator[str]:
    """Yield what content/ itself recommends to say."""
    for move in library.moves:
        yield from move.examples.caught
    yield from (line for trap in library.traps for line in trap.swap)
    yield from (line for rule in library.disputed for line in rule.swap)
    for kind in library.kinds:
        for check in kind.checks:
            yield from check.say
    yield from (drill.model_answer for drill in library.drills if not drill.choices)


def _faults(
    trap: TeamTrap, library: Library, read: Read, others: Sequence[TeamTrap]
) -> Iterator[Fault]:
    yield from _misshapen(trap, others)
    yield from _unusable(trap)
    rules = TeamRules([trap])
    yield from _unproved(trap, rules)
    for line in good_lines(library):
        for signal in rules.find(line):
            words = line[signal.span.start : signal.span.end]
            part = "phrases" if _says(trap, line) else "caught"
            said = f"This also catches “{_short(words)}”, which I recommend to say. Narrow it down."
            yield Fault(part, said)
    yield from _harmful(trap, read, TeamRules([*others, trap]))


def _misshapen(trap: TeamTrap, others: Sequence[TeamTrap]) -> Iterator[Fault]:
    for part, most in (("name", LONGEST_NAME), ("why", LONGEST_WHY)):
        if not 0 < len(getattr(trap, part)) <= most:
            yield Fault(part, f"This takes between 1 and {most} characters.")
    if trap.name.casefold() in {other.name.casefold() for other in others}:
        yield Fault("name", "Your team has a trap of this name already.")
    for part, most in _MOST.items():
        lines = getattr(trap, part)
        if len(lines) < _LEAST.get(part, 0):
            yield Fault(part, _too_few(_LEAST[part]))
        if len(lines) > most:
            yield Fault(part, f"This takes {most} lines at most.")
        if long := next((line for line in lines if len(line) > LONGEST_LINE), None):
            yield Fault(part, f"“{_short(long)}” is longer than {LONGEST_LINE} characters.")


def _too_few(least: int) -> str:
    return "This takes a line." if least == 1 else f"This takes {least} lines, each on its own."


def _unusable(trap: TeamTrap) -> Iterator[Fault]:
    for phrase in trap.phrases:
        try:
            compile_phrases([phrase])
        except ValueError as wrong:
            yield Fault("phrases", str(wrong))
    for part in ("say_instead", "caught", "passed"):
        for line in getattr(trap, part):
            try:
                check_usable(line)
            except UnusableLine as unusable:
                yield Fault(part, f"“{_short(line)}”: {unusable}")


def _unproved(trap: TeamTrap, rules: TeamRules) -> Iterator[Fault]:
    for line in trap.passed:
        if rules.find(line):
            yield Fault("passed", f"“{_short(line)}” must pass, but a wording above catches it.")
    for line in trap.caught:
        if not rules.find(line):
            said = f"“{_short(line)}” is not caught: it is too much like a line that must pass."
            yield Fault("caught", said)


def _harmful(trap: TeamTrap, read: Read, rules: TeamRules) -> Iterator[Fault]:
    for line in trap.say_instead:
        reading = read(line, Stance.BALANCED, rules)
        for hazard in (*reading.hazards, *reading.doubts):
            said = f"“{_short(line)}” holds a trap itself: {hazard.title}."
            yield Fault("say_instead", said)


def _says(trap: TeamTrap, line: str) -> bool:
    return compile_phrases(trap.phrases).find(line) is not None


def _short(line: str) -> str:
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1].rstrip()}…"
