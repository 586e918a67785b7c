"""Keys from the command line: made, taken up, and the earlier ones done with."""

from dataclasses import replace

from typer.testing import CliRunner

from bot.cli import app
from bot.settings import KeySettings, load
from bot.storage.engine import open_engine
from bot.storage.installations import InstallationStore
from bot.storage.keyring import Keyring
from tests.databases import make_database
from tests.storage.test_installations import HERE, WELCOME


def said(*words):
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 0, result.output
    return result.output.strip()


def test_a_key_is_made_taken_up_and_replaced(empty_folder, monkeypatch):
    first = said("db", "new-key").replace(":", "a:", 1)
    second = said("db", "new-key").replace(":", "b:", 1)
    monkeypatch.setenv("DATABASE_URL", make_database(empty_folder))
    monkeypatch.setenv("ENCRYPTION_KEYS", first)
    engine = open_engine(load(KeySettings).database_url)
    store = InstallationStore(engine, Keyring(load(KeySettings).keys))
    store.install(HERE, WELCOME)
    store.install(replace(HERE, workspace="T2"), replace(WELCOME, workspace="T2"))

    monkeypatch.setenv("ENCRYPTION_KEYS", f"{second}, {first}")
    assert said("db", "rotate-keys").startswith("Encrypted anew: 2.")
    assert said("db", "rotate-keys").startswith("Encrypted anew: 0.")

    monkeypatch.setenv("ENCRYPTION_KEYS", second)
    left = InstallationStore(engine, Keyring(load(KeySettings).keys))
    assert left.installation("T1") == HERE
    engine.dispose()
