"""Managers decide on the findings of which a member said: not a trap."""

from functools import partial
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot.core.people import Member
from bot.core.team import Decision
from bot.slack.edge import Edge
from bot.slack.errors import guard
from bot.slack.home import publish
from bot.slack.ids import Action
from bot.slack.managing import team_of
from bot.slack.people import acting, ask_profile, manages
from bot.slack.surfaces import open_modal, tell, update_window
from bot.slack.views.blocks import View
from bot.slack.views.team import disputes_modal

Body = dict[str, Any]
_SAID = {
    Decision.ACCEPTED: "Saved: that line, and lines nearly like it, pass from now on.",
    Decision.KEPT: "Saved: the rule stands.",
    Decision.OPEN: "Saved: the exception is taken back.",
}


def register(app: App, edge: Edge) -> None:
    """Add the listeners of this feature."""

    @app.action(Action.DISPUTES)
    def see_disputes(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
        ack()
        work = partial(_show, edge, client, body, acting(context))
        edge.background.submit(guard, partial(tell, client, body), work)

    @app.action(Action.ACCEPT)
    def accept_exception(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
        _decide(edge, ack, body, context, client, Decision.ACCEPTED)

    @app.action(Action.KEEP_RULE)
    def keep_rule(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
        _decide(edge, ack, body, context, client, Decision.KEPT)

    @app.action(Action.REVOKE)
    def take_back(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
        _decide(edge, ack, body, context, client, Decision.OPEN)


def _decide(
    edge: Edge,
    ack: Ack,
    body: Body,
    context: BoltContext,
    client: WebClient,
    decision: Decision,
) -> None:
    """Acknowledge at once: the role is asked of Slack afterwards, at each decision."""
    ack()
    work = partial(_keep, edge, client, body, acting(context), decision)
    edge.background.submit(guard, partial(tell, client, body), work)


def _keep(edge: Edge, client: WebClient, body: Body, who: Member, decision: Decision) -> None:
    """Keep a decision, and show what is left to decide: in the list, and on Home below it."""
    attempt, _, rule = str(body["actions"][0]["value"]).partition(":")
    profile = ask_profile(client, who)
    manager = edge.coach.managers.is_manager(who, is_admin=profile.is_admin)
    edge.coach.team.decide_dispute(who, attempt, rule, decision, is_manager=manager, now=edge.now())
    view = _view(edge, client, who, _SAID[decision], manager=manager)
    update_window(client, body["view"]["id"], view)
    publish(edge, client, who, profile=profile)


def _show(edge: Edge, client: WebClient, body: Body, who: Member) -> None:
    manager = manages(edge.coach.managers, client, who)
    open_modal(client, body, _view(edge, client, who, manager=manager))


def _view(edge: Edge, client: WebClient, who: Member, said: str = "", *, manager: bool) -> View:
    view, _ = team_of(edge, client, who, manager=manager)
    return disputes_modal(view.disputes, said)
