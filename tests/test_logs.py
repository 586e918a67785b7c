"""Logs hold neither secrets nor what people wrote, whatever the level and the way there."""

import io
import json
import logging

import pytest

from bot import logs

CANARY = "Thank you, canary. Do you have any red flags about me?"


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture(name="written")
def _written():
    """Set logging up on a stream of the test's own, and give the loggers back afterwards."""
    root, ours = logging.getLogger(), logging.getLogger("bot")
    before = (root.level, root.handlers[:], ours.level)
    root.handlers.clear()
    stream = io.StringIO()
    logs.set_up("DEBUG", stream)
    yield stream
    root.handlers[:] = before[1]
    root.setLevel(before[0])
    ours.setLevel(before[2])


def entries(stream):
    return [json.loads(line) for line in stream.getvalue().splitlines()]


SECRETS = [
    "xoxb-12-34-canary",
    "xoxe.xoxb-1-canary",
    "xapp-1-A0-9-canary",
    "https://hooks.slack.com/commands/T0/1/canary",
    "Authorization: Bearer canary-canary",
    "{'Authorization': 'Basic canary-canary=='}",
    "postgresql+psycopg://coach:canary@db.example:5432/coach",
    "host=db.example password=canary dbname=coach",
    "https://host/slack/oauth_redirect?code=1.2.canary&state=canary",
    "client_secret=canary",
]


@pytest.mark.parametrize("secret", SECRETS)
def test_secrets_are_struck_out_of_messages_fields_and_tracebacks(written, secret):
    log = logging.getLogger("bot.somewhere")

    try:
        raise ValueError(f"refused {secret}")
    except ValueError:
        log.exception("calling with %s", secret, extra={"more": secret})

    (entry,) = entries(written)
    assert "canary" not in written.getvalue()
    for field in ("event", "more", "exception"):
        assert "[redacted]" in entry[field]


@pytest.mark.parametrize(
    "secret", ["0123456789abcdef" * 2, "v0=" + "0123456789abcdef" * 4, "q" * 43 + "="]
)
def test_signing_secrets_signatures_and_keys_are_known_by_their_shape(written, secret):
    logging.getLogger("bot").info("with %s", secret)

    (entry,) = entries(written)
    assert entry["event"] == "with [redacted]"


def test_a_socket_address_keeps_its_ticket_to_itself(written):
    logging.getLogger("bot").info("wss://host/link?ticket=canary&app_id=A1")

    assert entries(written)[0]["event"] == "wss://host/link?ticket=[redacted]&app_id=A1"


@pytest.mark.parametrize(
    "said",
    [
        "The bot was removed from T0DEMO",
        "Slack could not be asked for a time zone: SlackApiError",
        "A message was not delivered (gone): channel_not_found",
        "Unexpected error, reference 0123abcd",
        "sqlite:////var/lib/close-coach/coach.db",
    ],
)
def test_what_is_no_secret_is_left_alone(written, said):
    logging.getLogger("bot").info(said)

    assert entries(written)[0]["event"] == said


@pytest.mark.parametrize(
    "name",
    ["slack_bolt.App", "slack_sdk.socket_mode", "sqlalchemy.engine.Engine", "urllib3", "root"],
)
def test_libraries_log_no_bodies_and_no_rows_even_when_debugging(written, name):
    logging.getLogger(name).setLevel(logging.DEBUG)  # as Bolt does with its own loggers

    logging.getLogger(name).info("request body: canary")
    logging.getLogger(name).warning("rate limited")

    assert [entry["event"] for entry in entries(written)] == ["rate limited"]
    logging.getLogger(name).setLevel(logging.NOTSET if name != "root" else logging.WARNING)


@pytest.mark.parametrize("name", ["slack_sdk.web.base_client", "alembic.runtime.migration"])
def test_what_a_library_logs_and_raises_is_told_once_by_us(written, name):
    logging.getLogger(name).error("Failed to send a request")

    assert written.getvalue() == ""


def test_an_exception_does_not_repeat_what_somebody_wrote(written):
    log = logging.getLogger("bot.somewhere")

    try:
        {"invalid_blocks": int(CANARY)}
    except ValueError:
        log.exception("It failed")
    try:
        raise KeyError("invalid_blocks")
    except KeyError:
        log.exception("It failed")

    first, second = entries(written)
    assert "canary" not in written.getvalue()
    assert first["exception"].endswith("invalid literal for int() with base 10: '...'")
    assert second["exception"].endswith("KeyError: 'invalid_blocks'")
    assert __file__ in second["exception"]


def test_an_entry_is_an_object_with_its_fields(written):
    logging.getLogger("bot.slack").error("It failed", extra={"reference": "0123abcd"})

    (entry,) = entries(written)
    stamp = entry.pop("timestamp")
    assert stamp.endswith("Z")
    assert entry == {
        "event": "It failed",
        "level": "error",
        "logger": "bot.slack",
        "reference": "0123abcd",
    }


@pytest.mark.usefixtures("written")
def test_on_a_terminal_an_entry_is_a_line_to_read():
    terminal = Terminal()
    logs.set_up("WARNING", terminal)

    logging.getLogger("bot").info("Not this")
    try:
        int(CANARY)
    except ValueError:
        logging.getLogger("bot").exception("It failed", extra={"reference": "0123abcd"})

    said = terminal.getvalue()
    assert "It failed" in said
    assert "0123abcd" in said
    assert "Traceback" in said
    assert "canary" not in said
    assert "Not this" not in said
    assert "{" not in said.splitlines()[0]


@pytest.mark.usefixtures("written")
def test_a_level_above_warning_holds_for_libraries_too():
    stream = io.StringIO()
    logs.set_up("ERROR", stream)

    logging.getLogger("slack_bolt").warning("rate limited")

    assert stream.getvalue() == ""
