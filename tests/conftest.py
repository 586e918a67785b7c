"""What every test may rely on: no setting and no .env file of the developer's own."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from bot.core.critic import Critic
from tests import shipped
from tests.databases import ENGINES, emptied, make_database, server_for_tests
from tests.postgres import Server

# How long an example takes says more about the machine than about the code.
settings.register_profile("unhurried", deadline=None)
settings.register_profile("thorough", deadline=None, max_examples=1_000)
settings.load_profile("unhurried")

SETTINGS = (
    "SLACK_",
    "DATABASE_URL",
    "LOG_LEVEL",
    "TEXT_RETENTION_DAYS",
    "DYNO",
    "ENCRYPTION_KEYS",
    "PUBLIC_URL",
    "PORT",
    "LISTEN_ADDRESS",
    "WEB_",
    "METRICS_TOKEN",
    "UNINSTALL_GRACE_DAYS",
)


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in tuple(os.environ):
        if name.startswith(SETTINGS) or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)


@pytest.fixture(name="empty_folder")
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder, without a .env file."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="session", name="critic")
def _critic() -> Critic:
    """The critic with the real content and the real model."""
    return shipped.critic()


@pytest.fixture(scope="session", name="postgresql")
def _postgresql() -> Iterator[Server]:
    """Run a PostgreSQL server for as long as the tests last."""
    with server_for_tests() as server:
        yield server


@pytest.fixture(params=ENGINES, name="database_url")
def _database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Make an empty database of each kind that the bot works with, and return its address."""
    if request.param == "sqlite":
        return make_database(tmp_path)
    return emptied(request.getfixturevalue("postgresql"))
