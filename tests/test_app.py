"""The whole bot against the embedded Slack, over real sockets and a real database."""

import sqlite3
import threading
from contextlib import closing

import pytest

from bot.app import Bot
from bot.core.critic import Critic
from bot.errors import StartupError
from bot.sandbox.server import Sandbox
from bot.settings import Settings
from tests.core.small import LIBRARY, TRAP, ScriptedDetector

CRITIC = Critic(
    LIBRARY.model_copy(update={"traps": (TRAP.model_copy(update={"id": "passive-exit"}), TRAP)}),
    ScriptedDetector(),
)
MAYA, PRACTICE = "U0MAYA", "C0PRACTICE"


@pytest.fixture(name="slack")
def _slack():
    with Sandbox() as sandbox:
        yield sandbox


def settings(slack, folder, **changed):
    values = {
        "slack_bot_token": slack.bot_token,
        "slack_app_token": slack.app_token,
        "slack_api_url": slack.api_url,
        "database_url": f"sqlite:///{folder / 'bot.db'}",
    }
    return Settings(_env_file=None, **values | changed)


@pytest.fixture(name="bot")
def _bot(slack, tmp_path):
    bot = Bot(settings(slack, tmp_path), CRITIC)
    bot.start()
    yield bot
    bot.stop()


@pytest.mark.usefixtures("bot")
def test_a_command_is_answered_privately(slack):
    answer = slack.command(MAYA, PRACTICE, "/close-check Please please. I want this.")

    assert answer is not None
    assert answer["ephemeral"] is True
    assert "30" in answer["text"]


def test_a_direct_message_that_was_accepted_is_answered_even_when_the_bot_stops(slack, bot):
    slack.send_message(MAYA, slack.dm(MAYA), "Please please. I want this.")
    slack.settle()

    bot.stop()

    assert len(slack.calls_of("chat.postMessage")) == 1


def test_a_member_reads_for_how_many_days_this_bot_keeps_their_lines(slack, tmp_path):
    bot = Bot(settings(slack, tmp_path, text_retention_days=7), CRITIC)
    bot.start()
    slack.send_message(MAYA, slack.dm(MAYA), "my data")
    slack.settle()

    bot.stop()

    (answer,) = slack.calls_of("chat.postMessage")
    assert "the lines and answers that you wrote, for 7 days" in str(answer.args)


def test_an_answer_that_is_lost_is_not_asked_for_again_at_once(slack, bot):
    """It may have arrived. The SDK would send it a second time."""
    slack.fail("chat.postMessage", "drop_reply")
    slack.send_message(MAYA, slack.dm(MAYA), "Please please. I want this.")
    slack.settle()

    bot.stop()

    assert len(slack.calls_of("chat.postMessage")) == 1


def test_a_stopped_bot_leaves_no_thread_behind(slack, tmp_path):
    before = set(threading.enumerate())
    bot = Bot(settings(slack, tmp_path), CRITIC)
    bot.start()
    slack.command(MAYA, PRACTICE, "/close-check I want this.")

    bot.stop()

    assert {thread for thread in threading.enumerate() if not thread.daemon} <= before


@pytest.mark.usefixtures("bot")
def test_the_database_is_migrated_at_the_start(tmp_path):
    with closing(sqlite3.connect(tmp_path / "bot.db")) as database:
        tables = {row[0] for row in database.execute("SELECT name FROM sqlite_master")}

    assert "alembic_version" in tables


def test_a_connected_bot_is_alive(bot):
    assert bot.is_alive()


def test_a_bot_that_never_started_is_not_alive_and_may_be_stopped(slack, tmp_path):
    bot = Bot(settings(slack, tmp_path), CRITIC)

    bot.stop()

    assert not bot.is_alive()


@pytest.mark.parametrize("field", ["slack_bot_token", "slack_app_token"])
def test_a_refused_token_stops_the_start_and_is_named_but_not_shown(slack, tmp_path, field):
    wrong = {"slack_bot_token": "xoxb-wrong", "slack_app_token": "xapp-wrong"}[field]

    with pytest.raises(StartupError) as stopped:
        Bot(settings(slack, tmp_path, **{field: wrong}), CRITIC).start()

    where = Settings.model_fields[field].description
    assert str(stopped.value) == f"Slack refuses {field.upper()} (invalid_auth): {where}."


def test_a_slack_that_goes_away_at_the_last_moment_stops_the_start(slack, tmp_path):
    slack.fail("apps.connections.open", "drop_reply")

    with pytest.raises(StartupError, match=r"^Slack cannot be reached at http://127.0.0.1"):
        Bot(settings(slack, tmp_path), CRITIC).start()


def test_an_unreachable_slack_stops_the_start(slack, tmp_path):
    nowhere = "http://127.0.0.1:9/api/"

    with pytest.raises(StartupError) as stopped:
        Bot(settings(slack, tmp_path, slack_api_url=nowhere), CRITIC).start()

    assert str(stopped.value) == (
        f"Slack cannot be reached at {nowhere} (URLError): check the network and SLACK_API_URL."
    )
