"""Measure what is promised, and print a table of it.

    python -m tests.prove                       all of it, in the sizes that are promised: hours
    python -m tests.prove --short               what every change must keep: a minute
    python -m tests.prove --only 8,12 --scale 0.1 --seed 7

Ends with 1 if anything was lost, came twice, leaked or was answered wrongly. Of times, the short
form prints the figures and asserts nothing: a machine with other work to do would break them.
"""

import argparse
import logging
import secrets
import sys
import tempfile
import time
from pathlib import Path

from tests.prove.measured import Measured, Promise, Run
from tests.prove.promises import PROMISES

COLUMNS = ("#", "promise", "promised", "measured", "verdict", "seed", "command")
HEAD = f"| {' | '.join(COLUMNS)} |\n|{'---|' * len(COLUMNS)}\n"


def main() -> None:
    chosen = arguments()
    logging.disable()
    sys.stdout.write(HEAD)
    wrong = False
    for promise in PROMISES:
        if not chosen.only or promise.number in chosen.only:
            found, took = measured(promise, chosen.short, chosen.seed, chosen.scale)
            sys.stdout.write(row(promise, found, chosen))
            sys.stdout.flush()
            sys.stderr.write(f"{promise.number}: {took:.0f} s\n")
            wrong = wrong or bool(found.broken) or (bool(found.late) and not chosen.short)
    sys.exit(wrong)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.prove",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--short", action="store_true", help="small sizes, within a minute")
    parser.add_argument("--only", type=numbers, default=(), help="numbers of promises: 8,12")
    parser.add_argument("--scale", type=float, default=1.0, help="the part of the sizes to measure")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(2**32))
    return parser.parse_args()


def numbers(said: str) -> frozenset[int]:
    return frozenset(map(int, said.split(",")))


def measured(promise: Promise, short: bool, seed: int, scale: float) -> tuple[Measured, float]:
    """Measure one promise. Whatever it raises breaks it."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        try:
            found = promise.measure(Run(short, seed, Path(folder), scale))
        except Exception as error:  # noqa: BLE001 - the other promises are measured all the same
            found = Measured("", broken=f"{type(error).__name__}: {error}"[:300])
    return found, time.monotonic() - began


def row(promise: Promise, found: Measured, chosen: argparse.Namespace) -> str:
    words = [f"--only {promise.number} --seed {chosen.seed}"]
    words += ["--short"] * chosen.short + [f"--scale {chosen.scale:g}"] * (chosen.scale != 1)
    columns = (
        promise.number,
        promise.promise,
        promise.figure,
        found.figure,
        found.verdict(),
        chosen.seed,
        f"`python -m tests.prove {' '.join(words)}`",
    )
    return "| " + " | ".join(str(one).replace("|", "/") for one in columns) + " |\n"


if __name__ == "__main__":
    main()
