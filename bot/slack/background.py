"""Web API calls that follow an acknowledgement, on a few threads of their own."""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from threading import Lock
from typing import Any

from bot.errors import UserError

MOST_WAITING = 500
BUSY = "I have a lot to do right now. Please try again in a minute."

log = logging.getLogger(__name__)


class Busy(UserError):
    """More work is waiting than would be done in a useful time."""


class Background:
    """A bounded pool. What was accepted is finished before `close` returns, or its time is up."""

    def __init__(self, threads: int = 4) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="slack-background")
        self._lock = Lock()
        self._open: set[Future[None]] = set()

    def submit(self, work: Callable[..., object], *args: Any) -> None:
        """Do some work soon. Raises Busy when too much is waiting."""
        with self._lock:
            if len(self._open) >= MOST_WAITING:
                raise Busy(BUSY)
            future = self._pool.submit(_logged, work, *args)
            self._open.add(future)
        future.add_done_callback(self._done)

    def close(self, timeout: float) -> bool:
        """Refuse new work and wait for the rest. Return whether all of it was finished in time."""
        self._pool.shutdown(wait=False)
        with self._lock:
            pending = set(self._open)
        return not wait(pending, timeout).not_done

    def _done(self, future: "Future[None]") -> None:
        with self._lock:
            self._open.discard(future)


def _logged(work: Callable[..., object], *args: Any) -> None:
    try:
        work(*args)
    except Exception:
        log.exception("A call to Slack after the acknowledgement failed")
