"""Hands what Slack sends to Bolt, once it is sure that Slack has sent it."""

from collections.abc import Callable
from datetime import datetime

from slack_bolt import App, BoltRequest

from bot.web.guard import admitted
from bot.web.site import Answer, Environ, Handler


def events_handler(app: App, signing_secret: str, now: Callable[[], datetime]) -> Handler:
    """Return the handler of commands, actions, forms and events."""
    secret = signing_secret.encode("ascii")

    def answer(environ: Environ) -> Answer:
        body = admitted(environ, secret, now().timestamp())
        # Parsed already, as a request of Socket Mode is: Bolt does not parse it again.
        response = app.dispatch(BoltRequest(mode="socket_mode", body=body))
        content_type = (response.headers.get("content-type") or ["text/plain; charset=utf-8"])[0]
        return Answer(response.status, str(response.body or ""), str(content_type))

    return answer
