"""A Slack that takes only so many messages, in simulated time, for tests and benchmarks."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from bot.slack.pacing import Pace

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
