"""Channels and what was said in them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.sandbox.model import (
    Channel,
    ChannelChanged,
    ChannelDeleted,
    Deleted,
    Edited,
    Joined,
    Json,
    Left,
    Message,
    Now,
    Person,
    PersonChanged,
    Posted,
    Publish,
)
from bot.sandbox.refusal import SlackRefusal


class Conversations:
    """All messages of the workspace, by channel, oldest first."""

    def __init__(
        self, people: Iterable[Person], channels: Iterable[Channel], now: Now, publish: Publish
    ) -> None:
        self._people = {person.id: person for person in people}
        self._channels = {channel.id: channel for channel in channels}
        self._messages: dict[str, list[Message]] = {id_: [] for id_ in self._channels}
        self._now = now
        self._publish = publish
        self._last_tick = 0

    def person(self, user: str) -> Person:
        """The member called `user`; refuses with `user_not_found`."""
        if user not in self._people:
            raise SlackRefusal("user_not_found")
        return self._people[user]

    def people(self) -> tuple[Person, ...]:
        """Everybody, the bot included."""
        return tuple(self._people.values())

    def channels(self) -> tuple[Channel, ...]:
        """Every channel, archived ones included, and every direct message."""
        return tuple(self._channels.values())

    def channels_of(self, user: str) -> tuple[Channel, ...]:
        """The channels and direct messages that `user` is in."""
        return tuple(c for c in self._channels.values() if user in c.members)

    def channel(self, id_: str) -> Channel:
        """The channel called `id_`; refuses with `channel_not_found`."""
        if id_ not in self._channels:
            raise SlackRefusal("channel_not_found")
        return self._channels[id_]

    def direct(self, user: str) -> Channel:
        """The direct message of the bot with `user`; refuses with `user_not_found`."""
        person = self.person(user)
        if person.is_bot:
            raise SlackRefusal("cannot_dm_bot")
        return next(c for c in self._channels.values() if c.partner == user)

    def add_channel(self, channel: Channel) -> None:
        """Open `channel`, with its members in it from the start."""
        self._channels[channel.id] = channel
        self._messages[channel.id] = []
        self._publish(ChannelChanged(None, channel))

    def change_channel(self, channel: Channel) -> None:
        """Take over the name and the state of `channel`; who is in it stays as it is."""
        before = self.channel(channel.id)
        after = replace(channel, members=before.members)
        self._channels[channel.id] = after
        self._publish(ChannelChanged(before, after))

    def archive(self, id_: str) -> None:
        """Close a channel for good."""
        self.change_channel(replace(self._open(id_), is_archived=True))

    def delete_channel(self, id_: str) -> None:
        """Take a channel away with everything in it."""
        gone = self._channels.pop(self.channel(id_).id)
        del self._messages[id_]
        self._publish(ChannelDeleted(gone))

    def join(self, user: str, id_: str, inviter: str | None = None) -> None:
        """Put `user` in a channel; refuses where it is archived or they are there already."""
        channel = self._open(id_)
        if self.person(user).id in channel.members:
            raise SlackRefusal("already_in_channel")
        after = replace(channel, members=channel.members | {user})
        self._channels[id_] = after
        how = f"was added to the channel by <@{inviter}>" if inviter else "has joined the channel"
        self.add(id_, user, f"<@{user}> {how}", subtype="channel_join")
        self._publish(Joined(user, after, inviter))

    def leave(self, user: str, id_: str) -> None:
        """Take `user` out of a channel; refuses with `not_in_channel`."""
        channel = self._open(id_)
        if user not in channel.members:
            raise SlackRefusal("not_in_channel")
        after = replace(channel, members=channel.members - {user})
        self._channels[id_] = after
        self.add(id_, user, f"<@{user}> has left the channel", subtype="channel_leave")
        self._publish(Left(user, after))

    def _open(self, id_: str) -> Channel:
        channel = self.channel(id_)
        if channel.is_archived:
            raise SlackRefusal("is_archived")
        if channel.is_im:
            raise SlackRefusal("method_not_supported_for_channel_type")
        return channel

    def add_person(self, person: Person, direct: Channel) -> None:
        """Let somebody into the workspace, with their direct message with the bot."""
        self._people[person.id] = person
        self._channels[direct.id] = direct
        self._messages[direct.id] = []

    def change_person(self, person: Person) -> None:
        """Take over the role, the zone and the state of `person`."""
        self._people[self.person(person.id).id] = person
        self._publish(PersonChanged(person))

    def new_ts(self) -> str:
        """A timestamp in Slack's form, later than every other one."""
        tick = max(_microseconds(self._now()), self._last_tick + 1)
        self._last_tick = tick
        return f"{tick // 1_000_000}.{tick % 1_000_000:06d}"

    def add(
        self,
        channel: str,
        user: str,
        text: str,
        *,
        blocks: Sequence[Json] = (),
        thread_ts: str | None = None,
        metadata: Json | None = None,
        visible_to: str | None = None,
        subtype: str | None = None,
        files: Sequence[Json] = (),
    ) -> Message:
        """Put a message in `channel`; a reply to a reply goes to the thread of its parent."""
        parent = self._thread_root(channel, thread_ts) if thread_ts else None
        message = Message(
            ts=self.new_ts(),
            channel=channel,
            user=user,
            text=text,
            blocks=tuple(blocks),
            thread_ts=parent,
            metadata=metadata,
            visible_to=visible_to,
            subtype=subtype,
            files=tuple(files),
        )
        self._messages[channel].append(message)
        self._publish(Posted(message))
        return message

    def edit(self, before: Message, **changes: Any) -> Message:
        """Change a message in place."""
        after = replace(before, edited_ts=self.new_ts(), **changes)
        kept = self._messages[before.channel]
        kept[kept.index(before)] = after
        self._publish(Edited(before, after))
        return after

    def delete(self, message: Message) -> None:
        """Take a message away."""
        self._messages[message.channel].remove(message)
        self._publish(Deleted(message))

    def message(self, channel: str, ts: str, reader: str | None = None) -> Message:
        """One message that `reader` can see; refuses with `message_not_found`."""
        for message in self._messages[self.channel(channel).id]:
            if message.ts == ts and message.visible_to in (None, reader):
                return message
        raise SlackRefusal("message_not_found")

    def main(self, channel: str, reader: str | None = None) -> tuple[Message, ...]:
        """What `reader` sees in the channel itself, without the replies in threads."""
        return tuple(m for m in self.all(channel, reader) if not m.is_reply)

    def thread(self, channel: str, ts: str, reader: str | None = None) -> tuple[Message, ...]:
        """A message and its replies; refuses with `thread_not_found`."""
        found = tuple(m for m in self.all(channel, reader) if ts in (m.ts, m.thread_ts))
        if not found or found[0].ts != ts:
            raise SlackRefusal("thread_not_found")
        return found

    def replies(self, message: Message) -> tuple[Message, ...]:
        """The replies to `message` that everybody sees."""
        seen = self.all(message.channel, None)
        return tuple(m for m in seen if m.is_reply and m.thread_ts == message.ts)

    def all(self, channel: str, reader: str | None) -> list[Message]:
        """Everything that `reader` sees in the channel and its threads."""
        kept = self._messages[self.channel(channel).id]
        return [m for m in kept if m.visible_to in (None, reader)]

    def _thread_root(self, channel: str, ts: str) -> str:
        for message in self._messages[self.channel(channel).id]:
            if message.ts == ts:
                return message.thread_ts or message.ts
        raise SlackRefusal("thread_not_found")


def _microseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1_000_000)
