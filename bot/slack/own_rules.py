"""A manager gives the team rules of its own, and takes accepted exceptions back."""

from functools import partial
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot.coach.own_rules import new_id
from bot.core.people import Member
from bot.core.team import Decision
from bot.core.team_rules import TeamTrap
from bot.slack.edge import Edge, Work, afterwards
from bot.slack.errors import guard
from bot.slack.home import publish
from bot.slack.ids import Action, Form
from bot.slack.people import acting, manages
from bot.slack.surfaces import open_modal, update_window
from bot.slack.team_settings import refresh
from bot.slack.views.forms import notice
from bot.slack.views.own_rules import (
    REMOVED,
    SAVED,
    WITHDRAWN,
    exceptions_modal,
    trap_form,
    trap_in,
    traps_modal,
)

Body = dict[str, Any]


def register(app: App, edge: Edge) -> None:
    """Add the listeners of this feature."""
    buttons: dict[str, Work] = {
        Action.ADD_TRAP: _begin_trap,
        Action.OWN_RULES: _show_traps,
        Action.CHANGE_TRAP: _begin_change,
        Action.REMOVE_TRAP: _remove,
        Action.EXCEPTIONS: _show_exceptions,
        Action.OLDER: _turn_page,
        Action.NEWER: _turn_page,
        Action.WITHDRAW: _withdraw,
    }
    for action, work in buttons.items():
        app.action(action)(afterwards(edge, work))

    @app.view(Form.OWN_TRAP)
    def save_trap(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
        """Say at the input what the examples do not prove; ask for the role afterwards."""
        who, view = acting(context), body["view"]
        key = f"{view['id']}:{view['hash']}"
        id, _, version = view["private_metadata"].rpartition(":")
        trap = trap_in(view["state"]["values"], id or new_id(who.workspace, key))
        edge.coach.own_rules.prove(who, trap)
        ack(response_action="clear")
        held = int(version) if id else None
        save = partial(_save, edge, client, who, trap, held, key)
        edge.background.submit(guard, partial(publish, edge, client, who), save)


def _begin_trap(edge: Edge, client: WebClient, body: Body, who: Member) -> None:
    edge.coach.own_rules.traps(who, is_manager=manages(edge.coach.managers, client, who))
    open_modal(client, body, trap_form())


def _show_traps(edge: Edge, client: WebClient, body: Body, who: Member) -> None:
    manager = manages(edge.coach.managers, client, who)
    open_modal(client, body, traps_modal(edge.coach.own_rules.traps(who, is_manager=manager)))


def _begin_change(edge: Edge, client: WebClient, body: Body, who: Member) -> None:
    manager = manages(edge.coach.managers, client, who)
    kept = edge.coach.own_rules.trap(who, str(body["actions"][0]["value"]), is_manager=manager)
    open_modal(client, body, trap_form(kept))


def _save(
    edge: Edge, client: WebClient, who: Member, trap: TeamTrap, version: int | None, key: str
) -> None:
    manager = manages(edge.coach.managers, client, who)
    edge.coach.own_rules.save(
        who, trap, version=version, is_manager=manager, now=edge.now(), event_key=key
    )
    publish(edge, client, who, SAVED.format(name=trap.name))


def _remove(edge: Edge, client: WebClient, body: Body, who: Member) -> None:
    id, _, version = str(body["actions"][0]["value"]).rpartition(":")
    manager = manages(edge.coach.managers, client, who)
    rules, view = edge.coach.own_rules, body["view"]
    rules.remove(
        who,
        id,
        version=int(version),
        is_manager=manager,
        now=edge.now(),
        event_key=body["trigger_id"],
    )
    left = traps_modal(rules.traps(who, is_manager=manager))
    update_window(client, view["previous_view_id"], left)
    update_window(client, view["id"], notice(REMOVED))
    refresh(edge, client, who, view["root_view_id"])


def _show_exceptions(edge: Edge, client: WebClient, body: Body, who: Member) -> None:
    manager = manages(edge.coach.managers, client, who)
    held = edge.coach.own_rules.exceptions(who, is_manager=manager)
    open_modal(client, body, exceptions_modal(held))


def _turn_page(edge: Edge, client: WebClient, body: Body, who: Member) -> None:
    _show_page(edge, client, body, who, int(body["actions"][0]["value"]))


def _withdraw(edge: Edge, client: WebClient, body: Body, who: Member) -> None:
    attempt, _, rule = str(body["actions"][0]["value"]).partition(":")
    manager = manages(edge.coach.managers, client, who)
    edge.coach.team.decide_dispute(
        who, attempt, rule, Decision.OPEN, is_manager=manager, now=edge.now()
    )
    _show_page(edge, client, body, who, int(body["view"]["private_metadata"]), WITHDRAWN)
    refresh(edge, client, who, body["view"]["root_view_id"])


def _show_page(
    edge: Edge, client: WebClient, body: Body, who: Member, first: int, said: str = ""
) -> None:
    manager = manages(edge.coach.managers, client, who)
    held = edge.coach.own_rules.exceptions(who, is_manager=manager)
    view = exceptions_modal(held, first, said)
    update_window(client, body["view"]["id"], view)
