"""The demo as people start it: the bot against the embedded Slack, without a browser window."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from bot.app import Bot
from bot.core.critic import Critic
from bot.demo import demo_settings
from bot.sandbox.model import Now
from bot.sandbox.server import Sandbox, system_now

TUESDAY = datetime(2026, 11, 24, 20, 40, tzinfo=UTC)  # in the afternoon in Chicago


def from_tuesday() -> Now:
    """Return a clock that begins on a Tuesday: a demo of working days is the same every day."""
    ahead = TUESDAY - system_now()
    return lambda: system_now() + ahead


@contextmanager
def running(folder: Path, critic: Critic, now: Now = system_now) -> Iterator[Sandbox]:
    """Run the demo around a critic, with its database in a folder."""
    with Sandbox(now=now) as sandbox:
        bot = Bot(demo_settings(sandbox, folder / "demo.db"), critic, sandbox.clock)
        sandbox.clock.listen(bot.wake)
        bot.start()
        try:
            yield sandbox
        finally:
            bot.stop()
