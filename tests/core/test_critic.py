import pytest

from bot.core.critic import Critic
from bot.core.critique import (
    Check,
    Critique,
    Finding,
    FindingKind,
    Fix,
    LineKind,
    Severity,
    Span,
    Stance,
    StepCheck,
    View,
)
from bot.core.detection import Signal
from bot.core.library import Reason
from bot.errors import UnusableLine
from tests.core.small import LIBRARY, ScriptedDetector


@pytest.fixture(name="critic", scope="module")
def _critic():
    return Critic(LIBRARY, ScriptedDetector())


def test_a_critique_holds_everything_there_is_to_say(critic):
    text = "You mentioned speed. Please please call me."
    assert critic.critique(text) == Critique(
        text=text,
        stance=Stance.BALANCED,
        kind=LineKind.FINAL_CLOSE,
        kind_title="final-close",
        score=10,
        verdict="risky",
        headline="Risky.",
        checks=(
            Check("no-trap", "No trap", 40, met=False),
            Check("asks-next", "Asks for the next step", 30, met=False),
            Check("wants-it", "Wants it", 20, met=False),
            Check("short", "Short", 10, met=True),
        ),
        findings=(
            Finding(
                kind=FindingKind.TRAP,
                id="beg",
                title="Begging",
                severity=Severity.MAJOR,
                span=Span(21, 34),
                words="Please please",
                confidence=0.9,
                message='You beg: "Please please".',
                why="It makes you small.",
                source="The Book (A. Author)",
                fix="Ask plainly.",
                say_instead=("Ask for [next].", "Ask now."),
            ),
        ),
        steps=(
            StepCheck("needs", "Needs", met=True, words="You mentioned", add=""),
            StepCheck("ask", "Ask", met=False, words="", add="Ask."),
        ),
        strengths=("Short",),
        fixes=(
            Fix("beg", "Begging", "Ask plainly.", 40),
            Fix("asks-next", "Asks for the next step", "Ask for the next step.", 30),
            Fix("wants-it", "Wants it", "Say that you want it.", 20),
        ),
        rewrite="You mentioned speed. I value this talk. This is my job. Shall we go on?",
    )


def test_the_score_is_the_sum_of_the_checks_that_are_met(critic):
    critique = critic.critique("I want this. Shall we go on?")
    assert critique.score == 100
    assert critique.score == sum(check.points for check in critique.checks if check.met)
    assert (critique.verdict, critique.rewrite, critique.fixes) == ("strong", None, ())
    assert critique.strengths == ('Good: "want this".', 'Good: "Shall we go on".')


def test_the_graver_trap_is_mended_first_and_at_most_three_things_are_named(critic):
    critique = critic.critique("Please please decide now.")
    assert [fix.id for fix in critique.fixes] == ["threat", "beg", "asks-next"]


def test_a_text_in_which_nothing_is_found_is_no_close_and_gets_no_advice(critic):
    critique = critic.critique("How large is the territory?")
    assert (critique.kind, critique.score, critique.checks) == (LineKind.NOT_A_CLOSE, 0, ())
    assert (critique.strengths, critique.fixes, critique.rewrite) == ((), (), None)


@pytest.mark.parametrize(
    ("stance", "traps", "met", "strengths"),
    [
        (Stance.STRICT, ["concern-check"], {"short"}, ("Short",)),
        (Stance.BALANCED, [], {"no-trap", "short"}, ("No trap",)),
        (
            Stance.OPEN,
            [],
            {"no-trap", "asks-next", "short"},
            ('You face concerns: "any concerns".',),
        ),
    ],
)
def test_the_stance_decides_what_a_concern_check_counts_as(critic, stance, traps, met, strengths):
    critique = critic.critique("Do you have any concerns?", stance)
    assert [trap.id for trap in critique.traps] == traps
    assert {check.id for check in critique.checks if check.met} == met
    assert critique.strengths == strengths


@pytest.mark.parametrize("stance", Stance)
def test_every_stance_names_both_schools_and_a_safer_wording(critic, stance):
    [finding] = critic.critique("Do you have any concerns?", stance).findings
    assert finding.views == (
        View("The Book (A. Author)", "Never."),
        View("The Talk (B. Speaker)", "Always."),
    )
    assert finding.say_instead == ("Ask one.", "Ask two.")


def test_a_long_quote_is_shortened_in_a_message():
    class Whole(ScriptedDetector):
        def detect(self, text):
            return tuple(
                Signal(signal.id, Span(0, len(text)), signal.confidence)
                for signal in super().detect(text)
            )

    [finding] = Critic(LIBRARY, Whole()).critique("please please " + "call me " * 20).findings
    assert finding.message == f'You beg: "please please {"call me " * 8}c…".'
    assert len(finding.words) > 80


def test_a_line_below_every_verdict_gets_the_lowest(critic):
    critique = critic.critique("decide now " + "and now " * 20)
    assert (critique.score, critique.verdict) == (0, "risky")


def test_what_cannot_be_judged_is_refused(critic):
    with pytest.raises(UnusableLine):
        critic.critique("")


def test_the_reason_speaks_first_of_the_words_that_were_found():
    reasons = (
        Reason(rule="threat", phrases=("decide",), why="Not this one."),
        Reason(rule="beg", phrases=("knees",), why="Get up."),
        Reason(rule="beg", phrases=("please",), why="Once is enough."),
        Reason(rule="beg", phrases=("please please",), why="Twice is too much."),
    )
    library = LIBRARY.model_copy(update={"reasons": reasons})
    [finding] = Critic(library, ScriptedDetector()).critique("Please please call.").findings
    assert finding.why == "Once is enough. It makes you small."


def test_a_doubt_is_worded_as_a_question_and_counts_for_nothing(critic):
    plain = critic.critique("We met. I want this. Shall we go on?")
    doubtful = critic.critique("Be quick. I want this. Shall we go on?")

    assert [(one.id, one.sure, one.message) for one in doubtful.maybes] == [
        ("threat", False, 'Could "Be quick" beg?')
    ]
    assert (doubtful.score, doubtful.kind, doubtful.fixes, doubtful.rewrite) == (
        plain.score,
        plain.kind,
        plain.fixes,
        plain.rewrite,
    )
    assert [one.id for one in doubtful.findings] == ["ask-advance", "state-interest"][::-1]


def test_praise_without_a_word_of_a_doubt_is_kept_for_lines_without_one(critic):
    plain = critic.critique("I want this. Shall we go on?")
    doubtful = critic.critique("Be quick. I want this. Shall we go on?")
    weak = critic.critique("Be quick. I want this.")

    assert (plain.score, plain.headline) == (100, "Strong.")
    assert (doubtful.score, doubtful.verdict) == (100, "strong")
    assert doubtful.headline == "Strong, perhaps."
    assert weak.questions
    assert weak.headline == "Risky."


def test_where_nothing_is_missing_nobody_is_asked_for_what_may_help(critic):
    complete = critic.critique("What bothers you? I want this. Shall we go on?", Stance.OPEN)
    lacking = critic.critique("What bothers you? Shall we go on?", Stance.OPEN)

    assert complete.score == 100
    assert [one.id for one in complete.maybes] == ["concern-check"]
    assert complete.questions == ()
    assert [one.id for one in lacking.questions] == ["concern-check"]


def test_a_doubtful_move_meets_no_check_and_no_step(critic):
    critique = critic.critique("I am rather keen.")

    assert (critique.kind, critique.score, critique.strengths) == (LineKind.NOT_A_CLOSE, 0, ())


def test_of_many_doubts_two_are_asked_and_what_may_hurt_comes_first(critic):
    text = "I am rather keen. What bothers you? Be quick. Have mercy."

    critique = critic.critique(text)

    assert [one.id for one in critique.maybes] == [
        "concern-check",
        "beg",
        "threat",
        "state-interest",
    ]
    assert critique.questions == critique.maybes[:2]
    assert [one.id for one in critic.critique(text, Stance.OPEN).maybes] == [
        "beg",
        "threat",
        "concern-check",
        "state-interest",
    ]
