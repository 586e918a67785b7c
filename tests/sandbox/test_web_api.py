"""The Web API through Slack's own client: lookups, tickets, faults and errors."""

from collections.abc import Callable
from http.client import RemoteDisconnected
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

VIEW = {"type": "modal", "title": {"type": "plain_text", "text": "Hi"}, "blocks": []}


def code_of(call: Callable[..., Any], *args: Any, **arguments: Any) -> Any:
    with pytest.raises(SlackApiError) as caught:
        call(*args, **arguments)
    return caught.value.response["error"]


@pytest.mark.parametrize(("token", "code"), [(None, "not_authed"), ("xoxb-no", "invalid_auth")])
def test_a_call_needs_the_token_of_the_bot(sandbox, token, code):
    assert code_of(WebClient(token=token, base_url=sandbox.api_url).auth_test) == code


def test_a_call_of_a_method_that_is_not_there_is_refused(client):
    assert code_of(client.api_call, "chat.shout") == "unknown_method"


def test_a_call_without_the_scope_in_the_manifest_is_refused(client):
    assert code_of(client.conversations_info, channel="C0PRACTICE") == "missing_scope"
    assert code_of(client.conversations_history, channel="C0PRACTICE") == "missing_scope"


def test_a_person_is_shown_with_zone_and_role(client):
    maya, priya = (client.users_info(user=user)["user"] for user in ("U0MAYA", "U0PRIYA"))

    assert (maya["tz"], maya["tz_offset"], maya["is_admin"]) == ("America/Chicago", -21600, False)
    assert (priya["is_admin"], priya["is_owner"], priya["profile"]["real_name"]) == (
        True,
        False,
        "Priya Raman",
    )
    assert code_of(client.users_info, user="U0NOBODY") == "user_not_found"


def test_the_direct_message_of_a_person_is_always_the_same(client):
    assert client.conversations_open(users="U0TOM")["channel"]["id"] == "D0TOM"
    assert code_of(client.conversations_open, users="U0NOBODY") == "user_not_found"


def test_history_is_newest_first_in_pages_with_metadata_on_request(client):
    mark = {"event_type": "close_coach", "event_payload": {"key": "k1"}}
    client.chat_postMessage(channel="D0MAYA", text="one", metadata=mark)
    parent = client.chat_postMessage(channel="D0MAYA", text="two")["ts"]
    client.chat_postMessage(channel="D0MAYA", text="below two", thread_ts=parent)

    first = client.conversations_history(channel="D0MAYA", limit=1, include_all_metadata=True)
    after = first["response_metadata"]["next_cursor"]
    second = client.conversations_history(
        channel="D0MAYA", limit=1, include_all_metadata=True, cursor=after
    )

    assert [(m["text"], m["reply_count"]) for m in first["messages"]] == [("two", 1)]
    assert [(m["text"], m["metadata"]) for m in second["messages"]] == [("one", mark)]
    assert second["has_more"] is False
    bare = client.conversations_history(channel="D0MAYA")["messages"]
    assert ["metadata" in message for message in bare] == [False, False]


def test_a_thread_is_read_from_its_parent(client):
    parent = client.chat_postMessage(channel="D0MAYA", text="parent")["ts"]
    client.chat_postMessage(channel="D0MAYA", text="reply", thread_ts=parent)

    found = client.conversations_replies(channel="D0MAYA", ts=parent)["messages"]

    assert [message["text"] for message in found] == ["parent", "reply"]


def test_the_bot_changes_and_deletes_only_its_own_messages(sandbox, client):
    own = client.chat_postMessage(channel="C0PRACTICE", text="first")["ts"]
    theirs = sandbox.messages("U0MAYA", "C0PRACTICE")[0]["ts"]

    client.chat_update(channel="C0PRACTICE", ts=own, text="second")
    assert sandbox.messages("U0MAYA", "C0PRACTICE")[-1]["text"] == "second"
    client.chat_delete(channel="C0PRACTICE", ts=own)

    assert own not in [m["ts"] for m in sandbox.messages("U0MAYA", "C0PRACTICE")]
    assert code_of(client.chat_update, channel="C0PRACTICE", ts=theirs, text="x") == (
        "cant_update_message"
    )


def test_a_trigger_opens_one_view_and_only_within_three_seconds(sandbox, echo, client, clock):
    @echo.app.command("/ask")
    def ask(ack):
        ack()

    sandbox.command("U0MAYA", "C0PRACTICE", "/ask")
    used = echo.bodies[-1]["trigger_id"]
    client.views_open(trigger_id=used, view=VIEW)
    sandbox.command("U0MAYA", "C0PRACTICE", "/ask")
    clock.advance(seconds=3)

    assert code_of(client.views_open, trigger_id=used, view=VIEW) == "exchanged_trigger_id"
    late = echo.bodies[-1]["trigger_id"]
    assert code_of(client.views_open, trigger_id=late, view=VIEW) == "expired_trigger_id"


def test_a_view_that_changed_meanwhile_is_not_overwritten(sandbox, client):
    home = {"type": "home", "blocks": []}
    old = client.views_publish(user_id="U0MAYA", view=home)["view"]["hash"]
    client.views_publish(user_id="U0MAYA", view=home, hash=old)

    assert code_of(client.views_publish, user_id="U0MAYA", view=home, hash=old) == "hash_conflict"


def test_a_response_url_works_five_times_within_half_an_hour(sandbox, echo, clock):
    @echo.app.command("/echo")
    def echo_back(ack):
        ack()

    sandbox.command("U0MAYA", "C0GENERAL", "/echo")
    url = echo.bodies[-1]["response_url"]
    answers = [WebhookClient(url).send(text=f"{n}").status_code for n in range(6)]
    sandbox.command("U0MAYA", "C0GENERAL", "/echo")
    clock.advance(minutes=30)

    assert answers == [200] * 5 + [404]
    assert "expired_url" in WebhookClient(echo.bodies[-1]["response_url"]).send(text="late").body
    assert [m["text"] for m in sandbox.messages("U0MAYA", "C0GENERAL")][-5:] == list("01234")


def test_a_limited_call_says_how_long_to_wait(sandbox, client):
    sandbox.fail("chat.postMessage", "ratelimited", seconds=7)

    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel="D0MAYA", text="hi")

    response = caught.value.response
    assert (response.status_code, response.headers["Retry-After"]) == (429, "7")
    assert sandbox.messages("U0MAYA", "D0MAYA") == []


def test_a_lost_reply_leaves_the_message_behind(sandbox, client):
    sandbox.fail("chat.postMessage", "drop_reply")

    with pytest.raises(RemoteDisconnected):
        client.chat_postMessage(channel="D0MAYA", text="hi")

    assert [m["text"] for m in sandbox.messages("U0MAYA", "D0MAYA")] == ["hi"]
    assert [call.outcome for call in sandbox.calls_of("chat.postMessage")] == ["drop_reply"]


def test_a_method_refuses_on_request(sandbox, client):
    sandbox.fail("auth.test", "refuse", times=2, code="account_inactive")

    assert [code_of(client.auth_test) for _ in range(2)] == ["account_inactive"] * 2
    assert client.auth_test()["ok"] is True


def test_a_server_error_and_a_hanging_call_do_nothing(sandbox, client):
    sandbox.fail("chat.postMessage", "server_error")
    sandbox.fail("chat.postMessage", "hang", seconds=0.05)

    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel="D0MAYA", text="hi")
    with pytest.raises(RemoteDisconnected):
        client.chat_postMessage(channel="D0MAYA", text="hi")

    assert caught.value.response.status_code == 500
    assert sandbox.messages("U0MAYA", "D0MAYA") == []
