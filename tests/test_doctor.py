"""The doctor says what is right, and how to mend what is not."""

import io
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from rich.console import Console

from bot.core.slots import Slot, SlotKind, SlotState
from bot.doctor import (
    content_rows,
    database_rows,
    settings_rows,
    slack_rows,
    sqlite_row,
    table,
    wrong,
)
from bot.doctor_rows import Row, State
from bot.sandbox.server import Sandbox
from bot.storage.engine import open_engine
from bot.storage.migrate import upgrade
from bot.storage.store import Store
from tests.databases import emptied

LINKED = sqlite_row(sqlite3.sqlite_version_info)
pytestmark = pytest.mark.usefixtures("empty_folder")


@pytest.fixture(name="slack")
def _slack(monkeypatch):
    with Sandbox() as sandbox:
        monkeypatch.setenv("SLACK_API_URL", sandbox.api_url)
        monkeypatch.setenv("SLACK_BOT_TOKEN", sandbox.bot_token)
        monkeypatch.setenv("SLACK_APP_TOKEN", sandbox.app_token)
        yield sandbox


def states(rows):
    return {row.name: row.state.value for row in rows}


@pytest.mark.usefixtures("slack")
def test_good_settings_tokens_and_scopes_are_right():
    assert states([*settings_rows(), *slack_rows()]) == dict.fromkeys(
        [
            "DATABASE_URL",
            "LOG_LEVEL",
            "SLACK_BOT_TOKEN",
            "SLACK_APP_TOKEN",
            "SLACK_API_URL",
            "TEXT_RETENTION_DAYS",
            "Bot token",
            "Scopes",
            "App token",
        ],
        "right",
    )


def test_missing_tokens_are_wrong_and_slack_is_not_asked():
    rows = [*settings_rows(), *slack_rows()]

    assert [row for row in rows if row.state is not State.RIGHT] == [
        Row(
            "SLACK_BOT_TOKEN",
            State.WRONG,
            "SLACK_BOT_TOKEN is missing",
            "install the app to your workspace, then copy the Bot User OAuth Token from its"
            " OAuth & Permissions page (api.slack.com/apps).",
        ),
        Row(
            "SLACK_APP_TOKEN",
            State.WRONG,
            "SLACK_APP_TOKEN is missing",
            "on your app's Basic Information page (api.slack.com/apps), under App-Level Tokens,"
            " create one with the connections:write scope and copy it.",
        ),
        Row("Slack", State.WARNING, "not asked", "Mend the settings first."),
    ]


@pytest.mark.usefixtures("slack")
def test_refused_tokens_are_wrong_and_never_shown(monkeypatch):
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-canary")
    monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-canary")

    rows = slack_rows()

    assert [(row.name, row.state, row.says) for row in rows] == [
        ("Bot token", State.WRONG, "Slack says invalid_auth"),
        ("App token", State.WRONG, "Slack says invalid_auth"),
    ]
    assert "canary" not in repr(rows)


@pytest.mark.usefixtures("slack")
def test_a_slack_out_of_reach_is_wrong(monkeypatch):
    monkeypatch.setenv("SLACK_API_URL", "http://127.0.0.1:9/api/")

    assert [row.says for row in slack_rows()] == ["Slack cannot be reached"] * 2


def test_a_database_yet_to_be_made_is_right(empty_folder):
    assert database_rows() == [
        Row("Database", State.RIGHT, "close-coach.db will be made when the bot starts")
    ]
    assert list(empty_folder.iterdir()) == []


def test_a_database_that_is_up_to_date_is_right():
    upgrade("sqlite:///close-coach.db")

    assert database_rows() == [
        Row("Database", State.RIGHT, "close-coach.db opens, is up to date and can be written"),
        Row("Deliveries", State.RIGHT, "the fate of every message is known"),
        LINKED,
    ]


def test_a_database_without_tables_is_wrong(empty_folder):
    (empty_folder / "close-coach.db").touch()

    assert database_rows() == [
        Row("Database", State.WRONG, "its tables are not up to date", "close-coach db upgrade"),
        LINKED,
    ]


def test_a_file_that_is_no_database_is_wrong(empty_folder):
    (empty_folder / "close-coach.db").write_bytes(b"not a database at all" * 100)

    assert database_rows() == [
        Row(
            "Database",
            State.WRONG,
            "close-coach.db is damaged, or is no database",
            "Check the address in DATABASE_URL, or restore a backup.",
        ),
        LINKED,
    ]


def test_a_database_that_another_process_holds_is_not_called_broken(empty_folder):
    upgrade("sqlite:///close-coach.db")

    with closing(sqlite3.connect("close-coach.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        rows = database_rows()

    assert rows == [
        Row(
            "Database",
            State.WRONG,
            "close-coach.db is held by another process",
            "Wait until the other process is done, or stop it.",
        ),
        LINKED,
    ]


def test_a_server_is_examined_like_a_file(postgresql, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", emptied(postgresql))

    database, deliveries = database_rows()

    assert database.says.endswith("opens, is up to date and can be written")
    assert (database.state, deliveries.state) == (State.RIGHT, State.RIGHT)


def test_a_server_that_is_not_there_is_wrong_and_its_password_not_shown(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", f"postgres://ada:canary@/coach?host={tmp_path}")

    assert database_rows() == [
        Row(
            "Database",
            State.WRONG,
            f"coach on {tmp_path} cannot be reached",
            "Check that it is there and running, and the address in DATABASE_URL.",
        )
    ]


def test_a_database_whose_address_is_malformed_is_not_opened(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "mysql://db")

    assert states(database_rows()) == {"Database": "warning"}


def test_a_database_in_a_folder_that_cannot_be_is_wrong(monkeypatch, empty_folder):
    (empty_folder / "data").touch()
    monkeypatch.setenv("DATABASE_URL", "sqlite:///data/deep/bot.db")

    assert states(database_rows())["Database"] == "wrong"


def test_the_content_and_the_model_are_right():
    assert states(content_rows()) == {"Content": "right", "Model": "right"}


def test_an_sqlite_with_the_wal_reset_bug_is_warned_of():
    assert sqlite_row((3, 40, 1)) == Row(
        "SQLite",
        State.WARNING,
        "3.40.1 has the rare WAL-reset bug",
        "Use a Python that links SQLite 3.51.3 or later, and run one bot process at a time.",
    )
    assert sqlite_row((3, 51, 3)) == Row("SQLite", State.RIGHT, "3.51.3")


def test_the_table_reads_without_colour():
    rows = [Row("Bot token", State.WRONG, "Slack says no", "Copy it again."), sqlite_row((4, 0, 0))]
    target = io.StringIO()

    Console(file=target, width=100).print(table(rows))

    assert wrong(rows)
    assert not wrong(rows[1:])
    for words in ("Bot token", "wrong", "Slack says no", "Copy it again.", "SQLite", "right"):
        assert words in target.getvalue()


def test_every_message_of_unknown_fate_is_listed(empty_folder):
    url = f"sqlite:///{empty_folder / 'close-coach.db'}"
    upgrade(url)
    engine = open_engine(url)
    store, now = Store(engine), datetime(2026, 11, 23, 9, tzinfo=UTC)
    for member in ("U1", "U2"):
        slot = Slot("T1", member, SlotKind.DRILL, "2026-11-23", "", member, None, now)
        store.record_event("T1", member, now, slot)
        claimed = store.claim_slot(now, timedelta(minutes=2))
        assert claimed is not None
        store.mark_slot(claimed, SlotState.UNKNOWN, now)
    engine.dispose()

    database, *deliveries, _ = database_rows()

    assert database.state is State.RIGHT
    assert [(row.name, row.state) for row in deliveries] == [("Delivery", State.WARNING)] * 2
    assert deliveries[0].says == (
        "nobody knows whether the drill 2026-11-23 reached U1 in T1 (2026-11-23 09:00 UTC);"
        " it is not sent again"
    )
