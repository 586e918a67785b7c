"""The composition root: from settings to a running bot. The only wiring of the Slack side."""

import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from functools import partial

from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot import logs
from bot.coach.coach import Coach
from bot.coach.tick import Tick
from bot.coach.upkeep import Upkeep
from bot.core.critic import Critic
from bot.errors import StartupError
from bot.offline import build_critic
from bot.scheduler import Scheduler
from bot.settings import Settings
from bot.slack.authorize import one_workspace
from bot.slack.background import Background
from bot.slack.bolt import build
from bot.slack.clients import one_client
from bot.slack.conversation import replies
from bot.slack.delivery import Delivery
from bot.slack.people import zone_follower
from bot.slack.settings import stop_for
from bot.slack.socket import Socket
from bot.storage.engine import open_engine
from bot.storage.migrate import upgrade
from bot.storage.store import Store

CALL_TIMEOUT = 10  # seconds for one Web API call
ANSWERS, DRAIN = 5.0, 1.5  # seconds to finish answers, and each of the queues behind them
STOP_WITHIN = 9.5  # seconds: a platform that asked us to stop kills us soon after

log = logging.getLogger(__name__)


def now() -> datetime:
    return datetime.now(UTC)


class Stop:
    """A wish to stop: SIGTERM, or Ctrl-C. Further signals change nothing."""

    def __init__(self) -> None:
        self._wished = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: self._wished.set())

    def wait(self, is_alive: Callable[[], bool]) -> None:
        """Return when asked to stop. Raises StartupError as soon as the bot is no longer alive."""
        while not self._wished.wait(1.0):
            if not is_alive():
                raise StartupError("Slack has been out of reach for five minutes: start again.")


class Bot:
    """The whole bot. `start` once, `stop` once; stopping finishes what was acknowledged."""

    def __init__(
        self, settings: Settings, critic: Critic, now: Callable[[], datetime] = now
    ) -> None:
        self._settings = settings
        self._critic = critic
        self._now = now
        self._closing = ExitStack()
        self._socket: Socket | None = None
        self._scheduler: Scheduler | None = None

    def start(self) -> None:
        """Migrate, connect and listen. Raises StartupError, with everything closed again."""
        try:
            self._start()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop in the order that loses nothing: ticks, envelopes, messages to send, database."""
        self._closing.close()

    def is_alive(self) -> bool:
        """Whether Slack has been heard of lately. Mends a connection that went silent."""
        return self._socket is not None and self._socket.watch(time.time())

    def wake(self) -> None:
        """Do what is due now, without waiting for the next minute: the clock was moved."""
        if self._scheduler is not None:
            self._scheduler.wake()

    def _start(self) -> None:
        """Build inside out. What is pushed on the stack last is closed first."""
        settings = self._settings
        upgrade(settings.database_url)
        client = web_client(settings)
        bot_user = identify(client)
        engine = open_engine(settings.database_url)
        self._closing.callback(engine.dispose)
        store = Store(engine)
        coach = Coach.over(self._critic, store)
        background = Background()
        self._closing.callback(background.close, DRAIN)
        sender = web_client(settings)
        sender.retry_handlers = []  # a retry may send twice: the delivery knows better
        follow_zone = zone_follower(one_client(client), coach.schedules, self._now)
        render = replies(coach, self._now, follow_zone)
        gone = partial(stop_for, coach.schedules, self._now)
        delivery = Delivery(store, one_client(sender), render, self._now, gone=gone)
        self._closing.callback(delivery.stop, DRAIN)
        delivery.start()
        authorize = one_workspace(client.token, bot_user)
        self._listen(build(client, authorize, coach, delivery, background, self._now))
        self._tick(
            coach.tick, delivery, Upkeep(store, timedelta(days=settings.text_retention_days))
        )

    def _listen(self, app: App) -> None:
        self._socket = Socket(app, self._settings.slack_app_token.get_secret_value())
        self._closing.callback(self._socket.close)
        self._closing.callback(self._socket.finish, ANSWERS)
        try:
            self._socket.client.connect()
        except SlackApiError as error:
            raise refused("SLACK_APP_TOKEN", error) from None

    def _tick(self, drills: Tick, delivery: Delivery, upkeep: Upkeep) -> None:
        def tick(at: datetime) -> None:
            drills.run(at)
            delivery.recover(at)
            upkeep.run(at)

        self._scheduler = Scheduler(tick, self._now)
        self._scheduler.start()
        self._closing.callback(self._scheduler.stop)


def run_until_stopped(settings: Settings) -> None:
    """Run the bot until SIGTERM or Ctrl-C. Raises StartupError."""
    logs.set_up(settings.log_level)
    stop = Stop()
    bot = Bot(settings, build_critic())
    bot.start()
    log.info("Close Coach is listening.")
    try:
        stop.wait(bot.is_alive)
    finally:
        end_within(STOP_WITHIN)
        bot.stop()
    log.info("Close Coach has stopped.")


def end_within(seconds: float) -> None:
    """Leave the process in any case. What is cut off then is kept, and sent by the next start."""
    timer = threading.Timer(seconds, os._exit, (0,))
    timer.daemon = True
    timer.start()


def web_client(settings: Settings) -> WebClient:
    return WebClient(
        token=settings.slack_bot_token.get_secret_value(),
        base_url=settings.slack_api_url,
        timeout=CALL_TIMEOUT,
    )


def identify(client: WebClient) -> str:
    """Return the bot's own user id, asked of Slack once. Raises StartupError."""
    try:
        return str(client.auth_test()["user_id"])
    except SlackApiError as error:
        raise refused("SLACK_BOT_TOKEN", error) from None
    except (SlackClientError, OSError) as error:
        raise StartupError(
            f"Slack cannot be reached at {client.base_url} ({type(error).__name__}):"
            " check the network and SLACK_API_URL."
        ) from None


def refused(variable: str, error: SlackApiError) -> StartupError:
    return StartupError(
        f"Slack refuses {variable} ({error.response.get('error', 'no reason given')}):"
        f" {Settings.model_fields[variable.lower()].description}."
    )
