"""What a promise is, how much of it is measured, and what came out."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from tests.processes import ROOT

T = TypeVar("T")
NOT_MEASURED = "not measured"


@dataclass(frozen=True, slots=True)
class Run:
    """How to measure: `short` for every change, and otherwise with the sizes that are promised.

    `scale` is the part of the promised sizes and times to measure where there is no time for all.
    """

    short: bool
    seed: int
    folder: Path  # of this measurement alone, and empty
    scale: float = 1.0

    def of(self, promised: int, short: int) -> int:
        """Return how many of something to do: as many as promised, or few."""
        return short if self.short else max(short, round(promised * self.scale))

    def place(self, name: str) -> Path:
        """Make a folder within that of this measurement."""
        folder = self.folder / name
        folder.mkdir()
        return folder


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure. `broken` says what must never be, `late` which promised time was not reached."""

    figure: str
    broken: str = ""
    late: str = ""
    elsewhere: str = ""  # why this run did not measure it

    def verdict(self) -> str:
        if self.elsewhere:
            return f"{NOT_MEASURED}: {self.elsewhere}"
        if self.broken:
            return f"BROKEN: {self.broken}"
        return f"missed: {self.late}" if self.late else "met"


@dataclass(frozen=True, slots=True)
class Promise:
    """A row of the table."""

    number: int
    promise: str
    figure: str
    measure: Callable[[Run], Measured]


def skipped(why: str) -> Measured:
    return Measured("", elsewhere=why)


def over(**limits: tuple[float, float]) -> str:
    """Name what is more than promised: each a figure, and what it may be at the most."""
    found = [
        f"{name.replace('_', ' ')} {figure:.4g} instead of {most:g}"
        for name, (figure, most) in limits.items()
        if figure > most
    ]
    return ", ".join(found)


def nonzero(**counts: int) -> str:
    """Name what there should be none of."""
    return ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in counts.items() if count)


def tests_pass(run: Run, *names: str) -> Measured:
    """Run tests by their names. The short form leaves that to the run of all tests."""
    if run.short:
        return skipped(f"by the tests: {', '.join(names)}")
    words = ["-q", "-p", "no:cacheprovider", "--no-header", *(f"tests/{name}" for name in names)]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    last = done.stdout.strip().rpartition("\n")[2].strip("= ").partition(" in ")[0]
    return Measured(f"tests: {last}", broken=last if done.returncode else "")
