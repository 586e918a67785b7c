"""The composition root of Socket Mode: from settings to a running bot."""

import logging
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime

from slack_bolt import App
from slack_sdk.errors import SlackApiError, SlackClientError

from bot import logs
from bot.core.critic import Critic
from bot.ending import STOP_WITHIN, Stop, end_within, leave
from bot.lasting import lasting
from bot.offline import build_critic
from bot.parts import Parts, out_of_reach, refused, system_now
from bot.scheduler import Scheduler
from bot.settings import Settings
from bot.slack.socket import Socket

LOST = 1  # the exit code of a bot that ends by itself
ANSWERS = 5.0  # seconds to finish the answers that are under way

log = logging.getLogger(__name__)


class Bot:
    """The whole bot. `start` once, `stop` once; stopping finishes what was acknowledged."""

    def __init__(
        self, settings: Settings, critic: Critic, now: Callable[[], datetime] = system_now
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
        parts = Parts(self._settings, self._critic, self._now, self._closing)
        delivery = parts.delivery()
        app = parts.app(delivery)
        parts.send(delivery)
        self._listen(app)
        self._scheduler = parts.keep_time(delivery)

    def _listen(self, app: App) -> None:
        self._socket = Socket(app, self._settings.slack_app_token.get_secret_value())
        self._closing.callback(self._socket.close)
        self._closing.callback(self._socket.finish, ANSWERS)
        try:
            self._socket.client.connect()
        except SlackApiError as error:
            raise refused("SLACK_APP_TOKEN", error) from None
        except (SlackClientError, OSError) as error:
            raise out_of_reach(self._socket.client.web_client, error) from None


def run_until_stopped(settings: Settings) -> None:
    """Run the bot until SIGTERM or Ctrl-C. Raises StartupError."""
    logs.set_up(settings.log_level)
    stop = Stop()
    with lasting():
        bot = Bot(settings, build_critic())
        bot.start()
    log.info("Close Coach is listening.")
    code = LOST
    try:
        stop.wait(bot.is_alive)
        code = 0
    finally:
        end_within(STOP_WITHIN, code)
        bot.stop()
    log.info("Close Coach has stopped.")
    leave()
