"""The Slack edge over a real database and real content, with and without a Slack behind it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from slack_bolt import App, BoltRequest, BoltResponse
from slack_sdk import WebClient

from bot.coach.coach import Coach
from bot.core.critic import Critic
from bot.sandbox.server import Sandbox
from bot.slack.authorize import one_workspace
from bot.slack.background import Background
from bot.slack.board_posts import BoardPosts
from bot.slack.bolt import build
from bot.slack.clients import one_client
from bot.slack.conversation import replies
from bot.slack.delivery import Delivery
from bot.slack.directory import Directory
from bot.slack.people import zone_follower
from bot.slack.socket import Socket
from bot.storage.store import Store
from tests.databases import fresh_engine

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
NOBODY = "http://127.0.0.1:9/api/"  # the discard port: whoever calls Slack here fails


def now() -> datetime:
    return NOW


@pytest.fixture(name="store")
def _store(tmp_path: Path) -> Iterator[Store]:
    with fresh_engine(tmp_path) as engine:
        yield Store(engine)


@pytest.fixture(name="coach")
def _coach(critic: Critic, store: Store) -> Coach:
    return Coach.over(critic, store)


@dataclass(frozen=True)
class Desk:
    """The app with no Slack behind it: what it answers, it answers without calling anybody."""

    app: App
    coach: Coach
    store: Store
    database: Path

    def ask(self, body: dict[str, Any]) -> BoltResponse:
        return self.app.dispatch(BoltRequest(mode="socket_mode", body=body))

    def answer(self, body: dict[str, Any]) -> dict[str, Any]:
        """Return the payload of an acknowledgement, which must be one."""
        response = self.ask(body)
        assert response.status == 200
        return json.loads(response.body) if response.body else {}


@pytest.fixture(name="desk")
def _desk(coach: Coach, store: Store, tmp_path: Path) -> Iterator[Desk]:
    client = WebClient(token="xoxb-test", base_url=NOBODY, retry_handlers=[])
    background = Background()
    delivery = Delivery(store, one_client(client), replies(coach, now), now)
    app = build(client, one_workspace(client.token, "U0COACH"), coach, delivery, background, now)
    yield Desk(app, coach, store, tmp_path / "coach.db")
    background.close(5)


@dataclass(frozen=True)
class Office:
    """The bot at work in an embedded Slack, over real sockets."""

    slack: Sandbox
    app: App
    coach: Coach
    store: Store
    delivery: Delivery
    clock: "Clock"


class Clock:
    """The time of day, which may be moved on."""

    def __init__(self) -> None:
        self._ahead = timedelta(0)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def jump(self, to: datetime) -> datetime:
        self._ahead = to - datetime.now(UTC)
        return to


@pytest.fixture(name="office")
def _office(coach: Coach, store: Store) -> Iterator[Office]:
    clock = Clock()
    with Sandbox(now=clock) as slack:
        client = WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[], timeout=5)
        background = Background()
        follow_zone = zone_follower(one_client(client), coach.schedules, clock)
        posts = BoardPosts(coach, Directory(clock), one_client(client), clock)
        render = replies(coach, clock, follow_zone, posts.messages)
        delivery = Delivery(store, one_client(client), render, clock, gone=posts.refused)
        authorize = one_workspace(client.token, "U0COACH")
        app = build(client, authorize, coach, delivery, background, clock, posts.directory)
        socket = Socket(app, slack.app_token)
        socket.client.connect()
        slack.wait_for_app()
        delivery.start()
        yield Office(slack, app, coach, store, delivery, clock)
        assert background.close(5)
        assert delivery.stop(5)
        socket.close()
