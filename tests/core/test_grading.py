from collections.abc import Mapping

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from bot.core.critic import Critic
from bot.core.critique import Stance
from bot.core.grading import DrillCheckResult, Grade, Grader
from bot.errors import UnusableLine
from tests.core.small import LIBRARY, ScriptedDetector
from tests.core.small_drills import WHY, check, choice_drill, drill

MIRROR = drill(
    "mirror",
    checks=[
        check({"test": "no-trap"}, "clean", 30),
        check({"test": "names", "words": ["speed", "care", "price|cost"]}, "handed-back", 40),
        check({"test": "asks"}, "asked", 30),
    ],
)


@pytest.fixture(name="grader", scope="module")
def _grader():
    return Grader(Critic(LIBRARY, ScriptedDetector()))


def score(grader: Grader, when: Mapping[str, object], answer: str, stance=Stance.BALANCED) -> int:
    return grader.grade(drill(checks=[check(when)]), answer, stance).score


def test_a_grade_holds_every_check_and_half_of_what_is_half_met(grader):
    answer = "You want speed and the cost in check. Please please."
    assert grader.grade(MIRROR, answer) == Grade(
        drill_id="mirror",
        score=26,
        checks=(
            DrillCheckResult("clean", "It is clean", 30, 0, met=False, why=WHY),
            DrillCheckResult("handed-back", "It is handed-back", 40, 26, met=False, why=WHY),
            DrillCheckResult("asked", "It is asked", 30, 0, met=False, why=WHY),
        ),
        findings=("beg",),
        traps=("beg",),
        copied=False,
        comment='You beg: "Please please". Ask plainly.',
    )


def test_an_answer_with_everything_passes_without_a_remark(grader):
    grade = grader.grade(MIRROR, "You want speed, care and a good price. Shall we go on?")
    assert (grade.score, grade.passed, grade.comment) == (100, True, "")
    assert [check.why for check in grade.checks] == ["", "", ""]


@pytest.mark.parametrize(
    ("when", "good", "bad"),
    [
        ({"test": "no-trap"}, "Shall we go on?", "Please please."),
        ({"test": "has-move", "any": ["soft-close"]}, "Does it make sense?", "I sold forty."),
        ({"test": "meets-step", "step": "needs"}, "You mentioned it.", "My job."),
        ({"test": "asks"}, "What is next", "Please call."),
        ({"test": "avoids", "traps": ["threat"]}, "Please please.", "Decide now."),
        ({"test": "names", "words": ["speed"]}, "Speeds it up.", "Spends it."),
        ({"test": "keeps", "words": ["forty vans"]}, "I sold forty vans.", "I sold vans."),
        ({"test": "between-words", "least": 2, "most": 4}, "One two three four", "One"),
        ({"test": "between-words", "most": 2}, "One two", "One two three"),
    ],
)
def test_each_condition_tells_a_good_answer_from_a_bad_one(grader, when, good, bad):
    assert (score(grader, when, good), score(grader, when, bad)) == (100, 0)


def test_the_teams_stance_decides_on_a_concern_check(grader):
    concerned = "Do you have any concerns?"
    no_trap = {"test": "no-trap"}
    scores = [score(grader, no_trap, concerned, stance) for stance in Stance]
    assert dict(zip(Stance, scores, strict=True)) == {
        Stance.STRICT: 0,
        Stance.BALANCED: 100,
        Stance.OPEN: 100,
    }
    step = {"test": "meets-step", "step": "ask"}
    assert score(grader, step, concerned, Stance.OPEN) == 100
    assert score(grader, step, concerned, Stance.BALANCED) == 0


def test_a_drill_may_forbid_a_concern_check_whatever_the_stance(grader):
    when = {"test": "avoids", "traps": ["concern-check"]}
    assert score(grader, when, "Do you have any concerns?", Stance.OPEN) == 0


def test_the_worst_trap_is_spoken_of(grader):
    grade = grader.grade(MIRROR, "Please please decide now.")
    assert (grade.traps, grade.comment) == (
        ("beg", "threat"),
        'You beg: "decide now". Do not press.',
    )


@pytest.mark.parametrize(
    ("answer", "copied"),
    [
        ("thank you, shall we go on", True),
        ("“Thank you. Shall we go on?”", True),
        ("Thank you for today. Shall we go on?", False),
    ],
)
def test_the_model_answer_pasted_is_known(grader, answer, copied):
    assert grader.grade(drill(), answer).copied is copied


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ("", "There are no words in that."),
        (" \n\u200b!!! ", "There are no words in that."),
        ("word " * 2_000, "That is 10,000 characters; I read up to 4,000."),
    ],
)
def test_an_answer_that_cannot_be_graded_is_refused_with_a_sentence(grader, answer, sentence):
    with pytest.raises(UnusableLine, match=sentence):
        grader.grade(MIRROR, answer)


def test_a_choice_is_graded_as_chosen_or_as_typed(grader):
    order = choice_drill("order", ["threat", "beg", "boast", "no-trap"])
    half = grader.grade(order, ("threat", "beg", "no-trap", "boast"))
    assert half == Grade(
        drill_id="choose",
        score=50,
        checks=(DrillCheckResult("only", "It is only", 100, 50, met=False, why=WHY),),
        findings=(),
        traps=(),
        copied=False,
        comment="",
    )
    assert grader.grade(order, "2 1 3 4") == half


def test_a_choice_that_is_no_longer_offered_is_refused(grader):
    with pytest.raises(UnusableLine, match="Answer with the number"):
        grader.grade(choice_drill("spot-the-trap", ["beg"]), ("gone",))


def test_a_choice_for_a_drill_that_now_wants_words_is_refused(grader):
    with pytest.raises(UnusableLine, match="There are no words in that"):
        grader.grade(drill(), ("beg",))


def test_words_for_a_drill_that_now_wants_a_choice_cannot_be_met(grader):
    assert score(grader, {"test": "chooses"}, "I choose this.") == 0


@given(st.text(max_size=300).map(lambda text: f"Well, {text}"))
def test_any_answer_is_graded_by_its_checks(text):
    try:
        grade = Grader(Critic(LIBRARY, ScriptedDetector())).grade(MIRROR, text)
    except UnusableLine:
        reject()  # not English
    assert grade.score == sum(check.earned for check in grade.checks)
    assert all(check.met == (check.earned == check.points) for check in grade.checks)
    assert all(bool(check.why) != check.met for check in grade.checks)
