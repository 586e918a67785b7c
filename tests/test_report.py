"""The report as a coach reads it."""

import json

import pytest

from bot.content.folder import REPORT_FILE, content_folder
from bot.core.critique import Span
from bot.core.detection import Signal
from bot.errors import ContentError, UserError
from bot.evaluation import Judged, evaluate
from bot.report import kept_report, markdown, report_on

TWO = "Please please. Shall we go on?"
LINES = (
    Judged(
        TWO, frozenset({"ask"}), {"ask": "Shall we go on?"}, (Signal("ask", Span(15, 30), 0.9),)
    ),
    Judged("Go  on,\nplease.", frozenset(), {}, (Signal("beg", Span(0, 7), 0.75),)),
    Judged("x" * 200, frozenset({"ask"}), {}, (Signal("beg", Span(0, 9), 0.8),)),
    Judged("Hm.", frozenset(), {}, (Signal("beg", Span(0, 3), 0.4, sure=False),)),
    Judged("I beg.", frozenset({"beg"}), {}, (Signal("beg", Span(0, 3), 0.9),)),
)
REPORT = """\
# How lines are judged

About.

- lines: 5, of which 4 hold no trap
- traps, mean F1: 0.500
- false alarms: 50.0% of the lines without a trap; in doubt, and only asked: 25.0% more

## Labels

| label | precision | recall | F1 | lines |
|---|---|---|---|---|
| beg | 0.333 | 1.000 | 0.500 | 1 |
| ask | 1.000 | 0.500 | 0.667 | 2 |

## One label for another

| missed | said instead | lines |
|---|---|---|
| ask | beg | 1 |

## What a confidence is worth

| from | findings and doubts | mean confidence | right |
|---|---|---|---|
| 0.40 | 1 | 0.40 | 0.00 |
| 0.75 | 1 | 0.75 | 0.00 |
| 0.80 | 1 | 0.80 | 0.00 |
| 0.90 | 2 | 0.90 | 1.00 |

## False alarms, by kind of near-miss

- beg, in a line with no label: 1
  - 0.75: Go on, please.

- beg, in a line with ask: 1
  - 0.80: LONG

## Where findings point

Of 1 true findings in lines of several sentences, 100.0% lie in a sentence that carries the label. \
Shared words (F1): 1.00.
"""


def test_the_report_tells_all_figures():
    found = evaluate(LINES, ("beg", "ask"), {"beg"})

    assert markdown(found, {"beg"}, "About.") == REPORT.replace("LONG", "x" * 159 + "…")


def test_a_report_without_false_alarms_says_so():
    assert "near-miss\n\nNone.\n" in markdown(evaluate((), (), ()), (), "About.")


def test_any_labelled_file_is_judged_and_its_cost_is_told(tmp_path):
    file = tmp_path / "lines.jsonl"
    rows = [
        {"id": 1, "text": "Do you see any red flags?", "labels": ["red-flags"], "hard": True},
        {"id": 2, "text": "How was your weekend?", "labels": []},
    ]
    file.write_text("\n\n".join(json.dumps(row) for row in rows) + "\n")

    report = report_on(file, content_folder())

    assert "lines.jsonl: finding the labels of a line took " in report
    assert "- lines: 2, of which 1 hold no trap" in report
    assert "| red-flags | 1.000 | 1.000 | 1.000 | 1 |" in report


@pytest.mark.parametrize("text", ["not an object", '{"text": "Hello."}', "[1]", "\ufeff{}"])
def test_a_file_of_another_sort_is_refused(tmp_path, text):
    file = tmp_path / "lines.jsonl"
    file.write_text(text)

    with pytest.raises(UserError, match='each line must be an object with "text" and "labels"'):
        report_on(file, content_folder())


def test_a_file_that_cannot_be_read_is_refused(tmp_path):
    (tmp_path / "latin.jsonl").write_bytes(b"\xff\xfe")
    for name in ("none.jsonl", "latin.jsonl"):
        with pytest.raises(UserError, match="cannot be read"):
            report_on(tmp_path / name, content_folder())


def test_the_report_of_the_training_is_kept_beside_the_model():
    assert kept_report(content_folder()) == (content_folder() / REPORT_FILE).read_text(
        encoding="utf-8"
    )
    assert "saw nothing of its group" in kept_report(content_folder())


def test_where_nothing_was_trained_there_is_no_report(tmp_path):
    with pytest.raises(ContentError, match="is missing: run close-coach train"):
        kept_report(tmp_path)
