"""The files of content/, one at a time: from TOML to values, with every problem named."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.core.exercises import Drill
from bot.core.library import (
    Disagreement,
    Disputed,
    Kind,
    Move,
    Reason,
    Rule,
    Source,
    Step,
    Swaps,
    Trap,
    Wording,
)
from bot.core.schema import Content
from bot.core.scoring import ScoringRules

RULE_FOLDERS: dict[str, type[Rule]] = {"traps": Trap, "disputed": Disputed, "moves": Move}

AnyContent = TypeVar("AnyContent", bound=Content)

# What pydantic would say in its own terms, for a reader who knows no code.
_PLAINLY = {
    "missing": "is missing",
    "extra_forbidden": "is not a key that is known here",
    "too_short": "needs at least {min_length}",
    "too_long": "may have at most {max_length}",
    "string_too_short": "is empty",
    "string_too_long": "is longer than {max_length} characters",
    "string_pattern_mismatch": "must be small letters and digits, joined by hyphens",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, and where: a file below content/ and, where there is one, a key in it."""

    file: str
    key: str
    what: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, self.key, self.what) if part)


class SourcesFile(Content):
    """The whole of sources.toml."""

    sources: tuple[Source, ...]
    disagreements: tuple[Disagreement, ...] = ()


class FormulaFile(Content):
    """The whole of formula.toml."""

    steps: tuple[Step, ...]


class KindsFile(Content):
    """The whole of kinds.toml."""

    kinds: tuple[Kind, ...]


class RewritesFile(Content):
    """The whole of rewrites.toml."""

    wordings: tuple[Wording, ...] = ()
    swaps: tuple[Swaps, ...] = ()
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """What could be read of content/. A file that could not is None, or not among the rest."""

    rules: dict[str, Rule]  # by file
    drills: dict[str, Drill]  # by file
    sources: SourcesFile | None
    formula: FormulaFile | None
    kinds: KindsFile | None
    rewrites: RewritesFile | None
    scoring: ScoringRules | None
    problems: tuple[Problem, ...]

    @property
    def rule_ids(self) -> frozenset[str]:
        """The ids in use, those of files that could not be read included: one error each."""
        unread = (Path(problem.file) for problem in self.problems)
        unread_rules = (path.stem for path in unread if path.parent.name in RULE_FOLDERS)
        return frozenset([*(rule.id for rule in self.rules.values()), *unread_rules])


def read_draft(folder: Path) -> Draft:
    """Read every file that can be read."""
    problems: list[Problem] = []
    rules: dict[str, Rule] = {}
    for name, model in RULE_FOLDERS.items():
        rules |= _read_all(folder, name, model, problems)
    return Draft(
        rules=rules,
        drills=_read_all(folder, "drills", Drill, problems),
        sources=_read(folder, "sources.toml", SourcesFile, problems),
        formula=_read(folder, "formula.toml", FormulaFile, problems),
        kinds=_read(folder, "kinds.toml", KindsFile, problems),
        rewrites=_read(folder, "rewrites.toml", RewritesFile, problems),
        scoring=_read(folder, "scoring.toml", ScoringRules, problems),
        problems=tuple(problems),
    )


def _read_all(
    folder: Path, name: str, model: type[AnyContent], problems: list[Problem]
) -> dict[str, AnyContent]:
    files = [f"{name}/{path.name}" for path in sorted((folder / name).glob("*.toml"))]
    read = {file: _read(folder, file, model, problems) for file in files}
    return {file: content for file, content in read.items() if content is not None}


def _read(
    folder: Path, file: str, model: type[AnyContent], problems: list[Problem]
) -> AnyContent | None:
    try:
        return model.model_validate(tomllib.loads((folder / file).read_text(encoding="utf-8")))
    except FileNotFoundError:
        problems.append(Problem(file, "", "is missing"))
    except UnicodeDecodeError:
        problems.append(Problem(file, "", "is not saved as UTF-8 text"))
    except tomllib.TOMLDecodeError as error:
        problems.append(Problem(file, "", f"is not TOML: {error}"))
    except ValidationError as error:
        problems.extend(schema_problems(file, error))
    return None


def schema_problems(file: str, error: ValidationError, within: str = "") -> Iterator[Problem]:
    """Yield what does not fit the schema. `within` names the part of the file that was read."""
    for one in error.errors():
        key = ": ".join(part for part in (within, _key(one["loc"])) if part)
        yield Problem(file, key, _plainly(one))


def _plainly(error: ErrorDetails) -> str:
    if error["type"] in _PLAINLY:
        return _PLAINLY[error["type"]].format_map(error.get("ctx", {}))
    return error["msg"][:1].lower() + error["msg"][1:]


def _key(place: tuple[int | str, ...]) -> str:
    """Write a place as a coach counts: from one."""
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in place)
