"""The JSON API and the live news that the web page uses."""

import asyncio
import json
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import aiohttp
import pytest

from bot.sandbox.model import Json
from bot.sandbox.server import Sandbox

PLAIN = {"private": False, "archived": False, "shared": False}


class Browser:
    """Speaks HTTP as the page does."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._url = f"{sandbox.url}page/"

    def get(self, name: str, **query: str) -> Json:
        return self._read(Request(f"{self._url}{name}?{urlencode(query)}"))

    def post(self, name: str, **body: Any) -> Json:
        request = Request(f"{self._url}{name}", data=json.dumps(body).encode(), method="POST")
        return self._read(request)

    @staticmethod
    def _read(request: Request) -> Json:
        with urlopen(request) as answer:
            read: Json = json.load(answer)
        return read


@pytest.fixture
def browser(sandbox):
    return Browser(sandbox)


def test_the_state_lists_people_channels_and_what_the_app_offers(browser):
    state = browser.get("state", user="U0MAYA")

    assert state["user"]["name"] == "Maya Ortiz"
    assert [user["id"] for user in state["users"]][:3] == ["U0MAYA", "U0TOM", "U0PRIYA"]
    assert "U0BEN" not in {user["id"] for user in state["users"]}
    assert state["people"]["U0BEN"] == "Ben Carter"
    assert state["channels"] == [
        {"id": "C0GENERAL", "name": "general", "kind": "channel"} | PLAIN,
        {"id": "C0PRACTICE", "name": "closing-practice", "kind": "channel"} | PLAIN,
        {"id": "C0BOARD", "name": "leaderboard", "kind": "channel"} | PLAIN,
        {"id": "D0MAYA", "name": "Close Coach", "kind": "im"} | PLAIN,
    ]
    commands = [command["command"] for command in state["commands"]]
    assert commands == ["/echo", "/ask", "/invite", "/remove", "/leave", "/archive"]
    assert state["shortcuts"] == [{"name": "Look at this", "callback_id": "look"}]


@pytest.mark.parametrize(
    ("name", "body", "error", "text"),
    [
        (
            "command",
            {"channel": "C0PRACTICE", "text": "/nope"},
            "unknown_command",
            "/nope is not a valid command.",
        ),
        (
            "command",
            {"channel": "C0PRACTICE", "text": "/echo", "thread_ts": "1.2"},
            "command_in_thread",
            "/echo is not supported in threads. Sorry!",
        ),
        (
            "message",
            {"channel": "D0TOM", "text": "hi"},
            "not_in_channel",
            "You are not in this channel.",
        ),
        ("message", {"channel": "D0MAYA", "text": " "}, "no_text", "Write something first."),
        ("message", {"channel": "D0MAYA"}, "invalid_arguments", "The request lacks text."),
        ("submit", {"view_id": "V9"}, "not_found", "That window is no longer open."),
    ],
    ids=["unknown command", "thread", "stranger", "blank", "incomplete", "closed window"],
)
def test_what_cannot_be_done_is_said_in_a_sentence(browser, name, body, error, text):
    assert browser.post(name, user="U0MAYA", **body) == {"ok": False, "error": error, "text": text}


def test_a_typed_message_is_escaped_and_its_addresses_become_links(browser):
    browser.post("message", user="U0MAYA", channel="D0MAYA", text="<!channel> & https://a.example")

    message = browser.get("messages", user="U0MAYA", channel="D0MAYA")["messages"][-1]
    assert message["text"] == "&lt;!channel&gt; &amp; <https://a.example>"


def test_one_edits_and_deletes_only_ones_own_messages(browser):
    ts = browser.post("message", user="U0MAYA", channel="C0PRACTICE", text="tpyo")["ts"]
    where = {"channel": "C0PRACTICE", "ts": ts}

    assert (
        browser.post("edit", user="U0TOM", text="mine", **where)["error"] == "cant_update_message"
    )
    assert browser.post("edit", user="U0MAYA", text="typo", **where) == {"ok": True}
    last = browser.get("messages", user="U0TOM", channel="C0PRACTICE")["messages"][-1]
    assert (last["text"], last["edited"]) == ("typo", True)
    assert browser.post("delete", user="U0MAYA", **where) == {"ok": True}
    messages = browser.get("messages", user="U0TOM", channel="C0PRACTICE")["messages"]
    assert ts not in [message["ts"] for message in messages]


def test_a_modal_is_filled_in_corrected_and_sent(browser, sandbox, echo):
    label = {"type": "plain_text", "text": "Line"}
    element = {"type": "plain_text_input", "action_id": "text"}
    asking = {"type": "input", "block_id": "line", "label": label, "element": element}
    more = {"type": "button", "action_id": "more", "text": label, "value": "v"}
    view: Json = {"type": "modal", "callback_id": "form", "title": label, "submit": label}
    view["blocks"] = [asking, {"type": "actions", "block_id": "extra", "elements": [more]}]

    @echo.app.command("/ask")
    def ask(ack, body, client):
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=view)

    @echo.app.action("more")
    def push(ack, body, client):
        ack()
        client.views_push(trigger_id=body["trigger_id"], view=view | {"callback_id": "second"})

    @echo.app.view("form")
    def judge(ack, view):
        text = view["state"]["values"]["line"]["text"]["value"]
        if text == "bad":
            ack(response_action="errors", errors={"line": "Not that."})
        else:
            ack(response_action="clear")

    browser.post("command", user="U0MAYA", channel="D0MAYA", text="/ask")
    first = browser.get("view", user="U0MAYA")["view"]["id"]

    def send(value: str | None) -> Json:
        values = {"line": {"text": {"type": "plain_text_input", "value": value}}}
        answer: Json = browser.post(
            "submit", user="U0MAYA", view_id=first, state={"values": values}
        )
        return answer

    missing = {"line": "Please complete this required field."}
    assert send(None) == {"ok": True, "response_action": "errors", "errors": missing}
    wrong = {"line": "Not that."}
    assert send("bad") == {"ok": True, "response_action": "errors", "errors": wrong}
    browser.post(
        "action",
        user="U0MAYA",
        container={"type": "view", "view_id": first},
        action={"type": "button", "action_id": "more", "block_id": "extra"},
    )
    top = browser.get("view", user="U0MAYA")["view"]
    assert (top["callback_id"], top["previous_view_id"]) == ("second", first)
    assert browser.post("close", user="U0MAYA", view_id=top["id"]) == {"ok": True}
    assert send("good") == {"ok": True, "response_action": "clear"}
    assert browser.get("view", user="U0MAYA")["view"] is None


def test_news_reaches_the_page_of_those_who_may_know(sandbox, client):
    async def listen() -> tuple[list[Json], list[Json]]:
        async with aiohttp.ClientSession() as session:
            live = f"{sandbox.url}page/live?user="
            async with (
                session.ws_connect(f"{live}U0MAYA") as maya,
                session.ws_connect(f"{live}U0TOM") as tom,
            ):
                await asyncio.to_thread(tell)
                return [await maya.receive_json() for _ in range(3)], [await tom.receive_json()]

    def tell() -> None:
        client.chat_postMessage(channel="D0MAYA", text="for Maya")
        client.views_publish(user_id="U0MAYA", view={"type": "home", "blocks": []})
        client.chat_postMessage(channel="C0PRACTICE", text="for all")

    maya, tom = asyncio.run(listen())

    assert [news["type"] for news in maya] == ["message", "home", "message"]
    assert [news["message"]["text"] for news in tom] == ["for all"]
