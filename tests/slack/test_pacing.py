"""A workspace is written to as fast as Slack takes it, and hardly ever faster."""

from datetime import timedelta

import pytest

from bot.slack.pacing import FASTEST, START, Pace
from tests.slack.limited import BEGIN, bucket, drain, windows


@pytest.mark.parametrize(
    "accepts", [bucket(4, 1), bucket(4, 4), bucket(4, 8), windows(4, 1)], ids="1 4 8 second".split()
)
def test_2000_messages_are_drained_in_little_more_than_the_limit_allows(accepts):
    seconds, refused = drain(accepts)

    assert seconds <= 520
    assert refused <= 2_000 * 0.02


def test_a_slower_slack_is_found_out():
    seconds, refused = drain(bucket(2, 2))

    assert seconds <= 1_000 * 1.04
    assert refused <= 2_000 * 0.02


def test_without_a_limit_the_rate_grows_to_the_fastest():
    pace = Pace(BEGIN)
    for second in range(200):
        pace.accepted(BEGIN + timedelta(seconds=second))

    assert pace.rate == FASTEST
    assert pace.ready_at(BEGIN) == BEGIN


def test_a_refusal_halves_the_rate_at_once():
    pace = Pace(BEGIN)

    pace.refused(BEGIN)

    assert pace.rate == START / 2
    assert pace.ready_at(BEGIN) == BEGIN + timedelta(seconds=0.5)


def test_refusals_without_end_leave_a_little():
    pace = Pace(BEGIN)
    for second in range(100):
        pace.refused(BEGIN + timedelta(seconds=second))

    assert pace.rate == 1


def test_a_clock_that_is_set_back_gives_and_takes_nothing():
    pace = Pace(BEGIN)
    pace.spend(BEGIN - timedelta(days=1))

    assert pace.tokens == 3
