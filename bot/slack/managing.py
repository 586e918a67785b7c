"""What a manager sees of the team, with the names that Slack gives."""

from slack_sdk import WebClient

from bot.core.people import Member
from bot.core.periods import Pick, picked
from bot.core.team import TeamView
from bot.slack.edge import Edge
from bot.slack.views.names import Names


def team_of(edge: Edge, client: WebClient, who: Member, *, manager: bool) -> tuple[TeamView, Names]:
    """Return what a manager sees of this month, with the names of the people in it.

    Raises NotAllowed for anybody else.
    """
    now, team = edge.now(), edge.coach.team
    zone = edge.coach.schedules.of(who).schedule.zone
    members = edge.directory.still_here(client, who.workspace, team.participants(who.workspace))
    period = picked(Pick.MONTH, now, zone)
    view = team.view(who, period, is_manager=manager, now=now, members=members.keys())
    return view, members
