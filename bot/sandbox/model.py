"""The values of a workspace: people, channels, messages, and what can happen to them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

Json = dict[str, Any]
Now = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Person:
    """A member of the workspace; `tz` is an IANA zone."""

    id: str
    name: str
    real_name: str
    tz: str
    title: str = ""
    is_admin: bool = False
    is_owner: bool = False
    is_bot: bool = False
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel, or the direct message of the bot with `partner`."""

    id: str
    name: str
    members: frozenset[str]
    partner: str | None = None
    is_archived: bool = False

    @property
    def is_im(self) -> bool:
        """Whether this is a direct message."""
        return self.partner is not None


@dataclass(frozen=True, slots=True)
class Message:
    """One message; `visible_to` names the only reader of an ephemeral one."""

    ts: str
    channel: str
    user: str
    text: str
    blocks: tuple[Json, ...] = ()
    thread_ts: str | None = None
    metadata: Json | None = None
    visible_to: str | None = None
    edited_ts: str | None = None

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


Change = Posted | Edited | Deleted | ViewShown | ViewClosed | HomeShown | PersonChanged
Publish = Callable[[Change], None]
