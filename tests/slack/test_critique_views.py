"""How a critique reads: what comes first, what is marked, what is said."""

import pytest

from bot.core.attempts import Comparison, Review
from bot.core.critique import Finding, FindingKind, Fix, LineKind, Span, Stance, View
from bot.slack.views.conversation import review_message
from bot.slack.views.forms import critique_modal
from bot.slack.views.marks import marked
from tests.slack.critiques import critique, finding, spoken
from tests.slack.limits import nodes

ID = "0123456789abcdef"
SCHOOLS = (View("One book", "Never ask."), View("Another", "Always ask."))
RED = finding("red-flags", "red flags")
EXIT = finding("passive-exit", "Thanks for your time")
CHECK = finding("concern-check", "Do I have any", FindingKind.DISPUTED, SCHOOLS)
MOVE = finding("state-interest", "I would love this job", FindingKind.MOVE)


def said(review: Review, *, everything: bool = False) -> list[str]:
    return spoken(review_message(review, "Sample.", everything=everything).blocks).splitlines()


def test_a_critique_reads_from_the_verdict_over_what_is_good_to_a_stronger_line():
    review = Review(critique(RED, MOVE, fixes=(Fix("asks", "Asks for it", "Ask.", 28),)), ID)

    assert said(review) == [
        "72 of 100",
        "A solid close.",
        "Judged as: Final close",
        "Your line",
        "Thanks for your time. Do I have any ",
        "red flags",
        " [1]",
        "? I would love this job.",
        "What is good",
        "You say that you want it.",
        "[1] Title of red-flags",
        " (major trap)",
        "Message of red-flags.",
        "Why: ",
        "Why of red-flags.",
        " (Source of red-flags)",
        "Say instead:",
        "“Instead of red-flags.”",
        "Not a trap",
        "Not yet: Asks for it (worth 28 points)",
        "Ask.",
        "The four steps",
        "Needs",
        ": met by “this job”",
        "Ask",
        ": missing. Ask for a date.",
        "Your line, made stronger",
        "I would love this job. What is the next step?",
        "How 72 of 100 adds up",
        "Yes: No trap (72 of 72)",
        "Not yet: Asks for it (0 of 28)",
        "Try again",
    ]


def test_at_most_three_remarks_are_shown_until_all_are_asked_for():
    fixes = (Fix("asks", "Asks for it", "Ask.", 25), Fix("short", "Is short", "Cut.", 3))
    review = Review(critique(RED, EXIT, fixes=fixes), ID)

    few, all_ = said(review), said(review, everything=True)

    assert "Show all 4 remarks" in few
    assert "Not yet: Is short (worth 3 points)" not in few
    assert "Show all 4 remarks" not in all_
    assert "Not yet: Is short (worth 3 points)" in all_


def test_the_remark_worth_most_comes_first():
    fixes = (Fix("red-flags", "t", "a", 30), Fix("passive-exit", "t", "a", 30))

    lines = said(Review(critique(EXIT, RED, fixes=fixes), ID))

    assert [line for line in lines if line.startswith("[")] == [
        "[1] Title of red-flags",
        "[2] Title of passive-exit",
    ]


@pytest.mark.parametrize(
    ("stance", "nature", "can_dispute"),
    [
        (Stance.STRICT, "your team counts it as a trap; the sources disagree", True),
        (Stance.BALANCED, "the sources disagree; it moves no points", False),
        (Stance.OPEN, "your team counts it as a good move; the sources disagree", False),
    ],
)
def test_a_concern_check_names_both_schools_in_every_stance(stance, nature, can_dispute):
    lines = said(Review(critique(CHECK, stance=stance), ID))

    assert f" ({nature})" in lines
    start = lines.index("Two schools:")
    assert lines[start + 1 : start + 7] == [
        "One book",
        ": Never ask.",
        "Another",
        ": Always ask.",
        "Safer to say:",
        "“Instead of concern-check.”",
    ]
    assert ("Not a trap" in lines) is can_dispute


@pytest.mark.parametrize("kind", [kind for kind in LineKind if kind is not LineKind.FINAL_CLOSE])
def test_only_a_final_close_is_measured_by_the_four_steps(kind):
    assert "The four steps" not in said(Review(critique(kind=kind), ID))


def test_an_advice_that_the_four_steps_give_is_not_given_twice():
    fixes = (Fix("asks", "Asks for it", "Ask for a date.", 28),)

    lines = said(Review(critique(fixes=fixes), ID))

    assert "Not yet: Asks for it (worth 28 points)" in lines
    assert [line for line in lines if "Ask for a date." in line] == ["Ask for a date."]


def test_each_trap_has_its_own_button_that_names_attempt_and_rule():
    message = review_message(Review(critique(RED, EXIT), ID), "Sample.")

    buttons = [node for node in nodes(message.blocks) if node.get("action_id") == "not_a_trap"]
    assert [(button["value"], button["accessibility_label"]) for button in buttons] == [
        (f"{ID}:red-flags", "Remark 1 is not a trap"),
        (f"{ID}:passive-exit", "Remark 2 is not a trap"),
    ]


@pytest.mark.parametrize(
    ("comparison", "expected"),
    [
        (
            Comparison(45, 72, ("Asks",), (), ("Is short",)),
            [
                "Since your last try: 45 to 72 of 100 (+27 points)",
                "Now yes: Asks",
                "Still not yet: Is short",
            ],
        ),
        (
            Comparison(72, 45, (), ("Asks",), ()),
            ["Since your last try: 72 to 45 of 100 (-27 points)", "No longer: Asks"],
        ),
        (
            Comparison(72, 72, (), (), ()),
            ["Since your last try: 72 to 72 of 100 (no change)", "No check changed."],
        ),
    ],
)
def test_a_new_try_is_compared_with_the_last_one(comparison, expected):
    lines = spoken(critique_modal(Review(critique(), ID, comparison))["blocks"]).splitlines()

    assert lines[: len(expected)] == expected


def test_overlapping_findings_are_both_numbered():
    runs = marked("one two three", [Span(0, 7), Span(4, 13), Span(20, 30)])

    assert [(run["text"], "style" in run) for run in runs] == [
        ("one ", True),
        ("two", True),
        (" [1]", True),
        (" three", True),
        (" [2]", True),
    ]


def test_a_finding_without_a_wording_shows_its_fix():
    bare = Finding(**{name: getattr(RED, name) for name in RED.__slots__} | {"say_instead": ()})

    assert "“Fix of red-flags.”" in said(Review(critique(bare), ID))
