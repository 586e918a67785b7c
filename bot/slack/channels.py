"""Whether a channel may have a board, as Slack says at this moment."""

from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.errors import UserError
from bot.slack.ids import Command

IN_A_DM = (
    f"A board belongs to a channel. Send {Command.CLOSE_BOARD} in the channel whose people it is "
    f"about, or {Command.CLOSE_BOARD} me here to see your own points."
)
SHARED = (
    "The channel is shared with another company, and a board would show it your colleagues' "
    f"names. Send {Command.CLOSE_BOARD} in a channel of your own company."
)
ARCHIVED = (
    "The channel is archived, so nothing can be posted in it. Unarchive it, or send "
    f"{Command.CLOSE_BOARD} in another channel."
)
INVITE = "I am not in the channel. Type /invite @{bot} in it, then send {command} again."
UNSEEN = (
    "I cannot see the channel: it is gone, or private and I am not in it. Type /invite @{bot} in "
    "it, then send {command} again."
)

RESTRICTED = (
    "Its settings do not let me post in it. Ask an admin to let this app post there, then send "
    f"{Command.CLOSE_BOARD} again."
)
_RESTRICTED = frozenset(
    {
        "restricted_action",
        "restricted_action_read_only_channel",
        "restricted_action_non_threadable_channel",
        "posting_to_general_channel_denied",
        "no_permission",
    }
)
NO_SCOPE = (
    "Slack does not let me look at this conversation. A board belongs to a channel: send "
    f"{Command.CLOSE_BOARD} in one. If this is one, ask whoever runs this bot to install it again."
)


class NoPlace(UserError):
    """A channel can have no board, or none any more."""


def check_channel(client: WebClient, channel: str) -> str:
    """Return the name of a channel that may have a board. Raises NoPlace with what to do."""
    found = _channel(client, channel)
    if _is_shared(found):
        raise NoPlace(SHARED)
    if found.get("is_archived"):
        raise NoPlace(ARCHIVED)
    if not found.get("is_member"):
        raise NoPlace(_invitation(INVITE, client))
    return str(found.get("name") or "")


def is_direct(body: dict[str, Any]) -> bool:
    """Whether a command was sent in a direct message, of two people or of several."""
    name = str(body.get("channel_name") or "")
    return str(body.get("channel_id") or "").startswith("D") or name.startswith("mpdm-")


def refusal(client: WebClient, code: str) -> str:
    """Say what to do about a channel that Slack takes no message for; "" for other trouble."""
    match code:
        case "channel_not_found":
            return _invitation(UNSEEN, client)
        case "is_archived":
            return ARCHIVED
        case "not_in_channel":
            return _invitation(INVITE, client)
    return RESTRICTED if code in _RESTRICTED else ""


def _channel(client: WebClient, channel: str) -> dict[str, Any]:
    try:
        found: dict[str, Any] = client.conversations_info(channel=channel)["channel"]
    except SlackApiError as error:
        match error.response.get("error"):
            case "channel_not_found":
                raise NoPlace(_invitation(UNSEEN, client)) from None
            case "missing_scope":
                raise NoPlace(NO_SCOPE) from None
        raise
    return found


def _invitation(text: str, client: WebClient) -> str:
    """Say how the bot is let into a channel, by the name that it has in this workspace."""
    return text.format(bot=client.auth_test()["user"], command=Command.CLOSE_BOARD)


def _is_shared(channel: dict[str, Any]) -> bool:
    """Whether people of another company are in it, or invited to it."""
    if channel.get("is_ext_shared") or channel.get("is_pending_ext_shared"):
        return True
    return bool(channel.get("is_shared") and not channel.get("is_org_shared"))
