"""A workspace is written to as fast as Slack takes it, and hardly ever faster."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from bot.slack.pacing import FASTEST, START, Pace

BEGIN = datetime(2026, 11, 23, 9, tzinfo=UTC)
CALL = 0.02  # seconds that a call takes
Accepts = Callable[[float], bool]


def bucket(rate: float, most: float) -> Accepts:
    """Slack as a token bucket."""
    tokens, counted = most, 0.0

    def accepts(at: float) -> bool:
        nonlocal tokens, counted
        tokens, counted = min(most, tokens + (at - counted) * rate), at
        if tokens < 1:
            return False
        tokens -= 1
        return True

    return accepts


def windows(most: int, seconds: float) -> Accepts:
    """Slack as a count that begins again with every window of time."""
    counts: dict[int, int] = {}

    def accepts(at: float) -> bool:
        window = int(at / seconds)
        counts[window] = counts.get(window, 0) + 1
        return counts[window] <= most

    return accepts


def drain(accepts: Accepts, count: int = 2_000) -> tuple[float, int]:
    """Send so many messages; return how many seconds that took and how many were refused."""
    pace, at, rests, sent, refused = Pace(BEGIN), 0.0, 0.0, 0, 0
    while sent < count:
        ready = max((pace.ready_at(BEGIN + timedelta(seconds=at)) - BEGIN).total_seconds(), rests)
        if ready > at:
            at = ready
            continue
        pace.spend(BEGIN + timedelta(seconds=at))
        at += CALL
        now = BEGIN + timedelta(seconds=at)
        if accepts(at):
            pace.accepted(now)
            sent += 1
        else:
            pace.refused(now)
            refused, rests = refused + 1, at + 1.0
    return at, refused


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
