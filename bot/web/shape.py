"""Whether a request that Slack has signed has the shape of what Slack sends.

Checked is what Bolt and the listeners take for granted, and no more: what Slack adds is let in.
A request of another shape is answered as one that cannot be read, and not with a server error.
"""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Maybe:
    """Something that may be missing, or null."""

    shape: Any


@dataclass(frozen=True, slots=True)
class Some:
    """A list of at least one."""

    shape: Any


class Id(str):
    """A name that Slack gives: in ASCII, and not empty."""


class Url(str):
    """An address to which Slack wants an answer."""


PERSON = {"id": Id, "team_id": Maybe(str)}
PLACE = Maybe({"id": Id})  # null where the bot serves a whole organization
ACTION = {"type": Id, "action_id": Id, "block_id": Maybe(str), "value": Maybe(str)}
VIEW = {
    "id": Maybe(str),
    "callback_id": Maybe(str),
    "private_metadata": Maybe(str),
    "hash": Maybe(str),
    "root_view_id": Maybe(str),
    "state": Maybe({"values": Maybe(dict)}),
}
MESSAGE = {"type": Maybe(str), "text": Maybe(str), "ts": Maybe(str), "user": Maybe(str)}
EVENT = {
    "type": Id,
    "subtype": Maybe(str),
    "user": Maybe((Id, PERSON)),
    "user_team": Maybe(str),
    "channel": Maybe((str, dict)),
    "channel_type": Maybe(str),
    "bot_id": Maybe(str),
    "text": Maybe(str),
    "ts": Maybe(str),
    "thread_ts": Maybe(str),
    "tab": Maybe(str),
    "message": Maybe(dict),
    "view": Maybe(VIEW),
    "files": Maybe([dict]),
}
BY_EVENT: dict[str, Any] = {
    "message": {"channel": Id, "user": Maybe(Id)},
    "app_home_opened": {"user": Id},
    "user_change": {"user": PERSON},
}
ANYTHING = {
    "type": Maybe(str),
    "command": Maybe(str),
    "team_id": Maybe(str),
    "enterprise_id": Maybe(str),
    "team": PLACE,
    "enterprise": Maybe(dict),
    "user": Maybe(PERSON),
    "channel": Maybe(dict),
    "view": Maybe(VIEW),
    "container": Maybe(dict),
    "message": Maybe(MESSAGE),
    "event": Maybe(EVENT),
    "actions": Maybe([dict]),
    "callback_id": Maybe(str),
    "trigger_id": Maybe(str),
    "response_url": Maybe(Url),
    "authorizations": Maybe([({"team_id": Id}, {"team_id": Maybe(Id), "enterprise_id": Id})]),
}
OTHERS = frozenset(  # of these Bolt knows what to do without us
    {"url_verification", "app_rate_limited", "view_closed", "shortcut", "block_suggestion"}
)
ORIGIN = ({"team": {"id": Id}}, {"enterprise": {"id": Id}})
COMMAND = {"team_id": Id, "user_id": Id, "channel_id": Id, "trigger_id": Id, "response_url": Url}
BY_TYPE: dict[str, Any] = {
    "event_callback": {"team_id": Id, "event_id": Id, "event": EVENT},
    "block_actions": {
        "user": PERSON,
        "trigger_id": Id,
        "actions": Some(ACTION),
        "container": {"type": Id},
    },
    "view_submission": {
        "user": PERSON,
        "trigger_id": Id,
        "view": {"type": Id, "id": Id, "hash": Id, "private_metadata": str},
    },
    "message_action": {
        "user": PERSON,
        "trigger_id": Id,
        "callback_id": Id,
        "channel": {"id": Id},
        "message": dict,
        "response_url": Url,
    },
}


def is_slacks(body: dict[str, Any]) -> bool:
    """Whether Slack may have sent a body, as far as the bot reads it."""
    if not fits(body, ANYTHING):
        return False
    if "command" in body:
        return fits(body, COMMAND)
    kind = str(body.get("type"))
    if kind not in BY_TYPE:
        return kind in OTHERS or "ssl_check" in body
    if not fits(body, BY_TYPE[kind]):
        return False
    event = body.get("event")
    return fits(body, ORIGIN) if event is None else fits(event, BY_EVENT.get(event["type"], {}))


def fits(value: Any, shape: Any) -> bool:
    """Whether a value has a shape: a type, several of which one is enough, or parts of shapes."""
    match shape:
        case Maybe(inner):
            return value is None or fits(value, inner)
        case dict():
            parts = isinstance(value, dict)
            return parts and all(fits(value.get(key), part) for key, part in shape.items())
        case Some(inner):
            return bool(value) and fits(value, [inner])
        case list():
            return isinstance(value, list) and all(fits(each, shape[0]) for each in value)
        case tuple():
            return any(fits(value, one) for one in shape)
    if shape is Id:
        return isinstance(value, str) and value.isascii() and value != ""
    if shape is Url:
        return isinstance(value, str) and value.startswith(("https://", "http://"))
    return isinstance(value, shape)
