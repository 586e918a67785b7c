from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy.exc import StatementError

from bot.core.attempts import Dispute
from bot.core.critique import Stance
from bot.core.people import Member
from bot.core.slots import SlotState
from bot.storage.store import Store
from tests.databases import fresh_engine
from tests.storage.values import ATTEMPT, DAY, MAYA, MINUTE, NOON, SLOT

TOM = Member("T1", "U2")
STRANGER = Member("T2", "U1")  # the same member id in another workspace


def pending(store: Store) -> int:
    return store.count_slots()[SlotState.PENDING]


def test_an_attempt_comes_back_as_it_was_kept(store):
    assert store.record_attempt(ATTEMPT, "Ev1") is True
    assert store.attempt(MAYA, "a1") == ATTEMPT


def test_an_event_seen_again_keeps_nothing_more(store):
    store.record_attempt(ATTEMPT, "Ev1", SLOT)
    again = replace(ATTEMPT, id="a2")

    assert store.record_attempt(again, "Ev1", replace(SLOT, key="Ev2")) is False
    assert store.recent_attempts(MAYA, 10) == (ATTEMPT,)
    assert pending(store) == 1


def test_an_event_without_an_attempt_has_its_reply_once(store):
    reply = replace(SLOT, subject="")

    assert store.record_event("T1", "Ev1", NOON, reply) is True
    assert store.record_event("T1", "Ev1", NOON, replace(reply, key="Ev2")) is False
    assert store.claim_slot(NOON, MINUTE) == replace(reply, state=SlotState.SENDING, tries=1)
    assert store.claim_slot(NOON, MINUTE) is None


def test_an_event_needs_no_reply(store):
    assert store.record_event("T1", "Ev1", NOON) is True
    assert pending(store) == 0


def test_an_event_that_comes_back_after_it_was_forgotten_makes_no_second_attempt(store):
    store.record_attempt(ATTEMPT, "Ev1", SLOT)
    store.forget_events(NOON + DAY)

    assert store.record_attempt(ATTEMPT, "Ev1", replace(SLOT, key="late")) is False
    assert pending(store) == 1


def test_an_attempt_that_cannot_be_kept_leaves_no_trace_of_its_event(store):
    naive = replace(SLOT, created_at=datetime(2026, 3, 2))  # noqa: DTZ001 - the mistake is the point
    with pytest.raises(StatementError, match="a datetime must be aware"):
        store.record_attempt(ATTEMPT, "Ev1", naive)

    assert store.attempt(MAYA, "a1") is None
    assert store.record_attempt(ATTEMPT, "Ev1", SLOT) is True


def test_times_come_back_in_utc_whatever_zone_they_went_in(store):
    kolkata = timezone(timedelta(hours=5, minutes=30))
    store.record_attempt(replace(ATTEMPT, made_at=NOON.astimezone(kolkata)), "Ev1")

    made_at = store.attempt(MAYA, "a1").made_at
    assert (made_at, made_at.utcoffset()) == (NOON, timedelta(0))


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("quotes ' \" and ; -- DROP TABLE attempts", "quotes ' \" and ; -- DROP TABLE attempts"),
        ("déjà vu, 你好, 🙂, \u202e", "déjà vu, 你好, 🙂, \u202e"),
        ("a\x00b", "a\ufffdb"),
        ("a\ud800b", "a\ufffdb"),
    ],
)
def test_any_text_can_be_kept(store, said, kept):
    store.record_attempt(replace(ATTEMPT, text=said), "Ev1")
    assert store.attempt(MAYA, "a1") == replace(ATTEMPT, text=kept)


def test_recent_attempts_are_the_newest_first_and_only_so_many(store):
    tries = [replace(ATTEMPT, id=f"a{n}", made_at=NOON + n * MINUTE) for n in range(4)]
    for attempt in tries:
        store.record_attempt(attempt, attempt.id)

    assert store.recent_attempts(MAYA, 3) == (tries[3], tries[2], tries[1])


def test_nobody_sees_the_attempt_of_another_member(store):
    store.record_attempt(ATTEMPT, "Ev1")

    for other in (TOM, STRANGER):
        assert store.attempt(other, "a1") is None
        assert store.recent_attempts(other, 10) == ()


def test_two_workspaces_with_the_same_ids_share_nothing(store):
    theirs = replace(ATTEMPT, who=STRANGER, score=10, text="Theirs.")
    their_slot = replace(SLOT, workspace="T2", channel="D2")
    assert store.record_attempt(ATTEMPT, "Ev1", SLOT) is True
    assert store.record_attempt(theirs, "Ev1", their_slot) is True
    store.set_stance("T1", Stance.STRICT, "U1", NOON)
    store.record_dispute(STRANGER, "a1", "passive-exit", NOON)

    assert store.attempt(MAYA, "a1") == ATTEMPT
    assert store.attempt(STRANGER, "a1") == theirs
    assert (store.stance("T1"), store.stance("T2")) == (Stance.STRICT, Stance.BALANCED)
    assert store.disputes("T1") == ()
    mine, their_claim = store.claim_slot(NOON, MINUTE), store.claim_slot(NOON, MINUTE)
    assert their_claim == replace(their_slot, state=SlotState.SENDING, tries=1)
    store.mark_slot(mine, SlotState.SENT, NOON)
    assert store.expired_leases(NOON + MINUTE) == (their_claim,)


def test_a_team_is_balanced_until_it_chooses_and_may_choose_again(store):
    assert store.stance("T1") is Stance.BALANCED
    store.record_attempt(ATTEMPT, "Ev1")
    assert store.stance("T1") is Stance.BALANCED
    for stance in Stance:
        store.set_stance("T1", stance, "U9", NOON)
        assert store.stance("T1") is stance


def test_a_dispute_is_kept_once_with_what_judged_the_line(store):
    store.record_attempt(ATTEMPT, "Ev1")

    assert store.record_dispute(MAYA, "a1", "passive-exit", NOON + DAY) is True
    assert store.record_dispute(MAYA, "a1", "passive-exit", NOON + 2 * DAY) is False
    assert store.disputes("T1") == (
        Dispute(MAYA, "a1", "passive-exit", Stance.STRICT, "abc123", NOON + DAY),
    )


@pytest.mark.parametrize("other", [TOM, STRANGER])
def test_nobody_disputes_the_attempt_of_another_member(store, other):
    store.record_attempt(ATTEMPT, "Ev1")

    assert store.record_dispute(other, "a1", "passive-exit", NOON) is False
    assert store.disputes("T1") == store.disputes("T2") == ()


def test_texts_are_forgotten_after_their_retention_and_scores_stay(store):
    fresh = replace(ATTEMPT, id="a2", made_at=NOON + DAY)
    store.record_attempt(ATTEMPT, "Ev1")
    store.record_attempt(fresh, "Ev2")

    assert store.forget_texts(before=NOON + DAY) == 1
    assert store.recent_attempts(MAYA, 10) == (fresh, replace(ATTEMPT, text=None))
    assert store.forget_texts(before=NOON + DAY) == 0


def forget(store: Store, text: str) -> None:
    store.record_attempt(replace(ATTEMPT, text=text * 500), "Ev1")  # fills several pages
    store.forget_texts(before=NOON + DAY)


def test_a_forgotten_text_is_gone_from_the_file(tmp_path):
    canary = "canary sentence that nobody else says. "
    with fresh_engine(tmp_path) as engine:  # the last connection folds its log into the file
        forget(Store(engine), canary)

    files = list(tmp_path.iterdir())
    assert [file.name for file in files] == ["coach.db"]
    assert b"canary" not in files[0].read_bytes()


def test_events_are_forgotten_when_they_are_old(store):
    store.record_event("T1", "old", NOON - MINUTE)
    store.record_event("T1", "new", NOON)

    assert store.forget_events(before=NOON) == 1
    assert store.record_event("T1", "new", NOON) is False
    assert store.record_event("T1", "old", NOON) is True
