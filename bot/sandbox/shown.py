"""What a person sees, as the page gets it."""

from bot.sandbox.model import Channel, Json, Message, Person
from bot.sandbox.own_commands import OWN
from bot.sandbox.refusal import SlackRefusal
from bot.sandbox.workspace import Workspace


class Shown:
    """Reads the workspace with one person's eyes."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def state(self, user: str) -> Json:
        """The person, the people to switch to, the channels, and what the app offers."""
        workspace = self._workspace
        people = [
            person
            for person in workspace.conversations.people()
            if not person.is_bot and not person.deleted
        ]
        return {
            "user": person_json(workspace.conversations.person(user)),
            "users": [person_json(person) for person in people],
            "people": {p.id: p.real_name for p in workspace.conversations.people()},
            "now": self.now(),
            "team": {"id": workspace.team.id, "name": workspace.team.name},
            "channels": [
                channel_json(channel) for channel in workspace.conversations.channels_of(user)
            ],
            **self._offered(),
            "bot": person_json(workspace.bot),
        }

    def _offered(self) -> Json:
        """The commands of the app and of the workspace itself, and the app's message shortcuts."""
        manifest = self._workspace.manifest
        return {
            "commands": [
                {
                    "command": command.command,
                    "description": command.description,
                    "usage_hint": command.usage_hint,
                }
                for command in (*manifest.commands, *OWN)
            ],
            "shortcuts": [
                {"name": shortcut.name, "callback_id": shortcut.callback_id}
                for shortcut in manifest.shortcuts
                if shortcut.type == "message"
            ],
        }

    def now(self) -> float:
        """The time, in seconds since 1970."""
        return self._workspace.now().timestamp()

    def zone(self, user: str) -> str:
        """The IANA zone that a person lives in."""
        return self._workspace.conversations.person(user).tz

    def messages(self, user: str, channel: str) -> list[Json]:
        """The channel, oldest first."""
        self._workspace.member(user, channel)
        return [self.message(m) for m in self._workspace.conversations.main(channel, user)]

    def thread(self, user: str, channel: str, ts: str) -> list[Json]:
        """The parent and the replies, oldest first."""
        self._workspace.member(user, channel)
        return [self.message(m) for m in self._workspace.conversations.thread(channel, ts, user)]

    def message(self, message: Message) -> Json:
        """One message."""
        replies = () if message.is_reply else self._workspace.conversations.replies(message)
        return {
            "ts": message.ts,
            "user": message.user,
            "name": self._workspace.conversations.person(message.user).real_name,
            "text": message.text,
            "blocks": list(message.blocks),
            "thread_ts": message.thread_ts,
            "reply_count": len(replies),
            "ephemeral": message.visible_to is not None,
            "edited": message.edited_ts is not None,
            "bot": message.user == self._workspace.bot.id and message.subtype is None,
            "news": message.subtype is not None,
            "files": list(message.files),
        }

    def home(self, user: str) -> Json | None:
        """The Home tab, None before there is one."""
        return self._workspace.views.home(self._workspace.conversations.person(user).id)

    def view(self, user: str) -> Json | None:
        """The open modal, None without one."""
        return self._workspace.views.current(user)

    def container(self, user: str, container: Json) -> Json:
        """The view that an action was in."""
        if container["type"] == "view":
            return self._workspace.views.find(user, container["view_id"])
        home = self._workspace.views.home(user)
        if home is None:
            raise SlackRefusal("not_found")
        return home


def person_json(person: Person) -> Json:
    """A person, as the page shows one."""
    return {
        "id": person.id,
        "name": person.real_name,
        "title": person.title,
        "tz": person.tz,
        "is_admin": person.is_admin,
    }


def channel_json(channel: Channel) -> Json:
    """A channel, as the page lists it."""
    kind = "im" if channel.is_im else "channel"
    shown: Json = {"id": channel.id, "name": channel.name, "kind": kind}
    shown |= {"private": channel.is_private, "archived": channel.is_archived}
    return shown | {"shared": channel.is_ext_shared}
