"""`close-coach run` and `close-coach demo` as processes: they start, answer, and end well."""

import json
import re
import signal
import sqlite3
import urllib.request
from contextlib import closing, suppress
from threading import Thread

import pytest

from bot.sandbox.refusal import SlackRefusal
from bot.sandbox.server import Sandbox
from tests.processes import bot_in, close_coach, finished

MAYA, PRACTICE = "U0MAYA", "C0PRACTICE"
LINE = "Thank you for your time. I'll just wait to hear from you."


@pytest.fixture(name="slack")
def _slack():
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture(name="bot")
def _bot(slack, tmp_path):
    """Run the bot as a process, until it listens."""
    process = bot_in(slack, tmp_path)
    assert process.stderr is not None
    lines = iter(process.stderr.readline, "")
    assert any("Close Coach is listening" in line for line in lines)
    yield process
    if process.poll() is None:
        process.kill()
        finished(process)


@pytest.mark.parametrize("name", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_bot_with_0_and_nothing_to_complain_of(slack, bot, name):
    assert slack.command(MAYA, PRACTICE, f"/close-check {LINE}") is not None

    bot.send_signal(name)
    bot.send_signal(name)

    code, out, err = finished(bot)
    assert (code, out) == (0, "")
    assert "Close Coach has stopped" in err
    assert "Traceback" not in err


def test_what_was_acknowledged_before_the_signal_is_answered(slack, bot, tmp_path):
    """Direct messages come in from several people at once while the bot is told to stop."""

    def send(number):
        with suppress(SlackRefusal):  # what comes after the end is not acknowledged
            slack.send_message(MAYA, slack.dm(MAYA), f"{LINE} Number {number}.")

    threads = [Thread(target=send, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    slack.command(MAYA, PRACTICE, f"/close-check {LINE}")
    bot.send_signal(signal.SIGTERM)

    code, _, err = finished(bot)
    with closing(sqlite3.connect(tmp_path / "bot.db")) as database:
        states = dict(database.execute("SELECT state, count(*) FROM slots GROUP BY state"))
    assert (code, *err.partition("Traceback")[1:]) == (0, "", "")
    assert states in ({"sent": len(slack.calls_of("chat.postMessage"))}, {})
    for thread in threads:
        thread.join(60)


def test_logs_hold_neither_tokens_nor_lines(slack, bot):
    slack.command(MAYA, PRACTICE, f"/close-check {LINE} canary")
    bot.send_signal(signal.SIGTERM)

    _, out, err = finished(bot)
    for secret in ("canary", slack.bot_token, slack.app_token):
        assert secret not in out + err


def test_no_line_of_a_library_comes_before_what_we_say(slack, tmp_path):
    process = bot_in(slack, tmp_path, SLACK_API_URL="http://127.0.0.1:9/api/")

    assert finished(process) == (
        1,
        "",
        "Slack cannot be reached at http://127.0.0.1:9/api/ (URLError):"
        " check the network and SLACK_API_URL.\n",
    )


def test_the_demo_answers_on_its_page_and_ends_on_request(tmp_path):
    process = close_coach("demo", "--no-browser", "--database", "kept.db", folder=tmp_path)
    assert process.stdout is not None
    found = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())
    assert found is not None

    command = {"user": MAYA, "channel": PRACTICE, "text": f"/close-check {LINE}"}
    asked = urllib.request.Request(
        f"{found[0]}/page/command",
        json.dumps(command).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(asked, timeout=30) as reply:
        assert json.load(reply)["ok"] is True
    messages = f"{found[0]}/page/messages?user={MAYA}&channel={PRACTICE}"
    with urllib.request.urlopen(messages, timeout=30) as reply:
        shown = json.load(reply)["messages"]
    process.send_signal(signal.SIGINT)

    code, _, err = finished(process)
    assert "of 100" in shown[-1]["text"]
    assert (code, err) == (0, "")
    assert (tmp_path / "kept.db").exists()


def test_a_demo_whose_port_is_taken_says_so(slack, tmp_path):
    port = slack.url.rstrip("/").rpartition(":")[2]

    code, _, err = finished(close_coach("demo", "--port", port, folder=tmp_path))

    assert code == 1
    assert err.startswith(f"Port {port} is not free")
    assert err.count("\n") == 1
