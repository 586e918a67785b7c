"""Settings are read from the environment and .env, and explained when they are wrong."""

import pytest

from bot.errors import SettingsError
from bot.settings import DatabaseSettings, Settings, load, problems

BOT, APP = "xoxb-1-abc", "xapp-1-A2-3-def"
pytestmark = pytest.mark.usefixtures("empty_folder")


@pytest.fixture(name="tokens")
def _tokens(monkeypatch):
    monkeypatch.setenv("SLACK_BOT_TOKEN", BOT)
    monkeypatch.setenv("SLACK_APP_TOKEN", APP)


def values(settings):
    return {
        name: value.get_secret_value() if "token" in name else value for name, value in settings
    }


@pytest.mark.usefixtures("tokens")
def test_two_tokens_are_enough():
    assert values(load(Settings)) == {
        "database_url": "sqlite:///close-coach.db",
        "log_level": "INFO",
        "slack_bot_token": BOT,
        "slack_app_token": APP,
        "slack_api_url": "https://slack.com/api/",
        "text_retention_days": 30,
    }


def test_a_dotenv_file_serves_as_well_and_its_strangers_do_not_matter(empty_folder):
    (empty_folder / ".env").write_text(
        f"SLACK_BOT_TOKEN={BOT}\nSLACK_APP_TOKEN={APP}\nLOG_LEVEL=debug\n"
        "TEXT_RETENTION_DAYS=7\nSLACK_API_URL=http://127.0.0.1:8060/api\nDATABASE_URL=\nOTHER=1\n",
        encoding="utf-8",
    )

    assert values(load(Settings)) == {
        "database_url": "sqlite:///close-coach.db",
        "log_level": "DEBUG",
        "slack_bot_token": BOT,
        "slack_app_token": APP,
        "slack_api_url": "http://127.0.0.1:8060/api/",
        "text_retention_days": 7,
    }


def test_the_environment_outranks_the_dotenv_file(empty_folder, monkeypatch):
    (empty_folder / ".env").write_text("LOG_LEVEL=ERROR\n", encoding="utf-8")
    monkeypatch.setenv("LOG_LEVEL", "warning")

    assert load(DatabaseSettings).log_level == "WARNING"


def test_the_database_needs_no_token():
    assert load(DatabaseSettings).database_url == "sqlite:///close-coach.db"


def test_a_missing_token_is_named_with_the_place_to_get_it(monkeypatch):
    monkeypatch.setenv("SLACK_BOT_TOKEN", BOT)

    with pytest.raises(SettingsError) as stopped:
        load(Settings)

    assert str(stopped.value) == (
        "SLACK_APP_TOKEN is missing: on your app's Basic Information page (api.slack.com/apps),"
        " under App-Level Tokens, create one with the connections:write scope and copy it."
    )


@pytest.mark.usefixtures("tokens")
@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SLACK_BOT_TOKEN", "xoxp-canary", "must be a token that starts with xoxb-"),
        ("SLACK_BOT_TOKEN", "xoxb-", "must be a token that starts with xoxb-"),
        ("SLACK_BOT_TOKEN", "xoxb-canary words", "must be a token that starts with xoxb-"),
        ("SLACK_APP_TOKEN", BOT, "must be a token that starts with xapp-"),
        ("SLACK_APP_TOKEN", "   ", "must be a token that starts with xapp-"),
        ("SLACK_API_URL", "ftp://canary", "must be a web address"),
        ("SLACK_API_URL", "https://[", "must be a web address"),
        ("SLACK_API_URL", "http://canary/api/", "must start with https://"),
        (
            "DATABASE_URL",
            "mysql://canary@db/x",
            "must be an address that starts with sqlite:/// or postgresql://",
        ),
        ("LOG_LEVEL", "canary", "is not one of the values it can have"),
        ("TEXT_RETENTION_DAYS", "0", "is not one of the values it can have"),
        ("TEXT_RETENTION_DAYS", "canary days", "is not one of the values it can have"),
    ],
)
def test_a_malformed_setting_is_one_sentence_that_never_repeats_it(name, value, said, monkeypatch):
    monkeypatch.setenv(name, value)

    with pytest.raises(SettingsError) as stopped:
        load(Settings)

    sentence = str(stopped.value)
    assert sentence.startswith(f"{name} {said}")
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert "canary" not in sentence


@pytest.mark.parametrize("kept", ["", "sqlite:////data/coach.db"])
def test_a_file_on_a_disk_that_does_not_last_is_refused_with_the_remedy(kept, monkeypatch):
    monkeypatch.setenv("DYNO", "worker.1")
    monkeypatch.setenv("DATABASE_URL", kept)

    with pytest.raises(SettingsError) as stopped:
        load(DatabaseSettings)

    assert str(stopped.value) == (
        "DATABASE_URL names a SQLite file, and the disk here is wiped at every restart, with all"
        " that was kept: attach a PostgreSQL database, which sets DATABASE_URL."
    )


def test_a_server_serves_where_the_disk_does_not_last(monkeypatch):
    monkeypatch.setenv("DYNO", "worker.1")
    monkeypatch.setenv("DATABASE_URL", "postgres://ada:canary@db.example/coach")

    settings = load(DatabaseSettings)

    assert settings.database_url == "postgres://ada:canary@db.example/coach"
    assert "canary" not in repr(settings)


def test_every_problem_is_known_by_its_variable(monkeypatch):
    monkeypatch.setenv("LOG_LEVEL", "loud")

    assert list(problems(Settings)) == ["LOG_LEVEL", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"]


@pytest.mark.usefixtures("tokens")
def test_good_settings_have_no_problems():
    assert problems(Settings) == {}


def test_a_dotenv_file_in_another_encoding_is_said_to_be_so(empty_folder):
    (empty_folder / ".env").write_bytes(b"LOG_LEVEL=\xff\xfe\n")

    with pytest.raises(SettingsError, match="is not UTF-8 text: save it again as UTF-8"):
        load(Settings)
    assert problems(Settings) == {
        ".env": "The .env file is not UTF-8 text: save it again as UTF-8."
    }


@pytest.mark.usefixtures("tokens")
def test_settings_never_show_a_token():
    assert BOT not in repr(load(Settings))
    assert APP not in repr(load(Settings))
