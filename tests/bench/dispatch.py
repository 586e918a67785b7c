"""How long `/close-check` takes inside the bot, from Slack's envelope to the acknowledgement."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from slack_bolt import Ack, App, BoltRequest, BoltResponse
from slack_sdk import WebClient

from bot.coach.coach import Coach
from bot.core.critic import Critic
from bot.offline import build_critic
from bot.slack.authorize import one_workspace
from bot.slack.background import Background
from bot.slack.bolt import build
from bot.slack.clients import one_client
from bot.slack.conversation import replies
from bot.slack.delivery import Delivery
from bot.storage.store import Store
from tests.bench.measure import in_turns, show_times
from tests.bench.texts import fifty_words
from tests.databases import fresh_engine

EMPTY = "/nothing"
WARM_UP = 20


def show() -> None:
    critic, texts = build_critic(), fifty_words()
    requests = [(f"{number}.trigger", text) for number, text in enumerate(texts)]
    with running_app(critic) as app:
        works = {
            "an empty listener": lambda request: ask(app, EMPTY, *request),
            "/close-check LINE": lambda request: ask(app, "/close-check", *request),
            "  of it, the critique": lambda request: critic.critique(request[1]),
        }
        show_times(
            f"dispatch: time to acknowledge {len(texts) - WARM_UP} commands, each with another line"
            " of 40 to 60 words, its attempt kept in an SQLite file; beside a listener that only"
            " acknowledges",
            in_turns(works, requests, perf_counter, warm_up=WARM_UP),
            against="an empty listener",
        )


@contextmanager
def running_app(critic: Critic) -> Iterator[App]:
    """The bot's app with a database and one more command, whose listener is empty."""
    with ExitStack() as cleanup:
        folder = Path(cleanup.enter_context(TemporaryDirectory()))
        store = Store(cleanup.enter_context(fresh_engine(folder)))
        coach = Coach.over(critic, store)
        client = WebClient("xoxb-bench", base_url="http://127.0.0.1:9/api/", retry_handlers=[])
        background = Background()
        cleanup.callback(background.close, 5)
        app = build(
            client,
            one_workspace(client.token, "U0COACH"),
            coach,
            Delivery(store, one_client(client), replies(coach, now), now),
            background,
            now,
        )
        app.command(EMPTY)(acknowledge)
        yield app


def acknowledge(ack: Ack) -> None:
    ack()


def ask(app: App, command: str, trigger: str, text: str) -> BoltResponse:
    """Dispatch one command as Socket Mode does."""
    body: dict[str, Any] = {
        "command": command,
        "text": text,
        "team_id": "T0DEMO",
        "user_id": "U0MAYA",
        "channel_id": "C0PRACTICE",
        "trigger_id": trigger,
        "response_url": "http://127.0.0.1:9/response/1",
    }
    return app.dispatch(BoltRequest(mode="socket_mode", body=body))


def now() -> datetime:
    return datetime.now(UTC)
