from dataclasses import replace
from datetime import date

import pytest

from bot.core.assignments import Assignment, DrillAttempt, assignment_id
from bot.core.critique import Stance
from bot.core.memory import Card
from bot.core.people import Member
from bot.core.slots import Slot, SlotKind, SlotState
from tests.storage.values import ATTEMPT, DAY, MAYA, MINUTE, NOON

TOM = Member("T1", "U2")
STRANGER = Member("T2", "U1")  # the same member id in another workspace

GIVEN = Assignment(
    id=assignment_id(MAYA, SlotKind.DRILL_NOW, "Ev1"),
    who=MAYA,
    kind=SlotKind.DRILL_NOW,
    key="Ev1",
    drill="asking",
    reason="It is due.",
    day=date(2026, 3, 2),
    given_at=NOON,
    closes_at=NOON + DAY / 2,
)
SLOT = Slot(
    workspace="T1",
    recipient="U1",
    kind=SlotKind.DRILL_NOW,
    key="Ev1",
    subject="asking",
    channel="D1",
    thread_ts=None,
    created_at=NOON,
)
ANSWER = DrillAttempt(
    id="answer1",
    who=MAYA,
    assignment=GIVEN.id,
    drill="asking",
    score=50,
    passed=False,
    checks=(("asks", True), ("no-trap", False)),
    findings=("beg",),
    assisted=False,
    counted=True,
    stance=Stance.BALANCED,
    rules="abc123",
    text="Please?",
    made_at=NOON,
)
CARD = Card("ask", NOON + DAY, '{"state": 2}')


@pytest.fixture(autouse=True)
def _given(store):
    store.give_drill(GIVEN, SLOT, "Ev1")


def test_a_drill_is_found_by_its_member_alone(store):
    assert store.assignment(MAYA, GIVEN.id) == GIVEN
    assert store.assignment(TOM, GIVEN.id) is None
    assert store.assignment(STRANGER, GIVEN.id) is None
    assert store.recent_assignments(MAYA, 9) == (GIVEN,)


def test_a_drill_is_given_once_for_an_event(store):
    assert store.give_drill(GIVEN, SLOT, "Ev1") is False
    assert store.give_drill(GIVEN, SLOT, "came again much later") is False
    assert store.count_slots()[SlotState.PENDING] == 1


def test_an_answer_is_kept_with_its_cards_and_its_reply(store):
    grade = replace(SLOT, kind=SlotKind.GRADE, key="Ev2", subject="answer1")

    assert store.record_drill_attempt(ANSWER, "Ev2", [CARD], grade) is True
    assert store.drill_attempt(MAYA, "answer1") == ANSWER
    assert store.drill_attempt(TOM, "answer1") is None
    assert store.drill_attempts(MAYA, GIVEN.id) == (ANSWER,)
    assert store.drill_attempts(STRANGER, GIVEN.id) == ()
    assert (store.cards(MAYA), store.cards(TOM)) == ((CARD,), ())
    assert store.assignment(MAYA, GIVEN.id) == replace(GIVEN, answered=True)
    assert store.count_slots()[SlotState.PENDING] == 2


@pytest.mark.parametrize("event", ["Ev2", "came again much later"])
def test_an_answer_that_comes_again_changes_nothing(store, event):
    store.record_drill_attempt(ANSWER, "Ev2", [CARD], None)
    again = replace(ANSWER, score=100, made_at=NOON + MINUTE)

    assert store.record_drill_attempt(again, event, [replace(CARD, due=NOON)], SLOT) is False
    assert store.drill_attempts(MAYA, GIVEN.id) == (ANSWER,)
    assert store.cards(MAYA) == (CARD,)


def test_only_the_first_answer_says_how_well_a_skill_is_remembered(store):
    store.record_drill_attempt(ANSWER, "Ev2", [CARD], None)
    second = replace(ANSWER, id="answer2", score=100, made_at=NOON + MINUTE)

    assert store.record_drill_attempt(second, "Ev3", [replace(CARD, due=NOON)], None) is True
    assert store.drill_attempts(MAYA, GIVEN.id) == (ANSWER, second)
    assert store.cards(MAYA) == (CARD,)


def test_an_answer_after_its_day_is_kept_and_does_not_count(store):
    store.record_drill_attempt(replace(ANSWER, counted=False), "Ev2", [], None)
    assert store.assignment(MAYA, GIVEN.id) == GIVEN


def test_an_answer_makes_a_reminder_needless(store):
    reminder = replace(SLOT, kind=SlotKind.REMINDER, key="Ev3", subject=GIVEN.id)
    other = replace(SLOT, kind=SlotKind.REMINDER, key="Ev4", subject="another")
    store.record_event("T1", "Ev3", NOON, reminder)
    store.record_event("T1", "Ev4", NOON, other)

    store.record_drill_attempt(ANSWER, "Ev2", [], None)

    assert [slot.key for slot in store.slots_in(SlotState.EXPIRED, 9)] == ["Ev3"]


def test_the_text_of_an_answer_is_forgotten_like_that_of_a_line(store):
    store.record_drill_attempt(ANSWER, "Ev2", [], None)
    store.record_attempt(ATTEMPT, "Ev3")

    assert store.forget_texts(NOON) == 0
    assert store.forget_texts(NOON + MINUTE) == 2
    assert store.drill_attempt(MAYA, "answer1") == replace(ANSWER, text=None)
    assert store.forget_texts(NOON + MINUTE) == 0


def test_the_history_says_when_each_drill_was_last_given(store):
    later = replace(GIVEN, id="later", key="Ev2", day=date(2026, 5, 2), given_at=NOON + 61 * DAY)
    store.give_drill(later, replace(SLOT, key="Ev2"), "Ev2")

    assert store.drill_history(MAYA) == {"asking": date(2026, 5, 2)}
    assert store.drill_history(STRANGER) == {}


def test_what_a_member_has_seen_or_left_out_is_kept(store):
    store.show_model(TOM, GIVEN.id)
    store.skip_drill(STRANGER, GIVEN.id)
    assert store.assignment(MAYA, GIVEN.id) == GIVEN

    store.show_model(MAYA, GIVEN.id)
    store.skip_drill(MAYA, GIVEN.id)
    assert store.assignment(MAYA, GIVEN.id) == replace(GIVEN, assisted=True, skipped=True)


def ts(seconds: float) -> str:
    return f"{NOON.timestamp() + seconds:.6f}"


def test_a_drill_is_found_by_its_message_once_it_is_sent(store):
    slot = store.claim_slot(NOON, MINUTE)
    assert store.mark_sent(slot, NOON, channel="D1", ts=ts(1)) is True

    assert store.assignment_at(MAYA, ts(1)) == replace(GIVEN, ts=ts(1))
    assert store.assignment_at(MAYA, ts(2)) is None
    assert store.assignment_at(STRANGER, ts(1)) is None


def test_a_drill_that_may_have_been_sent_is_the_message_that_came_after_it(store):
    assert store.assignment_at(MAYA, ts(5)) is None
    slot = store.claim_slot(NOON, MINUTE)

    assert store.assignment_at(MAYA, ts(5)) == GIVEN
    store.mark_slot(slot, SlotState.UNKNOWN, NOON)
    assert store.assignment_at(MAYA, ts(5)) == GIVEN
    assert store.assignment_at(MAYA, ts(-90)) is None


def test_a_slot_that_was_lost_cannot_be_marked_as_sent(store):
    slot = store.claim_slot(NOON, MINUTE)
    store.mark_slot(slot, SlotState.PENDING, NOON)

    assert store.mark_sent(slot, NOON, channel="D1", ts=ts(1)) is False
    assert store.assignment(MAYA, GIVEN.id) == GIVEN
