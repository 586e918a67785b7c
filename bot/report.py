"""The report on how well labelled lines are judged, as Markdown that reads well as plain text."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Any

from pydantic import ValidationError

from bot.content.corpus import Row
from bot.content.folder import REPORT_FILE, load_library, load_model
from bot.core.detector import RuleAndModelDetector
from bot.errors import ContentError, UserError
from bot.evaluation import Alarm, Evaluation, Judged, evaluate, ratio

_MOST_CONFUSIONS = 15
_MOST_LINES = 3  # of each kind of false alarm
_LONGEST_LINE = 160  # characters of a line that are shown


def kept_report(folder: Path) -> str:
    """Return the report that was written in training. ContentError when there is none."""
    try:
        return (folder / REPORT_FILE).read_text(encoding="utf-8")
    except OSError as error:
        raise ContentError(f"{REPORT_FILE} is missing: run close-coach train.") from error


def report_on(file: Path, folder: Path) -> str:
    """Judge the lines of a labelled file by content/ and report.

    UserError when the file cannot be read.
    """
    rows = _read(file)
    library = load_library(folder)
    detector = RuleAndModelDetector(library, load_model(folder))
    started = perf_counter()
    signals = [detector.detect(row.text) for row in rows]
    cost = 1000 * ratio(perf_counter() - started, len(rows))
    judged = [
        Judged(row.text, frozenset(row.labels), row.where, heard)
        for row, heard in zip(rows, signals, strict=True)
    ]
    labels, traps = [rule.id for rule in library.rules], {trap.id for trap in library.traps}
    about = f"{file.name}: finding the labels of a line took {cost:.1f} ms on average."
    return markdown(evaluate(judged, labels, traps), traps, about)


def _read(file: Path) -> list[Row]:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
        return [_row(line) for line in lines if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"{file} cannot be read.") from error
    except ValidationError as error:
        raise UserError(f'{file}: each line must be an object with "text" and "labels".') from error


def _row(line: str) -> Row:
    """Read a labelled line; what else it says of itself is of no interest here."""
    return Row.model_validate_json(line, extra="ignore")


def markdown(found: Evaluation, traps: Collection[str], about: str) -> str:
    """Lay the figures out."""
    parts = [
        ["# How lines are judged", "", about],
        _summary(found, traps),
        _scores(found),
        _confusions(found),
        _bands(found),
        _alarms(found.alarms),
        _pointing(found),
    ]
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _summary(found: Evaluation, traps: Collection[str]) -> list[str]:
    present = [score for score in found.scores if score.label in traps and score.real]
    f1 = ratio(sum(score.f1 for score in present), len(present))
    said, doubted = found.clean_said, found.clean_doubted - found.clean_said
    return [
        f"- lines: {found.lines}, of which {found.clean} hold no trap",
        f"- traps, mean F1: {f1:.3f}",
        f"- false alarms: {ratio(said, found.clean):.1%} of the lines without a trap;"
        f" in doubt, and only asked: {ratio(doubted, found.clean):.1%} more",
    ]


def _scores(found: Evaluation) -> list[str]:
    return _table(
        "Labels",
        ("label", "precision", "recall", "F1", "lines"),
        (
            (one.label, f"{one.precision:.3f}", f"{one.recall:.3f}", f"{one.f1:.3f}", one.real)
            for one in found.scores
        ),
    )


def _confusions(found: Evaluation) -> list[str]:
    rows = ((one.missed, one.said, one.lines) for one in found.confusions[:_MOST_CONFUSIONS])
    return _table("One label for another", ("missed", "said instead", "lines"), rows)


def _bands(found: Evaluation) -> list[str]:
    return _table(
        "What a confidence is worth",
        ("from", "findings and doubts", "mean confidence", "right"),
        (
            (f"{one.low:.2f}", one.said, f"{one.confidence:.2f}", f"{one.right:.2f}")
            for one in found.bands
        ),
    )


def _pointing(found: Evaluation) -> list[str]:
    one = found.pointing
    return [
        "## Where findings point",
        "",
        f"Of {one.findings} true findings in lines of several sentences, {one.in_sentence:.1%}"
        f" lie in a sentence that carries the label. Shared words (F1): {one.overlap:.2f}.",
    ]


def _alarms(alarms: Iterable[Alarm]) -> list[str]:
    """Group false alarms by the trap that was said and by what the line really is."""
    kinds: defaultdict[tuple[str, tuple[str, ...]], list[Alarm]] = defaultdict(list)
    for alarm in alarms:
        kinds[alarm.trap, alarm.near].append(alarm)
    ranked = sorted(kinds.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    lines = ["## False alarms, by kind of near-miss"]
    for (trap, near), group in ranked:
        lines += ["", f"- {trap}, in a line with {', '.join(near) or 'no label'}: {len(group)}"]
        lines += [f"  - {alarm.confidence:.2f}: {_short(alarm.text)}" for alarm in _worst(group)]
    return lines if ranked else [*lines, "", "None."]


def _worst(alarms: Sequence[Alarm]) -> Iterator[Alarm]:
    return islice(sorted(alarms, key=lambda alarm: (-alarm.confidence, alarm.text)), _MOST_LINES)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_LINE else line[: _LONGEST_LINE - 1].rstrip() + "…"


def _table(title: str, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> list[str]:
    lines = [f"## {title}", "", f"| {' | '.join(head)} |", "|---" * len(head) + "|"]
    return [*lines, *(f"| {' | '.join(map(str, row))} |" for row in rows)]
