"""Trigger ids and response URLs: what an interaction hands the bot to answer with."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from bot.sandbox.model import Now
from bot.sandbox.refusal import SlackRefusal

TRIGGER_LIFE = timedelta(seconds=3)
RESPONSE_LIFE = timedelta(minutes=30)
RESPONSE_USES = 5


@dataclass(slots=True)
class Trigger:
    """Permission to open a view in front of `user`, once and soon; `view_id` if from a view."""

    user: str
    view_id: str | None
    expires: datetime
    used: bool = False


@dataclass(slots=True)
class ResponseUrl:
    """Permission to answer in a channel, a few times; `source_ts` is the message acted on."""

    user: str
    channel: str
    source_ts: str | None
    thread_ts: str | None
    expires: datetime
    uses: int = 0


@dataclass(slots=True)
class Tickets:
    """All trigger ids and response URLs that were handed out."""

    now: Now
    _triggers: dict[str, Trigger] = field(default_factory=dict)
    _urls: dict[str, ResponseUrl] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def trigger(self, user: str, view_id: str | None = None) -> str:
        """A new trigger id."""
        id_ = f"{next(self._numbers)}.0000.sandbox"
        self._triggers[id_] = Trigger(user, view_id, self.now() + TRIGGER_LIFE)
        return id_

    def exchange(self, trigger_id: str) -> Trigger:
        """Use a trigger id up; refuses one that is unknown, too old or used."""
        trigger = self._triggers.get(trigger_id)
        if trigger is None:
            raise SlackRefusal("invalid_trigger_id")
        if trigger.used:
            raise SlackRefusal("exchanged_trigger_id")
        if self.now() >= trigger.expires:
            raise SlackRefusal("expired_trigger_id")
        trigger.used = True
        return trigger

    def response_url(
        self, user: str, channel: str, source_ts: str | None = None, thread_ts: str | None = None
    ) -> str:
        """The id of a new response URL."""
        id_ = f"R{next(self._numbers)}"
        expires = self.now() + RESPONSE_LIFE
        self._urls[id_] = ResponseUrl(user, channel, source_ts, thread_ts, expires)
        return id_

    def respond(self, id_: str) -> ResponseUrl:
        """Count one use of a response URL; refuses the sixth, and all after 30 minutes."""
        url = self._urls.get(id_)
        if url is None or self.now() >= url.expires:
            raise SlackRefusal("expired_url")
        if url.uses >= RESPONSE_USES:
            raise SlackRefusal("used_url")
        url.uses += 1
        return url
