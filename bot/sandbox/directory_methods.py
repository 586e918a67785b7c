"""users.* and conversations.*: who and where, and what was said."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from bot.sandbox.arguments import flag, number, required
from bot.sandbox.model import Channel, Json, Message
from bot.sandbox.refusal import SlackRefusal
from bot.sandbox.workspace import Workspace

PAGE = 100
LARGEST_PAGE = 999
Item = TypeVar("Item")


def directory_methods(workspace: Workspace) -> dict[str, Callable[[Json], Json]]:
    """The user and conversation methods, bound to `workspace`."""
    directory = Directory(workspace)
    return {
        "users.info": directory.user_info,
        "users.list": directory.user_list,
        "conversations.open": directory.open,
        "conversations.info": directory.info,
        "conversations.members": directory.members,
        "conversations.history": directory.history,
        "conversations.replies": directory.replies,
    }


class Directory:
    """What the bot may look up."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def user_info(self, args: Json) -> Json:
        """users.info."""
        required(args, "user")
        person = self._workspace.conversations.person(args["user"])
        return {"user": self._workspace.person_json(person)}

    def user_list(self, args: Json) -> Json:
        """users.list, in pages."""
        people = self._workspace.conversations.people()
        chosen, cursor = paged(people, args)
        return {"members": [self._workspace.person_json(person) for person in chosen]} | cursor

    def open(self, args: Json) -> Json:
        """conversations.open with one person."""
        required(args, "users")
        channel = self._workspace.conversations.direct(args["users"])
        shown = {"id": channel.id}
        return {"channel": self._channel(channel) if flag(args, "return_im") else shown}

    def info(self, args: Json) -> Json:
        """conversations.info."""
        required(args, "channel")
        return {"channel": self._channel(self._workspace.conversations.channel(args["channel"]))}

    def members(self, args: Json) -> Json:
        """conversations.members, in pages."""
        required(args, "channel")
        channel = self._workspace.conversations.channel(args["channel"])
        chosen, cursor = paged(sorted(channel.members), args)
        return {"members": list(chosen)} | cursor

    def history(self, args: Json) -> Json:
        """conversations.history: newest first, without the replies in threads."""
        found = self._workspace.conversations.main(self._readable(args).id)
        return self._messages(args, tuple(reversed(self._within(args, found))))

    def replies(self, args: Json) -> Json:
        """conversations.replies: the parent, then the replies, oldest first."""
        required(args, "ts")
        found = self._workspace.conversations.thread(self._readable(args).id, args["ts"])
        return self._messages(args, self._within(args, found))

    def _readable(self, args: Json) -> Channel:
        required(args, "channel")
        channel = self._workspace.conversations.channel(args["channel"])
        if self._workspace.bot.id not in channel.members:
            raise SlackRefusal("not_in_channel")
        scopes = self._workspace.manifest.scopes
        needed = "im:history" if channel.is_im else "channels:history"
        if needed not in scopes:
            raise SlackRefusal("missing_scope", needed)
        return channel

    @staticmethod
    def _within(args: Json, found: tuple[Message, ...]) -> tuple[Message, ...]:
        """Between `oldest` and `latest`, and with `inclusive` also at them."""
        oldest, latest = float(args.get("oldest") or 0), float(args.get("latest") or "inf")
        edges = (oldest, latest) if flag(args, "inclusive") else ()
        return tuple(m for m in found if oldest < float(m.ts) < latest or float(m.ts) in edges)

    def _messages(self, args: Json, found: tuple[Message, ...]) -> Json:
        chosen, cursor = paged(found, args)
        with_metadata = flag(args, "include_all_metadata")
        return {
            "messages": [
                self._workspace.message_json(message, with_metadata=with_metadata)
                for message in chosen
            ],
            "has_more": bool(cursor["response_metadata"]["next_cursor"]),
        } | cursor

    def _channel(self, channel: Channel) -> Json:
        kind: Json = {"is_im": channel.is_im, "is_channel": not channel.is_im}
        if channel.is_im:
            return kind | {"id": channel.id, "user": channel.partner, "is_open": True}
        return kind | {
            "id": channel.id,
            "name": channel.name,
            "is_archived": channel.is_archived,
            "is_member": self._workspace.bot.id in channel.members,
            "is_private": False,
            "is_ext_shared": False,
            "is_shared": False,
            "num_members": len(channel.members),
        }


def paged(items: Sequence[Item], args: Json) -> tuple[list[Item], Json]:
    """One page of `items` and the cursor of the next."""
    limit = number(args, "limit", PAGE) or PAGE
    if not 1 <= limit <= LARGEST_PAGE:
        raise SlackRefusal("invalid_limit")
    start = _position(args.get("cursor") or "0")
    after = start + limit
    cursor = str(after) if after < len(items) else ""
    return list(items[start:after]), {"response_metadata": {"next_cursor": cursor}}


def _position(cursor: str) -> int:
    if not cursor.isdigit():
        raise SlackRefusal("invalid_cursor")
    return int(cursor)
