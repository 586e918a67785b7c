"""Streaks against a slow model that lives through every single day."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.core.streaks import NO_STREAK, Calendar, Streak, StreakNow, streak_now

MONDAY = date(2026, 3, 23)  # the clocks change in the weeks to come
A_DAY = timedelta(days=1)
DAYS = 120
ZONES = "Europe/London America/New_York Pacific/Kiritimati Pacific/Midway Asia/Kathmandu".split()

days = st.integers(0, DAYS - 1).map(lambda past: MONDAY + past * A_DAY)
stretches = st.tuples(days, st.integers(1, 20)).map(lambda one: (one[0], one[0] + one[1] * A_DAY))
calendars = st.builds(
    Calendar,
    weekdays=st.frozensets(st.integers(0, 6), min_size=1),
    holidays=st.frozensets(days, max_size=8),
    off=st.lists(stretches, max_size=4).map(tuple),
    zone=st.sampled_from(ZONES),
)


def lived_through(calendar: Calendar, practised: set[date], today: date) -> StreakNow:
    """Go from day to day with a streak and freezes in hand, as a member would tell it."""
    covered: list[date] = []
    length, freezes, begun = 0, 0, False
    day = MONDAY
    while day < today or (day == today and day in practised):
        if day in practised:
            begun, covered = True, []
            if calendar.works(day):
                length += 1
                if length % 5 == 0:
                    freezes = min(2, freezes + 1)
        elif begun and calendar.works(day):
            if freezes:
                freezes -= 1
                covered.append(day)
            else:
                length, freezes, covered, begun = 0, 0, [], False
        day += A_DAY
    done = today in practised
    if not begun:
        return StreakNow(0, 0, done)
    later = (today + A_DAY * (done + ahead) for ahead in range(366))
    covers = next((day for day in later if calendar.works(day)), None)
    return StreakNow(length, freezes, done, tuple(covered), covers if freezes else None)


def folded(calendar: Calendar, practised: set[date]) -> Streak:
    streak = NO_STREAK
    for day in sorted(practised):
        missed = len(calendar.between(streak.last, day)) if streak.last else 0
        streak = streak.practised(day, working=calendar.works(day), missed=missed)
    return streak


@given(calendars, st.sets(days), st.integers(0, 30))
def test_a_streak_is_what_living_through_every_day_makes_it(calendar, practised, later):
    today = max(practised, default=MONDAY) + later * A_DAY
    now = streak_now(folded(calendar, practised), calendar, today)

    assert now == lived_through(calendar, practised, today)


@given(calendars, st.sets(days, min_size=1), st.randoms())
def test_a_date_that_has_been_changes_nothing(calendar, practised, chance):
    streak = folded(calendar, practised)
    past = chance.choice(sorted(practised))

    assert streak.practised(past, working=True, missed=3) == streak


def test_no_more_than_two_freezes_are_kept():
    streak = NO_STREAK
    for day in range(40):
        streak = streak.practised(MONDAY + day * A_DAY, working=True, missed=0)

    assert streak == Streak(40, 2, MONDAY + 39 * A_DAY)


def test_a_freeze_in_hand_is_shown_before_it_is_needed():
    week = {MONDAY + day * A_DAY for day in range(5)}
    friday, next_monday = MONDAY + 4 * A_DAY, MONDAY + 7 * A_DAY
    streak = folded(Calendar(), week)

    assert streak_now(streak, Calendar(), friday) == StreakNow(5, 1, True, (), next_monday)
    assert streak_now(streak, Calendar(), next_monday) == StreakNow(5, 1, False, (), next_monday)
    tuesday = next_monday + A_DAY
    assert streak_now(streak, Calendar(), tuesday) == StreakNow(5, 0, False, (next_monday,))
    assert streak_now(streak, Calendar(), tuesday + A_DAY) == StreakNow(0, 0, False)


def test_the_date_is_the_one_where_the_member_is():
    late = datetime(2026, 3, 23, 22, tzinfo=UTC)

    assert Calendar(zone="Asia/Tokyo").date_at(late) == MONDAY + A_DAY


def test_without_a_working_day_in_sight_a_freeze_covers_none():
    off = Calendar(off=((MONDAY, MONDAY + 1000 * A_DAY),))

    assert streak_now(Streak(5, 1, MONDAY), off, MONDAY).covers is None
