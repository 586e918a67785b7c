"""A member chooses whether boards show them, sees what managers see of them, and asks for help."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot.core.people import Member
from bot.core.periods import Pick, picked
from bot.core.team import PersonView
from bot.slack.edge import Edge
from bot.slack.home import publish
from bot.slack.ids import Action
from bot.slack.people import acting
from bot.slack.surfaces import on_home, open_modal, tell
from bot.slack.views.privacy import ASKED, HIDDEN, NO_HELP, SHOWN
from bot.slack.views.team import own_modal

Body = dict[str, Any]


def register(app: App, edge: Edge) -> None:
    """Add the listeners of this feature."""
    boards, team = edge.coach.boards, edge.coach.team

    @app.action(Action.HIDE_ME)
    def hide_me(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
        _choose(edge, ack, body, context, client, boards.hide, HIDDEN)

    @app.action(Action.SHOW_ME)
    def show_me(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
        _choose(edge, ack, body, context, client, boards.show, SHOWN)

    @app.action(Action.ASK_FOR_HELP)
    def ask_for_help(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
        _choose(edge, ack, body, context, client, team.ask_for_help, ASKED)

    @app.action(Action.HELP_NO_MORE)
    def need_no_help(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
        _choose(edge, ack, body, context, client, team.needs_no_help, NO_HELP)

    @app.action(Action.WHAT_MANAGERS_SEE)
    def look_as_manager(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
        who = acting(context)
        zone, now = edge.coach.schedules.of(who).schedule.zone, edge.now()
        person = team.what_manager_sees(who, picked(Pick.MONTH, now, zone), now=now)
        ack()
        edge.background.submit(_show_own, edge, client, body, who, person)


def _choose(
    edge: Edge,
    ack: Ack,
    body: Body,
    context: BoltContext,
    client: WebClient,
    choose: Callable[..., object],
    said: str,
) -> None:
    """Keep a choice, acknowledge it, and say so where it was made."""
    who = acting(context)
    choose(who, now=edge.now())
    ack()
    if on_home(body):
        edge.background.submit(publish, edge, client, who, said)
    else:
        edge.background.submit(tell, client, body, said)


def _show_own(
    edge: Edge, client: WebClient, body: Body, who: Member, person: PersonView | None
) -> None:
    names = edge.directory.names(client, who.workspace, [who.id])
    open_modal(client, body, own_modal(person, names))
