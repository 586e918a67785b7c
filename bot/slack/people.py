"""Who acts, and what the workspace lets them do."""

from slack_bolt import BoltContext
from slack_sdk import WebClient

from bot.core.people import Member


def acting(context: BoltContext) -> Member:
    """Return who acts, from the parts of a payload that Slack vouches for."""
    workspace = context.team_id or context.enterprise_id
    if not workspace or not context.user_id:
        raise ValueError("The payload names no workspace or no user")
    return Member(workspace, context.user_id)


def is_manager(client: WebClient, who: Member) -> bool:
    """Ask Slack whether a member is an admin or owner of the workspace, at this moment."""
    user = client.users_info(user=who.id).get("user") or {}
    return bool(user.get("is_admin") or user.get("is_owner")) and not user.get("deleted")
