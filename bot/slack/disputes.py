"""Managers decide on the findings of which a member said: not a trap."""

from functools import partial
from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from bot.core.people import Member
from bot.core.team import Decision
from bot.slack.edge import Edge, afterwards
from bot.slack.home import publish
from bot.slack.ids import Action
from bot.slack.managing import team_of
from bot.slack.people import ask_profile, manages
from bot.slack.surfaces import open_modal, update_window
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
    app.action(Action.DISPUTES)(afterwards(edge, _show))
    decisions = {
        Action.ACCEPT: Decision.ACCEPTED,
        Action.KEEP_RULE: Decision.KEPT,
        Action.REVOKE: Decision.OPEN,
    }
    for action, decision in decisions.items():
        app.action(action)(afterwards(edge, partial(_keep, decision)))


def _keep(decision: Decision, edge: Edge, client: WebClient, body: Body, who: Member) -> None:
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
