"""One message in one conversation: put there, and found there again by the key in its metadata."""

from datetime import datetime
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.core.slots import TO_A_CHANNEL, Slot
from bot.slack.views.blocks import Message

EVENT_TYPE = "close_coach"
HISTORY = 100  # messages on a page
UNKNOWN_BLOCKS = frozenset({"invalid_blocks", "invalid_attachments"})


def delivery_key(slot: Slot) -> str:
    """Return what tells this delivery from every other one in its conversation."""
    return f"{slot.kind}:{slot.key}"


def post(client: WebClient, slot: Slot, message: Message) -> SlackResponse:
    """Post a message; its plainer form where Slack does not know its blocks."""
    try:
        return _put(client, slot, message)
    except SlackApiError as error:
        if message.plainer is None or error.response.get("error") not in UNKNOWN_BLOCKS:
            raise
        return post(client, slot, message.plainer)


def _put(client: WebClient, slot: Slot, message: Message) -> SlackResponse:
    return client.chat_postMessage(
        channel=slot.channel,
        thread_ts=slot.thread_ts,
        text=message.text,
        blocks=message.blocks,
        metadata={"event_type": EVENT_TYPE, "event_payload": {"key": delivery_key(slot)}},
        unfurl_links=False,
        unfurl_media=False,
    )


def channel_of(client: WebClient, slot: Slot) -> str:
    """Return the conversation of a slot. Slack takes a member for it when it posts, but no
    history is found by a member.
    """
    if slot.channel != slot.recipient or slot.kind in TO_A_CHANNEL:
        return slot.channel
    return str(client.conversations_open(users=slot.recipient)["channel"]["id"])


def find(client: WebClient, slot: Slot, channel: str, since: datetime) -> str | None:
    """Return the timestamp of the message that a slot was sent as, None when it was not."""
    asked: dict[str, Any] = {
        "channel": channel,
        "oldest": f"{since.timestamp():.6f}",
        "limit": HISTORY,
        "include_all_metadata": True,
    }
    if slot.thread_ts is None:
        pages = client.conversations_history(**asked)
    else:
        pages = client.conversations_replies(ts=slot.thread_ts, **asked)
    key = delivery_key(slot)
    found = (message for page in pages for message in page["messages"])
    return next((str(message["ts"]) for message in found if _key_of(message) == key), None)


def _key_of(message: dict[str, Any]) -> str | None:
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") != EVENT_TYPE:
        return None
    key = (metadata.get("event_payload") or {}).get("key")
    return key if isinstance(key, str) else None
