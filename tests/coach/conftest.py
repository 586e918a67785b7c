import pytest

from bot.coach.coach import Coach
from bot.core.critic import Critic
from bot.storage.store import Store
from tests.coach.practice import LIBRARY
from tests.core.small import ScriptedDetector
from tests.databases import fresh_engine


@pytest.fixture(name="engine")
def _engine(tmp_path):
    with fresh_engine(tmp_path) as engine:
        yield engine


@pytest.fixture(name="store")
def _store(engine):
    return Store(engine)


@pytest.fixture(name="coach")
def _coach(store):
    return Coach.over(Critic(LIBRARY, ScriptedDetector()), store)
