"""The demo as people start it: the bot against the embedded Slack, without a browser window."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.app import Bot
from bot.core.critic import Critic
from bot.demo import demo_settings
from bot.sandbox.server import Sandbox


@contextmanager
def running(folder: Path, critic: Critic) -> Iterator[Sandbox]:
    """Run the demo around a critic, with its database in a folder."""
    with Sandbox() as sandbox:
        bot = Bot(demo_settings(sandbox, folder / "demo.db"), critic)
        bot.start()
        try:
            yield sandbox
        finally:
            bot.stop()
