"""manifest.yml says what the code does."""

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from bot.manifest import http_manifest
from bot.slack.ids import Command, Shortcut

ROOT = Path(__file__).parents[2]
SCHEMA = ROOT.parent / "shared" / "schemas" / "manifest.schema.2.0.0.json"


@pytest.fixture(name="manifest", scope="module")
def _manifest():
    return yaml.safe_load((ROOT / "manifest.yml").read_text(encoding="utf-8"))


def test_it_names_every_command_and_shortcut_that_is_listened_for(manifest):
    features = manifest["features"]

    assert [each["command"] for each in features["slash_commands"]] == list(Command)
    assert [each["callback_id"] for each in features["shortcuts"]] == list(Shortcut)


def test_commands_are_read_as_they_were_typed(manifest):
    assert [each["should_escape"] for each in manifest["features"]["slash_commands"]] == [
        False,
        False,
    ]


def test_shortcut_names_fit_into_slack_s_menu(manifest):
    assert all(len(each["name"]) <= 24 for each in manifest["features"]["shortcuts"])


def test_it_asks_for_what_is_used_and_nothing_else(manifest):
    assert manifest["oauth_config"]["scopes"] == {
        "bot": [
            "channels:history",
            "channels:read",
            "chat:write",
            "commands",
            "files:write",
            "groups:history",
            "groups:read",
            "im:history",
            "im:write",
            "users:read",
        ]
    }
    assert manifest["settings"]["event_subscriptions"]["bot_events"] == [
        "app_home_opened",
        "message.im",
        "user_change",
    ]


def test_every_scope_and_event_gives_its_reason():
    lines = (ROOT / "manifest.yml").read_text(encoding="utf-8").splitlines()

    listed = [line for line in lines if line.startswith("      - ")]
    assert len(listed) == 13
    assert all(" # " in line for line in listed)


def test_people_can_write_to_the_bot_over_socket_mode(manifest):
    assert manifest["features"]["app_home"] == {
        "home_tab_enabled": True,
        "messages_tab_enabled": True,
        "messages_tab_read_only_enabled": False,
    }
    assert manifest["settings"]["socket_mode_enabled"] is True


@pytest.mark.skipif(not SCHEMA.exists(), reason="Slack's schema of manifests is not at hand")
def test_it_is_valid_against_slack_s_schema(manifest):
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))

    assert list(jsonschema.Draft7Validator(schema).iter_errors(manifest)) == []


@pytest.fixture(name="served", params=[False, True], ids=["one workspace", "many"])
def _served(request):
    return request.param, yaml.safe_load(http_manifest("https://coach.example", many=request.param))


def test_for_http_it_differs_in_addresses_and_nothing_else(manifest, served):
    many, found = served
    events = "https://coach.example/slack/events"
    settings = found["settings"]
    assert [each.pop("url") for each in found["features"]["slash_commands"]] == [events] * len(
        Command
    )
    assert settings["interactivity"].pop("request_url") == events
    assert settings["event_subscriptions"].pop("request_url") == events
    assert found["oauth_config"].pop("redirect_urls", None) == (
        ["https://coach.example/slack/oauth_redirect"] if many else None
    )
    names = settings["event_subscriptions"]["bot_events"]
    assert {*names} - {*manifest["settings"]["event_subscriptions"]["bot_events"]} == (
        {"app_uninstalled", "tokens_revoked"} if many else set()
    )
    settings["event_subscriptions"]["bot_events"] = [
        name for name in names if name not in ("app_uninstalled", "tokens_revoked")
    ]
    assert settings["socket_mode_enabled"] is False
    settings["socket_mode_enabled"] = True

    assert found == manifest


@pytest.mark.skipif(not SCHEMA.exists(), reason="Slack's schema is not at hand")
def test_for_http_it_fits_slack_s_schema(served):
    _, found = served
    jsonschema.validate(found, json.loads(SCHEMA.read_text(encoding="utf-8")))
