"""The workspaces that have installed the bot, and with which token each is served."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from bot.core.installations import Installation
from bot.core.slots import Slot
from bot.slack.clients import NotInstalled, copy_of
from bot.storage.installations import InstallationStore

TTL = timedelta(minutes=1)  # after which another process's news are heard of at the latest
MOST_CACHED = 5_000
MARGIN = timedelta(seconds=30)  # by how much Slack's clock may be behind ours
DEAD = frozenset({"account_inactive", "token_revoked"})  # the token will never work again
DOUBTED = DEAD | {"invalid_auth", "not_authed", "token_expired"}

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Cached:
    """An installation, and until when it is believed without asking the database."""

    installation: Installation
    until: datetime


class Workspaces:
    """The installations, kept in memory for a short time. Slack is never asked.

    `client` holds the settings of every call; its token is not used.
    """

    def __init__(
        self, store: InstallationStore, client: WebClient, now: Callable[[], datetime]
    ) -> None:
        self._store, self._client, self._now = store, client, now
        self._lock = Lock()
        self._cache: dict[str, Cached] = {}
        self._changes = 0  # what was read before a change is not believed after it

    def installation(self, workspace: str) -> Installation | None:
        """Return the installation of a workspace, None where the bot is not installed."""
        now = self._now()
        with self._lock:
            cached, changes = self._cache.get(workspace), self._changes
        if cached is not None and now < cached.until:
            return cached.installation
        found = self._store.installation(workspace)
        with self._lock:
            if found is None or changes != self._changes:
                self._cache.pop(workspace, None)
            else:
                if len(self._cache) >= MOST_CACHED:
                    self._cache.clear()
                self._cache[workspace] = Cached(found, now + TTL)
        return found

    def client_for(self, workspace: str) -> WebClient:
        """Return a client with the token of a workspace. Raises NotInstalled."""
        installation = self.installation(workspace)
        if installation is None:
            raise NotInstalled(f"The bot is not installed in {workspace}.")
        return copy_of(self._client, installation.token)

    def authorize(self, enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        """Return whose bot a request is meant for, without a token where it is not installed."""
        installation = self.installation(team_id) if team_id else None
        result = AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id)
        if installation is not None:
            result.bot_token, result.bot_user_id = installation.token, installation.bot_user
        return result

    def install(self, installation: Installation, welcome: Slot) -> None:
        """Keep an installation, and what to greet with."""
        self._store.install(installation, welcome)
        self._forget(installation.workspace)

    def uninstalled(self, workspace: str, at: datetime) -> None:
        """Take note of Slack's word that the bot was removed from a workspace at an instant."""
        gone = self._store.uninstall(workspace, self._now(), before=at + MARGIN)
        self._forget(workspace)
        if gone:
            log.info("The bot was removed from %s", workspace)

    def refused(self, token: str, code: str) -> None:
        """Take note that Slack refused a token: it is read anew, or given up when it is dead."""
        if code not in DOUBTED:
            return
        with self._lock:
            held = [name for name, one in self._cache.items() if one.installation.token == token]
        for workspace in held:
            if code in DEAD and self._store.uninstall(workspace, self._now(), token=token):
                log.warning("The bot was removed from %s, as Slack says (%s)", workspace, code)
            self._forget(workspace)

    def _forget(self, workspace: str) -> None:
        with self._lock:
            self._cache.pop(workspace, None)
            self._changes += 1
