"""The settings of HTTP, and what the doctor says of them."""

from dataclasses import replace

import pytest

from bot.doctor import settings_rows, slack_rows
from bot.doctor_rows import State
from bot.errors import SettingsError
from bot.sandbox.manifest import load_manifest, manifest_path
from bot.settings import SenderSettings, WebSettings, load
from bot.storage.engine import open_engine
from bot.storage.installations import InstallationStore
from bot.storage.keyring import Keyring, new_key
from tests.databases import make_database
from tests.storage.test_installations import HERE, WELCOME

pytestmark = pytest.mark.usefixtures("empty_folder")

SECRET = "0123456789abcdef0123456789abcdef"
KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="  # of the tests alone
MANY = {
    "SLACK_SIGNING_SECRET": SECRET,
    "SLACK_CLIENT_ID": "123.456",
    "SLACK_CLIENT_SECRET": SECRET,
    "ENCRYPTION_KEYS": f"b:{KEY}, a:{new_key()}",
    "PUBLIC_URL": "https://coach.example",
}


@pytest.fixture(name="many")
def _many(monkeypatch):
    for name, value in MANY.items():
        monkeypatch.setenv(name, value)


@pytest.mark.usefixtures("many")
def test_many_workspaces_are_served_without_a_token():
    settings = load(WebSettings)

    assert settings.serves_many
    assert (settings.port, settings.public_url) == (3000, "https://coach.example/")
    assert settings.keys[0] == ("b", KEY)
    assert KEY not in repr(settings)
    assert SECRET not in repr(settings)


def test_one_workspace_is_served_with_its_token_and_the_signing_secret(monkeypatch):
    monkeypatch.setenv("SLACK_SIGNING_SECRET", SECRET)
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")

    assert not load(WebSettings).serves_many
    assert not load(SenderSettings).serves_many


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("lacking", [["SLACK_CLIENT_ID"], ["PUBLIC_URL", "ENCRYPTION_KEYS"]])
def test_all_that_is_missing_is_named_at_once(monkeypatch, lacking):
    for name in lacking:
        monkeypatch.delenv(name)

    with pytest.raises(SettingsError) as stopped:
        load(WebSettings)

    assert str(stopped.value).startswith(
        f"{', '.join(lacking)} must be set to serve many workspaces, or else SLACK_BOT_TOKEN"
    )


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("SLACK_SIGNING_SECRET", "canary", "must be 32 characters from 0 to 9 and a to f"),
        ("SLACK_CLIENT_SECRET", SECRET + "canary", "must be 32 characters from 0 to 9"),
        ("SLACK_CLIENT_ID", "canary", "must be two numbers with a dot between them"),
        ("ENCRYPTION_KEYS", "canary", "must be a list such as ID:KEY,ID:KEY"),
        ("ENCRYPTION_KEYS", f"a:{KEY[:-4]}", "must be a list such as ID:KEY,ID:KEY"),
        ("ENCRYPTION_KEYS", f"a:{KEY},a:{KEY}", "must give each key another name"),
        ("PUBLIC_URL", "http://canary.example", "must start with https://"),
        ("PORT", "canary", "is not one of the values it can have"),
        ("WEB_THREADS", "0", "is not one of the values it can have"),
        ("WEB_CONCURRENCY", "99", "is not one of the values it can have"),
        ("UNINSTALL_GRACE_DAYS", "-1", "is not one of the values it can have"),
    ],
)
def test_a_malformed_setting_is_told_without_its_value(monkeypatch, name, value, says):
    monkeypatch.setenv(name, value)

    with pytest.raises(SettingsError) as stopped:
        load(WebSettings)

    assert str(stopped.value).startswith(f"{name} {says}")
    assert "canary" not in str(stopped.value)
    assert KEY not in str(stopped.value)


@pytest.mark.usefixtures("many")
def test_the_doctor_goes_by_http_where_there_is_a_signing_secret_and_no_socket(monkeypatch):
    names = {row.name for row in settings_rows()}
    assert {"SLACK_SIGNING_SECRET", "PUBLIC_URL"} <= names
    assert "SLACK_APP_TOKEN" not in names

    monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-1")
    assert "PUBLIC_URL" not in {row.name for row in settings_rows()}


@pytest.mark.usefixtures("many")
def test_the_doctor_opens_every_token_and_compares_scopes(empty_folder, monkeypatch):
    url = make_database(empty_folder)
    monkeypatch.setenv("DATABASE_URL", url)
    engine = open_engine(url)
    store = InstallationStore(engine, Keyring((("b", KEY),)))
    store.install(replace(HERE, scopes=load_manifest(manifest_path()).scopes), WELCOME)
    store.install(replace(HERE, workspace="T2"), replace(WELCOME, workspace="T2"))
    engine.dispose()

    address, counted, scopes = slack_rows()

    assert (address.state, address.says) == (State.RIGHT, "https://coach.example/")
    assert counted.says == "2, every token can be opened"
    assert scopes.state is State.WARNING
    assert "Northwind (T2) has not granted" in scopes.says

    monkeypatch.setenv("ENCRYPTION_KEYS", f"new:{new_key()}")
    assert slack_rows()[1].state is State.WRONG


@pytest.mark.usefixtures("many")
def test_the_doctor_tells_of_an_address_that_slack_cannot_reach(monkeypatch):
    monkeypatch.setenv("PUBLIC_URL", "http://localhost:3000")

    address, installations = slack_rows()

    assert (address.state, installations.state) == (State.WARNING, State.WARNING)
