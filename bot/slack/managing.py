"""What a manager sees of the team, with the names that Slack gives."""

from datetime import datetime

from slack_sdk import WebClient

from bot.coach.coach import Coach
from bot.core.people import Member
from bot.core.periods import Period, Pick, picked
from bot.core.team import TeamView
from bot.slack.directory import Directory
from bot.slack.edge import Edge
from bot.slack.views.names import Names


def team_of(edge: Edge, client: WebClient, who: Member, *, manager: bool) -> tuple[TeamView, Names]:
    """Return what a manager sees of this month. Raises NotAllowed for anybody else."""
    now, zone = edge.now(), edge.coach.schedules.of(who).schedule.zone
    period = picked(Pick.MONTH, now, zone)
    return team_in(edge.coach, edge.directory, client, who, period, manager=manager, now=now)


def team_in(
    coach: Coach,
    directory: Directory,
    client: WebClient,
    who: Member,
    period: Period,
    *,
    manager: bool,
    now: datetime,
) -> tuple[TeamView, Names]:
    """Return what a manager sees of a period, and the names of the people in it by id.

    Who has left the workspace is not in it. Raises NotAllowed for anybody but a manager.
    """
    people = coach.team.participants(who.workspace)
    members = directory.still_here(client, who.workspace, people)
    view = coach.team.view(who, period, is_manager=manager, now=now, members=members.keys())
    return view, members
