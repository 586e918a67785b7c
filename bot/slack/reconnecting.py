"""The SDK's Socket Mode client, with more care for a connection that breaks or is replaced.

The SDK takes five failed pings, most of a minute, to give a broken connection up, knocks at a
closed door every ten seconds for ever, and sleeps wherever it is while Slack asks it to wait. It
replaces a connection twice when two of its threads find it ending, and what Slack sends over the
first of the two is never answered.
"""

import json
import logging
import random
from collections.abc import Callable, Sequence
from contextlib import suppress
from time import monotonic
from typing import Any

from slack_sdk.errors import SlackClientNotConnectedError
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.interval_runner import IntervalRunner
from slack_sdk.socket_mode.response import SocketModeResponse

from bot.slack.outcome import outcome_of
from bot.slack.session import Session

LOOK_EVERY = 1.0  # seconds between two looks at the connection
WAITS = (1, 1, 2, 2, 4, 4, 8, 8, 8, 8, 15, 30, 60)  # seconds, by how often Slack was asked in vain
JITTER = 0.2  # the part of a wait by which it varies: many bots lose their connections at once
SETTLED = 10.0  # seconds of life, after which a break is a first one: six a minute burden nobody
GRACE = 15.0  # seconds to read on after a successor: Slack warns some ten before it closes

log = logging.getLogger(__name__)


class ReconnectingClient(SocketModeClient):
    """Connects again, at once at first and then ever more slowly.

    `chance` gives 0 to 1, `now` seconds that never go back.
    """

    current_session: Session | None

    def __init__(
        self,
        *,
        waits: Sequence[float] = WAITS,
        chance: Callable[[], float] = random.random,
        now: Callable[[], float] = monotonic,
        **settings: Any,
    ) -> None:
        super().__init__(**settings)
        self._waits, self._chance, self._now = waits, chance, now
        self._failures = 0
        self._not_before = self._ping_at = self._opened_at = 0.0
        self._former: Session | None = None
        # Each connection has a reader of its own.
        self.current_session_runner.shutdown()  # type: ignore[no-untyped-call]
        self.current_app_monitor = IntervalRunner(self.look, min(LOOK_EVERY, self.ping_interval))

    def connect(self) -> None:
        """Open a connection and make it the current one. The one before is read until it ends.

        Raises:
            SlackClientNotConnectedError: Slack did not take it.
        """
        if self.wss_uri is None:
            self.wss_uri = self.issue_new_wss_url()
        session = self._session(self.wss_uri)
        session.connect()
        if not session.is_active():
            raise SlackClientNotConnectedError("The handshake failed.")
        if self._former is not None:
            self._former.disconnect()
        self._opened_at, self._ping_at = self._now(), 0.0
        self._not_before = self._opened_at + self.next_wait()  # it has yet to prove itself
        self._former = self.current_session
        self.current_session = session
        session.read()
        if self.closed:  # meanwhile: nobody else will close it
            session.disconnect()
        elif not self.current_app_monitor_started:
            self.current_app_monitor_started = True
            self.current_app_monitor.start()

    def connect_to_new_endpoint(self, force: bool = False) -> None:
        """Open another connection, unless there is a sound one or it is too early for another.

        Several threads may find that one is needed. The SDK lets them insist, by `force`.
        """
        if not self.connect_operation_lock.acquire(blocking=False):
            return
        try:
            if self.closed or self._is_sound() or self._now() < self._not_before:
                return
            self.wss_uri = self.issue_new_wss_url()
            self.connect()
        except Exception as error:  # noqa: BLE001 - whatever it is, it is tried again
            wait = self.next_wait(error)
            self._not_before = self._now() + wait
            log.warning(
                "No connection to Slack (%s); the next try in %.0f seconds.",
                outcome_of(error).error,
                wait,
            )
        finally:
            self.connect_operation_lock.release()

    def next_wait(self, error: Exception | None = None) -> float:
        """Note that Slack was asked. Return in how many seconds it may be asked again."""
        wait = self._waits[min(self._failures, len(self._waits) - 1)]
        self._failures += 1
        asked = wait if error is None else max(wait, outcome_of(error).wait)
        return asked * (1 + JITTER * self._chance())

    def issue_new_wss_url(self) -> str:
        """Ask Slack where to connect. Only at the start this waits as long as Slack asks for."""
        if not self.current_app_monitor_started:
            return super().issue_new_wss_url()
        return str(self.web_client.apps_connections_open(app_token=self.app_token)["url"])

    def send_socket_mode_response(self, response: dict[str, Any] | SocketModeResponse) -> None:
        """Answer over the connection that asked, while it is there: Slack promises nothing else."""
        answer = response.to_dict() if isinstance(response, SocketModeResponse) else response
        for session in (self.current_session, self._former):
            if session is not None and session.settles(answer["envelope_id"]):
                with suppress(SlackClientNotConnectedError):
                    session.send(json.dumps(answer))
                    return
        super().send_socket_mode_response(answer)  # the SDK waits for a new one, and tries it once

    def close(self) -> None:
        """Close every connection and end every thread."""
        self.closed = True
        self.message_queue.put(None)  # the SDK would wait a second for a message
        if self._former is not None:
            self._former.disconnect()
        super().close()

    def look(self) -> None:
        """Give up what is broken, and see to it that there is a connection."""
        if not self.current_app_monitor_started:
            return
        try:
            self._look_at_former()
            self._look_at_current()
            if self.auto_reconnect_enabled:
                self.connect_to_new_endpoint()
        except Exception as error:  # noqa: BLE001 - it may be breaking at this very moment
            log.warning("The connection to Slack cannot be looked at: %s", type(error).__name__)

    def _look_at_former(self) -> None:
        former = self._former
        overdue = self._now() - self._opened_at > GRACE
        if former is not None and (overdue or not former.is_active()):
            former.disconnect()
            self._former = None

    def _look_at_current(self) -> None:
        session, now = self.current_session, self._now()
        if session is None:
            return
        if now >= self._ping_at:
            self._ping_at = now + self.ping_interval
            session.check_state()
            if session.consecutive_check_state_error_count:
                session.disconnect()  # a ping that cannot be sent: nothing else can, either
        if self._is_sound() and now - self._opened_at >= SETTLED:
            self._failures, self._not_before = 0, 0.0

    def _is_sound(self) -> bool:
        session = self.current_session
        return session is not None and session.is_active() and not session.is_ending

    def _session(self, url: str) -> Session:
        return Session(
            self._on_message,
            self._wished_for_another,
            self._on_close,
            url=url,
            logger=self.logger,
            ping_interval=self.ping_interval,
            trace_enabled=self.trace_enabled,
            all_message_trace_enabled=self.all_message_trace_enabled,
            ping_pong_trace_enabled=self.ping_pong_trace_enabled,
            receive_buffer_size=self.receive_buffer_size,
            proxy=self.proxy,
            proxy_headers=self.proxy_headers,
            on_error_listener=self._on_error,
            ssl_context=self.web_client.ssl,
        )

    def _wished_for_another(self, session: Session) -> None:
        """Meet Slack's wish, elsewhere: the connection that it came by is still to be read."""
        if session is self.current_session and session.is_planned:
            self._failures, self._not_before = 0, self._opened_at + self._waits[0]
        if not self.closed:
            self.message_workers.submit(self.connect_to_new_endpoint)
