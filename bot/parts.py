"""The parts that every role of the bot is made of: those that answer, send, or keep the time."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from sqlalchemy import Engine

from bot.coach.coach import Coach
from bot.coach.upkeep import Upkeep
from bot.core.critic import Critic
from bot.errors import StartupError
from bot.settings import SenderSettings, ServiceSettings, Settings
from bot.slack import uninstall
from bot.slack.authorize import Authorize, one_workspace
from bot.slack.background import Background
from bot.slack.board_posts import BoardPosts
from bot.slack.bolt import build
from bot.slack.clients import ClientFor, one_client
from bot.slack.conversation import replies
from bot.slack.delivery import IDLE, LEASE, Delivery
from bot.slack.directory import Directory
from bot.slack.people import zone_follower
from bot.slack.watch import Tell, Watch
from bot.slack.workspaces import Workspaces
from bot.storage.engine import open_engine
from bot.storage.installations import InstallationStore
from bot.storage.keyring import Keyring
from bot.storage.migrate import upgrade
from bot.storage.store import Store

if TYPE_CHECKING:
    from bot.scheduler import Scheduler

CALL_TIMEOUT = 10  # seconds for one Web API call
PATIENCE = 2.0  # seconds for a lock of the database: Slack waits three for an answer
DRAIN = 1.5  # seconds for each of the queues behind the answers
TICK = "tick"  # the pulse of whoever keeps the time


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom the bot serves: one workspace with its token, or those that have installed it."""

    client: WebClient
    authorize: Authorize
    client_for: ClientFor
    workspaces: Workspaces | None = None
    installations: InstallationStore | None = None


class Parts:
    """Store, use cases and the way to Slack, opened on a stack that closes them again.

    What is closed first is pushed last: ticks, then requests, the sender, the database. `tell` is
    told of each error that Slack answers.
    """

    def __init__(
        self,
        settings: ServiceSettings,
        critic: Critic,
        now: Callable[[], datetime],
        closing: ExitStack,
        tell: Tell = lambda token, code: None,
    ) -> None:
        self.settings, self.now, self._closing = settings, now, closing
        upgrade(settings.database_url)
        engine = open_engine(settings.database_url, patience=PATIENCE)
        closing.callback(engine.dispose)
        self.store = Store(engine)
        self._retention = timedelta(days=settings.text_retention_days)
        self.coach = Coach.over(critic, self.store, self._retention)
        self.reach = reach_of(settings, engine, now, tell)
        self._posts = BoardPosts(self.coach, Directory(now), self.reach.client_for, now)

    def delivery(self, *, lease: timedelta = LEASE, idle: float = IDLE) -> Delivery:
        """Return a sender that does not send yet."""
        client_for, posts, now = self.reach.client_for, self._posts, self.now
        follow_zone = zone_follower(client_for, self.coach.schedules, now)
        render = replies(self.coach, now, follow_zone, posts.messages)
        return Delivery(
            self.store, client_for, render, now, gone=posts.refused, lease=lease, idle=idle
        )

    def app(self, delivery: Delivery) -> App:
        """Return the Bolt app that answers requests."""
        background = Background()
        self._closing.callback(background.close, DRAIN)
        reach = self.reach
        app = build(
            reach.client,
            reach.authorize,
            self.coach,
            delivery,
            background,
            self.now,
            self._posts.directory,
        )
        if reach.workspaces is not None:
            uninstall.register(app, reach.workspaces)
        return app

    def send(self, delivery: Delivery) -> None:
        """Let a sender send until all is closed."""
        self._closing.callback(delivery.stop, DRAIN)
        delivery.start()

    def upkeep(self) -> Upkeep:
        """Return what forgets."""
        installations = self.reach.installations
        if installations is None:
            return Upkeep(self.store, self._retention)
        assert isinstance(self.settings, SenderSettings)
        grace = timedelta(days=self.settings.uninstall_grace_days)
        return Upkeep(self.store, self._retention, installations, grace)

    def keep_time(self, delivery: Delivery) -> "Scheduler":
        """Do each minute what is due, until all is closed."""
        from bot.scheduler import Scheduler  # its library takes long, and not every role needs it

        due = timekeeping(self.coach, self.store, self.upkeep())

        def tick(at: datetime) -> None:
            due(at)
            delivery.recover(at)

        scheduler = Scheduler(tick, self.now)
        scheduler.start()
        self._closing.callback(scheduler.stop)
        return scheduler


def timekeeping(coach: Coach, store: Store, upkeep: Upkeep) -> Callable[[datetime], None]:
    """Return what is done each minute by whoever keeps the time. It says nothing to Slack."""

    def tick(at: datetime) -> None:
        coach.tick.run(at)
        upkeep.run(at)
        store.beat(TICK, at)

    return tick


def reach_of(
    settings: ServiceSettings, engine: Engine, now: Callable[[], datetime], tell: Tell
) -> Reach:
    """Return whom these settings serve. Raises StartupError when Slack refuses the one token."""
    if isinstance(settings, SenderSettings) and settings.serves_many:
        store = InstallationStore(engine, Keyring(settings.keys))
        store.installed()  # a key that is missing is told now, not to the people of a workspace
        client = web_client(settings)
        workspaces = Workspaces(store, client, now)
        client.retry_handlers = [Watch(tell, workspaces.refused)]
        return Reach(client, workspaces.authorize, workspaces.client_for, workspaces, store)
    client = web_client(settings, one_token(settings))
    client.retry_handlers = [Watch(tell)]  # a retry may send twice: the delivery knows better
    authorize = one_workspace(client.token, identify(client))
    return Reach(client, authorize, one_client(client))


def one_token(settings: ServiceSettings) -> str:
    """Return the token of the one workspace that is served."""
    assert isinstance(settings, Settings | SenderSettings)
    assert settings.slack_bot_token is not None
    return settings.slack_bot_token.get_secret_value()


def web_client(settings: ServiceSettings, token: str | None = None) -> WebClient:
    return WebClient(token=token, base_url=settings.slack_api_url, timeout=CALL_TIMEOUT)


def identify(client: WebClient) -> str:
    """Return the bot's own user id, asked of Slack once. Raises StartupError."""
    try:
        return str(client.auth_test()["user_id"])
    except SlackApiError as error:
        raise refused("SLACK_BOT_TOKEN", error) from None
    except (SlackClientError, OSError) as error:
        raise out_of_reach(client, error) from None


def out_of_reach(client: WebClient, error: Exception) -> StartupError:
    return StartupError(
        f"Slack cannot be reached at {client.base_url} ({type(error).__name__}):"
        " check the network and SLACK_API_URL."
    )


def refused(variable: str, error: SlackApiError) -> StartupError:
    return StartupError(
        f"Slack refuses {variable} ({error.response.get('error', 'no reason given')}):"
        f" {Settings.model_fields[variable.lower()].description}."
    )


def system_now() -> datetime:
    return datetime.now(UTC)
