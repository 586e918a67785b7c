"""Who acts, where on earth they are, and what the workspace lets them do."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from slack_bolt import BoltContext
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.coach.managers import Managers
from bot.coach.schedule import Schedules
from bot.core.people import Member
from bot.slack.clients import ClientFor, NotInstalled

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Profile:
    """What Slack says of a member at this moment. `zone` is empty when it names none."""

    is_admin: bool  # or an owner
    zone: str


def acting(context: BoltContext, user: str = "") -> Member:
    """Return who acts, from the parts of a payload that Slack vouches for."""
    workspace, user = context.team_id or context.enterprise_id, user or context.user_id or ""
    if not workspace or not user:
        raise ValueError("The payload names no workspace or no user")
    return Member(workspace, user)


def ask_profile(client: WebClient, who: Member) -> Profile:
    """Ask Slack who a member is: whom it has deleted is no admin any more."""
    user = client.users_info(user=who.id).get("user") or {}
    chief = bool(user.get("is_admin") or user.get("is_owner")) and not user.get("deleted")
    return Profile(chief, str(user.get("tz") or ""))


def manages(managers: Managers, client: WebClient, who: Member) -> bool:
    """Whether a member is a manager at this moment: by Slack, or because an admin named them."""
    return managers.is_manager(who, is_admin=ask_profile(client, who).is_admin)


def zone_follower(
    client_for: ClientFor, schedules: Schedules, now: Callable[[], datetime]
) -> Callable[[Member], None]:
    """Return the function that takes over a member's zone from Slack, unless they pinned one.

    When Slack cannot be asked, the zone stays as it is: the member sees it and may change it.
    """

    def follow(who: Member) -> None:
        if schedules.of(who).pinned:
            return
        try:
            zone = ask_profile(client_for(who.workspace), who).zone
        except (NotInstalled, SlackApiError, OSError) as error:
            log.warning("Slack could not be asked for a time zone: %s", type(error).__name__)
        else:
            if zone:
                schedules.follow(who, zone, now=now())

    return follow
