"""Acknowledgements, redelivery and lost connections."""

import threading
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from slack_sdk import WebClient

from bot.sandbox.refusal import SlackRefusal


def test_a_command_that_nobody_listens_to_fails_at_once(sandbox):
    with pytest.raises(SlackRefusal) as caught:
        sandbox.command("U0MAYA", "C0PRACTICE", "/echo hi")

    assert caught.value.code == "dispatch_failed"


def test_a_command_that_is_not_acknowledged_in_time_fails(sandbox, echo):
    let_go = threading.Event()

    @echo.app.command("/echo")
    def dawdle(ack):
        let_go.wait(5)
        ack()

    with pytest.raises(SlackRefusal) as caught:
        sandbox.command("U0MAYA", "C0PRACTICE", "/echo hi")
    let_go.set()

    assert caught.value.code == "operation_timeout"


def test_an_event_that_the_app_fails_on_comes_again_with_the_same_id(sandbox, echo):
    seen = []

    @echo.app.event("message")
    def fail_once(body):
        seen.append(body["event_id"])
        if len(seen) == 1:
            raise RuntimeError("the first delivery fails")

    sandbox.send_message("U0MAYA", "D0MAYA", "Hello")
    sandbox.settle()

    assert len(seen) == 2
    assert len(set(seen)) == 1


def test_an_event_waits_for_the_app_to_connect_again(sandbox, echo):
    @echo.app.event("message")
    def reply(event, client):
        client.chat_postMessage(channel=event["channel"], text="Back again.")

    sandbox.disconnect()
    sandbox.send_message("U0MAYA", "D0MAYA", "Anybody there?")
    sandbox.settle()

    texts = [message["text"] for message in sandbox.messages("U0MAYA", "D0MAYA")]
    assert texts == ["Anybody there?", "Back again."]


def test_a_socket_needs_a_fresh_ticket(sandbox):
    app = WebClient(token=sandbox.app_token, base_url=sandbox.api_url)
    address = app.apps_connections_open(app_token=sandbox.app_token)["url"]
    page = address.replace("ws://", "http://").replace("ticket-", "ticket-of-another-")

    with pytest.raises(HTTPError) as caught:
        urlopen(page)
    caught.value.close()

    assert caught.value.code == 401
