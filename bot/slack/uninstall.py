"""Slack says that the bot was removed from a workspace."""

from datetime import UTC, datetime
from typing import Any

from slack_bolt import App, BoltContext

from bot.slack.workspaces import Workspaces


def register(app: App, workspaces: Workspaces) -> None:
    """Add the listeners for both events: they come in any order, twice, or never."""

    @app.event("app_uninstalled")
    def uninstalled(body: dict[str, Any], context: BoltContext) -> None:
        _note(workspaces, body, context)

    @app.event("tokens_revoked")
    def revoked(event: dict[str, Any], body: dict[str, Any], context: BoltContext) -> None:
        if event.get("tokens", {}).get("bot"):  # not a person's own token, of which there is none
            _note(workspaces, body, context)


def _note(workspaces: Workspaces, body: dict[str, Any], context: BoltContext) -> None:
    if context.team_id and not context.is_enterprise_install:
        at = datetime.fromtimestamp(int(body["event_time"]), UTC)
        workspaces.uninstalled(context.team_id, at)
