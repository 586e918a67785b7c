"""What the app is told of channels: who came and went, what was archived, shared or deleted."""

from bot.sandbox.model import (
    Change,
    Channel,
    ChannelChanged,
    ChannelDeleted,
    Joined,
    Json,
    Left,
)


def channel_event(change: Change, bot: str) -> Json | None:
    """The event of a change in a channel that `bot` may know of, None for every other change."""
    match change:
        case Joined(user, channel, inviter):
            event = _membership("member_joined_channel", user, channel)
            told = event | ({"inviter": inviter} if inviter else {})
            return told if bot in channel.members else None
        case Left(user, channel) if user == bot:
            kind = "group_left" if channel.is_private else "channel_left"
            return {"type": kind, "channel": channel.id}
        case Left(user, channel):
            event = _membership("member_left_channel", user, channel)
            return event if bot in channel.members else None
        case ChannelDeleted(channel):
            return _named("deleted", channel) if _knows(channel, bot) else None
        case ChannelChanged(before, after) if before is not None and _knows(after, bot):
            return _changed(before, after)
        case _:
            return None


def _changed(before: Channel, after: Channel) -> Json | None:
    if after.is_archived != before.is_archived:
        return _named("archive" if after.is_archived else "unarchive", after)
    if after.is_ext_shared and not before.is_ext_shared:
        return {"type": "channel_shared", "channel": after.id}
    if after.name != before.name:
        event = _named("rename", after)
        return event | {"channel": {"id": after.id, "name": after.name}}
    return None


def _named(what: str, channel: Channel) -> Json:
    return {"type": f"{'group' if channel.is_private else 'channel'}_{what}", "channel": channel.id}


def _membership(kind: str, user: str, channel: Channel) -> Json:
    letter = "G" if channel.is_private else "C"
    return {"type": kind, "user": user, "channel": channel.id, "channel_type": letter}


def _knows(channel: Channel, bot: str) -> bool:
    """Whether the app is told of what becomes of a channel: in private ones only if it is in."""
    return not channel.is_private or bot in channel.members
