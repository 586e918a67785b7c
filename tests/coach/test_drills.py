from datetime import UTC, datetime, timedelta

import pytest

from bot.coach.coach import Coach
from bot.coach.critiques import Reply
from bot.coach.drills import Graded
from bot.core.critic import Critic
from bot.core.people import Member
from bot.core.slots import SlotKind, SlotState
from bot.errors import Gone, UnusableLine
from tests.coach.lines import BEGGING, BETTER, DAY, MAYA, STRANGER, TOM
from tests.coach.practice import ASKING, GOOD, HALF, LIBRARY, POOR, SPOTTING
from tests.core.small import ScriptedDetector

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
REPLY = Reply("D1", "1700000000.000100")


def coach_with(store, *drills) -> Coach:
    library = LIBRARY.model_copy(update={"drills": drills})
    return Coach.over(Critic(library, ScriptedDetector()), store)


@pytest.fixture(name="drills")
def _drills(store):
    return coach_with(store, ASKING).drills


@pytest.fixture(name="given")
def _given(drills):
    return drills.ask(MAYA, now=NOON, event_key="Ev1", reply=REPLY)


def scores(graded: Graded) -> tuple[int, int | None, bool, bool]:
    return graded.grade.score, graded.before, graded.assisted, graded.counted


def card_days(store, who: Member = MAYA) -> dict[str, int]:
    """Return in how many days each skill comes back."""
    return {card.skill: round((card.due - NOON) / DAY) for card in store.cards(who)}


def test_a_drill_that_is_asked_for_is_delivered_where_it_was_asked(drills, given, store):
    again = drills.ask(MAYA, now=NOON + DAY, event_key="Ev1", reply=REPLY)

    (slot,) = store.slots_in(SlotState.PENDING, 9)
    assert (slot.kind, slot.subject, slot.channel) == (SlotKind.DRILL_NOW, "asking", "D1")
    assert given.drill == ASKING
    assert again == given == drills.of_slot(slot) == drills.given(MAYA, given.assignment.id)


def test_an_answer_is_graded_and_its_grade_delivered_once(drills, given, store):
    graded = [
        drills.answer(MAYA, given.assignment.id, HALF, now=NOON, event_key="Ev2", reply=REPLY)
        for _ in range(3)
    ]

    assert scores(graded[0]) == (50, None, False, True)
    assert graded[1:] == graded[:1] * 2 == [drills.graded(MAYA, graded[0].attempt_id)] * 2
    slots = [slot for slot in store.slots_in(SlotState.PENDING, 9) if slot.kind is SlotKind.GRADE]
    assert [slot.subject for slot in slots] == [graded[0].attempt_id]


def test_a_better_try_is_compared_with_the_one_before_and_moves_no_card(drills, given, store):
    id = given.assignment.id
    drills.answer(MAYA, id, POOR, now=NOON, event_key="Ev2")
    before = card_days(store)
    better = drills.answer(MAYA, id, GOOD, now=NOON + MINUTE, event_key="Ev3")

    assert scores(better) == (100, 0, False, True)
    assert before == card_days(store) == {"ask": 1, "beg": 1}


def test_a_skill_that_is_there_comes_back_late_and_a_copied_answer_soon(drills, given, store):
    drills.answer(MAYA, given.assignment.id, GOOD, now=NOON, event_key="Ev2")
    toms = drills.ask(TOM, now=NOON, event_key="Ev3", reply=REPLY)
    copied = drills.answer(TOM, toms.assignment.id, ASKING.model_answer, now=NOON, event_key="Ev4")

    assert scores(copied) == (100, None, True, True)
    assert card_days(store)["ask"] > 3 * card_days(store, TOM)["ask"]


def test_an_answer_after_the_model_answer_is_assisted(drills, given):
    assert drills.hint(MAYA, given.assignment.id) == ASKING.hint
    assert drills.model_answer(MAYA, given.assignment.id) == ASKING.model_answer

    graded = drills.answer(MAYA, given.assignment.id, GOOD, now=NOON, event_key="Ev2")
    assert scores(graded) == (100, None, True, True)


def test_a_late_answer_counts_until_midnight_and_is_graded_after(drills, given):
    id, midnight = given.assignment.id, NOON + DAY / 2
    in_time = drills.answer(MAYA, id, HALF, now=midnight - MINUTE, event_key="Ev2")
    late = drills.answer(MAYA, id, GOOD, now=midnight, event_key="Ev3")

    assert (scores(in_time), scores(late)) == ((50, None, False, True), (100, 50, False, False))


def test_ten_answers_in_a_second_are_ten_answers(drills, given, store):
    id = given.assignment.id
    graded = [drills.answer(MAYA, id, HALF, now=NOON, event_key=f"answer {n}") for n in range(10)]

    assert len({each.attempt_id for each in graded}) == 10
    assert len(store.drill_attempts(MAYA, id)) == 10


@pytest.mark.parametrize("answer", ["", "   ", "?!", "x" * 10_000])
def test_what_cannot_be_graded_is_said_and_not_kept(drills, given, store, answer):
    with pytest.raises(UnusableLine):
        drills.answer(MAYA, given.assignment.id, answer, now=NOON, event_key="Ev2")
    assert store.drill_attempts(MAYA, given.assignment.id) == ()


@pytest.mark.parametrize("answer", [("threat",), "1", "threat", "A threat"])
def test_a_choice_is_taken_by_button_number_or_words(store, answer):
    drills = coach_with(store, SPOTTING).drills
    id = drills.ask(MAYA, now=NOON, event_key="Ev1", reply=REPLY).assignment.id
    graded = drills.answer(MAYA, id, answer, now=NOON, event_key="Ev2")

    assert (graded.answer, graded.grade.score) == (("threat",), 100)
    assert drills.graded(MAYA, graded.attempt_id) == graded


@pytest.mark.parametrize("who", [TOM, STRANGER])
def test_nobody_else_reaches_a_drill_or_an_answer(drills, given, who):
    graded = drills.answer(MAYA, given.assignment.id, GOOD, now=NOON, event_key="Ev2")

    with pytest.raises(Gone):
        drills.given(who, given.assignment.id)
    with pytest.raises(Gone):
        drills.graded(who, graded.attempt_id)
    with pytest.raises(Gone):
        drills.answer(who, given.assignment.id, GOOD, now=NOON, event_key="Ev3")


def test_a_drill_that_was_deleted_from_content_is_gone(store, given):
    with pytest.raises(Gone, match="no longer here"):
        coach_with(store, SPOTTING).drills.given(MAYA, given.assignment.id)


def test_an_answer_whose_text_is_forgotten_cannot_be_shown(drills, given, store):
    graded = drills.answer(MAYA, given.assignment.id, GOOD, now=NOON, event_key="Ev2")
    store.forget_texts(NOON + MINUTE)

    with pytest.raises(Gone, match="no longer kept"):
        drills.graded(MAYA, graded.attempt_id)


def test_a_drill_is_skipped_and_found_by_its_thread(drills, given, store):
    store.mark_sent(store.claim_slot(NOON, MINUTE), NOON, channel="D1", ts="1772452801.000100")

    assert drills.in_thread(MAYA, "1772452801.000100") == given.assignment.id
    assert drills.in_thread(MAYA, "1772452809.000100") is None
    assert drills.skip(MAYA, given.assignment.id).assignment.skipped


def test_a_trap_and_a_missing_step_in_a_close_come_back_as_drills(coach, store):
    coach.critiques.review(MAYA, BEGGING, now=NOON, event_key="Ev1")
    assert card_days(store) == {"ask": 1, "beg": 1}


def test_trying_one_line_again_and_again_is_one_lapse(coach, store):
    coach.critiques.review(MAYA, BEGGING, now=NOON, event_key="Ev1")
    once = store.cards(MAYA)
    for n in range(5):
        coach.critiques.review(MAYA, BEGGING, now=NOON + n * MINUTE, event_key=f"again {n}")
    assert store.cards(MAYA) == once

    coach.critiques.review(MAYA, BEGGING, now=NOON + DAY, event_key="next day")
    assert store.cards(MAYA) != once


def test_a_close_without_a_weakness_touches_no_card(coach, store):
    coach.critiques.review(MAYA, BETTER, now=NOON, event_key="Ev1")
    assert card_days(store) == {}
