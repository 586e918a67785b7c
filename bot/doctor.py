"""`close-coach doctor`: what is right with this installation, and how to mend what is not.

Each examination returns rows and never raises for what it is there to find. No token is shown.
"""

import os
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from pydantic import SecretStr
from rich.table import Table
from rich.text import Text
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from bot.content import check_content, content_folder, load_model
from bot.core.slots import Slot, SlotState
from bot.doctor_http import installation_rows, public_rows
from bot.doctor_rows import Row, State
from bot.errors import ContentError, SettingsError
from bot.sandbox.manifest import load_manifest, manifest_path
from bot.settings import DatabaseSettings, Settings, WebSettings, is_http, load, problems
from bot.storage.engine import WRITING, is_file, open_engine, place, read_url
from bot.storage.migrate import is_current
from bot.storage.store import Store
from bot.storage.trouble import MENDS, Trouble, trouble_of

WAL_RESET_FIXED = (3, 51, 3)
TIMEOUT = 10  # seconds for one question to Slack
STYLES = {State.RIGHT: "green", State.WARNING: "yellow", State.WRONG: "bold red"}


def examine() -> list[Row]:
    """Examine everything there is to examine."""
    return [*settings_rows(), *slack_rows(), *database_rows(), *content_rows()]


def wrong(rows: Iterable[Row]) -> bool:
    """Whether anything is wrong. A warning is not."""
    return any(row.state is State.WRONG for row in rows)


def table(rows: Iterable[Row]) -> Table:
    """Lay the rows out for the terminal."""
    grid = Table(
        "What", "State", "Found", "How to mend it", title="Close Coach", title_justify="left"
    )
    for row in rows:
        state = Text(row.state.value, style=STYLES[row.state])
        grid.add_row(Text(row.name), state, Text(row.says), Text(row.mend))
    return grid


def settings_rows() -> list[Row]:
    kind = WebSettings if is_http() else Settings
    found = problems(kind)
    names = [name.upper() for name in kind.model_fields]
    rows = [
        Row(name, State.RIGHT, "set, or left at its default") for name in names if name not in found
    ]
    return rows + [Row(name, State.WRONG, *split(said)) for name, said in found.items()]


def split(sentence: str) -> tuple[str, str]:
    """Split a settings sentence into what is wrong and what to do."""
    said, _, mend = sentence.partition(": ")
    return said, mend


def slack_rows() -> list[Row]:
    """Ask Slack about the tokens, and compare the scopes it granted with manifest.yml."""
    try:
        if is_http():
            return http_rows(load(WebSettings))
        settings = load(Settings)
    except SettingsError:
        return [Row("Slack", State.WARNING, "not asked", "Mend the settings first.")]
    client = WebClient(base_url=settings.slack_api_url, timeout=TIMEOUT)
    return [*bot_rows(client, settings.slack_bot_token), app_row(client, settings.slack_app_token)]


def http_rows(settings: WebSettings) -> list[Row]:
    """Look at the one workspace that is served, or at all that have installed the bot."""
    if settings.slack_bot_token is None:
        scopes = load_manifest(manifest_path()).scopes
        return [*public_rows(settings), *installation_rows(settings, scopes)]
    client = WebClient(base_url=settings.slack_api_url, timeout=TIMEOUT)
    return bot_rows(client, settings.slack_bot_token)


def bot_rows(client: WebClient, token: SecretStr) -> list[Row]:
    mend = "Copy the Bot User OAuth Token from OAuth & Permissions into SLACK_BOT_TOKEN."
    try:
        reply = client.auth_test(token=token.get_secret_value())
    except (SlackClientError, OSError) as error:
        return [refused("Bot token", error, mend)]
    return [
        Row("Bot token", State.RIGHT, f"for {reply['team']} as {reply['user']}"),
        scopes_row(reply),
    ]


def app_row(client: WebClient, token: SecretStr) -> Row:
    mend = "Make a token with connections:write under App-Level Tokens, for SLACK_APP_TOKEN."
    try:
        client.apps_connections_open(app_token=token.get_secret_value())
    except (SlackClientError, OSError) as error:
        return refused("App token", error, mend)
    return Row("App token", State.RIGHT, "opens Socket Mode connections")


def refused(name: str, error: Exception, mend: str) -> Row:
    if isinstance(error, SlackApiError):
        return Row(name, State.WRONG, f"Slack says {error.response.get('error', 'no')}", mend)
    return Row(name, State.WRONG, "Slack cannot be reached", "Check the network and SLACK_API_URL.")


def scopes_row(reply: SlackResponse) -> Row:
    """Compare the scopes of the installation with those that manifest.yml asks for."""
    headers = {name.lower(): value for name, value in reply.headers.items()}
    granted = {scope.strip() for scope in str(headers.get("x-oauth-scopes", "")).split(",")}
    missing = sorted(load_manifest(manifest_path()).scopes - granted)
    if not missing:
        return Row("Scopes", State.RIGHT, "all that manifest.yml asks for")
    mend = "Paste manifest.yml into your app's App Manifest page and install the app again."
    return Row("Scopes", State.WRONG, f"missing {', '.join(missing)}", mend)


def database_rows() -> list[Row]:
    """Look at the database without creating or changing anything."""
    try:
        url = load(DatabaseSettings).database_url
    except SettingsError:
        return [Row("Database", State.WARNING, "not opened", "Mend the settings first.")]
    parsed = read_url(url)
    path = Path(str(parsed.database))
    if not is_file(parsed) or path.is_file():
        row = database_row(url)
        linked = [sqlite_row(sqlite3.sqlite_version_info)] if is_file(parsed) else []
        return [row, *(delivery_rows(url) if row.state is State.RIGHT else []), *linked]
    folder = nearest(path.parent)
    if folder.is_dir() and os.access(folder, os.W_OK):
        return [Row("Database", State.RIGHT, f"{path} will be made when the bot starts")]
    mend = "Choose another folder in DATABASE_URL, or let the bot write there."
    return [Row("Database", State.WRONG, f"{folder} is no folder that can be written", mend)]


def nearest(folder: Path) -> Path:
    """Return what is there of a path: the bot makes the folders below it."""
    return next(one for one in (folder, *folder.parents) if one.exists())


def database_row(url: str) -> Row:
    """Look whether a database is up to date and can be written."""
    name = place(read_url(url))
    try:
        engine = open_engine(url, patience=1.0)
        try:
            current = is_current(engine)
            with engine.execution_options(**{WRITING: True}).begin() as connection:
                if connection.dialect.name == "postgresql":
                    connection.execute(select(func.txid_current()))  # only a writer gets one
        finally:
            engine.dispose()
    except SQLAlchemyError as error:
        trouble = trouble_of(error) or Trouble.READ_ONLY
        return Row("Database", State.WRONG, f"{name} {trouble}", MENDS[trouble])
    if not current:
        return Row(
            "Database", State.WRONG, "its tables are not up to date", "close-coach db upgrade"
        )
    return Row("Database", State.RIGHT, f"{name} opens, is up to date and can be written")


def delivery_rows(url: str) -> list[Row]:
    """Name every message of which nobody knows whether it arrived. None is ever sent again."""
    engine = open_engine(url)
    try:
        store = Store(engine)
        unknown = store.slots_in(SlotState.UNKNOWN, store.count_slots()[SlotState.UNKNOWN])
    finally:
        engine.dispose()
    if not unknown:
        return [Row("Deliveries", State.RIGHT, "the fate of every message is known")]
    mend = "Slack's history could not be read at that time: check the im:history scope."
    return [Row("Delivery", State.WARNING, lost(slot), mend) for slot in unknown]


def lost(slot: Slot) -> str:
    return (
        f"nobody knows whether the {slot.kind} {slot.key} reached {slot.recipient} in"
        f" {slot.workspace} ({slot.created_at:%Y-%m-%d %H:%M} UTC); it is not sent again"
    )


def content_rows() -> list[Row]:
    mend = "close-coach content check lists every problem."
    try:
        folder = content_folder()
        report = check_content(folder)
        model = load_model(folder)
    except ContentError as error:
        return [Row("Content", State.WRONG, str(error).splitlines()[0], mend)]
    rows = [Row("Content", State.RIGHT, str(folder))]
    if not report.ok:
        rows = [Row("Content", State.WRONG, f"{len(report.problems)} problems", mend)]
    if model is None:
        return [*rows, Row("Model", State.WARNING, "none: rules alone judge", "close-coach train")]
    return [*rows, Row("Model", State.RIGHT, "loads")]


def sqlite_row(linked: tuple[int, int, int]) -> Row:
    """Warn of the SQLite versions that may corrupt a database that two connections write to."""
    version, fixed = (".".join(map(str, one)) for one in (linked, WAL_RESET_FIXED))
    if linked >= WAL_RESET_FIXED:
        return Row("SQLite", State.RIGHT, version)
    mend = f"Use a Python that links SQLite {fixed} or later, and run one bot process at a time."
    return Row("SQLite", State.WARNING, f"{version} has the rare WAL-reset bug", mend)
