"""One connection to Slack with a thread that reads it until it is over.

The SDK has one reader for all its connections. Before it turns to a new one it waits up to three
seconds for a last frame of the old one, in which nobody is answered, and drops what comes after it.
"""

import json
from collections.abc import Callable
from contextlib import suppress
from select import select
from socket import MSG_PEEK, SHUT_RDWR, socket
from threading import Thread
from typing import Any

from slack_sdk.socket_mode.builtin.connection import Connection, ConnectionState

PLANNED = frozenset({"warning", "refresh_requested"})  # why Slack ends a connection that is sound


class Session(Connection):
    """A connection. It tells of messages, of Slack's wish for another one, and of its end."""

    def __init__(
        self,
        on_message: Callable[[str], None],
        on_wish: Callable[["Session"], None],
        on_close: Callable[[int, str | None], None],
        **settings: Any,
    ) -> None:
        super().__init__(
            on_message_listener=self._hear, on_close_listener=self._hear_the_end, **settings
        )
        self.is_ending = False
        self.is_planned = False
        self._on_message, self._on_wish, self._on_close = on_message, on_wish, on_close
        self._state = ConnectionState()  # type: ignore[no-untyped-call]
        self._owed: set[str] = set()

    def read(self) -> None:
        """Begin to read."""
        Thread(target=self.run_until_completion, args=(self._state,), daemon=True).start()

    def is_active(self) -> bool:
        """Whether it is open at both ends: the SDK reads from one that Slack has shut, restless."""
        sock = self.sock
        if sock is None:
            return False
        with suppress(OSError, ValueError):  # it is being closed at this very moment
            waits, _, _ = select([sock], [], [], 0)
            return not waits or bool(socket.recv(sock, 1, MSG_PEEK))  # below TLS
        return False

    def disconnect(self) -> None:
        """Close it at once: its reader, which may be waiting for a frame, is woken first."""
        self._state.terminated = True
        with suppress(AttributeError, TypeError, OSError):  # it may be closed already
            socket.shutdown(self.sock, SHUT_RDWR)  # type: ignore[arg-type]
        with suppress(AttributeError):  # two threads may close it at once
            super().disconnect()

    def settles(self, envelope: str) -> bool:
        """Whether this envelope came this way and was not answered before."""
        try:
            self._owed.remove(envelope)
        except KeyError:
            return False
        return True

    def _hear(self, text: str) -> None:
        try:
            message = json.loads(text) if text.startswith("{") else {}
        except ValueError:
            message = {}  # the SDK logs what is no JSON
        if message.get("type") == "disconnect":
            self.is_ending, self.is_planned = True, message.get("reason") in PLANNED
            self._on_wish(self)
            return
        if "envelope_id" in message:
            self._owed.add(message["envelope_id"])
        self._on_message(text)

    def _hear_the_end(self, code: int, reason: str | None) -> None:
        self.is_ending = True
        self._on_close(code, reason)
