from dataclasses import replace
from datetime import date, timedelta

from bot.core.boards import CommonTrap, MostImproved
from bot.core.critique import Stance
from bot.core.insights import (
    Work,
    common_traps,
    exercise_against,
    missed_drills,
    most_improved,
    trap_rates,
    trap_trends,
)
from bot.core.people import Member
from bot.core.periods import ALL_TIME, week_of
from bot.core.team import MissedDrill, TrapTrend
from tests.coach.practice import BEGGING, LIBRARY, SPOTTING

FRIDAY = date(2026, 11, 20)
WEEK = week_of(FRIDAY)
A_WEEK = timedelta(days=7)


def work(number: int, *findings: str, day: date = FRIDAY, score: int = 50) -> Work:
    return Work(Member("T1", f"U{number}"), day, score, findings, Stance.BALANCED)


def answer(number: int, drill: str = BEGGING.id, *, passed: bool = False) -> Work:
    return replace(work(number), drill=drill, assignment=f"a{number}", passed=passed)


THREE = [work(1, "beg"), work(2, "ask-advance"), work(3, "beg", "threat"), work(3)]


def test_the_trap_rate_of_a_week_is_the_share_of_what_was_written():
    rates = trap_rates(LIBRARY, THREE, FRIDAY)

    assert [rate.week.key for rate in rates] == [f"2026-W{week}" for week in range(40, 48)]
    assert [rate.rate for rate in rates] == [None] * 7 + [0.5]


def test_nothing_is_said_of_two_people():
    two = [*THREE[:2], work(1, "threat")]

    assert {rate.rate for rate in trap_rates(LIBRARY, two, FRIDAY)} == {None}
    assert common_traps(LIBRARY, two, WEEK) == ()
    assert {trend.rate for trend in trap_trends(LIBRARY, two, FRIDAY)} <= {None}
    assert missed_drills(LIBRARY, [answer(1), answer(2)], WEEK) == ()


def test_what_was_chosen_is_not_what_was_written():
    chosen = [replace(one, drill=SPOTTING.id) for one in THREE]

    assert {rate.rate for rate in trap_rates(LIBRARY, chosen, FRIDAY)} == {None}


def test_a_concern_check_is_a_trap_where_the_team_says_so():
    lenient = [work(number, "concern-check") for number in range(3)]
    strict = [replace(one, stance=Stance.STRICT) for one in lenient]

    assert trap_rates(LIBRARY, lenient, FRIDAY)[-1].rate == 0
    assert trap_rates(LIBRARY, strict, FRIDAY)[-1].rate == 1


def test_the_traps_that_most_people_fell_into_come_first():
    works = [*THREE, work(4, "threat"), work(5, "passive-exit"), work(6, "threat"), work(1, "beg")]

    assert common_traps(LIBRARY, works, WEEK) == (
        CommonTrap("threat", "Threat", 3),
        CommonTrap("beg", "Begging", 2),
    )


def test_a_trap_of_the_team_s_own_counts_like_any_other():
    works = [work(1, "team:a", "beg"), work(2, "team:a"), work(3), work(3, "team:unknown")]
    own = {"team:a": "Rockstar talk", "team:b": "Never found"}

    assert trap_rates(LIBRARY, works, FRIDAY, own)[-1].rate == 0.5
    assert trap_trends(LIBRARY, works, FRIDAY, own) == (
        TrapTrend("team:a", "Rockstar talk", 0.5, None),
        TrapTrend("beg", "Begging", 0.25, None),
    )
    assert common_traps(LIBRARY, works, WEEK, own) == (
        CommonTrap("team:a", "Rockstar talk", 2),
        CommonTrap("beg", "Begging", 1),
    )


def test_the_exercise_is_about_the_trap_and_changes_from_week_to_week():
    other = BEGGING.model_copy(update={"id": "a-second"})
    hard = BEGGING.model_copy(update={"id": "hard", "level": 3})
    library = LIBRARY.model_copy(update={"drills": (*LIBRARY.drills, hard, other)})
    weeks = (WEEK, week_of(FRIDAY + A_WEEK))

    assert {exercise_against(library, "beg", week) for week in weeks} == {BEGGING, other}
    assert exercise_against(library, "passive-exit", WEEK) is None


def test_who_improved_most_is_told_by_the_means():
    before = FRIDAY - A_WEEK
    works = [
        *(work(1, day=before, score=score) for score in (10, 20, 30)),
        *(work(1, score=score) for score in (40, 50, 60)),
        *(work(2, day=before, score=90) for _ in range(3)),
        *(work(2, score=95) for _ in range(3)),
        *(replace(work(3, day=before, score=0), assisted=True) for _ in range(3)),
        *(work(3, score=100) for _ in range(3)),
        *(work(4, day=before, score=80) for _ in range(3)),
        *(work(4, score=10) for _ in range(3)),
        work(5, day=before - A_WEEK),
    ]

    assert most_improved(works, WEEK) == MostImproved(Member("T1", "U1"), 20, 50)
    assert most_improved([work(1)] * 3, WEEK) is None
    assert most_improved(works, ALL_TIME) is None


def test_the_trend_of_a_trap_compares_four_weeks_with_the_four_before():
    works = [*THREE, *(work(number, "beg", day=FRIDAY - 5 * A_WEEK) for number in range(3))]

    assert trap_trends(LIBRARY, works, FRIDAY) == (
        TrapTrend("beg", "Begging", 0.5, 1.0),
        TrapTrend("threat", "Threat", 0.25, 0.0),
    )


def test_the_drills_that_most_people_miss_at_the_first_try_come_first():
    works = [
        *(answer(number) for number in range(3)),
        answer(0, passed=True),  # a second try
        *(answer(number, "asking", passed=number > 1) for number in range(4)),
        *(answer(number, "needs-first", passed=True) for number in range(4)),
        *(answer(number, "no-longer-there") for number in range(4)),
        work(5),
    ]

    assert missed_drills(LIBRARY, works, WEEK) == (
        MissedDrill("no-begging", "Drill no-begging", 3, 3),
        MissedDrill("asking", "Drill asking", 4, 2),
    )
