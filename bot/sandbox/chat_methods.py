"""chat.*: what the bot says in channels."""

from collections.abc import Callable

from bot.sandbox.arguments import required
from bot.sandbox.limits import UPDATE_TEXT
from bot.sandbox.model import Json, Message
from bot.sandbox.refusal import SlackRefusal
from bot.sandbox.views import with_ids
from bot.sandbox.workspace import Workspace


def chat_methods(workspace: Workspace) -> dict[str, Callable[[Json], Json]]:
    """The chat methods, bound to `workspace`."""
    chat = Chat(workspace)
    return {
        "chat.postMessage": chat.post,
        "chat.postEphemeral": chat.post_ephemeral,
        "chat.update": chat.update,
        "chat.delete": chat.delete,
    }


class Chat:
    """The bot's side of the conversations."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def post(self, args: Json) -> Json:
        """chat.postMessage."""
        required(args, "channel")
        channel = self._workspace.postable(args["channel"])
        self._workspace.check_message(args)
        message = self._add(channel.id, args, metadata=args.get("metadata"))
        shown = self._workspace.message_json(message, with_metadata=True)
        return {"channel": channel.id, "ts": message.ts, "message": shown}

    def post_ephemeral(self, args: Json) -> Json:
        """chat.postEphemeral."""
        required(args, "channel", "user")
        channel = self._workspace.postable(args["channel"])
        if args["user"] not in channel.members:
            raise SlackRefusal("user_not_in_channel")
        self._workspace.check_message(args)
        message = self._add(channel.id, args, visible_to=args["user"])
        return {"message_ts": message.ts}

    def update(self, args: Json) -> Json:
        """chat.update: what is not given stays as it is."""
        required(args, "channel", "ts")
        before = self._own(args, "cant_update_message")
        text = args.get("text", before.text)
        blocks = args.get("blocks", list(before.blocks))
        self._workspace.check_message({**args, "text": text, "blocks": blocks}, longest=UPDATE_TEXT)
        metadata = args.get("metadata", before.metadata)
        after = self._workspace.conversations.edit(
            before, text=text, blocks=tuple(with_ids(blocks, before.ts)), metadata=metadata
        )
        shown = self._workspace.message_json(after, with_metadata=True)
        return {"channel": after.channel, "ts": after.ts, "text": text, "message": shown}

    def delete(self, args: Json) -> Json:
        """chat.delete."""
        required(args, "channel", "ts")
        message = self._own(args, "cant_delete_message")
        self._workspace.conversations.delete(message)
        return {"channel": message.channel, "ts": message.ts}

    def _add(
        self,
        channel: str,
        args: Json,
        metadata: Json | None = None,
        visible_to: str | None = None,
    ) -> Message:
        return self._workspace.conversations.add(
            channel,
            self._workspace.bot.id,
            args.get("text", ""),
            blocks=with_ids(args.get("blocks") or [], "b"),
            thread_ts=args.get("thread_ts"),
            metadata=metadata,
            visible_to=visible_to,
        )

    def _own(self, args: Json, refusal: str) -> Message:
        channel = self._workspace.conversations.channel(args["channel"])
        message = self._workspace.conversations.message(channel.id, args["ts"])
        if message.user != self._workspace.bot.id:
            raise SlackRefusal(refusal)
        return message
