import pytest

from bot.storage.store import Store
from tests.databases import fresh_engine


@pytest.fixture(name="engine")
def _engine(tmp_path):
    with fresh_engine(tmp_path) as engine:
        yield engine


@pytest.fixture(name="store")
def _store(engine):
    return Store(engine)
