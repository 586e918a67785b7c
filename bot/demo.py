"""`close-coach demo`: the bot, unchanged, against a small Slack of its own on this computer."""

import os
import tempfile
import threading
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from sqlalchemy import event

from bot.app import Bot
from bot.core.critic import Critic
from bot.ending import Stop, leave
from bot.errors import StartupError
from bot.offline import build_critic
from bot.rehearsal import opening, rehearse
from bot.sandbox.seed import load_seed
from bot.settings import Settings
from bot.storage.engine import open_engine
from bot.storage.store import Store

if TYPE_CHECKING:
    from bot.sandbox.server import Sandbox


def run_demo(*, port: int, browser: bool, database: Path | None) -> None:
    """Run until Ctrl-C. Raises StartupError when the port is taken or the extra is missing."""
    Sandbox, system_now = _embedded_slack()
    ignore_proxies()
    stop = Stop()
    with ExitStack() as cleanup:
        folder = Path(cleanup.enter_context(tempfile.TemporaryDirectory(prefix="close-coach-")))
        file = database or folder / "demo.db"
        fresh = not file.exists()
        start = opening(system_now())
        ahead = start - system_now()
        sandbox = Sandbox(port=port, now=lambda: system_now() + ahead) if fresh else Sandbox(port)
        _open(sandbox, port)
        cleanup.callback(sandbox.stop)
        settings = demo_settings(sandbox, file)
        critic = build_critic()
        bot = Bot(settings, critic, sandbox.clock)
        sandbox.clock.listen(bot.wake)
        cleanup.callback(bot.stop)
        bot.start()
        if fresh:
            cleanup.enter_context(filling(settings.database_url, critic, start))
        typer.echo(f"Close Coach is ready: {sandbox.url}\nPress Ctrl-C to stop.")
        if browser:
            webbrowser.open(sandbox.url)
        stop.wait(bot.is_alive)
    leave()


def _embedded_slack() -> "tuple[type[Sandbox], Callable[[], datetime]]":
    try:
        from bot.sandbox.server import Sandbox, system_now
    except ModuleNotFoundError as missing:
        raise StartupError(
            f"The demo needs {missing.name}, which comes with: pip install 'close-coach[demo]'"
        ) from None
    return Sandbox, system_now


def _open(sandbox: "Sandbox", port: int) -> None:
    try:
        sandbox.start()
    except OSError as error:
        raise StartupError(
            f"Port {port} is not free ({error.strerror}): try close-coach demo --port 0"
        ) from None


@contextmanager
def filling(url: str, critic: Critic, now: datetime) -> Iterator[None]:
    """Keep what the team did until now, beside the bot, which need not wait for that."""
    leaving = threading.Event()
    thread = threading.Thread(target=fill, args=(url, critic, now, leaving.is_set))
    thread.start()
    try:
        yield
    finally:
        leaving.set()
        thread.join()


def fill(
    url: str, critic: Critic, now: datetime, stopped: Callable[[], bool] = lambda: False
) -> None:
    """Keep in the database of the demo what the team did until now, or until it is stopped."""
    engine = open_engine(url)
    event.listen(engine, "connect", _hurry)
    try:
        rehearse(critic, Store(engine), load_seed(), now, stopped)
    finally:
        engine.dispose()


def _hurry(connection: Any, _record: object) -> None:
    """Do not wait for the disk: what a crash would lose now is made again by the next start."""
    connection.execute("PRAGMA synchronous = OFF").close()


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
