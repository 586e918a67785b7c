from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.boards import (
    Board,
    BoardWish,
    Cadence,
    Score,
    Shows,
    Standing,
    around,
    rank,
)
from bot.core.people import Member
from bot.core.periods import PeriodKind

FRIDAY = datetime(2026, 11, 20, 16, tzinfo=UTC)
DAILY, MONTHLY = Cadence.DAILY, Cadence.MONTHLY


def score(id: str, points: int, days: int = 1) -> Score:
    return Score(Member("T1", id), points, days)


@pytest.mark.parametrize(
    ("wish", "after", "due", "about"),
    [
        (BoardWish("UTC"), FRIDAY - timedelta(days=2), FRIDAY, "2026-W47"),
        (BoardWish("UTC"), FRIDAY, FRIDAY + timedelta(days=7), "2026-W48"),
        (
            BoardWish("America/Los_Angeles", hour=17),  # then it is Saturday in London
            FRIDAY,
            datetime(2026, 11, 21, 1, tzinfo=UTC),
            "2026-W47",
        ),
        (
            BoardWish("UTC", weekday=0, hour=9),
            FRIDAY,
            datetime(2026, 11, 23, 9, tzinfo=UTC),
            "2026-W47",
        ),
        (BoardWish("UTC", DAILY, hour=16), FRIDAY - timedelta(hours=1), FRIDAY, "2026-11-20"),
        (
            BoardWish("UTC", DAILY, hour=8),
            FRIDAY,
            datetime(2026, 11, 23, 8, tzinfo=UTC),
            "2026-11-20",
        ),
        (
            BoardWish("UTC", DAILY, hour=8),
            FRIDAY - timedelta(days=1),
            datetime(2026, 11, 20, 8, tzinfo=UTC),
            "2026-11-19",
        ),
        (
            BoardWish("UTC", MONTHLY, weekday=1, hour=9),
            FRIDAY,
            datetime(2026, 12, 1, 9, tzinfo=UTC),
            "2026-11",
        ),
    ],
)
def test_a_board_is_due_in_its_own_zone_and_looks_back(wish, after, due, about):
    assert wish.next_post(after) == due
    assert wish.period_at(due).key == about


def test_a_daily_board_leaves_out_weekends_and_holidays():
    wish = BoardWish("UTC", DAILY)
    holiday = date(2026, 11, 23)

    assert wish.next_post(FRIDAY, [holiday]) == datetime(2026, 11, 24, 16, tzinfo=UTC)


@pytest.mark.parametrize("wrong", [{"weekday": 7}, {"hour": 24}, {"shows": frozenset()}])
def test_a_board_that_cannot_be_is_refused(wrong):
    with pytest.raises(ValueError, match="no board can be like this"):
        BoardWish("UTC", **wrong)


wishes = st.builds(
    BoardWish,
    zone=st.sampled_from(["UTC", "Europe/London", "Pacific/Kiritimati", "Africa/Cairo"]),
    cadence=st.sampled_from(Cadence),
    weekday=st.integers(0, 6),
    hour=st.integers(0, 23),
)


@given(wishes, st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_a_board_never_tells_of_a_period_twice_or_of_one_to_come(wish, after):
    dues = []
    for _ in range(4):
        after = wish.next_post(after)
        dues.append(after)
    periods = [wish.period_at(due) for due in dues]

    assert dues == sorted(dues)
    assert len({period.key for period in periods}) == 4
    for due, period in zip(dues, periods, strict=True):
        assert period.start <= due.date() + timedelta(days=1)
        assert due.date() - period.end <= timedelta(days=8)
        assert period.kind is not PeriodKind.ALL_TIME


def test_a_board_tells_what_it_shows():
    board = Board("T1", "C1", BoardWish("UTC"), "U1", FRIDAY, FRIDAY)

    assert (board.cadence, board.zone, board.shows) == (Cadence.WEEKLY, "UTC", frozenset(Shows))


def test_ties_share_a_place_and_the_next_place_is_left_out():
    scores = [
        score("U1", 10),
        score("U2", 20, 3),
        score("U3", 20, 5),
        score("U4", 5),
        score("U5", 0),
    ]
    before = [score("U1", 30), score("U3", 10), score("U9", 40)]
    streaks = {Member("T1", "U3"): 4}

    assert rank(scores, before, streaks) == (
        Standing(1, Member("T1", "U3"), 20, 5, 4, change=2),
        Standing(1, Member("T1", "U2"), 20, 3, 0, change=None),
        Standing(3, Member("T1", "U1"), 10, 1, 0, change=-1),
        Standing(4, Member("T1", "U4"), 5, 1, 0, change=None),
    )


people = st.lists(
    st.builds(
        score, st.integers(0, 40).map(lambda n: f"U{n}"), st.integers(0, 5), st.integers(0, 3)
    ),
    unique_by=lambda one: one.who,
    max_size=30,
)


@given(people, st.randoms())
def test_the_order_in_which_people_were_found_makes_no_difference(scores, chance):
    shuffled = chance.sample(scores, len(scores))

    assert rank(shuffled, scores, {}) == rank(scores, shuffled, {})


@given(people)
def test_a_place_is_one_more_than_how_many_have_more_points(scores):
    for standing in rank(scores, [], {}):
        ahead = sum(other.points > standing.points for other in scores)
        assert standing.place == ahead + 1


def test_the_two_around_a_member_are_found_at_the_ends_too():
    standings = rank([score(f"U{n}", 10 - n) for n in range(6)], [], {})

    def ids(id: str) -> list[str]:
        return [standing.who.id for standing in around(standings, Member("T1", id))]

    assert ids("U0") == ["U0", "U1", "U2"]
    assert ids("U3") == ["U1", "U2", "U3", "U4", "U5"]
    assert ids("U5") == ["U3", "U4", "U5"]
    assert ids("U7") == []
