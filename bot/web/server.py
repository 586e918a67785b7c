"""gunicorn as a library: threads for requests, and an end that finishes what was begun."""

import logging
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

GRACE = 9  # seconds for requests under way and for the queues behind them, of 10 that there are
KEEP_ALIVE = 5  # seconds that a connection is kept for another request

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Address:
    """Where and with how many processes and threads to listen."""

    host: str
    port: int  # any free one when it is 0
    processes: int
    threads: int


class PlainLog(Logger):  # type: ignore[misc]
    """gunicorn's log by way of the bot's own, which strikes out secrets. No access log."""

    def setup(self, cfg: Any) -> None:
        """Leave handlers and levels to the bot."""
        self.error_log.propagate = True
        self.error_log.setLevel(logging.WARNING)


class Server(BaseApplication):  # type: ignore[misc]
    """Serves what `load` returns, which is called in each process that answers requests.

    `close` is called at the end of each, after its last answer. One that ends well is left by
    `leave` then, which need not return.
    """

    def __init__(
        self,
        address: Address,
        load: Callable[[], "WSGIApplication"],
        close: Callable[[], object],
        leave: Callable[[], object],
    ) -> None:
        self._address, self._load, self._close, self._leave = address, load, close, leave
        super().__init__()

    def load_config(self) -> None:
        host = f"[{self._address.host}]" if ":" in self._address.host else self._address.host
        options = {
            "bind": f"{host}:{self._address.port}",
            "workers": self._address.processes,
            "threads": self._address.threads,
            "worker_class": "gthread",
            "graceful_timeout": GRACE,
            "keepalive": KEEP_ALIVE,
            "logger_class": PlainLog,
            "control_socket_disable": True,
            "when_ready": _announce,
            "worker_exit": lambda server, worker: self._end(),
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> "WSGIApplication":
        return self._load()

    def _end(self) -> None:
        ended = sys.exception()  # gunicorn's own, on its way out of the process
        self._close()
        if isinstance(ended, SystemExit) and not ended.code:
            self._leave()


def _announce(server: Any) -> None:
    host, port = server.LISTENERS[0].sock.getsockname()[:2]
    log.info("Close Coach is serving at http://%s:%d", host, port)
