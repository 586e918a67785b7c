"""The shapes in which Slack tells the app what a person did."""

from itertools import count
from typing import Any

from bot.sandbox.model import Channel, Json, Message, Person
from bot.sandbox.workspace import APP_ID, Workspace

VERIFICATION = "sandbox-verification-token"


class Payloads:
    """Builds payloads for one workspace; `base_url` is where response URLs live."""

    def __init__(self, workspace: Workspace, base_url: str) -> None:
        self._workspace = workspace
        self._base_url = base_url
        self._events = count(1)

    def command(self, person: Person, channel: Channel, command: str, text: str) -> Json:
        """`slash_commands`: every value is a string."""
        team = self._workspace.team
        return {
            "token": VERIFICATION,
            "team_id": team.id,
            "team_domain": team.domain,
            "channel_id": channel.id,
            "channel_name": channel_name(channel),
            "user_id": person.id,
            "user_name": person.name,
            "command": command,
            "text": text,
            "api_app_id": APP_ID,
            "is_enterprise_install": "false",
            "response_url": self._response_url(person.id, channel.id),
            "trigger_id": self._workspace.tickets.trigger(person.id),
        }

    def shortcut(self, person: Person, callback_id: str) -> Json:
        """A global shortcut."""
        return self._interaction("shortcut", person) | {
            "callback_id": callback_id,
            "action_ts": self._workspace.conversations.new_ts(),
            "trigger_id": self._workspace.tickets.trigger(person.id),
        }

    def message_shortcut(self, person: Person, message: Message, callback_id: str) -> Json:
        """A message shortcut, with the whole message."""
        channel = self._workspace.conversations.channel(message.channel)
        return self.shortcut(person, callback_id) | {
            "type": "message_action",
            "message_ts": message.ts,
            "message": self._workspace.message_json(message),
            "channel": {"id": channel.id, "name": channel_name(channel)},
            "response_url": self._response_url(
                person.id, channel.id, message.ts, message.thread_ts
            ),
        }

    def message_action(self, person: Person, message: Message, action: Json, values: Json) -> Json:
        """A click in a message; an ephemeral one is not sent along, as in Slack."""
        channel = self._workspace.conversations.channel(message.channel)
        ephemeral = message.visible_to is not None
        container: Json = {"type": "message", "message_ts": message.ts, "channel_id": channel.id}
        container["is_ephemeral"] = ephemeral
        if message.thread_ts:
            container["thread_ts"] = message.thread_ts
        payload = self._interaction("block_actions", person) | {
            "container": container,
            "channel": {"id": channel.id, "name": channel_name(channel)},
            "state": {"values": values},
            "trigger_id": self._workspace.tickets.trigger(person.id),
            "response_url": self._response_url(
                person.id, channel.id, message.ts, message.thread_ts
            ),
            "actions": [self._action(action)],
        }
        if not ephemeral:
            payload["message"] = self._workspace.message_json(message)
        return payload

    def view_action(self, person: Person, view: Json, action: Json, values: Json) -> Json:
        """A click in a modal or on the Home tab."""
        return self._interaction("block_actions", person) | {
            "container": {"type": "view", "view_id": view["id"]},
            "view": view | {"state": {"values": values}},
            "trigger_id": self._workspace.tickets.trigger(person.id, view["id"]),
            "actions": [self._action(action)],
        }

    def submission(self, person: Person, view: Json, values: Json) -> Json:
        """A modal that was submitted."""
        return self._interaction("view_submission", person) | {
            "view": view | {"state": {"values": values}},
            "trigger_id": self._workspace.tickets.trigger(person.id, view["id"]),
            "response_urls": [],
        }

    def closing(self, person: Person, view: Json, *, cleared: bool) -> Json:
        """A modal that was closed, for those that ask to be told."""
        return self._interaction("view_closed", person) | {"view": view, "is_cleared": cleared}

    def event(self, event: Json) -> Json:
        """An event with an id that is the same in each delivery."""
        number = next(self._events)
        return {
            "token": VERIFICATION,
            "team_id": self._workspace.team.id,
            "api_app_id": APP_ID,
            "event": event,
            "type": "event_callback",
            "event_id": f"Ev{number:08d}",
            "event_time": int(self._workspace.now().timestamp()),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": self._workspace.team.id,
                    "user_id": self._workspace.bot.id,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": False,
            "event_context": f"4-sandbox-{number}",
        }

    def _interaction(self, kind: str, person: Person) -> Json:
        team = self._workspace.team
        return {
            "type": kind,
            "token": VERIFICATION,
            "team": {"id": team.id, "domain": team.domain},
            "user": {
                "id": person.id,
                "username": person.name,
                "name": person.name,
                "team_id": team.id,
            },
            "api_app_id": APP_ID,
            "enterprise": None,
            "is_enterprise_install": False,
        }

    def _action(self, action: Json) -> Json:
        return action | {"action_ts": self._workspace.conversations.new_ts()}

    def _response_url(self, *about: Any) -> str:
        return f"{self._base_url}/response/{self._workspace.tickets.response_url(*about)}"


def channel_name(channel: Channel) -> str:
    """The name that payloads give a channel."""
    if channel.is_im:
        return "directmessage"
    return "privategroup" if channel.is_private else channel.name
