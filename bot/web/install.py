"""Installing the bot in a workspace, by Slack's OAuth: to Slack with a state, and back with a code.

A state works once, for a short time, and in the browser that began: it is also in a cookie.
"""

import logging
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from http.cookies import CookieError, SimpleCookie
from threading import Lock
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse

from bot.core.installations import Installation
from bot.core.slots import Slot, SlotKind
from bot.slack.workspaces import Workspaces
from bot.storage.installations import InstallationStore
from bot.web import pages
from bot.web.site import Answer, Environ

COOKIE = "close_coach_install"
LASTS = timedelta(minutes=10)
MOST_A_MINUTE = 60
REDIRECT = "/slack/oauth_redirect"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class OauthApp:
    """The app as Slack knows it. `client` calls Slack without a token of its own."""

    id: str
    secret: str
    scopes: frozenset[str]
    public_url: str  # with its closing slash
    client: WebClient


class Installer:
    """Answers the two addresses of an installation."""

    def __init__(
        self,
        app: OauthApp,
        store: InstallationStore,
        workspaces: Workspaces,
        now: Callable[[], datetime],
        wake: Callable[[], object] = lambda: None,
    ) -> None:
        self._app, self._store, self._workspaces = app, store, workspaces
        self._now, self._wake = now, wake
        self._lock = Lock()
        self._begun: list[datetime] = []  # within the last minute

    def begin(self, environ: Environ) -> Answer:
        """Send a browser to Slack, to ask for the app's scopes."""
        now = self._now()
        if self._is_too_many(now):
            return pages.too_many()
        state = secrets.token_urlsafe(32)
        self._store.begin(state, now + LASTS)
        asked = {
            "client_id": self._app.id,
            "scope": ",".join(sorted(self._app.scopes)),
            "state": state,
            "redirect_uri": self._redirect_uri,
        }
        authorize = urljoin(self._app.client.base_url, "/oauth/v2/authorize")
        headers = (
            ("Location", f"{authorize}?{urlencode(asked)}"),
            ("Set-Cookie", self._cookie(state)),
        )
        return Answer(302, headers=headers)

    def finish(self, environ: Environ) -> Answer:
        """Take a browser back from Slack, and install the bot if all is as it should be."""
        asked = parse_qs(str(environ.get("QUERY_STRING", "")), errors="replace")
        given = {name: values[0] for name, values in asked.items()}
        state = given.get("state", "")
        cookie = _cookie_of(environ)
        mine = secrets.compare_digest(cookie.encode(), state.encode())
        if not state or not mine or not self._store.finish(state, self._now()):
            return pages.out_of_date()
        if "code" not in given:
            return pages.declined()
        try:
            granted = self._app.client.oauth_v2_access(
                client_id=self._app.id,
                client_secret=self._app.secret,
                code=given["code"],
                redirect_uri=self._redirect_uri,
            )
        except SlackApiError as error:
            log.warning("Slack refused an installation: %s", error.response.get("error", "?"))
            return pages.refused_by_slack()
        except (SlackClientError, OSError) as error:
            log.warning("Slack could not be asked for an installation: %s", type(error).__name__)
            return pages.out_of_reach()
        return self._granted(granted)

    def _granted(self, granted: SlackResponse) -> Answer:
        token = str(granted.get("access_token") or "")
        if granted.get("is_enterprise_install"):
            self._give_back(token)
            return pages.organization()
        if granted.get("refresh_token"):
            self._give_back(token)
            return pages.rotating()
        team, installer = granted.get("team") or {}, granted.get("authed_user") or {}
        if not (token and team.get("id") and installer.get("id") and granted.get("bot_user_id")):
            return pages.refused_by_slack()
        now = self._now()
        installation = Installation(
            workspace=team["id"],
            name=str(team.get("name") or team["id"]),
            token=token,
            bot_user=str(granted["bot_user_id"]),
            scopes=frozenset(str(granted.get("scope") or "").split(",")),
            installer=installer["id"],
            installed_at=now,
        )
        self._workspaces.install(installation, _welcome(installation))
        self._wake()
        log.info("The bot was installed in %s", installation.workspace)
        return pages.installed(installation.name, str(granted.get("app_id") or ""), team["id"])

    def _give_back(self, token: str) -> None:
        """Revoke a token that is not kept."""
        with suppress(SlackClientError, OSError):
            self._app.client.auth_revoke(token=token)

    def _is_too_many(self, now: datetime) -> bool:
        with self._lock:
            self._begun = [at for at in self._begun if now - at < timedelta(minutes=1)]
            if len(self._begun) >= MOST_A_MINUTE:
                return True
            self._begun.append(now)
            return False

    @property
    def _redirect_uri(self) -> str:
        return self._app.public_url.rstrip("/") + REDIRECT

    def _cookie(self, state: str) -> str:
        safe = "; Secure" if urlsplit(self._app.public_url).scheme == "https" else ""
        age = int(LASTS.total_seconds())
        return f"{COOKIE}={state}; Path=/slack; Max-Age={age}; HttpOnly; SameSite=Lax{safe}"


def _welcome(installation: Installation) -> Slot:
    return Slot(
        workspace=installation.workspace,
        recipient=installation.installer,
        kind=SlotKind.WELCOME,
        key=installation.installed_at.isoformat(),
        subject="",
        channel=installation.installer,
        thread_ts=None,
        created_at=installation.installed_at,
    )


def _cookie_of(environ: Environ) -> str:
    try:
        found = SimpleCookie(str(environ.get("HTTP_COOKIE", ""))).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found is not None else ""
