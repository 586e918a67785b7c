"""The clock: one tick a minute. What is due is asked of the store: a missed tick costs nothing."""

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime

from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy.exc import SQLAlchemyError

from bot.storage.trouble import told, trouble_of

log = logging.getLogger(__name__)

_NEVER = 50_000  # weeks, longer than a process lives


class Scheduler:
    """Runs `tick` with the time at the start and every minute after it, one at a time."""

    def __init__(self, tick: Callable[[datetime], None], now: Callable[[], datetime]) -> None:
        self._tick = tick
        self._now = now
        self._one_at_a_time = threading.Lock()
        self._scheduler = BackgroundScheduler(timezone=UTC)
        self._scheduler.add_job(
            self._run,
            "interval",
            minutes=1,
            next_run_time=datetime.now(UTC),
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,  # however late, it runs: what was due is due still
        )
        # Waits to be woken. It is kept, not made anew: what APScheduler has to remove while it
        # is being stopped ends in a traceback.
        self._woken = self._scheduler.add_job(
            self._run, "interval", weeks=_NEVER, max_instances=2, misfire_grace_time=None
        )

    def start(self) -> None:
        """Begin to tick. A tick that fails is logged, and the next one runs."""
        self._scheduler.start()

    def wake(self) -> None:
        """Tick once more at once, after a tick that runs already: the clock was moved."""
        with suppress(JobLookupError):  # once it is stopped, there is nothing to wake
            self._woken.modify(next_run_time=datetime.now(UTC))

    def stop(self) -> None:
        """Wait for a running tick to end, and tick no more."""
        self._scheduler.shutdown()

    def _run(self) -> None:
        with self._one_at_a_time:
            try:
                self._tick(self._now())
            except SQLAlchemyError as error:
                if trouble_of(error) is None:
                    raise
                log.warning("A tick was left out; the next one does its work: %s", told(error))
