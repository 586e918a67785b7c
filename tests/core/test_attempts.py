from datetime import UTC, datetime

from bot.core.attempts import Attempt, Comparison, attempt_id, compare
from bot.core.critique import Check, Critique, LineKind, Stance
from bot.core.people import Member


def critique(*checks: Check) -> Critique:
    return Critique(
        text="A line.",
        stance=Stance.BALANCED,
        kind=LineKind.FINAL_CLOSE,
        kind_title="Final close",
        score=sum(check.points for check in checks if check.met),
        verdict="solid",
        headline="Solid.",
        checks=checks,
        findings=(),
        steps=(),
        strengths=(),
        fixes=(),
        rewrite=None,
    )


def attempt(score: int, **checks: bool) -> Attempt:
    return Attempt(
        id="a1",
        who=Member("T1", "U1"),
        kind=LineKind.FINAL_CLOSE,
        score=score,
        verdict="risky",
        checks=tuple(checks.items()),
        findings=(),
        stance=Stance.BALANCED,
        rules="v1",
        text=None,
        made_at=datetime(2026, 3, 2, tzinfo=UTC),
        earlier=None,
    )


def test_an_event_always_makes_the_same_attempt_and_another_one_does_not():
    assert attempt_id("T1", "Ev1") == attempt_id("T1", "Ev1")
    others = {attempt_id("T1", "Ev1"), attempt_id("T1", "Ev2"), attempt_id("T2", "Ev1")}
    assert [len(id) for id in others] == [16, 16, 16]


def test_two_tries_are_compared_check_by_check():
    now = critique(
        Check("a", "Kept", 10, met=True),
        Check("b", "Gained", 20, met=True),
        Check("c", "Lost", 30, met=False),
        Check("d", "Missing twice", 40, met=False),
    )
    assert compare(attempt(40, a=True, b=False, c=True, d=False), now) == Comparison(
        before=40, after=30, gained=("Gained",), lost=("Lost",), kept_missing=("Missing twice",)
    )


def test_a_check_that_the_earlier_kind_of_line_did_not_have_is_not_compared():
    now = critique(Check("a", "New, met", 60, met=True), Check("b", "New, missing", 40, met=False))
    assert compare(attempt(50, other=True), now) == Comparison(
        before=50, after=60, gained=(), lost=(), kept_missing=()
    )
