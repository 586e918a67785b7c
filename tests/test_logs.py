"""Logs hold neither tokens nor what people wrote."""

import io
import logging

import pytest

from bot import logs


@pytest.fixture(name="written")
def _written():
    """Set logging up on a stream of the test's own, and give the root logger back afterwards."""
    root = logging.getLogger()
    before = (root.level, root.handlers[:])
    root.handlers.clear()
    stream = io.StringIO()
    logs.set_up("DEBUG", stream)
    yield stream
    root.handlers[:] = before[1]
    root.setLevel(before[0])


@pytest.mark.parametrize(
    "secret",
    [
        "xoxb-12-34-canary",
        "xoxe.xoxb-1-canary",
        "xapp-1-A0-9-canary",
        "https://hooks.slack.com/commands/T0/1/canary",
    ],
)
def test_secrets_are_struck_out_of_messages_and_tracebacks(written, secret):
    log = logging.getLogger("bot.somewhere")

    try:
        raise ValueError(f"refused {secret}")
    except ValueError:
        log.exception("calling with %s", secret)

    assert "canary" not in written.getvalue()
    assert written.getvalue().count("[redacted]") == 2


def test_a_socket_address_keeps_its_ticket_to_itself(written):
    logging.getLogger("bot").info("wss://host/link?ticket=canary&app_id=A1")

    assert written.getvalue().endswith("INFO bot: wss://host/link?ticket=[redacted]&app_id=A1\n")


@pytest.mark.parametrize("name", ["slack_bolt.App", "slack_sdk.web.base_client"])
def test_slack_libraries_do_not_log_bodies_even_when_debugging(written, name):
    logging.getLogger(name).setLevel(logging.DEBUG)  # as Bolt does with its own loggers

    logging.getLogger(name).info("request body: canary")
    logging.getLogger(name).warning("rate limited")

    assert "canary" not in written.getvalue()
    assert "rate limited" in written.getvalue()
