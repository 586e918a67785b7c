"""Guards, each with the test that turns red without it.

    python -m tests.prove.guards                take them away one by one: some minutes
    python -m tests.prove.guards "claim" ...    only those with such words in their names

Works on a copy of the tree. A guard whose test stays green is no guard, or has no test.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.processes import ROOT
from tests.prove.guard import Guard, applied
from tests.prove.guards_once import ONCE
from tests.prove.guards_trust import TRUST
from tests.prove.measured import Measured, Run, nonzero

PATIENCE = 180  # seconds: a test that hangs without its guard is red, too
GUARDS = (*ONCE, *TRUST)
COPIED = ("bot", "content", "tests", "pyproject.toml", "manifest.yml", "README.md")


@contextmanager
def copy_of_the_tree() -> Iterator[Path]:
    """Copy what the tests need into a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        for each in COPIED:
            source, target = ROOT / each, Path(name) / each
            if source.is_dir():
                shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(source, target)
        yield Path(name)


def turns_red(guard: Guard, tree: Path) -> bool:
    """Take a guard away in a copy of the tree, and run its test alone."""
    file = tree / guard.file
    kept, mutated = file.read_text(encoding="utf-8"), applied(guard, tree)
    file.write_text(mutated, encoding="utf-8")
    try:
        code = pytest_in(tree, guard.test)
    finally:
        file.write_text(kept, encoding="utf-8")
    return code != 0


def pytest_in(tree: Path, *tests: str, patience: float = PATIENCE) -> int:
    """Run tests in a tree; return pytest's code, where 1 is red. Raises ValueError for no test."""
    words = ["-x", "-q", "-p", "no:cacheprovider", *tests]
    try:
        done = subprocess.run(
            [sys.executable, "-B", "-m", "pytest", *words],
            cwd=tree,
            capture_output=True,
            text=True,
            timeout=patience,
            check=False,
        )
    except subprocess.TimeoutExpired:
        sys.stderr.write(f"not done within {patience:.0f} s: {', '.join(tests)}\n")
        return 1
    if done.returncode not in (0, 1):
        raise ValueError(f"{tests}: {done.stdout[-500:]}")
    return done.returncode


def green_without(guards: Sequence[Guard]) -> list[str]:
    """Take guards away one by one. Return those whose test does not mind.

    Raises ValueError when the tests are not green as long as all guards are there.
    """
    with copy_of_the_tree() as tree:
        if pytest_in(tree, *sorted({guard.test for guard in guards}), patience=10 * PATIENCE):
            raise ValueError("the tests are red, or too slow, with all guards in their places")
        found = []
        for guard in guards:
            red = turns_red(guard, tree)
            sys.stderr.write(f"{'red' if red else 'GREEN'}: {guard.name}\n")
            found += [] if red else [guard.name]
        return found


def measure(run: Run) -> Measured:
    """Take all guards away one by one. The short form sees that each is still where it was."""
    if run.short:
        for guard in GUARDS:
            applied(guard, ROOT)
        return Measured(f"{len(GUARDS)} guards are in their places")
    green = green_without(GUARDS)
    return Measured(
        f"{len(GUARDS) - len(green)} of {len(GUARDS)} turn their test red",
        broken=nonzero(green=len(green)) and f"green without: {', '.join(green)}",
    )


if __name__ == "__main__":
    chosen = [
        guard
        for guard in GUARDS
        if not sys.argv[1:] or any(word in guard.name for word in sys.argv[1:])
    ]
    if not chosen:
        sys.exit("no guard is named so: " + ", ".join(guard.name for guard in GUARDS))
    sys.exit(bool(green_without(chosen)))
