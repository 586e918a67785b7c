"""The app's manifest for HTTP, made from the one for Socket Mode, so that both say the same."""

from pathlib import Path
from typing import Any

import yaml

from bot.sandbox.manifest import manifest_path
from bot.web.install import REDIRECT

EVENTS = "slack/events"
OF_MANY = ("app_uninstalled", "tokens_revoked")  # what tells that a workspace removed the bot


def http_manifest(url: str, *, many: bool, path: Path | None = None) -> str:
    """Return the manifest of an app that is served at `url`, to one workspace or to many."""
    text = (path or manifest_path()).read_text(encoding="utf-8")
    data: dict[str, Any] = yaml.safe_load(text)
    events = url.rstrip("/") + "/" + EVENTS
    for command in data["features"]["slash_commands"]:
        command["url"] = events
    settings = data["settings"]
    settings["socket_mode_enabled"] = False
    settings["interactivity"]["request_url"] = events
    subscribed = settings["event_subscriptions"]
    names = sorted({*subscribed["bot_events"], *(OF_MANY if many else ())})
    settings["event_subscriptions"] = {"request_url": events, "bot_events": names}
    if many:
        data["oauth_config"]["redirect_urls"] = [url.rstrip("/") + REDIRECT]
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=100)
