"""Figures for Prometheus: how much, how fast, how wrong. None of them tells of a person."""

import hmac
import ipaddress
import os
import time
from collections.abc import Callable, Iterable
from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from bot.core.critic import Critic
from bot.core.critique import Critique, Stance
from bot.core.reading import Reading
from bot.core.team_rules import NO_RULES, PREFIX, TeamRules
from bot.storage.store import Store
from bot.web.guard import Refused
from bot.web.site import Answer, Environ

SHARED = "PROMETHEUS_MULTIPROC_DIR"  # where several processes keep their figures together
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP")
FAST = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 3.0)


class Metrics:
    """What is counted."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        name, registry = "close_coach", self.registry
        self._requests = Counter(
            f"{name}_requests", "HTTP requests", ["path", "status"], registry=registry
        )
        self._took = Histogram(
            f"{name}_request_seconds", "Time to answer", ["path"], buckets=FAST, registry=registry
        )
        self._critiques = Histogram(
            f"{name}_critique_seconds", "Time to judge a line", buckets=FAST, registry=registry
        )
        self._findings = Counter(
            f"{name}_findings", "Findings in lines", ["rule"], registry=registry
        )
        self._errors = Counter(
            f"{name}_slack_errors", "Errors that Slack answered", ["code"], registry=registry
        )

    def requested(self, path: str, status: int, seconds: float) -> None:
        """Count an HTTP request."""
        self._requests.labels(path, str(status)).inc()
        self._took.labels(path).observe(seconds)

    def judged(self, critique: Critique, seconds: float) -> None:
        """Count a critique, and what it found."""
        self._critiques.observe(seconds)
        for finding in critique.findings:
            own = finding.id.startswith(PREFIX)  # whose name is the team's business
            self._findings.labels(PREFIX if own else finding.id).inc()

    def refused(self, token: str, code: str) -> None:
        """Count an error of Slack's."""
        self._errors.labels(code).inc()


class MetricsPage:
    """Shows the figures, and those of the database.

    With a `token` it asks for it as a bearer token. Without one it answers this computer alone,
    and nothing that a proxy on it passes on.
    """

    def __init__(
        self, metrics: Metrics, store: Store, now: Callable[[], datetime], token: str | None
    ) -> None:
        self._metrics, self._stored, self._token = metrics, _Stored(store, now), token

    def answer(self, environ: Environ) -> Answer:
        """Show everything."""
        self._admit(environ)
        registry = self._metrics.registry
        if os.environ.get(SHARED):
            registry = CollectorRegistry()
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        stored = CollectorRegistry()
        stored.register(self._stored)
        text = generate_latest(registry) + generate_latest(stored)
        return Answer(200, text.decode("utf-8"), CONTENT_TYPE)

    def _admit(self, environ: Environ) -> None:
        if self._token is not None:
            given = str(environ.get("HTTP_AUTHORIZATION", "")).encode("latin-1", "replace")
            if not hmac.compare_digest(given, f"Bearer {self._token}".encode()):
                raise Refused(401, "The metrics need their token.")
        elif not _is_local(environ):
            raise Refused(404, "There is nothing here.")


class MeasuredCritic(Critic):
    """A critic whose critiques are counted."""

    def __init__(self, critic: Critic, judged: Callable[[Critique, float], object]) -> None:
        self._critic, self._judged = critic, judged
        self.library = critic.library

    def critique(
        self, text: str, stance: Stance = Stance.BALANCED, team: TeamRules = NO_RULES
    ) -> Critique:
        """Judge a line under a stance, as the critic does."""
        began = time.perf_counter()
        critique = self._critic.critique(text, stance, team)
        self._judged(critique, time.perf_counter() - began)
        return critique

    def read(self, text: str, stance: Stance, team: TeamRules = NO_RULES) -> Reading:
        """Return what is in a text, as the critic does."""
        return self._critic.read(text, stance, team)


class _Stored(Collector):
    """What the database knows, asked when the page is."""

    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        self._store, self._now = store, now

    def collect(self) -> Iterable[GaugeMetricFamily]:
        slots = GaugeMetricFamily("close_coach_slots", "Messages by state", labels=["state"])
        for state, count in self._store.count_slots().items():
            slots.add_metric([state.value], count)
        yield slots
        now = self._now()
        oldest = self._store.oldest_pending(now)
        age = (now - oldest).total_seconds() if oldest else 0.0
        yield GaugeMetricFamily(
            "close_coach_oldest_pending_seconds", "Age of the longest waiting message", age
        )


def _is_local(environ: Environ) -> bool:
    if any(environ.get(name) for name in FORWARDED):
        return False
    try:
        return ipaddress.ip_address(str(environ.get("REMOTE_ADDR", ""))).is_loopback
    except ValueError:
        return False
