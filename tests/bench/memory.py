"""How much memory is held at the most, and whether it grows with the work done (Linux only)."""

import json
from collections.abc import Iterable
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.sandbox.server import Sandbox
from tests.bench.processes import ask, bot_process, peak_megabytes
from tests.bench.texts import lines
from tests.processes import close_coach, finished

FEW, MANY = 1_000, 200_000  # lines of a stream
JUDGED_EVERY = 100  # one line in so many is a closing line: to judge them all would take an hour
AT_ONCE = 100  # lines that are written before their answers are read: they fit into a pipe
COMMANDS = 300


def show() -> None:
    print(
        "\nmemory: the most that a process has held, after little work and after much;"
        f" of the {MANY:,} lines {MANY // JUDGED_EVERY:,} are closing lines"
    )
    print(f"{'':40}{'little':>10}{'much':>13}   ratio")
    with TemporaryDirectory() as folder:
        show_row(f"check --jsonl, {FEW:,} and {MANY:,} lines", *of_stream(Path(folder)))
        show_row(f"run, 1 and {COMMANDS} commands", *of_bot(Path(folder)))


def show_row(name: str, little: float, much: float) -> None:
    print(f"{name:40}{little:7.1f} MB{much:10.1f} MB{much / little:8.2f}")


def of_stream(folder: Path) -> tuple[float, float]:
    """Return the peak of `check --jsonl` after a few answers, and after many."""
    process = close_coach("check", "--jsonl", folder=folder)
    assert process.stdin is not None
    assert process.stdout is not None
    peaks = []
    objects = iter(stream())
    for written in range(0, MANY, AT_ONCE):
        process.stdin.writelines(islice(objects, AT_ONCE))
        process.stdin.flush()
        for _ in range(AT_ONCE):
            process.stdout.readline()
        if written + AT_ONCE in (FEW, MANY):
            peaks.append(peak_megabytes(process))
    finished(process)
    return peaks[0], peaks[1]


def stream() -> Iterable[str]:
    """Return lines without end for --jsonl, no two alike."""
    for number, line in enumerate(cycle(lines())):
        text = f"{line} {number}" if number % JUDGED_EVERY == 0 else f"{number}"
        yield json.dumps({"id": number, "text": text}) + "\n"


def of_bot(folder: Path) -> tuple[float, float]:
    """Return the peak of the running bot after a command, and after many."""
    with Sandbox() as slack, bot_process(slack, folder) as process:
        first = peak_megabytes(process)
        for line in lines()[:COMMANDS]:
            ask(slack, line)
        return first, peak_megabytes(process)
