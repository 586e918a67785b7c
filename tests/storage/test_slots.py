from dataclasses import replace

import pytest

from bot.core.slots import SlotKind, SlotState
from bot.storage.store import Store
from tests.storage.values import MINUTE, NOON, SLOT

CLAIMED = replace(SLOT, state=SlotState.SENDING, tries=1)


@pytest.fixture(autouse=True)
def _one_reply(store):
    store.record_event("T1", "Ev1", NOON, SLOT)


def counts(store: Store) -> dict[str, int]:
    return {state.value: count for state, count in store.count_slots().items() if count}


def test_what_is_queued_is_queued_once_whoever_finds_it_due(store):
    store.record_event("T1", "Ev2", NOON, SLOT)

    assert counts(store) == {"pending": 1}


def test_slots_are_claimed_the_oldest_first(store):
    older = replace(SLOT, key="Ev0", created_at=NOON - MINUTE)
    store.record_event("T1", "Ev0", NOON, older)

    claimed = [store.claim_slot(NOON, MINUTE) for _ in range(3)]
    assert claimed == [replace(older, state=SlotState.SENDING, tries=1), CLAIMED, None]


@pytest.mark.parametrize(
    "state", [SlotState.SENT, SlotState.UNKNOWN, SlotState.EXPIRED, SlotState.FAILED]
)
def test_a_slot_that_is_done_with_is_not_claimed_again(store, state):
    slot = store.claim_slot(NOON, MINUTE)

    assert store.mark_slot(slot, state, NOON, error="why") is True
    assert counts(store) == {state.value: 1}
    assert store.claim_slot(NOON, MINUTE) is None
    assert store.expired_leases(NOON + 9 * MINUTE) == ()


def test_a_reply_that_was_sent_is_done_with(store):
    slot = store.claim_slot(NOON, MINUTE)

    assert store.mark_sent(slot, NOON, channel="D1", ts="1700000000.000200") is True
    assert counts(store) == {"sent": 1}


def test_a_slot_that_is_given_back_is_claimed_again(store):
    slot = store.claim_slot(NOON, MINUTE)

    assert store.mark_slot(slot, SlotState.PENDING, NOON) is True
    assert store.claim_slot(NOON, MINUTE) == replace(CLAIMED, tries=2)


def test_a_lease_is_reported_once_it_has_ended_and_not_before(store):
    slot = store.claim_slot(NOON, MINUTE)

    assert store.expired_leases(NOON + MINUTE / 2) == ()
    assert store.expired_leases(NOON + MINUTE) == (slot,)
    assert store.claim_slot(NOON + MINUTE, MINUTE) is None


def test_a_sender_that_lost_its_lease_can_no_longer_mark_the_slot(store):
    late = store.claim_slot(NOON, MINUTE)
    (expired,) = store.expired_leases(NOON + MINUTE)
    store.mark_slot(expired, SlotState.PENDING, NOON + MINUTE)
    store.claim_slot(NOON + MINUTE, MINUTE)

    assert store.mark_slot(late, SlotState.FAILED, NOON + MINUTE) is False
    assert counts(store) == {"sending": 1}


def test_a_slot_that_nobody_claimed_cannot_be_marked(store):
    assert store.mark_slot(SLOT, SlotState.SENT, NOON) is False
    assert counts(store) == {"pending": 1}


def test_every_state_is_counted(store):
    assert store.count_slots() == {
        SlotState.PENDING: 1,
        SlotState.SENDING: 0,
        SlotState.SENT: 0,
        SlotState.UNKNOWN: 0,
        SlotState.EXPIRED: 0,
        SlotState.FAILED: 0,
    }


def test_whoever_waits_for_an_answer_comes_before_a_drill(store):
    drill = replace(SLOT, kind=SlotKind.DRILL, key="2026-03-02", created_at=NOON - MINUTE)
    store.record_event("T1", "Ev0", NOON, drill)

    claimed = [store.claim_slot(NOON, MINUTE) for _ in range(2)]
    assert claimed == [CLAIMED, replace(drill, state=SlotState.SENDING, tries=1)]


def test_a_slot_waits_for_its_time(store):
    store.claim_slot(NOON, MINUTE)
    reminder = replace(SLOT, kind=SlotKind.REMINDER, key="Ev2", created_at=NOON + 9 * MINUTE)
    store.record_event("T1", "Ev2", NOON, reminder)

    assert store.claim_slot(NOON + 8 * MINUTE, MINUTE) is None
    assert store.claim_slot(NOON + 9 * MINUTE, MINUTE) == replace(
        reminder, state=SlotState.SENDING, tries=1
    )


def test_the_slots_in_a_state_are_listed_up_to_a_limit(store):
    other = replace(SLOT, key="Ev2", created_at=NOON + MINUTE)
    store.record_event("T1", "Ev2", NOON, other)

    assert store.slots_in(SlotState.PENDING, 9) == (SLOT, other)
    assert store.slots_in(SlotState.PENDING, 1) == (SLOT,)
    assert store.slots_in(SlotState.UNKNOWN, 9) == ()
