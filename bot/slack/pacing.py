"""How fast a workspace may be written to. Slack names no limit for many conversations at once.

So a workspace begins at a rate that is known to be safe, which grows while Slack accepts it and
is halved when Slack says it is too much. It then comes back quickly to just below the rate that
was refused, and goes beyond that again only after a while.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import inf

SLOWEST, START, FASTEST = 1.0, 4.0, 8.0  # messages a second
STEP = 0.25  # messages a second by which the rate grows
GROWS, RECOVERS, PROBES = (
    10.0,
    0.25,
    60.0,
)  # seconds between two steps: at first, and after a refusal
BURST, EVENLY = 4.0, 1.0  # messages that may go at once after a rest: at first, after a refusal


@dataclass(slots=True)
class Pace:
    """One workspace's token bucket. Times are those that the sender is told."""

    at: datetime  # when the tokens were counted last
    tokens: float = BURST
    rate: float = START
    ceiling: float = inf  # a step below the rate that was refused
    grown_at: datetime | None = None

    def ready_at(self, now: datetime) -> datetime:
        """Return when the next message may go."""
        self._count(now)
        return now + timedelta(seconds=max(0.0, 1 - self.tokens) / self.rate)

    def spend(self, now: datetime) -> None:
        """Note that a message is put to Slack."""
        self._count(now)
        self.tokens -= 1

    def accepted(self, now: datetime) -> None:
        """Note that Slack took a message: after a while without a refusal the rate grows."""
        self.grown_at = self.grown_at or now
        if now - self.grown_at >= timedelta(seconds=self._patience()):
            most = self.ceiling if self.rate < self.ceiling else FASTEST
            self.rate = min(FASTEST, most, self.rate + STEP)
            self.grown_at = now

    def refused(self, now: datetime) -> None:
        """Note that Slack did not take a message because there are too many."""
        known = self.rate <= self.ceiling < inf
        self.ceiling = max(SLOWEST, (self.ceiling if known else self.rate) - STEP)
        self.rate = max(SLOWEST, self.rate / 2)
        self.tokens = 0
        self.at = self.grown_at = now

    def _patience(self) -> float:
        if self.ceiling == inf:
            return GROWS
        return RECOVERS if self.rate < self.ceiling else PROBES

    def _count(self, now: datetime) -> None:
        passed = max(0.0, (now - self.at).total_seconds())  # a clock may be set back
        most = BURST if self.ceiling == inf else EVENLY
        self.tokens = min(most, self.tokens + passed * self.rate)
        self.at = now
