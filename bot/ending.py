"""How a process that runs until it is told to stop comes to its end."""

import logging
import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from queue import Empty, SimpleQueue

from bot.errors import StartupError

STOP_WITHIN = 9.5  # seconds: a platform that asked us to stop kills us soon after


class Stop:
    """A wish to stop: SIGTERM, or Ctrl-C. Further signals change nothing."""

    def __init__(self) -> None:
        # A signal may come in the middle of the one before: the lock of an Event would then be
        # waited for by its own holder. This queue is made to be interrupted.
        self._wishes: SimpleQueue[int] = SimpleQueue()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda number, _: self._wishes.put(number))

    def wait(self, is_alive: Callable[[], bool]) -> None:
        """Return when asked to stop. Raises StartupError as soon as the bot is no longer alive."""
        while True:
            with suppress(Empty):
                self._wishes.get(timeout=1.0)
                return
            if not is_alive():
                raise StartupError("Slack has been out of reach for five minutes: start again.")


def end_within(seconds: float, code: int = 0) -> None:
    """Leave the process in any case. What is cut off then is kept, and sent by the next start.

    Whoever was not asked to stop leaves with another `code` than 0, so as to be started again.
    """
    timer = threading.Timer(seconds, os._exit, (code,))
    timer.daemon = True
    timer.start()


def leave() -> None:
    """End the process with 0, at once. All that is ours is closed by now, or given up.

    A thread that was not done in time may still judge a line or wait for Slack. The interpreter
    and the libraries below it are not taken down around it: that ended in a crash.
    """
    with suppress(OSError, ValueError):  # nobody may be there to read any more
        logging.shutdown()
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(0)
