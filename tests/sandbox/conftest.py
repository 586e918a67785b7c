"""A sandbox with a small app of its own, and one with no app at all."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from bot.sandbox.server import Sandbox
from bot.sandbox.socket_mode import Timing

MANIFEST = Path(__file__).with_name("manifest.yml")
SWIFT = Timing(acknowledge=1.5, redeliver=(0.0, 0.05, 0.05))


@dataclass
class Clock:
    """Time that passes only when a test says so."""

    moment: datetime = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    def advance(self, **by: float) -> None:
        self.moment += timedelta(**by)


@dataclass
class Echo:
    """A Bolt app over Socket Mode that keeps what it was sent."""

    app: App
    bodies: list[dict[str, Any]] = field(default_factory=list)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sandbox(clock: Clock) -> Iterator[Sandbox]:
    with Sandbox(manifest=MANIFEST, now=clock, timing=SWIFT) as running:
        yield running


@pytest.fixture
def client(sandbox: Sandbox) -> WebClient:
    return WebClient(token=sandbox.bot_token, base_url=sandbox.api_url, retry_handlers=[])


@pytest.fixture
def echo(sandbox: Sandbox, client: WebClient) -> Iterator[Echo]:
    app = App(client=client, process_before_response=True)
    echo = Echo(app)

    @app.middleware
    def keep(body: dict[str, Any], next: Any) -> None:
        echo.bodies.append(body)
        next()

    handler = SocketModeHandler(app, sandbox.app_token)
    handler.client.web_client = WebClient(
        token=sandbox.app_token, base_url=sandbox.api_url, retry_handlers=[]
    )
    handler.connect()
    sandbox.wait_for_app()
    yield echo
    handler.client.auto_reconnect_enabled = False
    handler.client.closed = True
    handler.client.message_queue.put(None)  # the client would else wait a second for a message
    sandbox.cut()  # and three for a last frame
    with suppress(AttributeError):  # the SDK may find its socket gone while it closes it
        handler.close()
