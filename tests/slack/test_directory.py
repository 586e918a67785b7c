"""Who is in a channel, asked of Slack a page at a time, and remembered for a while."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from slack_sdk import WebClient

from bot.sandbox.server import Sandbox
from bot.slack.directory import FRESH, ONE_BY_ONE, Directory

TEAM, CHANNEL = "T0DEMO", "C0LARGE"
MANY = 1_000


class Watch:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 23, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time


@pytest.fixture(name="watch")
def _watch() -> Watch:
    return Watch()


@pytest.fixture(name="directory")
def _directory(watch: Watch) -> Directory:
    return Directory(watch)


@pytest.fixture(name="slack", scope="module")
def _slack() -> Iterator[Sandbox]:
    with Sandbox() as slack:
        ids = [f"U{number:05}" for number in range(MANY)]
        for id in ids:
            slack.admin.add_person(id, f"Member {id}")
        slack.admin.add_channel(CHANNEL, "large", *ids, "U0COACH")
        slack.change_person(ids[0], deleted=True)
        yield slack


@pytest.fixture(name="client")
def _client(slack: Sandbox) -> WebClient:
    return WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[])


def calls(slack: Sandbox) -> dict[str, int]:
    names = [call.method for call in slack.calls]
    return {name: names.count(name) for name in set(names)}


def test_a_thousand_members_are_asked_for_in_pages_and_remembered(slack, client, directory):
    before = calls(slack)

    members = directory.members(client, TEAM, CHANNEL)
    again = directory.members(client, TEAM, CHANNEL)

    asked = {name: count - before.get(name, 0) for name, count in calls(slack).items()}
    assert len(members) == MANY - 1  # neither the bot nor who was deactivated
    assert again == members
    assert (asked["conversations.members"], asked["users.list"]) == (12, 2)
    assert "users.info" not in asked


def test_a_few_names_are_asked_for_one_by_one_and_anew_after_a_while(
    slack, client, directory, watch
):
    before = len(slack.calls_of("users.info"))
    assert directory.names(client, TEAM, ["U0MAYA", "U0TOM"]) == {"U0MAYA": "Maya", "U0TOM": "Tom"}
    assert directory.names(client, TEAM, ["U0MAYA"]) == {"U0MAYA": "Maya"}
    assert len(slack.calls_of("users.info")) - before == 2

    watch.time += FRESH + timedelta(seconds=1)

    assert directory.names(client, TEAM, ["U0MAYA"]) == {"U0MAYA": "Maya"}
    assert len(slack.calls_of("users.info")) - before == 3


def test_what_slack_tells_of_its_own_accord_is_taken_over(client, directory):
    directory.names(client, TEAM, ["U0MAYA"])

    directory.heard_of(TEAM, {"id": "U0MAYA", "profile": {"display_name": "May"}, "deleted": True})

    assert directory.names(client, TEAM, ["U0MAYA"]) == {"U0MAYA": "May"}
    assert directory.still_here(client, TEAM, ["U0MAYA"]) == {}


def test_people_of_one_name_are_told_apart_by_their_whole_names(slack, client, directory):
    for id, full in (("U0ALEX1", "Alex Ames"), ("U0ALEX2", "Alex Brown")):
        slack.admin.add_person(id, full)

    names = directory.names(client, TEAM, ["U0ALEX1", "U0ALEX2", "U0MAYA"])

    assert names == {"U0ALEX1": "Alex Ames", "U0ALEX2": "Alex Brown", "U0MAYA": "Maya"}


def test_who_is_unknown_to_slack_is_left_out(client, directory):
    strangers = [f"U9{number:04}" for number in range(ONE_BY_ONE + 1)]

    assert directory.names(client, TEAM, ["U0NOBODY"]) == {}
    assert directory.names(client, TEAM, strangers) == {}


def test_names_of_two_workspaces_are_kept_apart(client, directory):
    directory.heard_of("T0OTHER", {"id": "U0MAYA", "name": "someone-else"})

    assert directory.names(client, TEAM, ["U0MAYA"]) == {"U0MAYA": "Maya"}


def test_nobody_is_asked_for_who_had_themselves_deleted(slack, client, directory):
    before = calls(slack)

    assert directory.names(client, TEAM, [""]) == {}
    assert calls(slack) == before
