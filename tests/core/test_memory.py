from datetime import UTC, datetime, timedelta

import pytest

from bot.core.memory import Card, lapsed, new_card, reviewed

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def days_until_due(card: Card, now: datetime = NOW) -> int:
    return (card.due - now).days


def test_a_skill_that_was_never_worked_on_is_due_at_once_and_not_remembered():
    card = new_card("ask", NOW)
    assert (card.skill, card.due, card.memory(NOW)) == ("ask", NOW, None)


def test_the_better_the_score_the_later_it_comes_back():
    card = new_card("ask", NOW)
    days = [days_until_due(reviewed(card, score, False, NOW)) for score in (29, 49, 84, 85)]
    assert days == [1, 1, 2, 8]


@pytest.mark.parametrize(
    ("score", "like"),
    [(0, 29), (30, 49), (50, 84), (85, 100)],
    ids=["again", "hard", "good", "easy"],
)
def test_scores_count_alike_between_the_same_limits(score, like):
    card = new_card("ask", NOW)
    assert reviewed(card, score, False, NOW) == reviewed(card, like, False, NOW)


def test_an_answer_with_help_counts_as_hard_at_best():
    card = new_card("ask", NOW)
    assert reviewed(card, 100, True, NOW) == reviewed(card, 40, False, NOW)
    assert reviewed(card, 10, True, NOW) == reviewed(card, 10, False, NOW)


def test_good_answers_push_a_skill_further_and_further_away():
    card, now, waits = new_card("ask", NOW), NOW, []
    for _ in range(5):
        card = reviewed(card, 80, False, now)
        waits.append(days_until_due(card, now))
        now = card.due
    assert waits == [2, 11, 46, 163, 497]


def test_a_lapse_brings_a_skill_back_soon():
    card = reviewed(new_card("ask", NOW), 100, False, NOW)
    later = NOW + timedelta(days=6)
    assert days_until_due(card, later) == 2
    assert days_until_due(lapsed(card, later), later) == 1


def test_a_memory_fades():
    card = reviewed(new_card("ask", NOW), 80, False, NOW)
    fresh, faded = card.memory(NOW), card.memory(NOW + timedelta(days=30))
    assert fresh is not None
    assert faded is not None
    assert fresh.recall == 1
    assert 0.5 < faded.recall < 0.9
    assert (fresh.since, faded.since) == (NOW, NOW)
    assert fresh.days == faded.days == pytest.approx(2.3, abs=0.1)
