"""What the demo's team did before the demo begins is true to what the bot would have kept."""

from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.coach.coach import Coach
from bot.coach.replay import Replays
from bot.core.critic import Critic
from bot.core.people import Member
from bot.core.periods import week_of
from bot.core.team import Decision
from bot.rehearsal import opening, rehearse
from bot.sandbox.seed import load_seed
from bot.storage.engine import open_engine
from bot.storage.store import Store
from tests.browser.demo import THURSDAY
from tests.databases import make_database

TEAM, BOARD = "T0DEMO", "C0BOARD"
HERE = frozenset(p.id for p in load_seed().people if not (p.is_bot or p.deleted))
HIDDEN = {"U0NORA", "U0SAM", "U0WEI"}


@pytest.fixture(name="store", scope="module")
def _store(past: Path):
    engine = open_engine(f"sqlite:///{past}")
    yield Store(engine)
    engine.dispose()


@pytest.fixture(name="coach", scope="module")
def _coach(critic: Critic, store: Store) -> Coach:
    return Coach.over(critic, store)


@given(st.integers(0, 10 * 366 * 24 * 60))
@example(684_540)  # an hour before it, in the week after a change of the clocks
def test_the_demo_begins_on_the_latest_thursday_afternoon(minutes):
    now = THURSDAY + timedelta(minutes=minutes)
    local = opening(now).astimezone(ZoneInfo("America/Chicago"))

    assert timedelta() <= now - opening(now) <= timedelta(days=7, hours=1)
    assert (local.weekday(), local.hour, local.minute) == (3, 14, 0)


def test_the_board_shows_places_a_tie_and_nobody_who_hides_or_has_left(coach):
    board = coach.boards.of(TEAM, BOARD)
    report = coach.boards.report(board, week_of(THURSDAY.date()), HERE, THURSDAY)

    assert [standing.who.id for standing in report.standings[:2]] == ["U0HANNAH", "U0TOM"]
    assert [standing.place for standing in report.standings] == [1, 1, 3, 4, 5]
    assert not {standing.who.id for standing in report.standings} & (HIDDEN | {"U0BEN"})
    assert (report.idle, report.hidden) == (2, 3)
    assert report.most_improved is not None
    assert len(report.common_traps) == 2


def test_the_chart_falls_over_eight_weeks(coach):
    board = coach.boards.of(TEAM, BOARD)
    report = coach.boards.report(board, week_of(THURSDAY.date()), HERE, THURSDAY)

    rates = [each.rate for each in report.trap_rates]
    assert len(rates) == 8
    assert None not in rates
    assert sum(rates[:2]) > 2 * sum(rates[-2:])


def test_the_manager_finds_somebody_to_help_and_something_to_decide(coach):
    view = coach.team.view(
        Member(TEAM, "U0PRIYA"),
        week_of(THURSDAY.date()),
        is_manager=True,
        now=THURSDAY,
        members=HERE,
    )

    assert [person.who.id for person in view.help_wanted] == ["U0LUIS"]
    assert [finding.decision for finding in view.disputes] == [Decision.OPEN] * 2
    assert view.participation is not None
    assert view.missed_drills


def test_nobody_gets_a_drill_at_the_beginning_who_had_one_already(coach):
    """The daily drill goes on with the next working day."""
    assert coach.tick.run(THURSDAY, dry_run=True).lines == ()


def test_its_points_are_those_that_a_replay_finds(critic, store):
    replayed = Replays(critic.library.scoring, store).run()

    assert replayed.agrees
    assert replayed.deeds > 100


def test_it_can_be_stopped_at_any_time(critic, tmp_path):
    engine = open_engine(make_database(tmp_path))
    store = Store(engine)

    rehearse(critic, store, load_seed(), THURSDAY, lambda: True)

    assert store.board(TEAM, BOARD) is not None
    assert store.participants(TEAM) == frozenset()
    engine.dispose()
