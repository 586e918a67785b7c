"""The SDK's Socket Mode client, with more care for a connection that breaks.

The SDK takes five failed pings, most of a minute, to give a broken connection up, knocks at a
closed door every ten seconds for ever, and sleeps wherever it is while Slack asks it to wait.
"""

import logging
import random
from collections.abc import Callable, Sequence
from time import monotonic
from typing import Any

from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.interval_runner import IntervalRunner

from bot.slack.outcome import outcome_of

LOOK_EVERY = 1.0  # seconds between two looks at the connection
WAITS = (1, 1, 2, 2, 4, 4, 8, 8, 8, 8, 15, 30, 60)  # seconds, by how often Slack was asked in vain
JITTER = 0.2  # the part of a wait by which it varies: many bots lose their connections at once

log = logging.getLogger(__name__)


class ReconnectingClient(SocketModeClient):
    """Connects again, at once at first and then ever more slowly. `chance` gives 0 to 1."""

    def __init__(
        self,
        *,
        waits: Sequence[float] = WAITS,
        chance: Callable[[], float] = random.random,
        **settings: Any,
    ) -> None:
        super().__init__(**settings)
        self._waits, self._chance = waits, chance
        self._failures = 0
        self._not_before = self._ping_at = 0.0
        self.current_app_monitor = IntervalRunner(
            self._monitor_current_session, min(LOOK_EVERY, self.ping_interval)
        )

    def connect_to_new_endpoint(self, force: bool = False) -> None:
        """Open another connection, unless it is too early after one that could not be had."""
        if monotonic() < self._not_before:
            return
        try:
            super().connect_to_new_endpoint(force)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is tried again
            wait = self.next_wait(error)
            self._not_before = monotonic() + wait
            log.warning(
                "No connection to Slack (%s); the next try in %.0f seconds.",
                outcome_of(error).error,
                wait,
            )
        else:
            self._failures, self._ping_at = 0, 0.0

    def next_wait(self, error: Exception) -> float:
        """Note that there is no connection, and return in how many seconds to try again."""
        wait = self._waits[min(self._failures, len(self._waits) - 1)]
        self._failures += 1
        asked = max(wait, outcome_of(error).wait)
        return asked * (1 + JITTER * self._chance())

    def issue_new_wss_url(self) -> str:
        """Ask Slack where to connect. Only at the start this waits as long as Slack asks for."""
        if not self.current_app_monitor_started:
            return super().issue_new_wss_url()
        return str(self.web_client.apps_connections_open(app_token=self.app_token)["url"])

    def _monitor_current_session(self) -> None:
        session = self.current_session
        if session is None or not self.current_app_monitor_started:
            return
        try:
            if monotonic() >= self._ping_at:
                self._ping_at = monotonic() + self.ping_interval
                session.check_state()
                if session.consecutive_check_state_error_count:
                    session.disconnect()  # a ping that cannot be sent: nothing else can, either
            if self.auto_reconnect_enabled and not session.is_active():
                self.connect_to_new_endpoint()
        except Exception as error:  # noqa: BLE001 - it may be breaking at this very moment
            log.warning("The connection to Slack cannot be looked at: %s", type(error).__name__)
