"""Print the figures, all of them or those named: `python -m tests.bench critique start`."""

import argparse

from tests.bench import (
    backup,
    boards,
    critique,
    dispatch,
    drain,
    http,
    learning,
    linearity,
    memory,
    start,
    team_rules,
    tick,
)

FIGURES = {
    "critique": critique.show,
    "linearity": linearity.show,
    "team-rules": team_rules.show,
    "dispatch": dispatch.show,
    "start": start.show,
    "memory": memory.show,
    "learning": learning.show,
    "tick": tick.show,
    "drain": drain.show,
    "http": http.show,
    "backup": backup.show,
    "boards": boards.show,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("figures", nargs="*", metavar="FIGURE", help=", ".join(FIGURES))
    wanted = parser.parse_args().figures
    unknown = set(wanted) - set(FIGURES)
    if unknown:
        parser.error(f"there is no figure {', '.join(sorted(unknown))}: {', '.join(FIGURES)}")
    for name in wanted or FIGURES:
        FIGURES[name]()


if __name__ == "__main__":
    main()
