import pytest

from bot.storage.engine import open_engine
from bot.storage.store import Store


@pytest.fixture(name="engine")
def _engine(database_url):
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture(name="store")
def _store(engine):
    return Store(engine)
