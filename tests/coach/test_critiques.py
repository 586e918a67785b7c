from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from bot.coach.critiques import Reply
from bot.core.attempts import Attempt, Comparison, Review, attempt_id
from bot.core.critique import LineKind, Stance
from bot.core.slots import Slot, SlotKind, SlotState
from bot.errors import Gone, UnusableLine
from tests.coach.lines import (
    BEGGING,
    BETTER,
    DAY,
    MAYA,
    NOON,
    SMALL_TALK,
    STRANGER,
    TOM,
    WORRIED,
)

FIRST = attempt_id("T1", "Ev1")
DM = Reply("D1", "1700000000.000100")


def reply(kind: SlotKind, subject: str) -> Slot:
    return Slot(
        workspace="T1",
        recipient="U1",
        kind=kind,
        key="Ev1",
        subject=subject,
        channel="D1",
        thread_ts="1700000000.000100",
        created_at=NOON,
        state=SlotState.SENDING,
        tries=1,
    )


def test_a_line_is_judged_and_kept(coach, store):
    review = coach.critiques.review(MAYA, BEGGING, now=NOON, event_key="Ev1")

    assert review == Review(
        coach.critiques.critic.critique(BEGGING), FIRST, comparison=None, invites=True
    )
    assert store.attempt(MAYA, FIRST) == Attempt(
        id=FIRST,
        who=MAYA,
        kind=LineKind.FINAL_CLOSE,
        score=30,
        verdict="risky",
        checks=(("no-trap", False), ("asks-next", False), ("wants-it", True), ("short", True)),
        findings=("beg", "state-interest"),
        stance=Stance.BALANCED,
        rules="test",
        text=BEGGING,
        made_at=NOON,
        earlier=None,
    )
    assert store.claim_slot(NOON, DAY) is None


def test_a_line_is_judged_under_the_stance_of_the_team(coach):
    coach.stances.change(MAYA, Stance.STRICT, is_manager=True, now=NOON)
    mine = coach.critiques.review(MAYA, WORRIED, now=NOON, event_key="Ev1")
    theirs = coach.critiques.review(STRANGER, WORRIED, now=NOON, event_key="Ev1")

    assert (mine.critique.stance, theirs.critique.stance) == (Stance.STRICT, Stance.BALANCED)
    assert mine.critique.score < theirs.critique.score


def test_a_second_try_says_what_changed(coach, store):
    coach.critiques.review(MAYA, BEGGING, now=NOON, event_key="Ev1")
    second = coach.critiques.review(MAYA, BETTER, now=NOON, event_key="Ev2", earlier=FIRST)

    assert second.comparison == Comparison(
        before=30,
        after=100,
        gained=("No trap", "Asks for the next step"),
        lost=(),
        kept_missing=(),
    )
    assert store.attempt(MAYA, second.attempt_id).earlier == FIRST


@pytest.mark.parametrize("other", [TOM, STRANGER])
def test_a_try_is_never_compared_with_somebody_elses(coach, store, other):
    coach.critiques.review(MAYA, BEGGING, now=NOON, event_key="Ev1")
    review = coach.critiques.review(other, BETTER, now=NOON, event_key="Ev2", earlier=FIRST)

    assert review.comparison is None
    assert store.attempt(other, review.attempt_id).earlier is None


def test_the_same_event_gets_the_same_review_again_and_nothing_more(coach, store):
    coach.critiques.review(MAYA, BEGGING, now=NOON, event_key="Ev1")
    coach.stances.change(MAYA, Stance.STRICT, is_manager=True, now=NOON)
    first = coach.critiques.review(
        MAYA, WORRIED, now=NOON, event_key="Ev2", earlier=FIRST, reply=DM
    )
    coach.stances.change(MAYA, Stance.OPEN, is_manager=True, now=NOON)

    again = coach.critiques.review(
        MAYA, WORRIED, now=NOON + DAY, event_key="Ev2", earlier=FIRST, reply=DM
    )
    assert again == first
    assert len(store.recent_attempts(MAYA, 10)) == 2
    assert store.count_slots()[SlotState.PENDING] == 1


def test_copies_of_one_event_that_arrive_at_once_all_get_the_same_review(coach, store):
    def deliver(_):
        return coach.critiques.review(MAYA, BEGGING, now=NOON, event_key="Ev1", reply=DM)

    with ThreadPoolExecutor(4) as pool:
        reviews = list(pool.map(deliver, range(12)))

    assert reviews == [reviews[0]] * 12
    assert len(store.recent_attempts(MAYA, 20)) == 1
    assert store.count_slots()[SlotState.PENDING] == 1


def test_an_event_that_was_answered_otherwise_keeps_no_attempt(coach, store):
    store.record_event("T1", "Ev1", NOON)
    review = coach.critiques.review(MAYA, BEGGING, now=NOON, event_key="Ev1", reply=DM)

    assert review == Review(coach.critiques.critic.critique(BEGGING), attempt_id=None)
    assert store.recent_attempts(MAYA, 10) == ()
    assert store.claim_slot(NOON, DAY) is None


def test_a_reply_is_kept_with_the_attempt_and_without_its_text(coach, store):
    coach.critiques.review(MAYA, BEGGING, now=NOON, event_key="Ev1", reply=DM)
    assert store.claim_slot(NOON, DAY) == reply(SlotKind.CRITIQUE, FIRST)


def test_what_is_no_closing_line_is_not_kept(coach, store):
    review = coach.critiques.review(MAYA, SMALL_TALK, now=NOON, event_key="Ev1")

    assert review == Review(coach.critiques.critic.critique(SMALL_TALK), attempt_id=None)
    assert store.recent_attempts(MAYA, 10) == ()
    assert store.claim_slot(NOON, DAY) is None


def test_what_is_no_closing_line_is_answered_where_an_answer_is_owed(coach, store):
    for _ in range(2):
        coach.critiques.review(MAYA, SMALL_TALK, now=NOON, event_key="Ev1", reply=DM)

    assert store.claim_slot(NOON, DAY) == reply(SlotKind.NOT_A_CLOSE, "")
    assert store.claim_slot(NOON, DAY) is None


def test_an_unusable_line_leaves_nothing_behind(coach, store):
    with pytest.raises(UnusableLine):
        coach.critiques.review(MAYA, "   ", now=NOON, event_key="Ev1", reply=DM)

    assert store.claim_slot(NOON, DAY) is None
    assert store.record_event("T1", "Ev1", NOON) is True


def test_a_kept_line_can_be_looked_at_again(coach):
    coach.critiques.review(MAYA, BEGGING, now=NOON, event_key="Ev1")
    coach.stances.change(MAYA, Stance.OPEN, is_manager=True, now=NOON)
    second = coach.critiques.review(MAYA, BETTER, now=NOON, event_key="Ev2", earlier=FIRST)
    coach.stances.change(MAYA, Stance.STRICT, is_manager=True, now=NOON)

    assert coach.critiques.again(MAYA, second.attempt_id) == second
    assert coach.critiques.line(MAYA, second.attempt_id) == BETTER


def test_a_forgotten_line_cannot_be_judged_again_but_its_score_still_compares(coach, store):
    coach.critiques.review(MAYA, BEGGING, now=NOON, event_key="Ev1")
    store.forget_texts(NOON + DAY)

    with pytest.raises(Gone, match="no longer kept"):
        coach.critiques.again(MAYA, FIRST)
    assert coach.critiques.line(MAYA, FIRST) == ""
    second = coach.critiques.review(MAYA, BETTER, now=NOON, event_key="Ev2", earlier=FIRST)
    assert replace(second.comparison, gained=()) == Comparison(30, 100, (), (), ())


@pytest.mark.parametrize("other", [TOM, STRANGER])
def test_nobody_looks_at_the_line_of_another_member(coach, other):
    coach.critiques.review(MAYA, BEGGING, now=NOON, event_key="Ev1")

    with pytest.raises(Gone, match="no longer here"):
        coach.critiques.again(other, FIRST)
    with pytest.raises(Gone, match="no longer here"):
        coach.critiques.line(other, FIRST)
