"""The proof of content/: every example is put to the detector that judges the reps."""

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from pathlib import Path

from bot.content.corpus import corpus_problems
from bot.content.drills import unproved_drills
from bot.content.files import RULE_FOLDERS, Problem
from bot.content.folder import DAMAGED_MODEL, load_model, read_library
from bot.core.critique import LineKind, Stance
from bot.core.detection import Detector
from bot.core.detector import RuleAndModelDetector
from bot.core.library import Disputed, Library, Rule, Trap
from bot.core.reading import Reader, Reading
from bot.errors import ContentError

_KINDS = "kinds.toml"
_REWRITES = "rewrites.toml"


@dataclass(frozen=True, slots=True)
class Report:
    """What was checked, and everything that is wrong with it."""

    problems: tuple[Problem, ...]
    rules: int
    drills: int
    examples: int

    @property
    def ok(self) -> bool:
        return not self.problems

    def __str__(self) -> str:
        rules, drills = _counted(self.rules, "rule"), _counted(self.drills, "drill")
        checked = f"{rules}, {drills} and {_counted(self.examples, 'example')}"
        if self.ok:
            return f"All is well: {checked} hold."
        lines = [str(problem) for problem in self.problems]
        return "\n".join([*lines, f"{_counted(len(lines), 'problem')} found in {checked}."])


def _counted(number: int, what: str) -> str:
    return f"1 {what}" if number == 1 else f"{number} {what}s"


def check_content(folder: Path) -> Report:
    """Check all of content/ and prove each example; reports every problem, raises none."""
    library, problems = read_library(folder)
    faults = [*problems, *corpus_problems(folder, library.rules, _labels(folder))]
    try:
        detector = RuleAndModelDetector(library, load_model(folder))
    except ContentError:
        faults.append(DAMAGED_MODEL)
    else:
        faults.extend(_proof_problems(library, detector, whole=not problems))
    examples = sum(len(rule.examples.caught + rule.examples.clean) for rule in library.rules)
    return Report(tuple(faults), len(library.rules), len(library.drills), examples)


def _labels(folder: Path) -> set[str]:
    """Every id that a line may be labelled with, rules that cannot be read included."""
    return {path.stem for name in RULE_FOLDERS for path in (folder / name).glob("*.toml")}


def rule_file(rule: Rule) -> str:
    """Return the file of a rule that has been read: its folder goes by its kind."""
    folders = {model: name for name, model in RULE_FOLDERS.items()}
    return f"{folders[type(rule)]}/{rule.id}.toml"


def _proof_problems(library: Library, detector: Detector, *, whole: bool) -> Iterator[Problem]:
    for rule in library.rules:
        yield from _unproved_examples(rule, detector)
    if whole:  # a check may refer to something that could not be read
        yield from _unfit_sentences(library, Reader(library, detector))
        yield from unproved_drills(library, detector)


def _unproved_examples(rule: Rule, detector: Detector) -> Iterator[Problem]:
    for key, lines, wanted in (
        ("caught", rule.examples.caught, True),
        ("clean", rule.examples.clean, False),
    ):
        for number, line in enumerate(lines, start=1):
            found = {signal.id for signal in detector.detect(line) if signal.sure}
            if (rule.id in found) != wanted:
                what = "is not caught" if wanted else "is caught, but should be left alone"
                yield Problem(rule_file(rule), f"examples.{key}.{number}", f'{what}: "{line}"')


def _unfit_sentences(library: Library, reader: Reader) -> Iterator[Problem]:
    """Yield the sentences for rewrites that hold a trap or miss the check they are to meet."""
    for rule in library.rules:
        swap = rule.swap if isinstance(rule, Trap | Disputed) else ()
        yield from _unfit_swaps(reader, rule_file(rule), "swap", swap)
    for number, swaps in enumerate(library.swaps, start=1):
        yield from _unfit_swaps(reader, _REWRITES, f"swaps.{number}.swap", swaps.swap)
    for place, kind in enumerate(library.kinds, start=1):
        for number, check in enumerate(kind.checks, start=1):
            key = f"kinds.{place}.checks.{number}.say"
            yield from _unfit_additions(reader, kind.id, {check.id}, check.say, (_KINDS, key))
    for number, wording in enumerate(library.wordings, start=1):
        checks = set() if wording.after_result else set(wording.checks)
        key = f"wordings.{number}.say"
        yield from _unfit_additions(reader, wording.kind, checks, wording.say, (_REWRITES, key))


def _unfit_swaps(reader: Reader, file: str, key: str, lines: Iterable[str]) -> Iterator[Problem]:
    for number, line in enumerate(lines, start=1):
        for what in _hazards(reader.read(line, Stance.BALANCED)):
            yield Problem(file, f"{key}.{number}", f'{what}: "{line}"')


def _unfit_additions(
    reader: Reader, kind: LineKind, wanted: Set[str], lines: Iterable[str], at: tuple[str, str]
) -> Iterator[Problem]:
    file, key = at
    for number, line in enumerate(lines, start=1):
        reading = reader.read(line, Stance.BALANCED, kind)
        missed = sorted(wanted - {one.id for one in reading.checks if one.met})
        for what in [*_hazards(reading), *(f'does not meet "{id}"' for id in missed)]:
            yield Problem(file, f"{key}.{number}", f'{what}: "{line}"')


def _hazards(reading: Reading) -> Iterator[str]:
    for finding in reading.hazards:
        yield f'is caught as "{finding.id}"'
    for finding in reading.doubts:
        yield f'may be taken for "{finding.id}"'
