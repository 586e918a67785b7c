"""Who is served: people of a workspace in which the bot is installed, and nobody else."""

from collections.abc import Callable
from typing import Any

from slack_bolt import App, BoltContext, BoltResponse

from bot.errors import UserError

Body = dict[str, Any]

NOT_HERE = (
    "Close Coach is not installed in this workspace any more. Ask an admin to install it again."
)
ORG_WIDE = (
    "Close Coach cannot be installed for a whole organization yet. Ask an admin to install it in"
    " the workspace where you want to use it."
)
OUTSIDER = (
    "Close Coach works for the people of the workspace that installed it, and yours is another"
    " one. Ask an admin of your own workspace to install it there."
)
GONE = frozenset({"app_uninstalled", "tokens_revoked"})  # about the installation, from nobody


class NotServed(UserError):
    """The person belongs to no workspace that this bot serves."""


def register(app: App) -> None:
    """Put this in front of every listener."""

    @app.use
    def serve_members_only(
        body: Body, context: BoltContext, next: Callable[[], BoltResponse]
    ) -> BoltResponse:
        why = refusal(body, context)
        if not why:
            return next()
        if body.get("type") == "event_callback":
            return BoltResponse(status=200)  # nobody waits for an answer; it must not come again
        raise NotServed(why)


def refusal(body: Body, context: BoltContext) -> str:
    """Return why a request is not served, empty when it is."""
    if _event(body).get("type") in GONE:
        return ""
    if context.is_enterprise_install:
        return ORG_WIDE
    home = actor_team(body)
    if home is not None and home not in (context.team_id, context.enterprise_id):
        return OUTSIDER
    return "" if context.bot_token else NOT_HERE


def actor_team(body: Body) -> str | None:
    """Return the workspace or organization of the person who acts, None when Slack names none."""
    event = _event(body)
    if event:
        message = event.get("message") if isinstance(event.get("message"), dict) else {}
        named = event.get("user_team") or (message or {}).get("user_team")
        user = event.get("user")
        return named or (user.get("team_id") if isinstance(user, dict) else None)
    user = body.get("user")
    return user.get("team_id") if isinstance(user, dict) else None


def _event(body: Body) -> Body:
    event = body.get("event")
    return event if isinstance(event, dict) else {}
