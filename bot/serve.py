"""The composition root of HTTP: `close-coach serve`."""

import logging
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime

from bot import logs
from bot.core.critic import Critic
from bot.ending import leave
from bot.lasting import lasting
from bot.offline import build_critic
from bot.parts import TICK, Parts, system_now
from bot.settings import WebSettings
from bot.web import pages
from bot.web.events import events_handler
from bot.web.health import Health
from bot.web.install import REDIRECT, Installer, OauthApp
from bot.web.server import Address, Server
from bot.web.site import Routes, Site

SHARED = "PROMETHEUS_MULTIPROC_DIR"  # read by prometheus_client when it is imported

log = logging.getLogger(__name__)


class Web:
    """One process that answers requests. With `alone` it also sends and keeps the time."""

    def __init__(
        self,
        settings: WebSettings,
        critic: Critic,
        *,
        alone: bool,
        now: Callable[[], datetime] = system_now,
    ) -> None:
        self._settings, self._critic, self._alone, self._now = settings, critic, alone, now
        self._closing = ExitStack()

    def start(self) -> Site:
        """Open everything and return the application. Raises StartupError, all closed again."""
        try:
            return self._start()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Close in the order that loses nothing: ticks, messages to send, database."""
        self._closing.close()
        log.info("Close Coach has stopped.")

    def _start(self) -> Site:
        from bot.web.metrics import MeasuredCritic, Metrics, MetricsPage

        metrics = Metrics()
        critic = MeasuredCritic(self._critic, metrics.judged)
        parts = Parts(self._settings, critic, self._now, self._closing, metrics.refused)
        token = self._settings.metrics_token
        shown = MetricsPage(
            metrics, parts.store, self._now, token.get_secret_value() if token else None
        )
        routes = {**self._routes(parts), "/metrics": {"GET": shown.answer}}
        return Site(routes, metrics.requested)

    def _routes(self, parts: Parts) -> Routes:
        secret = self._settings.slack_signing_secret.get_secret_value()
        delivery = parts.delivery()
        app = parts.app(delivery)
        if self._alone:
            parts.send(delivery)
            parts.keep_time(delivery)
        health = Health(parts.store, self._now, self._now(), TICK, ticks=self._alone)
        routes: Routes = {
            "/slack/events": {"POST": events_handler(app, secret, self._now)},
            "/healthz": {"GET": health.answer},
        }
        if parts.reach.workspaces is None or parts.reach.installations is None:
            return routes
        installer = Installer(
            self._oauth(parts),
            parts.reach.installations,
            parts.reach.workspaces,
            self._now,
            delivery.wake,
        )
        return {
            **routes,
            pages.INSTALL: {"GET": installer.begin},
            REDIRECT: {"GET": installer.finish},
        }

    def _oauth(self, parts: Parts) -> OauthApp:
        from bot.sandbox.manifest import load_manifest, manifest_path  # YAML: only to install

        settings = self._settings
        assert settings.slack_client_id is not None
        assert settings.slack_client_secret is not None
        assert settings.public_url is not None
        return OauthApp(
            id=settings.slack_client_id,
            secret=settings.slack_client_secret.get_secret_value(),
            scopes=load_manifest(manifest_path()).scopes,
            public_url=settings.public_url,
            client=parts.reach.client,
        )


def serve(settings: WebSettings, *, alone: bool) -> None:
    """Serve until SIGTERM or Ctrl-C. Raises StartupError before anything is served."""
    logs.set_up(settings.log_level)
    processes = 1 if alone else settings.web_concurrency
    if alone and settings.web_concurrency > 1:
        log.warning("With --all there is one process, whatever WEB_CONCURRENCY says.")
    with lasting():
        critic = build_critic()
    with ExitStack() as closing:
        if processes > 1:
            os.environ[SHARED] = closing.enter_context(_folder_of_this_process())
        with ExitStack() as trial:  # say what is wrong once, and not in each process
            Parts(settings, critic, system_now, trial)
        web = Web(settings, critic, alone=alone)
        address = Address(settings.listen_address, settings.port, processes, settings.web_threads)
        Server(address, web.start, web.stop, leave).run()


@contextmanager
def _folder_of_this_process() -> Iterator[str]:
    """Make a folder that is there until this process ends: the others come out here, too."""
    folder, owner = tempfile.mkdtemp(prefix="close-coach-"), os.getpid()
    try:
        yield folder
    finally:
        if os.getpid() == owner:
            shutil.rmtree(folder, ignore_errors=True)
