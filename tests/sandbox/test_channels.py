"""Channels as the bot finds them, and the people who come and go in them."""

import re
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox.refusal import SlackRefusal
from bot.sandbox.server import Sandbox
from tests.sandbox.conftest import SWIFT, Clock

TEAM = "U0MAYA", "U0TOM"
SCOPES = "[chat:write, commands, im:history, im:write, users:read, channels:read, groups:read"
SCOPES += ", channels:join, channels:manage]"
EVENTS = """
      - member_joined_channel
      - member_left_channel
      - channel_left
      - channel_archive
      - channel_deleted
      - channel_shared
      - channel_rename"""


@pytest.fixture(name="sandbox")
def _sandbox(tmp_path: Path):
    """A Slack whose app may look at channels and hears of them."""
    echo = Path(__file__).with_name("manifest.yml").read_text(encoding="utf-8")
    scopes = echo.replace("[chat:write, commands, im:history, im:write, users:read]", SCOPES)
    manifest = tmp_path / "manifest.yml"
    manifest.write_text(scopes.replace("[app_home_opened, message.im, user_change]", EVENTS))
    with Sandbox(manifest=manifest, now=Clock(), timing=SWIFT) as running:
        yield running


def code_of(client: WebClient, method: str, **arguments: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        client.api_call(method, params=arguments)
    return str(caught.value.response["error"])


def test_a_channel_says_what_it_is(sandbox, client):
    sandbox.admin.add_channel("C0SHARED", "with-acme", "U0MAYA", is_ext_shared=True)
    sandbox.admin.add_channel("C0OLD", "old", "U0MAYA", is_archived=True)

    shown = client.conversations_info(channel="C0SHARED", include_num_members=True)["channel"]

    assert (shown["name"], shown["is_ext_shared"], shown["is_member"]) == ("with-acme", True, False)
    assert (shown["is_private"], shown["num_members"]) == (False, 1)
    assert client.conversations_info(channel="C0OLD")["channel"]["is_archived"] is True
    assert client.conversations_info(channel="C0PRACTICE")["channel"]["is_member"] is True


def test_a_private_channel_without_the_bot_is_not_there_for_it(sandbox, client):
    sandbox.admin.add_channel("C0SECRET", "secret", *TEAM, is_private=True)

    found = [
        code_of(client, "conversations.info", channel="C0SECRET"),
        code_of(client, "conversations.members", channel="C0SECRET"),
        code_of(client, "chat.postMessage", channel="C0SECRET", text="hi"),
    ]

    assert found == ["channel_not_found"] * 3
    sandbox.admin.join("U0COACH", "C0SECRET", inviter="U0MAYA")
    assert client.conversations_members(channel="C0SECRET")["members"] == [
        "U0COACH",
        "U0MAYA",
        "U0TOM",
    ]


@pytest.mark.parametrize(
    ("details", "code"),
    [({"is_archived": True}, "is_archived"), ({}, "not_in_channel")],
    ids=["archived", "without the bot"],
)
def test_the_bot_writes_only_where_it_is_and_where_people_still_talk(
    sandbox, client, details, code
):
    members = (*TEAM, "U0COACH") if details else TEAM
    sandbox.admin.add_channel("C0TEAM", "team", *members, **details)

    assert code_of(client, "chat.postMessage", channel="C0TEAM", text="hi") == code


def test_a_thousand_members_come_in_pages(sandbox, client):
    people = [f"U{number:04d}" for number in range(1000)]
    sandbox.admin.add_channel("C0ALL", "all", "U0COACH", *people)

    pages = [page["members"] for page in client.conversations_members(channel="C0ALL", limit=400)]

    assert [len(page) for page in pages] == [400, 400, 201]
    assert list(chain(*pages)) == sorted(["U0COACH", *people])
    assert code_of(client, "conversations.members", channel="C0ALL", limit=1001) == "invalid_limit"
    assert code_of(client, "conversations.members", channel="C0ALL", cursor="x") == "invalid_cursor"


def test_everybody_is_listed_in_pages_the_deactivated_too(sandbox, client):
    everybody = len(client.users_list()["members"])
    sandbox.admin.add_person("U0GONE", "Gone Already", deleted=True)

    pages = [page["members"] for page in client.users_list(limit=2)]

    found = list(chain(*pages))
    assert len(found) == everybody + 1
    assert [person["id"] for person in found if person["deleted"]] == ["U0BEN", "U0GONE"]
    assert max(map(len, pages)) == 2


def test_somebody_of_another_company_is_a_stranger(sandbox, client):
    sandbox.admin.add_person("U0ACME", "Rita Moss", team="T0ACME")

    person = client.users_info(user="U0ACME")["user"]

    assert (person["team_id"], person["is_stranger"]) == ("T0ACME", True)


def test_people_invite_the_bot_and_each_other(sandbox, client, echo):
    echo.app.event(re.compile("."))(lambda: None)
    sandbox.admin.add_channel("C0TEAM", "team", *TEAM)

    sandbox.command("U0MAYA", "C0TEAM", "/invite @close-coach @Priya Raman")
    sandbox.command("U0MAYA", "C0TEAM", "/remove @priya")
    sandbox.admin.leave("U0TOM", "C0TEAM")
    sandbox.settle()

    assert client.conversations_members(channel="C0TEAM")["members"] == ["U0COACH", "U0MAYA"]
    events = [body["event"] for body in echo.bodies]
    assert [(event["type"], event["user"]) for event in events] == [
        ("member_joined_channel", "U0COACH"),
        ("member_joined_channel", "U0PRIYA"),
        ("member_left_channel", "U0PRIYA"),
        ("member_left_channel", "U0TOM"),
    ]
    assert events[0]["inviter"] == "U0MAYA"
    news = sandbox.messages("U0MAYA", "C0TEAM")
    assert news[0]["text"] == "<@U0COACH> was added to the channel by <@U0MAYA>"


def test_the_app_hears_what_becomes_of_its_channels(sandbox, echo):
    echo.app.event(re.compile("."))(lambda: None)
    sandbox.admin.add_channel("C0TEAM", "team", *TEAM, "U0COACH")
    sandbox.admin.change_channel("C0TEAM", name="the-team")
    sandbox.admin.change_channel("C0TEAM", is_ext_shared=True)
    sandbox.admin.leave("U0COACH", "C0TEAM")
    sandbox.command("U0MAYA", "C0TEAM", "/archive")
    sandbox.admin.delete_channel("C0TEAM")
    sandbox.settle()

    assert [body["event"]["type"] for body in echo.bodies] == [
        "channel_rename",
        "channel_shared",
        "channel_left",
        "channel_archive",
        "channel_deleted",
    ]


@pytest.mark.parametrize(
    ("channel", "text", "said"),
    [
        ("C0GENERAL", "/invite", "Say whom: /invite @name."),
        ("C0GENERAL", "/invite @nobody", "There is nobody called nobody here."),
        ("D0MAYA", "/invite @tom", "/invite works in channels only."),
    ],
)
def test_an_invitation_that_makes_no_sense_is_refused_in_words(sandbox, channel, text, said):
    with pytest.raises(SlackRefusal) as caught:
        sandbox.command("U0MAYA", channel, text)

    assert caught.value.problems == (said,)


def test_a_command_from_a_private_channel_does_not_tell_its_name(sandbox, echo):
    sandbox.admin.add_channel("C0SECRET", "secret", *TEAM, is_private=True)

    @echo.app.command("/ask")
    def ask(ack):
        ack()

    sandbox.command("U0MAYA", "C0SECRET", "/ask")

    assert (echo.bodies[-1]["channel_id"], echo.bodies[-1]["channel_name"]) == (
        "C0SECRET",
        "privategroup",
    )


def test_the_bot_joins_public_channels_by_itself_and_leaves_again(sandbox, client):
    sandbox.admin.add_channel("C0OLD", "old", "U0MAYA", is_archived=True)

    assert client.conversations_join(channel="C0GENERAL")["channel"]["is_member"] is True
    assert client.conversations_join(channel="C0GENERAL")["warning"] == "already_in_channel"
    client.conversations_leave(channel="C0GENERAL")
    assert client.conversations_leave(channel="C0GENERAL")["not_in_channel"] is True
    assert code_of(client, "conversations.join", channel="C0OLD") == "is_archived"
    assert code_of(client, "conversations.join", channel="D0MAYA") == (
        "method_not_supported_for_channel_type"
    )


def test_the_bot_lists_where_it_is(sandbox, client):
    sandbox.admin.add_channel("C0SECRET", "secret", "U0TOM", "U0COACH", is_private=True)
    kinds = "public_channel,private_channel"

    assert names(client.users_conversations(types=kinds)) == [
        "closing-practice",
        "leaderboard",
        "secret",
    ]
    assert names(client.users_conversations(types=kinds, user="U0MAYA")) == [
        "closing-practice",
        "leaderboard",
    ]
    assert names(client.conversations_list()) == ["general", "closing-practice", "leaderboard"]


def names(answer: Any) -> list[str]:
    return [channel["name"] for channel in answer["channels"]]
