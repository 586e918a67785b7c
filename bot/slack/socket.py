"""Socket Mode with two things the SDK's handler lacks: a graceful end and a watchdog.

The SDK closes the socket before it waits for its workers, so that acknowledgements in flight are
lost; and it never calls a server stale that has not answered a single ping.
"""

import json
import logging
import threading
import time
from collections.abc import Sequence
from contextlib import suppress

from slack_bolt import App
from slack_bolt.adapter.socket_mode.base_handler import BaseSocketModeHandler
from slack_bolt.adapter.socket_mode.internals import run_bolt_app, send_response
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.slack.reconnecting import WAITS, ReconnectingClient

PING_EVERY = 10.0  # seconds
STALE_AFTER = 35.0  # seconds without a sign of life: another connection is there within a minute
BUFFER = 65_536  # bytes: the SDK cuts a frame short that straddles two reads of its default, 1,024
LOST_AFTER = 300.0  # seconds until there is no point in going on

log = logging.getLogger(__name__)


class Socket(BaseSocketModeHandler):
    """A Socket Mode connection that knows how many envelopes it still owes an answer."""

    def __init__(
        self,
        app: App,
        app_token: str,
        *,
        ping_every: float = PING_EVERY,
        waits: Sequence[float] = WAITS,
    ) -> None:
        self.app = app
        self.client: ReconnectingClient = ReconnectingClient(
            app_token=app_token,
            logger=app.logger,
            web_client=app.client,
            proxy=app.client.proxy,
            ping_interval=ping_every,
            receive_buffer_size=BUFFER,
            waits=waits,
        )
        self.client.socket_mode_request_listeners.append(self.handle)  # type: ignore[arg-type]
        self._count = threading.Condition()
        self._received = 0
        self._answered = 0
        self._finished = False
        self._heard_at = time.time()
        self._mended_at = 0.0
        self.client.on_message_listeners.append(self._receive)

    def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        """Answer one envelope. Process before response: when this returns, the answer is sent."""
        if self._finished:
            return  # the socket is about to close; Slack delivers it again to another connection
        try:
            began = time.time()
            send_response(client, req, run_bolt_app(self.app, req), began)
        finally:
            with self._count:
                self._answered += 1
                self._count.notify_all()

    def finish(self, timeout: float) -> bool:
        """Wait until every envelope that was received has its answer, and take no more of them.

        Returns whether all were answered in time.
        """
        with self._count:
            done = self._count.wait_for(lambda: self._answered >= self._received, timeout)
            self._finished = True
        return done

    def close(self) -> None:
        """Close the connection."""
        self.client.close()

    def watch(self, now: float) -> bool:
        """Replace a connection that went silent. False when Slack has been out of reach too long.

        `now` is a time of `time.time()`, which is what the SDK stamps its pings with.
        """
        silence = now - self._last_heard()
        if silence > STALE_AFTER and now - self._mended_at > STALE_AFTER:
            log.warning("No word from Slack for %.0f seconds: connecting again.", silence)
            self._mended_at = now
            self.client.disconnect()  # the client's monitor then opens a new connection
        return silence < LOST_AFTER

    def _last_heard(self) -> float:
        session = self.client.current_session
        pong = session.last_ping_pong_time if session is not None else None
        return max(self._heard_at, pong or 0.0)

    def _receive(self, message: str) -> None:
        """Note a sign of life, and an envelope if it is one."""
        self._heard_at = time.time()
        with suppress(ValueError):  # what is no JSON is no envelope: the SDK logs it
            if "envelope_id" in json.loads(message):
                with self._count:
                    self._received += 1
