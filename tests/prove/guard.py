"""What a guard is: a piece of the code that one test is there for."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Guard:
    """`text` stands once in `file`; with `without` in its place, `test` must fail."""

    name: str
    file: str
    text: str
    without: str
    test: str


def applied(guard: Guard, tree: Path) -> str:
    """Return the file without a guard. Raises ValueError unless the guard stands there once."""
    text = (tree / guard.file).read_text(encoding="utf-8")
    if text.count(guard.text) != 1:
        raise ValueError(f"{guard.name}: {text.count(guard.text)} times in {guard.file}")
    return text.replace(guard.text, guard.without)
