"""The values of a workspace: people, channels, messages, and what can happen to them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

Json = dict[str, Any]
Now = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Person:
    """A member of the workspace; `tz` is an IANA zone, `team` the id of another company's."""

    id: str
    name: str
    real_name: str
    tz: str
    title: str = ""
    is_admin: bool = False
    is_owner: bool = False
    is_bot: bool = False
    deleted: bool = False
    team: str = ""


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel, or the direct message of the bot with `partner`.

    `is_ext_shared` says that another company is in it too.
    """

    id: str
    name: str
    members: frozenset[str]
    partner: str | None = None
    is_archived: bool = False
    is_private: bool = False
    is_ext_shared: bool = False

    @property
    def is_im(self) -> bool:
        """Whether this is a direct message."""
        return self.partner is not None


@dataclass(frozen=True, slots=True)
class Message:
    """One message; `visible_to` names the only reader of an ephemeral one.

    `subtype` says what kind of news it is where nobody wrote it; `files` are as the API gives them.
    """

    ts: str
    channel: str
    user: str
    text: str
    blocks: tuple[Json, ...] = ()
    thread_ts: str | None = None
    metadata: Json | None = None
    visible_to: str | None = None
    edited_ts: str | None = None
    subtype: str | None = None
    files: tuple[Json, ...] = ()

    @property
    def is_reply(self) -> bool:
        """Whether it lives in a thread below another message."""
        return self.thread_ts is not None and self.thread_ts != self.ts


@dataclass(frozen=True, slots=True)
class Posted:
    """A message appeared."""

    message: Message


@dataclass(frozen=True, slots=True)
class Edited:
    """A message reads differently now."""

    before: Message
    after: Message


@dataclass(frozen=True, slots=True)
class Deleted:
    """A message went away."""

    message: Message


@dataclass(frozen=True, slots=True)
class ViewShown:
    """A modal opened or changed in front of `user`."""

    user: str
    view: Json


@dataclass(frozen=True, slots=True)
class ViewClosed:
    """A modal went away."""

    user: str
    view_id: str


@dataclass(frozen=True, slots=True)
class HomeShown:
    """The Home tab of `user` changed."""

    user: str
    view: Json


@dataclass(frozen=True, slots=True)
class PersonChanged:
    """Somebody's profile reads differently now."""

    person: Person


@dataclass(frozen=True, slots=True)
class Joined:
    """Somebody is in a channel now; `inviter` brought them, None if they came by themselves."""

    user: str
    channel: Channel
    inviter: str | None


@dataclass(frozen=True, slots=True)
class Left:
    """Somebody is no longer in a channel."""

    user: str
    channel: Channel


@dataclass(frozen=True, slots=True)
class ChannelChanged:
    """A channel is new or another one now: renamed, archived, shared; `before` None if new."""

    before: Channel | None
    after: Channel


@dataclass(frozen=True, slots=True)
class ChannelDeleted:
    """A channel is gone with all that was said in it."""

    channel: Channel


Change = (
    Posted
    | Edited
    | Deleted
    | ViewShown
    | ViewClosed
    | HomeShown
    | PersonChanged
    | Joined
    | Left
    | ChannelChanged
    | ChannelDeleted
)
Publish = Callable[[Change], None]
