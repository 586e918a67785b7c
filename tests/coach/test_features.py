"""Disputes, the team's stance, the Home tab and the upkeep."""

from datetime import timedelta

import pytest

from bot.coach.homes import Home
from bot.coach.upkeep import Upkeep
from bot.core.attempts import Dispute
from bot.core.critique import Stance
from bot.core.enrolment import Enrolment
from bot.errors import Gone, NotAllowed
from tests.coach.lines import BEGGING, BETTER, DAY, MAYA, NOON, STRANGER, TOM


@pytest.fixture(name="attempt")
def _attempt(coach):
    return coach.critiques.review(MAYA, BEGGING, now=NOON, event_key="Ev1").attempt_id


def test_a_dispute_is_kept_once_and_without_the_text(coach, store, attempt):
    assert coach.disputes.dispute(MAYA, attempt, "beg", now=NOON) is True
    assert coach.disputes.dispute(MAYA, attempt, "beg", now=NOON + DAY) is False
    assert store.disputes("T1") == (Dispute(MAYA, attempt, "beg", Stance.BALANCED, "test", NOON),)


@pytest.mark.parametrize("other", [TOM, STRANGER])
def test_nobody_disputes_what_was_said_to_another_member(coach, store, attempt, other):
    with pytest.raises(Gone, match="no longer here"):
        coach.disputes.dispute(other, attempt, "beg", now=NOON)
    assert store.disputes("T1") == store.disputes("T2") == ()


def test_only_what_was_found_can_be_disputed(coach, store, attempt):
    with pytest.raises(Gone, match="no longer here"):
        coach.disputes.dispute(MAYA, attempt, "threat", now=NOON)
    assert store.disputes("T1") == ()


def test_a_manager_changes_the_stance_of_the_team(coach):
    coach.stances.change(TOM, Stance.OPEN, is_manager=True, now=NOON)

    assert coach.stances.of("T1") is Stance.OPEN
    assert coach.stances.of("T2") is Stance.BALANCED


def test_anyone_else_is_told_who_can(coach):
    with pytest.raises(NotAllowed, match="workspace admin or owner"):
        coach.stances.change(TOM, Stance.OPEN, is_manager=False, now=NOON)
    assert coach.stances.of("T1") is Stance.BALANCED


def test_home_begins_with_a_sample_and_no_history(coach):
    assert coach.homes.of(TOM, is_manager=True) == Home(
        stance=Stance.BALANCED,
        is_manager=True,
        recent=(),
        sample="One caught.",
        enrolment=Enrolment(TOM),
    )


def test_home_shows_the_latest_attempts_of_this_member_alone(coach, store):
    for n in range(7):
        coach.critiques.review(MAYA, BETTER, now=NOON + n * DAY, event_key=f"Ev{n}")

    home = coach.homes.of(MAYA, is_manager=False)
    assert [attempt.made_at for attempt in home.recent] == [NOON + n * DAY for n in (6, 5, 4, 3, 2)]
    assert coach.homes.of(TOM, is_manager=False).recent == ()
    assert coach.homes.of(STRANGER, is_manager=False).recent == ()


def test_upkeep_forgets_texts_after_their_retention_and_events_after_two_days(coach, store):
    old = coach.critiques.review(MAYA, BEGGING, now=NOON - 31 * DAY, event_key="old").attempt_id
    new = coach.critiques.review(MAYA, BEGGING, now=NOON - 3 * DAY, event_key="new").attempt_id
    store.record_event("T1", "fresh", NOON - DAY)

    Upkeep(store, retention=timedelta(days=30)).run(NOON)

    assert coach.critiques.line(MAYA, old) == ""
    assert coach.critiques.line(MAYA, new) == BEGGING
    assert store.attempt(MAYA, old).score == 30
    events = [store.record_event("T1", key, NOON) for key in ("old", "new", "fresh")]
    assert events == [True, True, False]
