"""What the admins of a workspace do behind the page: people, channels, what it supports."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bot.sandbox.model import Channel, Person
from bot.sandbox.seed import direct_message
from bot.sandbox.workspace import Workspace

Ask = Callable[[Callable[[], None]], None]


class Administration:
    """Changes a workspace from any thread; the app hears of it as Slack tells it."""

    def __init__(self, workspace: Workspace, ask: Ask) -> None:
        self._workspace = workspace
        self._conversations = workspace.conversations
        self._ask = ask

    def add_person(self, id_: str, real_name: str, **details: Any) -> None:
        """Let somebody into the workspace; `details` are those of Person."""
        given = {"name": id_.lower(), "tz": "America/Chicago"} | details
        person = Person(id_, real_name=real_name, **given)
        direct = direct_message(person, self._workspace.bot)
        self._ask(lambda: self._conversations.add_person(person, direct))

    def add_channel(self, id_: str, name: str, *members: str, **details: Any) -> None:
        """Open a channel; `details` are those of Channel, such as `is_private`."""
        channel = Channel(id_, name, frozenset(members), **details)
        self._ask(lambda: self._conversations.add_channel(channel))

    def change_channel(self, id_: str, **changes: Any) -> None:
        """Rename a channel, archive it, share it with another company."""

        def change() -> None:
            channel = self._conversations.channel(id_)
            self._conversations.change_channel(replace(channel, **changes))

        self._ask(change)

    def delete_channel(self, id_: str) -> None:
        """Take a channel away for good."""
        self._ask(lambda: self._conversations.delete_channel(id_))

    def join(self, user: str, channel: str, inviter: str | None = None) -> None:
        """Put somebody, or the app, in a channel."""
        self._ask(lambda: self._conversations.join(user, channel, inviter))

    def leave(self, user: str, channel: str) -> None:
        """Take somebody, or the app, out of a channel."""
        self._ask(lambda: self._conversations.leave(user, channel))

    def refuse_blocks(self, *kinds: str) -> None:
        """Answer `invalid_blocks` to these kinds of block from now on: not rolled out here yet."""
        self._ask(lambda: self._workspace.refused_blocks.update(kinds))
