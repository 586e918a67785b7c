"""A real database in a temporary folder, for every test that keeps something."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine

from bot.storage.engine import open_engine
from bot.storage.migrate import upgrade


def url_in(folder: Path) -> str:
    return f"sqlite:///{folder / 'coach.db'}"


@contextmanager
def fresh_engine(folder: Path) -> Iterator[Engine]:
    upgrade(url_in(folder))
    engine = open_engine(url_in(folder))
    yield engine
    engine.dispose()
