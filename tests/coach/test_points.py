"""What members earn by what they do, and that all of it can be worked out again."""

from datetime import date, timedelta

import pytest

from bot.coach.critiques import Reply
from bot.coach.replay import Replays
from bot.core.periods import ALL_TIME, week_of
from tests.coach.practice import GOOD, HALF, POOR
from tests.coach.team_of import (
    A_DAY,
    BEGGING,
    FRIDAY,
    LIBRARY,
    LINES,
    MONDAY,
    answer,
    check,
    coach_of,
    drill,
    member,
)

MAYA = member(1)


@pytest.fixture(name="coach")
def _coach(store):
    return coach_of(store)


@pytest.fixture(name="earned")
def _earned(store):
    """Return a function that tells a member's points by what they are for."""

    def earned(who=MAYA):
        entries = store.entries(who, ALL_TIME, 100)
        return {kind: sum(e.points for e in entries if e.kind == kind) for kind in KINDS}

    return earned


KINDS = ("drill", "improvement", "new-line", "streak")


def agrees(store) -> bool:
    return Replays(LIBRARY.scoring, store).run().agrees


def test_a_new_line_earns_points_and_the_same_line_again_earns_none(coach, store, earned):
    for number in range(100):
        check(coach, MAYA, LINES[0], MONDAY + number * timedelta(minutes=1))

    assert earned() == {"drill": 0, "improvement": 0, "new-line": 3, "streak": 0}
    assert agrees(store)


def test_the_same_line_on_another_day_counts_neither_as_practice_nor_for_the_streak(coach, store):
    check(coach, MAYA, LINES[0], MONDAY)
    before = store.scores("T1", [MAYA.id], ALL_TIME)
    check(coach, MAYA, LINES[0] + " Thanks.", MONDAY + A_DAY)

    assert store.scores("T1", [MAYA.id], ALL_TIME) == before


def test_new_lines_earn_no_more_than_a_day_allows(coach, store, earned):
    for line in LINES:
        check(coach, MAYA, line, MONDAY)

    assert earned()["new-line"] == LIBRARY.scoring.new_line.most_a_day
    assert agrees(store)


def test_a_better_try_earns_by_its_gain_once(coach, store, earned):
    first = check(coach, MAYA, BEGGING, MONDAY)
    for number in range(3):
        coach.critiques.review(MAYA, LINES[0], now=MONDAY, event_key=f"try {number}", earlier=first)

    gained = store.recent_attempts(MAYA, 1)[0].score - store.attempt(MAYA, first).score
    assert earned()["improvement"] == gained // 10 > 0
    assert agrees(store)


def test_a_drill_earns_by_the_checks_that_it_meets_and_a_better_answer_the_rest(
    coach, store, earned
):
    given = drill(coach, MAYA, HALF, MONDAY)
    half = earned()["drill"]
    answer(coach, MAYA, given, GOOD, MONDAY + timedelta(minutes=1))
    answer(coach, MAYA, given, GOOD, MONDAY + timedelta(minutes=2))

    assert (half, earned()) == (5, {"drill": 5, "improvement": 5, "new-line": 0, "streak": 0})
    assert agrees(store)


def test_a_poor_answer_earns_nothing_but_its_day_counts(coach, store):
    drill(coach, MAYA, POOR, MONDAY)

    (score,) = store.scores("T1", [MAYA.id], ALL_TIME)
    assert (score.points, score.practice_days) == (0, 1)


def test_an_answer_after_the_model_answer_earns_half(coach, store, earned):
    given = coach.drills.ask(MAYA, now=MONDAY, event_key="drill", reply=Reply("D1"))
    coach.drills.model_answer(MAYA, given.assignment.id)
    answer(coach, MAYA, given.assignment.id, GOOD, MONDAY)
    answer(coach, MAYA, given.assignment.id, HALF, MONDAY + timedelta(minutes=1))

    assert earned() == {"drill": 5, "improvement": 0, "new-line": 0, "streak": 0}
    assert agrees(store)


def test_an_answer_after_its_day_earns_nothing(coach, store):
    given = coach.drills.ask(MAYA, now=MONDAY, event_key="drill", reply=Reply("D1"))
    answer(coach, MAYA, given.assignment.id, GOOD, MONDAY + A_DAY)

    assert store.scores("T1", [MAYA.id], ALL_TIME) == ()
    assert agrees(store)


def test_the_same_event_earns_once(coach, store):
    for _ in range(2):
        check(coach, MAYA, LINES[0], MONDAY, key="Ev1")

    assert len(store.entries(MAYA, ALL_TIME, 10)) == 1


def test_a_week_of_practice_keeps_a_streak_and_earns_a_freeze(coach, store):
    for day in range(5):
        drill(coach, MAYA, GOOD, MONDAY + day * A_DAY)

    (score,) = store.scores("T1", [MAYA.id], week_of(MONDAY.date()))
    streak = store.streaks("T1", [MAYA.id], FRIDAY)[MAYA]
    assert (score.points, score.practice_days) == (5 * 10 + 4 * 2, 5)
    assert (streak.days, streak.freezes, streak.covers) == (5, 1, date(2026, 11, 23))
    assert agrees(store)


def test_days_off_break_no_streak_and_the_past_keeps_its_pauses(coach, store):
    """A pause, a skipped drill and a holiday in a row, each of them forgotten or taken back."""
    drill(coach, MAYA, GOOD, MONDAY)
    coach.schedules.join(MAYA, zone="UTC", now=MONDAY, event_key="join")
    tuesday, wednesday, thursday = (MONDAY + day * A_DAY for day in (1, 2, 3))
    coach.schedules.pause(MAYA, wednesday.date(), now=tuesday, event_key="pause")
    coach.schedules.skip(MAYA, now=wednesday, event_key="skip")
    coach.schedules.set_holidays(MAYA, [thursday.date()], is_manager=True, now=wednesday)
    drill(coach, MAYA, GOOD, FRIDAY)
    before = store.streaks("T1", [MAYA.id], FRIDAY)[MAYA].days
    coach.schedules.set_holidays(MAYA, [], is_manager=True, now=FRIDAY)

    assert (before, store.streaks("T1", [MAYA.id], FRIDAY)[MAYA].days) == (2, 2)
    assert agrees(store)


def test_a_pause_that_is_ended_early_excuses_only_the_days_that_it_lasted(coach, store):
    coach.schedules.join(MAYA, zone="UTC", now=MONDAY, event_key="join")
    drill(coach, MAYA, GOOD, MONDAY)
    tuesday, wednesday = MONDAY + A_DAY, MONDAY + 2 * A_DAY
    coach.schedules.pause(MAYA, FRIDAY.date(), now=tuesday, event_key="pause")
    coach.schedules.resume(MAYA, now=wednesday, event_key="resume")

    assert store.streaks("T1", [MAYA.id], wednesday)[MAYA].days == 1
    assert store.streaks("T1", [MAYA.id], wednesday + A_DAY)[MAYA].days == 0


def test_a_drill_that_is_left_out_excuses_its_day(coach, store):
    coach.schedules.join(MAYA, zone="UTC", now=MONDAY - A_DAY, event_key="join")
    drill(coach, MAYA, GOOD, MONDAY)
    coach.tick.run(MONDAY + A_DAY)
    coach.drills.skip(MAYA, coach.drills.of_slot(store.drill_on_its_way(MAYA)).assignment.id)

    assert store.streaks("T1", [MAYA.id], MONDAY + 2 * A_DAY)[MAYA].days == 1


def test_points_agree_after_the_texts_were_forgotten(coach, store):
    check(coach, MAYA, LINES[0], MONDAY)
    store.forget_texts(MONDAY + A_DAY)
    check(coach, MAYA, LINES[0], MONDAY + 60 * A_DAY)

    assert len(store.entries(MAYA, ALL_TIME, 10)) == 1
    assert agrees(store)
