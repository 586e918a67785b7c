"""What Slack sends, as small as Slack makes it."""

from typing import Any

TEAM, REP, MANAGER, BOT = "T0DEMO", "U0MAYA", "U0PRIYA", "U0COACH"
Body = dict[str, Any]


def command(text: str, trigger: str = "1.trigger", user: str = REP) -> Body:
    return {
        "command": "/close-check",
        "text": text,
        "team_id": TEAM,
        "user_id": user,
        "channel_id": "C0PRACTICE",
        "trigger_id": trigger,
        "response_url": "http://127.0.0.1:9/response/1",
    }


def action(name: str, value: str = "", *, view: Body | None = None, user: str = REP) -> Body:
    body: Body = {
        "type": "block_actions",
        "team": {"id": TEAM},
        "user": {"id": user, "team_id": TEAM},
        "trigger_id": "1.trigger",
        "actions": [{"type": "button", "action_id": name, "block_id": "b", "value": value}],
    }
    if view is not None:
        return body | {"view": view, "container": {"type": "view", "view_id": view["id"]}}
    message = {"type": "message", "message_ts": "1.1", "channel_id": "C0PRACTICE"}
    return body | {"container": message, "response_url": "http://127.0.0.1:9/response/1"}


def submission(callback: str, line: str | None, *, metadata: str = "", hash: str = "1.h") -> Body:
    values = {} if line is None else {"line": {"line": {"type": "plain_text_input", "value": line}}}
    return {
        "type": "view_submission",
        "team": {"id": TEAM},
        "user": {"id": REP, "team_id": TEAM},
        "trigger_id": "1.trigger",
        "view": {
            "id": "V1",
            "root_view_id": "V1",
            "previous_view_id": None,
            "hash": hash,
            "type": "modal",
            "callback_id": callback,
            "private_metadata": metadata,
            "state": {"values": values},
        },
    }


def shortcut(message: Body, trigger: str = "1.trigger") -> Body:
    return {
        "type": "message_action",
        "callback_id": "check_this_close",
        "team": {"id": TEAM},
        "user": {"id": REP, "team_id": TEAM},
        "channel": {"id": "C0PRACTICE"},
        "message": message,
        "trigger_id": trigger,
        "response_url": "http://127.0.0.1:9/response/1",
    }


def event(inner: Body, id: str = "Ev1") -> Body:
    return {
        "type": "event_callback",
        "team_id": TEAM,
        "event_id": id,
        "event": inner,
        "authorizations": [{"team_id": TEAM, "user_id": BOT, "is_bot": True}],
    }


def direct_message(text: str, **more: Any) -> Body:
    return {
        "type": "message",
        "channel": "D0MAYA",
        "channel_type": "im",
        "user": REP,
        "text": text,
        "ts": "1.1",
    } | more
