"""`close-coach tick`: everything that is due at an instant, once, for whoever runs it from cron."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime

from rich.table import Table

from bot import logs
from bot.coach.coach import Coach
from bot.coach.tick import TickReport
from bot.core.slots import SlotState
from bot.errors import UserError
from bot.offline import build_critic
from bot.parts import Parts
from bot.parts import system_now as now
from bot.settings import DatabaseSettings, Settings
from bot.slack.delivery import LEASE, SECOND_LOOK, Delivery
from bot.storage.engine import open_engine
from bot.storage.store import Store

PATIENCE = 60.0  # seconds that Slack may ask to wait before the rest is left to the next tick
NOT_AN_INSTANT = (
    "--at takes an instant with its time zone, such as 2026-11-23T09:00:00Z"
    " or 2026-11-23T09:00:00-06:00."
)


@dataclass(frozen=True, slots=True)
class Ticked:
    """What was done: what was due, how many messages were taken up, and what is left of all."""

    report: TickReport
    taken: int
    states: dict[SlotState, int]


def read_instant(text: str) -> datetime:
    """Read an ISO 8601 instant. Raises UserError without a time zone."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise UserError(NOT_AN_INSTANT) from None
    if at.tzinfo is None:
        raise UserError(NOT_AN_INSTANT)
    return at.astimezone(UTC)


def tick_once(settings: Settings, at: datetime | None) -> Ticked:
    """Give what is due at an instant, send it, and settle what earlier processes left open.

    Other ticks and a running bot may be at work at the same time. Raises StartupError.
    """
    logs.set_up(settings.log_level)
    started = now()
    clock = clock_from(at or started, started)
    with ExitStack() as closing:
        parts = Parts(settings, build_critic(), clock, closing)
        # A lease ends by the true clock: a bot that runs meanwhile knows no other.
        delivery = parts.delivery(lease=LEASE + (started - (at or started)))
        report = parts.coach.tick.run(at or started)
        taken = send(delivery)
        parts.upkeep().run(started)
        return Ticked(report, taken, parts.store.count_slots())


def look_ahead(settings: DatabaseSettings, at: datetime | None) -> TickReport:
    """Say what a tick would do, and change nothing. Raises StoreError."""
    engine = open_engine(settings.database_url)
    try:
        coach = Coach.over(build_critic(), Store(engine))
        return coach.tick.run(at or now(), dry_run=True)
    finally:
        engine.dispose()


def send(delivery: Delivery) -> int:
    """Send what is due; look twice for what an earlier process may have sent already."""
    delivery.recover(now())
    taken = delivery.send_all(PATIENCE)
    if delivery.is_looking:
        time.sleep(SECOND_LOOK.total_seconds())
        delivery.recover(now())
        taken += delivery.send_all(PATIENCE)
    return taken


def clock_from(at: datetime, started: datetime) -> Callable[[], datetime]:
    """Return a clock that showed `at` when it was `started`."""
    return lambda: at + (now() - started)


def table(report: TickReport) -> Table:
    """Lay out what was due for the terminal."""
    grid = Table("Workspace", "Member", "Day", "Due (UTC)", "Done", "What", title_justify="left")
    for line in report.lines:
        grid.add_row(
            line.who.workspace,
            line.who.id,
            line.day.isoformat(),
            f"{line.due:%Y-%m-%d %H:%M}",
            line.done.value,
            line.what,
        )
    return grid


def summary(ticked: Ticked) -> str:
    """Say in a line what was sent, and what is left."""
    waiting, unknown = (ticked.states[state] for state in (SlotState.PENDING, SlotState.UNKNOWN))
    return (
        f"{len(ticked.report.lines)} due, {ticked.report.withdrawn} too late to be sent,"
        f" {ticked.taken} messages taken up; {waiting} wait, {unknown} of unknown fate."
    )
