"""`close-coach serve` as processes: they start, say what is wrong, and end well."""

import signal
import sys
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from urllib.error import URLError

import pytest

from bot.web.server import Address, Server
from tests.processes import close_coach, finished
from tests.prove.served import served
from tests.slack import payloads
from tests.web.calling import FORM, SECRET, TOKEN, encoded, signed


def ask(server, number):
    """Send a signed command; return the status, or 0 where nobody answers any more."""
    body = encoded(payloads.command("Thank you. I'll wait to hear from you.", f"{number}.key"))[0]
    headers = {**signed(body), "Content-Type": FORM}
    url = f"http://127.0.0.1:{server.port}/slack/events"
    try:
        with urllib.request.urlopen(urllib.request.Request(url, body, headers), timeout=60) as one:
            return one.status
    except (URLError, ConnectionError):
        return 0


def test_what_was_begun_before_a_signal_is_answered_and_the_end_is_0(slack, tmp_path):
    with served(slack, tmp_path, "--all") as server:
        assert ask(server, 0) == 200
        with ThreadPoolExecutor(4) as pool:
            answers = [pool.submit(ask, server, number) for number in range(1, 13)]
            answers[0].result()
            server.process.send_signal(signal.SIGTERM)
            server.process.send_signal(signal.SIGTERM)
            statuses = [answer.result() for answer in answers]
        code = server.process.wait(60)

    log = "".join(server.log)
    assert code == 0
    assert set(statuses) <= {200, 0}
    assert "Close Coach has stopped" in log
    for secret in ("Traceback", TOKEN, SECRET, "Thank you"):
        assert secret not in log


@pytest.mark.parametrize(("code", "does"), [(0, ["close", "leave"]), (3, ["close"])])
def test_a_process_that_answered_is_left_at_once_unless_it_failed(code, does):
    """What still runs then in a library would crash in an interpreter that is taken down."""
    done = []
    server = Server(
        Address("127.0.0.1", 0, processes=1, threads=1),
        load=lambda: lambda environ, start: [],
        close=lambda: done.append("close"),
        leave=lambda: done.append("leave"),
    )

    def end_as_gunicorn_does():
        try:
            sys.exit(code)
        finally:
            server.cfg.worker_exit(server, None)

    with pytest.raises(SystemExit):
        end_as_gunicorn_does()
    assert done == does


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({}, "SLACK_SIGNING_SECRET is missing"),
        (
            {"SLACK_SIGNING_SECRET": SECRET},
            "SLACK_CLIENT_ID, SLACK_CLIENT_SECRET, PUBLIC_URL, ENCRYPTION_KEYS must be set",
        ),
        (
            {
                "SLACK_SIGNING_SECRET": SECRET,
                "SLACK_BOT_TOKEN": "xoxb-wrong",
            },
            "Slack refuses SLACK_BOT_TOKEN (invalid_auth)",
        ),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence_before_anything_is_served(
    slack, tmp_path, settings, says
):
    process = close_coach(
        "serve", folder=tmp_path, SLACK_API_URL=slack.url, LOG_LEVEL="ERROR", **settings
    )

    code, _, err = finished(process)

    assert code == 1
    assert err.startswith(says)
    assert err.count("\n") == 1
