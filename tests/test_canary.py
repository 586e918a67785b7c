"""The whole bot at its most talkative: no token and no line gets into its log or its database."""

import io
import logging
import sqlite3
from contextlib import closing

import pytest

from bot import logs
from bot.app import Bot
from bot.sandbox.server import Sandbox
from bot.slack.ids import Action, Form
from tests.slack.test_errors import break_tables
from tests.test_app import MAYA, PRACTICE, settings

LINE = "Thank you, Zebediah. Do you have any red flags about me?"
CANARY = "Zebediah"
LIBRARIES = ("slack_bolt", "slack_sdk", "sqlalchemy", "aiohttp", "apscheduler", "urllib3")


@pytest.fixture(name="log")
def _log():
    """Log everything of everybody, and give the loggers back afterwards."""
    root = logging.getLogger()
    before = root.level, root.handlers[:]
    stream = io.StringIO()
    logs.set_up("DEBUG", stream)
    for name in LIBRARIES:
        logging.getLogger(name).setLevel(logging.DEBUG)
    yield stream
    for name in (*LIBRARIES, "bot"):
        logging.getLogger(name).setLevel(logging.NOTSET)
    root.handlers[:] = before[1]
    root.setLevel(before[0])


@pytest.fixture(name="slack")
def _slack():
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture(name="bot")
def _bot(slack, tmp_path, log, critic):
    bot = Bot(settings(slack, tmp_path, log_level="DEBUG"), critic)
    bot.start()
    yield bot
    bot.stop()


def drive(slack):
    """Go every way in: a command, a direct message, a form, a button, a shortcut, the file."""
    channel = slack.dm(MAYA)
    slack.command(MAYA, PRACTICE, f"/close-check {LINE}")
    slack.click(MAYA, Action.TRY_AGAIN, PRACTICE)
    slack.wait_for(lambda: slack.view(MAYA))
    slack.submit(MAYA, {"line": f"{LINE} Once more."})
    slack.close_view(MAYA)
    ts = slack.send_message(MAYA, channel, LINE)
    slack.wait_for(lambda: [one for one in slack.messages(MAYA, channel) if one["bot"]])
    slack.shortcut(MAYA, channel, ts, "check_this_close")
    slack.wait_for(lambda: slack.view(MAYA))
    slack.close_view(MAYA)
    slack.open_home(MAYA)
    slack.wait_for(lambda: slack.home(MAYA))
    slack.click(MAYA, Action.EXPORT_MINE)
    slack.wait_for(lambda: "in our direct messages" in str(slack.home(MAYA)))


def secrets_of(slack):
    return (slack.bot_token, slack.app_token, "ticket-", "/response/")


def test_no_way_through_the_bot_leaves_a_line_or_a_token_in_the_log(slack, bot, log):
    drive(slack)
    bot.stop()

    assert "slack-background" not in log.getvalue()  # nothing failed on the way
    for secret in (CANARY, *secrets_of(slack)):
        assert secret not in log.getvalue()


def test_an_error_leaves_its_reference_and_no_line_in_the_log(slack, bot, log, tmp_path):
    slack.command(MAYA, PRACTICE, f"/close-check {LINE}")
    break_tables(tmp_path / "bot.db")

    answer = slack.command(MAYA, PRACTICE, f"/close-check {LINE} Please.")
    slack.fail("views.open", "refuse", code="invalid_blocks")
    slack.click(MAYA, Action.TRY_AGAIN, PRACTICE)
    slack.settle()
    bot.stop()

    reference = answer["text"].split("reference ")[1][:8]
    assert f'"reference": "{reference}"' in log.getvalue()
    assert "Traceback" in log.getvalue()
    for secret in (CANARY, *secrets_of(slack)):
        assert secret not in log.getvalue()


def test_the_database_and_a_copy_of_it_hold_no_token(slack, bot, tmp_path):
    drive(slack)
    with (
        closing(sqlite3.connect(tmp_path / "bot.db")) as live,
        closing(sqlite3.connect(tmp_path / "bot.db.copy")) as copy,
    ):
        live.backup(copy)
    bot.stop()

    files = [path.read_bytes() for path in tmp_path.glob("bot.db*")]
    assert len(files) >= 2
    assert Form.CHECK.encode() not in b"".join(files)  # no form is kept either
    for secret in secrets_of(slack):
        assert [file for file in files if secret.encode() in file] == []
