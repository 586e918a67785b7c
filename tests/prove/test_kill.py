"""A short form of the kill test, for every run of the tests. The long one is `tests.prove.kill`."""

from dataclasses import replace

from tests.databases import make_database
from tests.prove.kill import Outcome, kills_until, prove
from tests.prove.loopback import Trouble

SEED = 4


def test_no_drill_is_sent_twice_or_lost_when_bots_are_killed(database_url):
    outcome = prove(
        database_url, drills=60, kills=4, bots=4, trouble=Trouble(), seed=SEED, speed=20
    )

    assert outcome.kills > 0
    assert replace(outcome, kills=0, trouble={}, seconds=0) == Outcome(
        drills=60,
        boards=0,
        kills=0,
        planned=4,
        trouble={},
        received=60,
        twice=0,
        lost=0,
        states={"sent": 60},
        unknown=0,
        listed=0,
        seconds=0,
    )


def test_without_a_history_nothing_is_sent_twice_and_every_doubt_is_listed(tmp_path):
    trouble = Trouble(lost=0.3, readable=False)

    database = make_database(tmp_path)
    outcome = prove(database, drills=30, kills=1, trouble=trouble, seed=SEED, speed=40)

    assert (outcome.twice, outcome.lost) == (0, 0)
    assert outcome.unknown == outcome.listed > 0
    assert outcome.states == {"sent": 30 - outcome.unknown, "unknown": outcome.unknown}


def test_a_board_is_posted_once_by_two_bots_that_are_killed_meanwhile(tmp_path):
    database = make_database(tmp_path)
    outcome = prove(
        database, drills=0, boards=20, kills=4, bots=2, trouble=Trouble(), seed=SEED, speed=20
    )

    assert (outcome.twice, outcome.lost) == (0, 0)
    assert outcome.states == {"sent": 20}


def test_a_run_ends_with_its_work_though_not_all_kills_were_made(tmp_path):
    database = make_database(tmp_path)
    outcome = prove(database, drills=1, kills=20, trouble=Trouble(0, 0, 0), seed=SEED, speed=20)

    assert (outcome.received, outcome.twice, outcome.lost) == (1, 0, 0)
    assert outcome.kills <= kills_until(0, 1, 20) < outcome.planned == 20


def test_kills_come_as_the_work_goes_on_and_before_it_is_done():
    assert [kills_until(settled, 1000, 20) for settled in (0, 500, 950, 1000)] == [3, 11, 20, 20]
    assert kills_until(1000, 1000, 0) == 0
