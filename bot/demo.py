"""`close-coach demo`: the bot, unchanged, against a small Slack of its own on this computer."""

import os
import tempfile
import webbrowser
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from bot.app import Bot, Stop
from bot.errors import StartupError
from bot.offline import build_critic
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.sandbox.server import Sandbox


def run_demo(*, port: int, browser: bool, database: Path | None) -> None:
    """Run until Ctrl-C. Raises StartupError when the port is taken or the extra is missing."""
    try:
        from bot.sandbox.server import Sandbox
    except ModuleNotFoundError as missing:
        raise StartupError(
            f"The demo needs {missing.name}, which comes with: pip install 'close-coach[demo]'"
        ) from None
    ignore_proxies()
    stop = Stop()
    with ExitStack() as cleanup:
        folder = Path(cleanup.enter_context(tempfile.TemporaryDirectory(prefix="close-coach-")))
        sandbox = Sandbox(port=port)
        try:
            sandbox.start()
        except OSError as error:
            raise StartupError(
                f"Port {port} is not free ({error.strerror}): try close-coach demo --port 0"
            ) from None
        cleanup.callback(sandbox.stop)
        settings = demo_settings(sandbox, database or folder / "demo.db")
        bot = Bot(settings, build_critic(), sandbox.clock)
        sandbox.clock.listen(bot.wake)
        cleanup.callback(bot.stop)
        bot.start()
        typer.echo(f"Close Coach is ready: {sandbox.url}\nPress Ctrl-C to stop.")
        if browser:
            webbrowser.open(sandbox.url)
        stop.wait(bot.is_alive)


def demo_settings(sandbox: "Sandbox", database: Path) -> Settings:
    """Return settings that owe nothing to the environment."""
    return Settings(
        _env_file=None,
        slack_bot_token=sandbox.bot_token,
        slack_app_token=sandbox.app_token,
        slack_api_url=sandbox.api_url,
        database_url=f"sqlite:///{database.resolve()}",
        log_level="WARNING",
        text_retention_days=30,
    )


def ignore_proxies() -> None:
    """Reach the embedded Slack directly: slack_sdk would ask a proxy even for this computer."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        os.environ.pop(name, None)
