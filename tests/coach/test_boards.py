"""Boards: who sets them up, when they are posted, what they say and never say."""

import json
from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.boards import BoardWish, Cadence, MostImproved, Standing
from bot.core.people import Member
from bot.core.periods import ALL_TIME, period_of, week_of
from bot.core.scoring import Award
from bot.core.slots import SlotKind, SlotState
from bot.errors import Gone, NotAllowed, UserError
from bot.storage.store import Store
from tests.coach.practice import BEGGING as AGAINST_BEGGING
from tests.coach.practice import GOOD, HALF, POOR
from tests.coach.team_of import (
    A_DAY,
    BEGGING,
    BOSS,
    CHANNEL,
    FRIDAY,
    LINES,
    MONDAY,
    WISH,
    check,
    coach_of,
    drill,
    member,
    set_up,
)
from tests.databases import fresh_engine

WEEK = week_of(MONDAY.date())
DUE = FRIDAY + timedelta(hours=4)
OTHER_BOSS = Member("T1", "UOTHER")
LEASE = timedelta(minutes=2)


@pytest.fixture(name="coach")
def _coach(store):
    return coach_of(store)


def slots(store: Store, now=DUE) -> list[tuple[SlotKind, str, str, str]]:
    """Take everything that is to be sent."""
    taken = []
    while slot := store.claim_slot(now, LEASE):
        taken.append((slot.kind, slot.recipient, slot.key, slot.subject))
    return taken


# ---------------------------------------------------------------- managing


def test_a_board_is_set_up_once_and_its_channel_hears_of_it(coach, store):
    for _ in range(2):
        board = coach.boards.set_up(
            BOSS, CHANNEL, WISH, is_manager=True, now=MONDAY, event_key="Ev1"
        )

    assert (board.next_at, board.set_by, board.version) == (DUE, BOSS.id, 1)
    assert coach.boards.all("T1") == (board,)
    assert slots(store, MONDAY) == [(SlotKind.BOARD_NEWS, CHANNEL, "Ev1", f"set_up {BOSS.id}")]


@pytest.mark.parametrize("name", ["change", "pause", "resume", "remove"])
def test_who_is_no_manager_changes_nothing(coach, name):
    board = set_up(coach)
    wish = {"wish": WISH} if name == "change" else {}
    act = getattr(coach.boards, name)

    with pytest.raises(NotAllowed, match="Only a manager"):
        act(member(1), CHANNEL, **wish, version=1, is_manager=False, now=MONDAY)
    assert coach.boards.of("T1", CHANNEL) == board


def test_of_two_managers_at_once_the_second_is_told(coach):
    board = set_up(coach)
    daily = replace(WISH, cadence=Cadence.DAILY)
    act = {"version": board.version, "is_manager": True, "now": MONDAY}
    changed = coach.boards.change(BOSS, CHANNEL, daily, **act)

    assert (changed.version, changed.cadence) == (2, Cadence.DAILY)
    with pytest.raises(UserError, match="Somebody else has changed this board"):
        coach.boards.change(OTHER_BOSS, CHANNEL, WISH, **act)
    with pytest.raises(UserError, match="has a board by now"):
        set_up(coach)
    assert coach.boards.of("T1", CHANNEL) == changed


def test_a_board_is_paused_resumed_and_removed(coach, store):
    set_up(coach)
    act = {"is_manager": True, "now": DUE}
    coach.tick.run(DUE)
    paused = coach.boards.pause(BOSS, CHANNEL, version=1, **act)
    left = slots(store)
    changed = coach.boards.change(BOSS, CHANNEL, replace(WISH, hour=9), version=2, **act)
    resumed = coach.boards.resume(BOSS, CHANNEL, version=3, **act)
    coach.boards.remove(BOSS, CHANNEL, version=4, **act)

    assert (paused.paused, paused.next_at, left) == (True, None, [])
    assert (changed.paused, changed.next_at) == (True, None)
    assert (resumed.paused, resumed.next_at) == (False, DUE + 7 * A_DAY - timedelta(hours=7))
    assert coach.boards.of("T1", CHANNEL) is None
    with pytest.raises(Gone):
        coach.boards.pause(BOSS, CHANNEL, version=4, **act)


def test_a_channel_is_not_told_twice_that_its_board_is_paused_or_resumed(coach, store):
    set_up(coach)
    act = {"is_manager": True, "now": MONDAY}
    with pytest.raises(UserError, match="not paused"):
        coach.boards.resume(BOSS, CHANNEL, version=1, **act, event_key="Ev1")
    coach.boards.pause(BOSS, CHANNEL, version=1, **act, event_key="Ev2")
    with pytest.raises(UserError, match="/close-board resume"):
        coach.boards.pause(BOSS, CHANNEL, version=2, **act, event_key="Ev3")

    news = [key for kind, _, key, _ in slots(store) if kind is SlotKind.BOARD_NEWS]
    assert news == ["Ev2"]


def test_the_event_of_a_board_that_is_gone_says_so(coach):
    act = {"is_manager": True, "now": MONDAY}
    coach.boards.set_up(BOSS, CHANNEL, WISH, **act, event_key="Ev1")
    coach.boards.remove(BOSS, CHANNEL, version=1, **act)

    with pytest.raises(Gone):
        coach.boards.set_up(BOSS, CHANNEL, WISH, **act, event_key="Ev1")


def test_managers_are_made_and_unmade_by_admins_alone(coach):
    with pytest.raises(NotAllowed):
        coach.managers.make(BOSS, "U1", is_admin=False, now=MONDAY)
    made = [coach.managers.make(BOSS, "U1", is_admin=True, now=MONDAY) for _ in range(2)]
    named = coach.managers.named("T1")
    with pytest.raises(NotAllowed):
        coach.managers.unmake(BOSS, "U1", is_admin=False, now=MONDAY)
    coach.managers.unmake(BOSS, "U1", is_admin=True, now=MONDAY)

    assert (made, named) == ([True, False], ("U1",))
    assert not coach.managers.is_manager(member(1), is_admin=False)
    assert coach.managers.is_manager(BOSS, is_admin=True)


# ----------------------------------------------------------------- posting


def test_a_board_is_posted_once_for_its_period_over_ticks_and_changes(coach, store):
    set_up(coach)
    first = coach.tick.run(DUE)
    coach.boards.change(
        BOSS, CHANNEL, replace(WISH, weekday=5), version=1, is_manager=True, now=DUE
    )
    for hours in range(60):
        coach.tick.run(DUE + timedelta(hours=hours))

    assert [(line.who.id, line.what, line.done) for line in first.lines] == [
        (CHANNEL, "board of 2026-W47", "given")
    ]
    assert slots(store, DUE + 2 * A_DAY) == [(SlotKind.BOARD, CHANNEL, "2026-W47", "2026-W47")]
    board = coach.boards.of("T1", CHANNEL)
    assert board.next_at == DUE + 8 * A_DAY


def test_what_would_be_posted_is_told_without_posting_it(coach, store):
    board = set_up(coach)
    coach.team.report_on(BOSS, "UTC", is_manager=True, now=MONDAY)
    told = coach.tick.run(DUE + 3 * A_DAY, dry_run=True)

    assert [line.what for line in told.lines] == ["board of 2026-W47", "team in 2026-W47"]
    assert coach.boards.of("T1", CHANNEL) == board
    assert slots(store) == []


@pytest.mark.parametrize(
    ("cadence", "late"),
    [(Cadence.DAILY, 5), (Cadence.WEEKLY, 73), (Cadence.MONTHLY, 169)],
)
def test_a_board_that_is_too_late_is_left_out_and_the_next_one_comes(coach, store, cadence, late):
    board = set_up(coach, wish=replace(WISH, cadence=cadence))
    assert board.next_at is not None
    (line,) = coach.tick.run(board.next_at + timedelta(hours=late)).lines

    assert line.done == "expired"
    assert store.count_slots()[SlotState.EXPIRED] == 1
    assert coach.boards.of("T1", CHANNEL).next_at > board.next_at


def test_a_board_that_was_queued_is_not_sent_days_late(coach, store):
    set_up(coach)
    coach.tick.run(DUE)
    coach.tick.run(DUE + 4 * A_DAY)

    assert slots(store, DUE + 4 * A_DAY) == []


def test_the_slot_of_a_board_names_its_period(coach, store):
    board = set_up(coach)
    coach.tick.run(DUE)
    slot = store.claim_slot(DUE, LEASE)
    posted = coach.boards.of_slot(slot)
    coach.boards.remove(BOSS, CHANNEL, version=board.version, is_manager=True, now=DUE)

    assert posted == (coach_board(board), WEEK)
    with pytest.raises(Gone):
        coach.boards.of_slot(slot)


def coach_board(board):
    return replace(board, next_at=DUE + 7 * A_DAY)


def test_a_channel_that_is_gone_pauses_its_board_and_its_manager_is_told_once(coach, store):
    set_up(coach)
    for _ in range(3):
        coach.boards.channel_gone("T1", CHANNEL, "The channel was deleted.", now=DUE)
    coach.boards.channel_gone("T1", "C9", "There is no board.", now=DUE)
    board = coach.boards.of("T1", CHANNEL)

    assert (board.paused, board.paused_reason) == (True, "The channel was deleted.")
    assert slots(store) == [(SlotKind.BOARD_GONE, BOSS.id, f"{CHANNEL} 1", CHANNEL)]
    assert coach.tick.run(DUE).lines == ()


# ------------------------------------------------------------------- saying


def test_a_board_tells_places_streaks_and_what_changed(coach):
    board = set_up(coach)
    for day in range(3):
        drill(coach, member(1), GOOD, MONDAY + day * A_DAY)
        drill(coach, member(2), HALF, MONDAY + day * A_DAY)
        drill(coach, member(3), POOR, MONDAY + day * A_DAY)
    next_week = MONDAY + 7 * A_DAY
    for day in range(3):
        drill(coach, member(2), GOOD, next_week + day * A_DAY)
        drill(coach, member(1), HALF, next_week + day * A_DAY)
    now = next_week + 2 * A_DAY
    team = [member(n).id for n in range(1, 4)] + ["USTRANGER"]

    report = coach.boards.report(board, week_of(now.date()), team, now)

    assert report.standings == (
        Standing(1, member(2), 34, 3, 3, change=1),
        Standing(2, member(1), 19, 3, 3, change=-1),
    )
    assert (report.idle, report.hidden) == (1, 0)
    assert report.most_improved == MostImproved(member(2), 50, 100)


def test_a_board_names_the_commonest_traps_and_one_exercise(coach):
    board = set_up(coach)
    for number in range(1, 4):
        check(coach, member(number), BEGGING, MONDAY)
    everybody = [member(n).id for n in range(1, 4)]

    report = coach.boards.report(board, WEEK, everybody, FRIDAY)

    assert [(trap.id, trap.people) for trap in report.common_traps] == [("beg", 3)]
    assert report.exercise == AGAINST_BEGGING
    assert [rate.rate for rate in report.trap_rates] == [None] * 7 + [1.0]


def test_a_member_sees_their_place_their_entries_and_the_two_around(coach):
    for number in range(1, 7):
        drill(coach, member(number), GOOD, MONDAY)
        for line in LINES[: number - 1]:
            check(coach, member(number), line, MONDAY)
    everybody = [member(n).id for n in range(1, 7)]

    view = coach.boards.place_of(member(2), everybody, WEEK, MONDAY)

    assert (view.place, view.of, view.points, view.practice_days) == (5, 6, 13, 1)
    assert [one.who.id for one in view.around] == ["U6", "U3", "U2", "U1"]
    assert [(entry.kind, entry.points) for entry in view.entries] == [
        (Award.DRILL, 10),
        (Award.NEW_LINE, 3),
    ]
    assert (view.streak, view.hidden) == (1, False)


def test_who_is_hidden_sees_their_points_and_no_place(coach):
    drill(coach, member(1), GOOD, MONDAY)
    coach.boards.hide(member(1), now=MONDAY)
    hidden = coach.boards.place_of(member(1), ["U1"], ALL_TIME, MONDAY)
    coach.boards.show(member(1), now=MONDAY)
    shown = coach.boards.place_of(member(1), ["U1"], ALL_TIME, MONDAY)

    assert (hidden.place, hidden.points, hidden.around, hidden.hidden) == (None, 10, (), True)
    assert (shown.place, shown.hidden) == (1, False)


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_a_board_of_very_few_people_says_what_it_can(coach, count):
    board = set_up(coach)
    for number in range(count):
        drill(coach, member(number), POOR, MONDAY)
    report = coach.boards.report(board, WEEK, [member(n).id for n in range(5)], FRIDAY)

    assert (report.standings, report.idle, report.hidden) == ((), count, 0)
    assert bool(report.common_traps) == (count == 3)


@settings(
    max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    st.lists(
        st.tuples(st.integers(0, 6), st.sampled_from([BEGGING, *LINES])),
        max_size=12,
    ),
    st.frozensets(st.integers(0, 6)),
    st.sampled_from([WEEK, ALL_TIME, period_of("2026-11")]),
)
def test_who_is_hidden_is_in_nothing_that_anybody_else_sees(tmp_path_factory, done, hidden, period):
    folder = tmp_path_factory.mktemp("board")
    with fresh_engine(folder) as engine:
        coach = coach_of(Store(engine))
        board = set_up(coach)
        for number, (who, text) in enumerate(done):
            check(coach, member(who), text, MONDAY + timedelta(minutes=number))
        for who in hidden:
            coach.boards.hide(member(who), now=MONDAY)
        everybody = [member(number).id for number in range(7)]
        shown = next((n for n in range(7) if n not in hidden), None)
        report = coach.boards.report(board, period, everybody, FRIDAY)
        seen: list[Any] = [
            report,
            coach.team.view(BOSS, period, is_manager=True, now=FRIDAY),
        ]
        if shown is not None:
            seen.append(coach.boards.place_of(member(shown), everybody, period, FRIDAY))

    told = json.dumps([asdict(one) for one in seen], default=str)
    assert not any(f'"{member(who).id}"' in told for who in hidden)
    assert report.hidden in (0, *range(3, 8))


def test_boards_of_other_workspaces_are_never_mixed_up(coach, store):
    stranger = Member("T2", "U1")
    drill(coach, stranger, GOOD, MONDAY)
    board = set_up(coach)

    report = coach.boards.report(board, ALL_TIME, ["U1"], FRIDAY)

    assert (report.standings, report.idle) == ((), 0)
    assert coach.boards.all("T2") == ()
    assert BoardWish("UTC") == WISH
