"""The roles that a bot may be divided into, each a process of its own: `worker` and `clock`.

Any number of each may run at once, beside those that answer: what is due is claimed once.
"""

import logging
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime, timedelta
from typing import Protocol

from bot import logs
from bot.coach.coach import Coach
from bot.coach.upkeep import Upkeep
from bot.ending import STOP_WITHIN, Stop, end_within, leave
from bot.offline import build_critic
from bot.parts import Parts, system_now, timekeeping
from bot.scheduler import Scheduler
from bot.settings import ClockSettings, DatabaseSettings, SenderSettings
from bot.storage.engine import open_engine
from bot.storage.installations import Leavings
from bot.storage.migrate import upgrade
from bot.storage.store import Store

IDLE = 0.5  # seconds after which a worker looks for what other processes want to be sent

log = logging.getLogger(__name__)


class Role(Protocol):
    """What a process does until it is told to stop. What is started is pushed on `closing`."""

    def start(self, closing: ExitStack) -> None: ...


class Worker:
    """Sends whatever is to be sent, and settles what other senders left open."""

    def __init__(self, settings: SenderSettings, now: Callable[[], datetime] = system_now) -> None:
        self._settings, self._now = settings, now

    def start(self, closing: ExitStack) -> None:
        """Begin to send. Raises StartupError."""
        parts = Parts(self._settings, build_critic(), self._now, closing)
        delivery = parts.delivery(idle=IDLE)
        parts.send(delivery)
        each_minute(delivery.recover, self._now, closing)


class Clock:
    """Finds what is due, and forgets what is old."""

    def __init__(self, settings: ClockSettings, now: Callable[[], datetime] = system_now) -> None:
        self._settings, self._now = settings, now

    def start(self, closing: ExitStack) -> None:
        """Begin to tick. Raises StartupError."""
        settings = self._settings
        upgrade(settings.database_url)
        engine = open_engine(settings.database_url)
        closing.callback(engine.dispose)
        store = Store(engine)
        coach = Coach.over(build_critic(), store)
        retention = timedelta(days=settings.text_retention_days)
        grace = timedelta(days=settings.uninstall_grace_days)
        tick = timekeeping(coach, store, Upkeep(store, retention, Leavings(engine), grace))
        each_minute(tick, self._now, closing)


def each_minute(
    work: Callable[[datetime], None], now: Callable[[], datetime], closing: ExitStack
) -> None:
    """Do some work at once and each minute, until all is closed."""
    scheduler = Scheduler(work, now)
    scheduler.start()
    closing.callback(scheduler.stop)


def until_stopped(settings: DatabaseSettings, role: Role, begun: str) -> None:
    """Play a role until SIGTERM or Ctrl-C. Raises StartupError."""
    logs.set_up(settings.log_level)
    stop = Stop()
    with ExitStack() as closing:
        role.start(closing)
        log.info(begun)
        stop.wait(lambda: True)
        end_within(STOP_WITHIN)
    log.info("Close Coach has stopped.")
    leave()
