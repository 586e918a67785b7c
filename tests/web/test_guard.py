"""Requests that Slack did not sign, or that are not what Slack sends, get no further."""

import io
from datetime import UTC, datetime

import pytest

from bot.web.guard import MOST_BYTES
from tests.slack import payloads
from tests.web.calling import FORM, encoded, signature, signed

LINE = "Please please. I want this."
BODY, KIND = encoded(payloads.command(LINE))
SIGNED_AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
NOW = int(SIGNED_AT.timestamp())
GOOD = signed(BODY, at=NOW) | {"Content-Type": KIND}


@pytest.fixture(name="site")
def _site(serve, slack, clock):
    clock.ahead = SIGNED_AT - datetime.now(UTC)
    slack.teams["xoxb-one"] = payloads.TEAM
    return serve(slack_bot_token="xoxb-one")


def post(site, body=BODY, headers=GOOD, **environ):
    return site.call("POST", "/slack/events", body, headers, **environ)


def test_what_slack_signed_is_answered(site):
    reply = post(site)

    assert reply.status == 200
    assert reply.json["response_type"] == "ephemeral"


@pytest.mark.parametrize(
    "changed",
    [
        {"X-Slack-Signature": ""},
        {"X-Slack-Signature": "v0=" + "0" * 64},
        {"X-Slack-Signature": "v0=" + "é" * 64},
        {"X-Slack-Signature": GOOD["X-Slack-Signature"].upper()},
        {"X-Slack-Signature": GOOD["X-Slack-Signature"] + ",v0=" + "0" * 64},
        {"X-Slack-Request-Timestamp": ""},
        {"X-Slack-Request-Timestamp": "now"},
        {"X-Slack-Request-Timestamp": f"{NOW}.0"},
        {"X-Slack-Request-Timestamp": "9" * 5_000},
        {"X-Slack-Request-Timestamp": "١" * 10},
        signed(BODY, at=NOW, secret="f" * 32),
        signed(BODY, at=NOW - 301),
        signed(BODY, at=NOW + 330),
    ],
)
def test_what_is_forged_or_stale_is_refused(site, changed, caplog):
    reply = post(site, headers=GOOD | changed)

    assert reply.status == 401
    assert LINE not in caplog.text


def test_another_body_under_the_same_signature_is_refused(site):
    assert post(site, BODY + b"&text=other").status == 401


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b'{"a":', b"[1]", b"[" * 200_000, b"payload=1"])
@pytest.mark.parametrize("kind", ["application/json", FORM, "text/plain", ""])
def test_what_slack_signed_but_never_sends_is_a_bad_request(site, body, kind):
    reply = post(site, body, signed(body, at=NOW) | {"Content-Type": kind})

    assert reply.status == 400


@pytest.mark.parametrize("length", [str(MOST_BYTES + 1), "10000000", "9" * 18])
def test_a_body_that_is_too_large_is_not_read(site, length):
    class Unread:
        def read(self, size):
            raise AssertionError("the body was read")

    reply = post(site, CONTENT_LENGTH=length, **{"wsgi.input": Unread()})

    assert reply.status == 413


def test_a_body_without_a_length_is_read_no_further_than_the_limit(site):
    endless = io.BytesIO(b"x" * (MOST_BYTES + 1_000_000))

    assert post(site, CONTENT_LENGTH="", **{"wsgi.input": endless}).status == 413
    assert endless.tell() == MOST_BYTES + 1


@pytest.mark.parametrize("length", ["-1", "1e3", "9" * 5_000])
def test_a_length_that_is_none_is_a_bad_request(site, length):
    assert post(site, CONTENT_LENGTH=length).status == 400


def test_a_body_that_breaks_off_is_a_bad_request(site):
    class Broken:
        def read(self, size):
            raise ValueError("an invalid chunk")

    assert post(site, **{"wsgi.input": Broken()}).status == 400


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/slack/events", 405),
        ("PUT", "/slack/events", 405),
        ("POST", "/healthz", 405),
        ("GET", "/", 404),
        ("GET", "/slack/events/", 404),
        ("GET", "/../etc/passwd", 404),
        ("GET", "/slack/install", 404),  # one workspace is served, by its token
    ],
)
def test_other_addresses_and_methods_are_refused(site, method, path, status):
    assert site.call(method, path).status == status


def test_slack_s_own_check_of_the_address_is_answered(site):
    reply = site.slack({"type": "url_verification", "challenge": "3eZbrw1a"})

    assert reply.json == {"challenge": "3eZbrw1a"}


def test_a_signature_is_that_of_slack_s_own_example():
    # From Slack's page on verifying requests.
    secret = "8f742231b10e8888abcd99yyyzzz85a5"
    body = (
        b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9"
        b"T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&"
        b"text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F9"
        b"6rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b670"
        b"3c"
    )
    assert signature(body, "1531420618", secret) == (
        "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
    )


@pytest.mark.parametrize(
    "payload",
    [
        payloads.command(LINE) | {"trigger_id": ""},
        payloads.command(LINE) | {"response_url": "file:///etc/passwd"},
        payloads.action("try_again") | {"actions": []},
        payloads.action("try_again") | {"user": "U0MAYA"},
        payloads.action("try_again") | {"team": None},
        payloads.submission("check_form", LINE) | {"view": None},
        payloads.shortcut({"text": LINE}) | {"channel": {"id": 7}},
        payloads.event({"type": "message", "channel": {}, "user": "U1", "text": LINE}),
        payloads.event({"type": "message", "channel": "D1", "user": "\ud800", "text": LINE}),
        payloads.event({"type": []}),
        payloads.event(payloads.direct_message(LINE)) | {"event": None},
        payloads.event(payloads.direct_message(LINE)) | {"team_id": {}},
        payloads.event(payloads.direct_message(LINE)) | {"authorizations": [None]},
        {"type": "nothing_that_slack_knows"},
        {"type": []},
    ],
)
def test_what_is_signed_but_of_another_shape_than_slacks_is_no_server_error(site, payload, caplog):
    body, kind = encoded(payload)

    reply = post(site, body, signed(body, at=NOW) | {"Content-Type": kind})

    assert (reply.status, reply.text) == (400, "The request is not one that Slack sends.\n")
    assert LINE not in caplog.text
