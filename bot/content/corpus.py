"""The labelled lines that the model is trained on: content/corpus/*.jsonl."""

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.content.duplicates import near_duplicates
from bot.content.files import Problem, schema_problems
from bot.content.links import same_line
from bot.core.library import Rule

MOST_REPEATED = 0.02  # the share of lines that may be near-duplicates of others


class Row(BaseModel):
    """One line of the corpus. `where` gives, for a label, the part of the text that carries it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str
    labels: tuple[str, ...]
    where: dict[str, str] = {}
    voice: str = ""


class Line(NamedTuple):
    """A line of the corpus, and where it stands."""

    file: str
    number: int
    row: Row

    @property
    def key(self) -> str:
        return f"line {self.number}"


def corpus_problems(
    folder: Path, rules: Collection[Rule], known: Collection[str]
) -> Iterator[Problem]:
    """Yield what is wrong with the corpus. `known` holds every id that may be a label."""
    promises = _promises(rules)
    lines: list[Line] = []
    for path in sorted((folder / "corpus").glob("*.jsonl")):
        for read in _read(path):
            if isinstance(read, Problem):
                yield read
                continue
            lines.append(read)
            for what in (*_label_faults(read.row, known), *_contradictions(read.row, promises)):
                yield Problem(read.file, read.key, what)
    yield from _repetitions(lines)


def _read(path: Path) -> Iterator[Line | Problem]:
    file = f"corpus/{path.name}"
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            yield Line(file, number, Row.model_validate_json(line))
        except ValidationError as error:
            yield from schema_problems(file, error, f"line {number}")


def _repetitions(lines: Sequence[Line]) -> Iterator[Problem]:
    """Yield the lines that repeat another, when there are more of them than chance explains."""
    pairs = near_duplicates([line.row.text for line in lines])
    if len({pair.later for pair in pairs}) <= MOST_REPEATED * len(lines):
        return
    for earlier, later in pairs:
        what = f"is nearly the same as {lines[earlier].file}, {lines[earlier].key}"
        yield Problem(lines[later].file, lines[later].key, what)


def _label_faults(row: Row, known: Collection[str]) -> Iterator[str]:
    for label in row.labels:
        if label not in known:
            yield f'the label "{label}" is not a rule'
    for label, words in row.where.items():
        if label not in row.labels:
            yield f'where names "{label}", which is not among the labels'
        if words not in row.text:
            yield f'the words of "{label}" are not in the text'


def _promises(rules: Collection[Rule]) -> dict[str, dict[str, bool]]:
    """What the examples say of a line: for each rule that mentions it, whether it is caught."""
    promises: dict[str, dict[str, bool]] = {}
    for rule in rules:
        for lines, caught in ((rule.examples.caught, True), (rule.examples.clean, False)):
            for line in lines:
                promises.setdefault(same_line(line), {})[rule.id] = caught
    return promises


def _contradictions(row: Row, promises: dict[str, dict[str, bool]]) -> Iterator[str]:
    for id, caught in promises.get(same_line(row.text), {}).items():
        if caught != (id in row.labels):
            yield f'the labels contradict the examples of "{id}"'
