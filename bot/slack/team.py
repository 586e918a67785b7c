"""A manager looks at the team, and takes its figures along."""

import re
from collections.abc import Callable
from functools import partial
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot.core.people import Member
from bot.core.team import person_line
from bot.slack.edge import Edge
from bot.slack.errors import guard
from bot.slack.files import figures_file, send_file
from bot.slack.home import publish
from bot.slack.ids import Action
from bot.slack.managing import team_of
from bot.slack.people import acting, manages
from bot.slack.surfaces import open_modal, tell
from bot.slack.views.team import people_modal

Body = dict[str, Any]
SENT = "The file is in our direct messages."
HELPED = "Saved. They are no longer among those who asked for help."
_HELPED = re.compile(rf"{Action.HELPED}-\d+")


def register(app: App, edge: Edge) -> None:
    """Add the listeners of this feature."""

    @app.action(Action.TEAM_VIEW)
    def see_everybody(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
        _later(edge, ack, body, context, client, _show_everybody)

    @app.action(Action.EXPORT)
    def export(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
        _later(edge, ack, body, context, client, _export)

    @app.action(_HELPED)
    def has_been_helped(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
        _later(edge, ack, body, context, client, _helped)


def _later(
    edge: Edge,
    ack: Ack,
    body: Body,
    context: BoltContext,
    client: WebClient,
    work: Callable[[Edge, WebClient, Body, Member], object],
) -> None:
    """Acknowledge at once: the role is asked of Slack afterwards, at each action."""
    who = acting(context)
    ack()
    say = partial(publish, edge, client, who)
    edge.background.submit(guard, say, partial(work, edge, client, body, who))


def _show_everybody(edge: Edge, client: WebClient, body: Body, who: Member) -> None:
    manager = manages(edge.coach.managers, client, who)
    view, names = team_of(edge, client, who, manager=manager)
    open_modal(client, body, people_modal(view, names))


def _export(edge: Edge, client: WebClient, body: Body, who: Member) -> None:
    manager = manages(edge.coach.managers, client, who)
    view, names = team_of(edge, client, who, manager=manager)
    rows = (person_line(each) for each in view.people)
    content = figures_file((names.get(id, id), points, days) for id, points, days in rows)
    edge.coach.team.exported(who, view.period, is_manager=manager, now=edge.now())
    said = f"Your team's points and days of practice, {view.period.title}."
    send_file(client, who, f"close-coach-{view.period.key}.csv", content, said)
    tell(client, body, SENT)


def _helped(edge: Edge, client: WebClient, body: Body, who: Member) -> None:
    id, manager = str(body["actions"][0]["value"]), manages(edge.coach.managers, client, who)
    edge.coach.team.help_given(who, id, is_manager=manager, now=edge.now())
    publish(edge, client, who, HELPED)
