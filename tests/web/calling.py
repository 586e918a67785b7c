"""Calls a WSGI application as Slack and browsers do, without a socket."""

import hashlib
import hmac
import io
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from bot.settings import WebSettings

SECRET = "0123456789abcdef0123456789abcdef"
TOKEN = "xoxb-one"
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Reply:
    """What came back."""

    status: int
    headers: dict[str, str]
    text: str

    @property
    def json(self) -> Any:
        return json.loads(self.text) if self.text else {}


def serving_one(slack_url: str, database_url: str) -> WebSettings:
    """Return the settings with which one workspace is served, whose token is TOKEN."""
    return WebSettings(
        _env_file=None,
        slack_signing_secret=SECRET,
        slack_bot_token=TOKEN,
        slack_api_url=slack_url,
        database_url=database_url,
    )


def signature(body: bytes, timestamp: str, secret: str = SECRET) -> str:
    base = b"v0:%s:%s" % (timestamp.encode(), body)
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


def signed(body: bytes, at: float | None = None, secret: str = SECRET) -> dict[str, str]:
    """Return the headers with which Slack signs a body."""
    timestamp = str(int(time.time() if at is None else at))
    return {
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": signature(body, timestamp, secret),
    }


def encoded(payload: dict[str, Any]) -> tuple[bytes, str]:
    """Return a payload as Slack sends it, and its content type."""
    if payload.get("type") in ("event_callback", "url_verification"):
        return json.dumps(payload).encode(), "application/json"
    if "command" in payload:
        return urlencode(payload).encode(), FORM
    return urlencode({"payload": json.dumps(payload)}).encode(), FORM


class Caller:
    """A client of one WSGI application."""

    def __init__(self, site: Any, now: Callable[[], float] = time.time) -> None:
        self.site = site
        self.now = now

    def call(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        headers: dict[str, str] | None = None,
        **environ: Any,
    ) -> Reply:
        path, _, query = path.partition("?")
        given: dict[str, Any] = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "REMOTE_ADDR": "127.0.0.1",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body),
        }
        for name, value in (headers or {}).items():
            key = name.upper().replace("-", "_")
            given[key if key == "CONTENT_TYPE" else f"HTTP_{key}"] = value
        said: list[Any] = []
        chunks = self.site(given | environ, lambda status, found: said.extend((status, found)))
        return Reply(int(said[0][:3]), dict(said[1]), b"".join(chunks).decode())

    def get(self, path: str, headers: dict[str, str] | None = None, **environ: Any) -> Reply:
        return self.call("GET", path, headers=headers, **environ)

    def slack(self, payload: dict[str, Any]) -> Reply:
        """Send a payload as Slack does: encoded and signed."""
        body, kind = encoded(payload)
        headers = signed(body, at=self.now()) | {"Content-Type": kind}
        return self.call("POST", "/slack/events", body, headers)
