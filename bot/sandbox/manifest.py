"""The app as manifest.yml declares it: what the workspace offers, sends and permits."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).resolve()


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command."""

    command: str
    description: str
    usage_hint: str


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A shortcut; `type` is `message` or `global`."""

    name: str
    callback_id: str
    type: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The part of an app manifest that changes what Slack does."""

    commands: tuple[Command, ...]
    shortcuts: tuple[Shortcut, ...]
    scopes: frozenset[str]
    events: frozenset[str]
    home_tab: bool
    messages_tab: bool
    messages_read_only: bool


def manifest_path() -> Path:
    """Where manifest.yml is: at the root of a checkout, or inside an installed copy."""
    installed = HERE.parents[1] / "_content" / "manifest.yml"
    return installed if installed.exists() else HERE.parents[2] / "manifest.yml"


def load_manifest(path: Path) -> Manifest:
    """Read the manifest at `path`.

    Raises:
        OSError: The file cannot be read.
    """
    data: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    features = data["features"]
    home = features.get("app_home", {})
    return Manifest(
        commands=tuple(
            Command(item["command"], item["description"], item.get("usage_hint", ""))
            for item in features.get("slash_commands", ())
        ),
        shortcuts=tuple(
            Shortcut(item["name"], item["callback_id"], item["type"])
            for item in features.get("shortcuts", ())
        ),
        scopes=frozenset(data["oauth_config"]["scopes"]["bot"]),
        events=frozenset(data["settings"]["event_subscriptions"]["bot_events"]),
        home_tab=home.get("home_tab_enabled", False),
        messages_tab=home.get("messages_tab_enabled", False),
        messages_read_only=home.get("messages_tab_read_only_enabled", False),
    )
