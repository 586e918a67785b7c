"""Which changes of the workspace become events for the app."""

from bot.sandbox.channel_events import channel_event
from bot.sandbox.model import Change, Deleted, Edited, Json, Message, PersonChanged, Posted
from bot.sandbox.payloads import Payloads
from bot.sandbox.socket_mode import SocketMode
from bot.sandbox.workspace import Workspace


class Events:
    """Sends the app the events that its manifest subscribes to, in the channels it is in."""

    def __init__(self, workspace: Workspace, payloads: Payloads, sockets: SocketMode) -> None:
        self._workspace = workspace
        self._payloads = payloads
        self._sockets = sockets

    def observe(self, change: Change) -> None:
        """Turn a change of a message or of a person into an event."""
        match change:
            case Posted(message):
                self._send(message, self._message(message))
            case Edited(before, after):
                changed = {
                    "subtype": "message_changed",
                    "message": self._workspace.message_json(after),
                    "previous_message": self._workspace.message_json(before),
                }
                self._send(after, self._hidden(after) | changed)
            case Deleted(message):
                deleted = {
                    "subtype": "message_deleted",
                    "deleted_ts": message.ts,
                    "previous_message": self._workspace.message_json(message),
                }
                self._send(message, self._hidden(message) | deleted)
            case PersonChanged(person):
                changed = {"type": "user_change", "user": self._workspace.person_json(person)}
                self._tell(changed | {"event_ts": self._workspace.conversations.new_ts()})
            case _:
                self._channel(change)

    def home_opened(self, user: str, tab: str) -> None:
        """Tell the app that somebody looks at its Home or Messages tab."""
        conversations = self._workspace.conversations
        event: Json = {
            "type": "app_home_opened",
            "user": user,
            "channel": conversations.direct(user).id,
            "tab": tab,
            "event_ts": conversations.new_ts(),
        }
        view = self._workspace.views.home(user)
        if view is not None and tab == "home":
            event["view"] = view
        self._tell(event)

    def _channel(self, change: Change) -> None:
        event = channel_event(change, self._workspace.bot.id)
        if event is not None:
            self._tell(event | {"event_ts": self._workspace.conversations.new_ts()})

    def _tell(self, event: Json) -> None:
        if event["type"] in self._workspace.manifest.events:
            self._sockets.event(self._payloads.event(event))

    def _send(self, message: Message, event: Json) -> None:
        if message.visible_to is not None:
            return
        channel = self._workspace.conversations.channel(message.channel)
        place = "groups" if channel.is_private else "channels"
        subscribed = f"message.{'im' if channel.is_im else place}"
        if subscribed not in self._workspace.manifest.events:
            return
        if self._workspace.bot.id not in channel.members:
            return
        kind = "group" if channel.is_private else "channel"
        kind = "im" if channel.is_im else kind
        self._sockets.event(
            self._payloads.event(event | {"channel": channel.id, "channel_type": kind})
        )

    def _message(self, message: Message) -> Json:
        event = self._workspace.message_json(message) | {"event_ts": message.ts}
        if message.user != self._workspace.bot.id and message.subtype is None:
            event["client_msg_id"] = f"client-{message.ts}"
        return event

    def _hidden(self, message: Message) -> Json:
        ts = message.edited_ts or message.ts
        return {"type": "message", "hidden": True, "ts": ts, "event_ts": ts}
