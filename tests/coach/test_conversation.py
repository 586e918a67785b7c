import pytest

from bot.coach.coach import Coach
from bot.core.attempts import attempt_id
from bot.core.slots import Slot, SlotKind, SlotState
from bot.core.text import MAX_CHARACTERS
from bot.storage.store import Store
from tests.coach.lines import BEGGING, DAY, MAYA, NOON, SMALL_TALK


def say(coach: Coach, text: str, thread_ts: str | None = None) -> None:
    coach.conversation.answer(
        MAYA, text, now=NOON, event_key="Ev1", channel="D1", thread_ts=thread_ts
    )


def answer(kind: SlotKind, subject: str = "", thread_ts: str | None = None) -> Slot:
    return Slot(
        workspace="T1",
        recipient="U1",
        kind=kind,
        key="Ev1",
        subject=subject,
        channel="D1",
        thread_ts=thread_ts,
        created_at=NOON,
        state=SlotState.SENDING,
        tries=1,
    )


def answers(store: Store) -> list[Slot]:
    found = []
    while slot := store.claim_slot(NOON, DAY):
        found.append(slot)
    return found


def test_a_line_gets_its_critique_in_the_thread_it_came_in(coach, store):
    say(coach, BEGGING, thread_ts="1700000000.000100")

    id = attempt_id("T1", "Ev1")
    assert answers(store) == [answer(SlotKind.CRITIQUE, id, "1700000000.000100")]
    assert coach.critiques.line(MAYA, id) == BEGGING


@pytest.mark.parametrize("text", ["help", " Help! ", "HELP?", "/help", "", "  \n", "?", "Hello!"])
def test_help_is_asked_for_in_many_ways(coach, store, text):
    say(coach, text)
    assert answers(store) == [answer(SlotKind.HELP)]


def test_small_talk_gets_a_pointer(coach, store):
    say(coach, SMALL_TALK)
    assert answers(store) == [answer(SlotKind.NOT_A_CLOSE)]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("x" * (MAX_CHARACTERS + 1), "4,001 characters"),
        ("🙂🙂🙂", "no words"),
        ("\x00\u202e", "no words"),
    ],
)
def test_what_cannot_be_judged_gets_the_reason_and_is_not_kept(coach, store, text, reason):
    say(coach, text)

    (slot,) = answers(store)
    assert slot == answer(SlotKind.UNUSABLE, slot.subject)
    assert reason in slot.subject
    assert store.recent_attempts(MAYA, 10) == ()


@pytest.mark.parametrize("text", [BEGGING, SMALL_TALK, "help", "🙂"])
def test_a_message_that_is_delivered_again_gets_one_answer(coach, store, text):
    for _ in range(3):
        say(coach, text)
    assert len(answers(store)) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("joni", "Did you mean “join”?"),
        ("hlep", "Did you mean “help”?"),
        ("hide", "the button on my Home tab"),
        ("scroe", "/close-board me for your points"),
    ],
)
def test_a_word_that_was_mistyped_gets_the_one_that_was_meant(coach, store, text, said):
    say(coach, text)

    (slot,) = answers(store)
    assert slot == answer(SlotKind.UNUSABLE, slot.subject)
    assert said in slot.subject
    assert not coach.schedules.of(MAYA).joined  # it is asked, not done
