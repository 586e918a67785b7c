"""`close-coach serve` as an application, for one workspace or many, with a Slack behind it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.core.critic import Critic
from bot.serve import Web
from bot.settings import WebSettings
from bot.storage.keyring import new_key
from tests.core.small import LIBRARY, TRAP, ScriptedDetector
from tests.databases import url_in
from tests.prove.many import ManySlack, many_slack
from tests.web.calling import SECRET, Caller

CRITIC = Critic(
    LIBRARY.model_copy(update={"traps": (TRAP.model_copy(update={"id": "passive-exit"}), TRAP)}),
    ScriptedDetector(),
)
KEY = f"k1:{new_key()}"


class Clock:
    """The time of day, which may be moved on."""

    def __init__(self) -> None:
        self.ahead = timedelta(0)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@pytest.fixture(name="clock")
def _clock() -> Clock:
    return Clock()


@pytest.fixture(name="slack")
def _slack() -> Iterator[ManySlack]:
    with many_slack() as slack:
        yield slack


def settings(slack: ManySlack, folder: Path, **changed: Any) -> WebSettings:
    values: dict[str, Any] = {
        "slack_signing_secret": SECRET,
        "slack_client_id": "1.2",
        "slack_client_secret": SECRET,
        "encryption_keys": KEY,
        "public_url": "https://coach.example/",
        "slack_api_url": slack.url,
        "database_url": url_in(folder),
    }
    return WebSettings(_env_file=None, **values | changed)


Serve = Callable[..., Caller]


@pytest.fixture(name="serve")
def _serve(slack: ManySlack, tmp_path: Path, clock: Clock) -> Iterator[Serve]:
    """Return the function that starts the application, with `alone` and changed settings."""
    running: list[Web] = []

    def start(*, alone: bool = False, **changed: Any) -> Caller:
        web = Web(settings(slack, tmp_path, **changed), CRITIC, alone=alone, now=clock)
        running.append(web)
        return Caller(web.start(), lambda: clock().timestamp())

    yield start
    for web in running:
        web.stop()


@pytest.fixture(name="many")
def _many(serve: Serve) -> Caller:
    """The application for many workspaces, that also sends."""
    return serve(alone=True)
