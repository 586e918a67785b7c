"""A real database for every test that keeps something: a SQLite file, or one on a server."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.storage.engine import open_engine
from bot.storage.migrate import upgrade
from tests.postgres import BINARIES, Server, running

ENGINES = ("sqlite", "postgresql")
SHARED = "tests"  # the name of the database on the server that tests empty and use in turn
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename !~ 'alembic'"


def url_in(folder: Path) -> str:
    return f"sqlite:///{folder / 'coach.db'}"


@cache
def _empty_file() -> Path:
    """Return a SQLite file with all tables and no rows: to copy it is quicker than to make it."""
    folder = Path(tempfile.mkdtemp(prefix="close-coach-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    upgrade(url_in(folder))
    return folder / "coach.db"


def make_database(folder: Path) -> str:
    """Make an empty SQLite database that is up to date, and return its address."""
    shutil.copy(_empty_file(), folder / "coach.db")
    return url_in(folder)


@contextmanager
def fresh_engine(folder: Path) -> Iterator[Engine]:
    engine = open_engine(make_database(folder))
    yield engine
    engine.dispose()


def postgresql_or_skip() -> None:
    """Skip a test where there is no PostgreSQL. Where everything must be tested, it fails."""
    if BINARIES:
        return
    reason = "PostgreSQL is not installed here: apt-get install postgresql"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@contextmanager
def server_for_tests() -> Iterator[Server]:
    """Run a server with one database that is up to date."""
    postgresql_or_skip()
    with running() as server:
        server.make(SHARED)
        upgrade(server.url(SHARED))
        yield server


def emptied(server: Server) -> str:
    """Empty the database that all tests share, and return its address."""
    with server.connect(SHARED) as connection:
        names = connection.execute(TABLES).fetchall()
        connection.execute(f"TRUNCATE {', '.join(str(name) for (name,) in names)}".encode())
    return server.url(SHARED)
