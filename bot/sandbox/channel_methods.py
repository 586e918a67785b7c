"""conversations.* about channels themselves: what they are, who is in them, joining them."""

from collections.abc import Callable

from bot.sandbox.arguments import flag, required
from bot.sandbox.model import Channel, Json
from bot.sandbox.paging import paged
from bot.sandbox.refusal import SlackRefusal
from bot.sandbox.workspace import Workspace

LARGEST_PAGE = 1000


def channel_methods(workspace: Workspace) -> dict[str, Callable[[Json], Json]]:
    """The channel methods, bound to `workspace`."""
    channels = Channels(workspace)
    return {
        "conversations.open": channels.open,
        "conversations.info": channels.info,
        "conversations.members": channels.members,
        "conversations.join": channels.join,
        "conversations.leave": channels.leave,
        "conversations.list": channels.list,
        "users.conversations": channels.of_the_bot,
    }


class Channels:
    """What the bot may learn of channels, and its own coming and going."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def open(self, args: Json) -> Json:
        """conversations.open with one person."""
        required(args, "users")
        channel = self._workspace.conversations.direct(args["users"])
        shown = {"id": channel.id}
        return {"channel": self._shown(channel) if flag(args, "return_im") else shown}

    def info(self, args: Json) -> Json:
        """conversations.info."""
        channel = self._readable(args)
        shown = self._shown(channel)
        if flag(args, "include_num_members"):
            shown["num_members"] = len(channel.members)
        return {"channel": shown}

    def members(self, args: Json) -> Json:
        """conversations.members, in pages."""
        channel = self._readable(args)
        chosen, cursor = paged(sorted(channel.members), args, largest=LARGEST_PAGE)
        return {"members": list(chosen)} | cursor

    def join(self, args: Json) -> Json:
        """conversations.join: public channels only, and none that is archived."""
        channel = self._named(args)
        if channel.is_im or channel.is_private:
            raise SlackRefusal("method_not_supported_for_channel_type")
        if self._workspace.bot.id in channel.members:
            return {"channel": self._shown(channel), "warning": "already_in_channel"}
        self._workspace.conversations.join(self._workspace.bot.id, channel.id)
        return {"channel": self._shown(self._workspace.conversations.channel(channel.id))}

    def leave(self, args: Json) -> Json:
        """conversations.leave; to leave where one is not is no error."""
        channel = self._named(args)
        if self._workspace.bot.id not in channel.members:
            return {"not_in_channel": True}
        self._workspace.conversations.leave(self._workspace.bot.id, channel.id)
        return {}

    def list(self, args: Json) -> Json:
        """conversations.list of the wanted types, in pages."""
        return self._listed(args, self._workspace.conversations.channels())

    def of_the_bot(self, args: Json) -> Json:
        """users.conversations: where the bot is, or with `user` where both are."""
        there = self._workspace.conversations.channels_of(self._workspace.bot.id)
        user = args.get("user") or self._workspace.bot.id
        return self._listed(args, tuple(channel for channel in there if user in channel.members))

    def _listed(self, args: Json, found: tuple[Channel, ...]) -> Json:
        types = set((args.get("types") or "public_channel").split(","))
        live = flag(args, "exclude_archived")
        seen = [
            channel
            for channel in found
            if kind(channel) in types and not (live and channel.is_archived) and self._sees(channel)
        ]
        chosen, cursor = paged(seen, args, largest=LARGEST_PAGE)
        return {"channels": [self._shown(channel) for channel in chosen]} | cursor

    def _sees(self, channel: Channel) -> bool:
        return not channel.is_private or self._workspace.bot.id in channel.members

    def _named(self, args: Json) -> Channel:
        required(args, "channel")
        return self._workspace.reachable(args["channel"])

    def _readable(self, args: Json) -> Channel:
        channel = self._named(args)
        needed = {"im": "im:read", "private_channel": "groups:read"}
        scope = needed.get(kind(channel), "channels:read")
        if scope not in self._workspace.manifest.scopes:
            raise SlackRefusal("missing_scope", scope)
        return channel

    def _shown(self, channel: Channel) -> Json:
        if channel.is_im:
            shown = {"id": channel.id, "user": channel.partner, "is_open": True}
            return shown | {"is_im": True, "is_channel": False}
        return {
            "id": channel.id,
            "name": channel.name,
            "name_normalized": channel.name,
            "is_im": False,
            "is_channel": not channel.is_private,
            "is_group": channel.is_private,
            "is_mpim": False,
            "is_private": channel.is_private,
            "is_archived": channel.is_archived,
            "is_general": channel.name == "general",
            "is_member": self._workspace.bot.id in channel.members,
            "is_shared": channel.is_ext_shared,
            "is_ext_shared": channel.is_ext_shared,
            "is_org_shared": False,
            "is_pending_ext_shared": False,
            "context_team_id": self._workspace.team.id,
        }


def kind(channel: Channel) -> str:
    """The type of a channel, as `types` names it."""
    if channel.is_im:
        return "im"
    return "private_channel" if channel.is_private else "public_channel"
