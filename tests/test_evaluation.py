"""The figures of the report, on lines few enough to count by hand."""

import pytest

from bot.core.critique import Span
from bot.core.detection import Signal
from bot.evaluation import Alarm, Band, Confusion, Evaluation, Judged, Pointing, Score, evaluate

NOWHERE = Span(0, 1)


def line(text: str, labels: str, *signals: Signal, where: dict[str, str] | None = None) -> Judged:
    return Judged(text, frozenset(labels.split()), where or {}, signals)


def sure(id: str, confidence: float = 0.9, span: Span = NOWHERE) -> Signal:
    return Signal(id, span, confidence)


def unsure(id: str, confidence: float = 0.4) -> Signal:
    return Signal(id, NOWHERE, confidence, sure=False)


def figures(*lines: Judged) -> Evaluation:
    return evaluate(lines, ("beg", "push", "ask"), {"beg", "push"})


def test_each_label_is_counted_and_doubts_are_not():
    found = figures(
        line("One", "beg ask", sure("beg"), unsure("ask")),
        line("Two", "beg", sure("push")),
        line("Three", "", sure("beg")),
    )

    assert found.scores == (
        Score("beg", right=1, said=2, real=2),
        Score("push", right=0, said=1, real=0),
        Score("ask", right=0, said=0, real=1),
    )
    assert [(one.precision, one.recall, one.f1) for one in found.scores] == [
        (0.5, 0.5, 0.5),
        (0, 0, 0),
        (0, 0, 0),
    ]


def test_a_missed_label_is_set_against_what_was_said_instead():
    found = figures(
        line("One", "beg", sure("push")),
        line("Two", "beg", sure("push"), sure("ask")),
        line("Three", "ask", sure("ask"), sure("beg")),
    )

    assert found.confusions == (Confusion("beg", "push", 2), Confusion("beg", "ask", 1))


def test_false_alarms_are_counted_by_line_and_listed_by_trap():
    found = figures(
        line("One", "ask", sure("beg", 0.8), sure("push", 0.9)),
        line("Two", "", unsure("beg")),
        line("Three", "", sure("ask")),
        line("Four", "beg", sure("push", 0.7)),
    )

    assert (found.clean, found.clean_said, found.clean_doubted) == (3, 1, 2)
    assert found.alarms == (
        Alarm("beg", ("ask",), 0.8, "One"),
        Alarm("push", ("ask",), 0.9, "One"),
        Alarm("push", ("beg",), 0.7, "Four"),
    )


def test_findings_and_doubts_of_like_confidence_are_held_together():
    found = figures(
        line("One", "beg", sure("beg", 0.75), unsure("ask", 0.35)),
        line("Two", "", sure("beg", 0.75)),
    )

    assert found.bands == (
        Band(0.35, 1, 0.35, 0.0),
        Band(0.75, 2, 0.75, 0.5),
    )


TWO = "Please please. Shall we go on?"


@pytest.mark.parametrize(
    ("span", "carrier", "expected"),
    [
        (Span(15, 30), "Shall we go on?", Pointing(1, 1.0, 1.0)),
        (Span(24, 30), "Shall we go on?", Pointing(1, 1.0, 2 / 3)),
        (Span(0, 14), "Shall we go on?", Pointing(1, 0.0, 0.0)),
        (Span(0, 14), TWO, Pointing(1, 1.0, 0.5)),
        (Span(0, 14), "not in the line", Pointing(0, 0.0, 0.0)),
    ],
)
def test_true_findings_are_held_against_the_words_that_carry_them(span, carrier, expected):
    found = figures(line(TWO, "ask", sure("ask", span=span), where={"ask": carrier}))

    assert found.pointing == expected


def test_false_findings_doubts_and_single_sentences_point_nowhere():
    found = figures(
        line(TWO, "", sure("ask")),
        line(TWO, "ask", unsure("ask"), where={"ask": TWO}),
        line(TWO, "ask", sure("ask")),
        line("Shall we go on?", "ask", sure("ask"), where={"ask": "Shall we go on?"}),
    )

    assert found.pointing == Pointing(0, 0.0, 0.0)


def test_no_lines_give_no_figures():
    found = figures()

    assert (found.lines, found.clean, found.bands, found.alarms) == (0, 0, (), ())
