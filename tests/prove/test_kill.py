"""A short form of the kill test, for every run of the tests. The long one is `tests.prove.kill`."""

from dataclasses import replace

from tests.databases import make_database
from tests.prove.kill import Outcome, prove
from tests.prove.loopback import Trouble

SEED = 4


def test_no_drill_is_sent_twice_or_lost_when_bots_are_killed(database_url):
    outcome = prove(
        database_url, drills=60, kills=4, bots=4, trouble=Trouble(), seed=SEED, speed=20
    )

    assert replace(outcome, trouble={}, seconds=0) == Outcome(
        drills=60,
        boards=0,
        kills=4,
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
