"""What the model learns from: the corpus, the examples of the rules, and the hash of it all."""

import hashlib
import json
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.core.critique import Span

_ENOUGH = 20  # lines with a label that make it worth learning; fewer are left to its phrases
_MANY_VOICES = ("plain", "wild", "chat")  # these stand for many people
_NEIGHBOURS = 15  # of whom lines that were written in one go stay together
_RULE_FOLDERS = ("traps", "disputed", "moves")
_KINDS = "kinds.toml"


@dataclass(frozen=True)
class Row:
    """One text to learn from. A label that it neither has nor lacks is not known."""

    text: str
    has: frozenset[str]
    lacks: frozenset[str] | None  # None: all that it does not have
    where: dict[str, str]  # the words that carry a label
    group: str  # rows of one group stay on one side of a split
    plain: bool  # an ordinary line, as most are
    is_proof: bool = False  # an example of a rule

    def mark(self, label: str) -> float:
        """Return 1 for a label it has, -1 for one it lacks, 0 where that is not known."""
        if label in self.has:
            return 1.0
        return -1.0 if self.lacks is None or label in self.lacks else 0.0


def mark_sentence(row: Row, sentence: Span, label: str) -> float:
    """Mark one sentence of a row: a label belongs to the sentences that share in its words."""
    mark = row.mark(label)
    if mark < 1:
        return mark
    if label not in row.where:
        return 0.0
    words = row.where[label]
    start = row.text.find(words)
    shared = min(sentence.end, start + len(words)) - max(sentence.start, start)
    return 1.0 if 0 < min(sentence.end - sentence.start, len(words)) <= 2 * shared else -1.0


def corpus_hash(content: Path) -> str:
    """Return the hash of everything that the model learns from: of rules, their examples alone."""
    digest = hashlib.sha256()
    for row in read_rows(content):
        lacks = None if row.lacks is None else sorted(row.lacks)
        learnt = (row.text, sorted(row.has), lacks, row.where, row.group, row.plain)
        digest.update(json.dumps(learnt).encode())
    return digest.hexdigest()[:16]


def _sources(content: Path) -> list[Path]:
    rules = (f"{folder}/*.toml" for folder in _RULE_FOLDERS)
    patterns = ("corpus/*.jsonl", *rules, _KINDS)
    return [path for pattern in patterns for path in sorted(content.glob(pattern))]


def read_rows(content: Path) -> list[Row]:
    """Read the corpus and the examples, in a fixed order."""
    hazards = frozenset(_ids(content / "traps") + _ids(content / "disputed"))
    rows: list[Row] = []
    for path in _sources(content):
        if path.suffix == ".jsonl":
            rows += _corpus(path)
        else:
            rows += _promises(tomllib.loads(path.read_text(encoding="utf-8")), hazards)
    return rows


def read_labels(content: Path, rows: Sequence[Row]) -> tuple[tuple[str, ...], frozenset[str]]:
    """Return the labels with enough lines to learn from, and which of them are traps."""
    ids = {folder: _ids(content / folder) for folder in _RULE_FOLDERS}
    labels = [id for folder in _RULE_FOLDERS for id in ids[folder]]
    learned = tuple(id for id in labels if sum(id in row.has for row in rows) >= _ENOUGH)
    return learned, frozenset(ids["traps"])


def _ids(folder: Path) -> list[str]:
    return sorted(path.stem for path in folder.glob("*.toml"))


def _corpus(path: Path) -> list[Row]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [_corpus_row(path.stem, at, json.loads(line)) for at, line in enumerate(lines)]


def _corpus_row(file: str, at: int, line: dict[str, Any]) -> Row:
    plain = line["voice"] == "plain"
    group = f"{file}:{at // _NEIGHBOURS}" if line["voice"] in _MANY_VOICES else line["voice"]
    return Row(line["text"], frozenset(line["labels"]), None, line["where"], group, plain)


def _promises(file: dict[str, Any], hazards: frozenset[str]) -> list[Row]:
    """Return what a file of rules or kinds promises: its examples, and its clean sentences."""
    none = frozenset[str]()
    marked = [(text, none, hazards) for text in file.get("swap", ())]
    if "examples" in file:
        this = frozenset({file["id"]})
        marked += [(text, this, none) for text in file["examples"]["caught"]]
        marked += [(text, none, this) for text in file["examples"]["clean"]]
    for check in (check for kind in file.get("kinds", ()) for check in kind["checks"]):
        moves = check.get("when", {}).get("any", ())
        move = frozenset(moves) if len(moves) == 1 else none
        marked += [(text, move, hazards - move) for text in check.get("say", ())]
    return [Row(text, has, lacks, {}, text, True, True) for text, has, lacks in marked]
