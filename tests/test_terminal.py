"""A critique on the terminal: risky words marked in place, with and without colour."""

import io

import pytest
from rich.console import Console

from bot.core.critic import Critic
from bot.core.critique import Stance
from bot.terminal import marked, printable, show
from tests.core.small import LIBRARY, ScriptedDetector

CRITIC = Critic(LIBRARY, ScriptedDetector())


def printed(text, stance=Stance.BALANCED, **console):
    target = io.StringIO()
    show(CRITIC.critique(text, stance), Console(file=target, width=100, highlight=False, **console))
    return target.getvalue()


PLAIN = """\
30/100  final-close. Risky.
  [1: Please please]. I want this. [2: Any concerns]?

1. Begging  (trap, 90% sure)
  You beg: "Please please".
  Why: It makes you small.
  Source: The Book (A. Author)
  Fix: Ask plainly.
  Say instead: Ask for [next].
  Say instead: Ask now.

2. Concern check  (the sources disagree, 90% sure)
  You ask for concerns: "Any concerns".
  Why: The books differ.
  Source: The Book (A. Author)
  The Book (A. Author): Never.
  The Talk (B. Speaker): Always.
  Fix: Ask what is missing.
  Say instead: Ask one.
  Say instead: Ask two.

What works
  + Good: "want this".

Four steps
  missing  Needs: Name a need.
  missing  Ask: Ask.

Change first
  1. Begging (+40): Ask plainly.
  2. Asks for the next step (+30): Ask for the next step.

A better version
  REWRITE

How the score adds up
    0 of 40  No trap
    0 of 30  Asks for the next step
   20 of 20  Wants it
   10 of 10  Short
"""


def test_a_critique_reads_well_without_colour():
    critique = CRITIC.critique("Please please. I want this. Any concerns?")

    assert critique.rewrite is not None
    assert printed(critique.text) == PLAIN.replace("REWRITE", critique.rewrite)


def test_colour_only_adds_to_what_is_there():
    text = "Please please. I want this."

    coloured = printed(text, force_terminal=True, color_system="standard")

    assert "\x1b[1;31m" in coloured
    assert "[1: " in coloured


def test_a_text_that_is_no_closing_line_gets_no_score():
    assert printed("What a day.") == "Strong.\n  What a day.\n" or "/100" not in printed(
        "What a day."
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("I want this.", "I want this."),
        ("Please please!", "[1: Please please]!"),
        ("[bold]Please please[/bold]", "[bold][1: Please please][/bold]"),
        ("Decide now. Please please", "[1: Decide now]. [2: Please please]"),
    ],
)
def test_risky_words_are_marked_in_place(text, shown):
    assert marked(CRITIC.critique(text)).plain == shown


def test_nothing_in_a_line_acts_upon_the_terminal():
    text = "\x1b[31mred\x07\x00 \u202eright\u202c \ud800 tab\t\nnew"

    assert printable(text) == " [31mred    right    tab \nnew"
    assert len(printable(text)) == len(text)
    assert "\x1b" not in printed("\x1b]8;;https://evil\x07Please please\x1b]8;;\x07")


@pytest.mark.parametrize(
    ("stance", "nature", "mended"),
    [
        (Stance.STRICT, "counted as a trap; the sources disagree", True),
        (Stance.BALANCED, "the sources disagree", True),
        (Stance.OPEN, "counted as a good move; the sources disagree", False),
    ],
)
def test_what_the_sources_disagree_on_is_told_by_the_stance(stance, nature, mended):
    shown = printed("I want this. Any concerns?", stance)

    assert f"Concern check  ({nature}, 90% sure)" in shown
    assert ("Fix: Ask what is missing." in shown) is mended
    assert ("Safer to say: Ask one." in shown) is not mended


def test_only_a_final_close_is_asked_for_the_four_steps():
    assert "Four steps" in printed("Please please.")
    assert "Four steps" not in printed("I sold forty for you")


def test_doubts_are_asked_after_the_remarks():
    shown = printed("Please please. Be quick. I am rather keen. Have mercy.")

    before, after = shown.split("\nPerhaps\n")
    assert "1. Begging" in before
    assert after.splitlines()[:2] == [
        '  ? Could "Be quick" beg?',
        '  ? Is "rather keen" meant well?',
    ]
