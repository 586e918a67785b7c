"""The demo as people start it: the bot against the embedded Slack, without a browser window."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from bot.app import Bot
from bot.core.critic import Critic
from bot.demo import demo_settings, fill
from bot.rehearsal import opening
from bot.sandbox.model import Now
from bot.sandbox.server import Sandbox, system_now
from bot.storage.migrate import upgrade

TUESDAY = datetime(2026, 11, 24, 20, 40, tzinfo=UTC)  # in the afternoon in Chicago
THURSDAY = opening(datetime(2026, 11, 27, tzinfo=UTC))


def from_tuesday() -> Now:
    """Return a clock that begins on a Tuesday: a demo of working days is the same every day."""
    ahead = TUESDAY - system_now()
    return lambda: system_now() + ahead


def from_thursday() -> Now:
    """Return a clock that begins when the demo of a team that has practised does."""
    ahead = THURSDAY - system_now()
    return lambda: system_now() + ahead


def team_past(folder: Path, critic: Critic) -> Path:
    """Make a database with what the team did before that Thursday."""
    file = folder / "demo.db"
    url = f"sqlite:///{file}"
    upgrade(url)
    fill(url, critic, THURSDAY)
    return file


@contextmanager
def running(
    folder: Path, critic: Critic, now: Now = system_now, past: Path | None = None
) -> Iterator[Sandbox]:
    """Run the demo around a critic, with its database in a folder: a copy of `past`, or empty."""
    if past is not None:
        shutil.copy(past, folder / "demo.db")
    with Sandbox(now=now) as sandbox:
        settings = demo_settings(sandbox, folder / "demo.db")
        bot = Bot(settings, critic, sandbox.clock)
        sandbox.clock.listen(bot.wake)
        bot.start()
        try:
            yield sandbox
        finally:
            bot.stop()
