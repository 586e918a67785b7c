"""users.* and the history of conversations: who there is, and what was said."""

from collections.abc import Callable

from bot.sandbox.arguments import flag, required
from bot.sandbox.model import Channel, Json, Message
from bot.sandbox.paging import paged
from bot.sandbox.refusal import SlackRefusal
from bot.sandbox.workspace import Workspace

PEOPLE_AT_ONCE = 1000
MESSAGES_AT_ONCE = 999


def directory_methods(workspace: Workspace) -> dict[str, Callable[[Json], Json]]:
    """The user and history methods, bound to `workspace`."""
    directory = Directory(workspace)
    return {
        "users.info": directory.user_info,
        "users.list": directory.user_list,
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
        """users.list, deactivated people included: all at once, or in pages where one asks so."""
        people = self._workspace.conversations.people()
        most = max(PEOPLE_AT_ONCE, len(people))
        chosen, cursor = paged(people, args, largest=most, default=len(people))
        return {"members": [self._workspace.person_json(person) for person in chosen]} | cursor

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
        channel = self._workspace.reachable(args["channel"])
        if self._workspace.bot.id not in channel.members:
            raise SlackRefusal("not_in_channel")
        scopes = self._workspace.manifest.scopes
        needed = "groups:history" if channel.is_private else "channels:history"
        needed = "im:history" if channel.is_im else needed
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
        chosen, cursor = paged(found, args, largest=MESSAGES_AT_ONCE)
        with_metadata = flag(args, "include_all_metadata")
        return {
            "messages": [
                self._workspace.message_json(message, with_metadata=with_metadata)
                for message in chosen
            ],
            "has_more": bool(cursor["response_metadata"]["next_cursor"]),
        } | cursor
