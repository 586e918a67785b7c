"""What managers set for the team: in a window over Home, each change with the role asked anew."""

from collections.abc import Callable
from functools import partial
from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from bot.core.critique import Stance
from bot.core.people import Member
from bot.slack.edge import Edge, afterwards
from bot.slack.home import publish
from bot.slack.ids import Action
from bot.slack.people import Profile, ask_profile
from bot.slack.surfaces import open_modal, update_window
from bot.slack.views.audit import MOST_SHOWN, audit_section
from bot.slack.views.blocks import View
from bot.slack.views.team_settings import (
    MANAGERS_SAVED,
    MOST_MANAGERS,
    REPORT_OFF,
    REPORT_ON,
    settings_modal,
    stance_saved,
)

Body = dict[str, Any]
Change = Callable[[Edge, Body, Member, Profile], str]  # returns what to say of it


def register(app: App, edge: Edge) -> None:
    """Add the listeners of this feature."""
    changes: dict[str, Change] = {
        Action.CHANGE_STANCE: _change_stance,
        Action.REPORT_ON: _report_on,
        Action.REPORT_OFF: _report_off,
        Action.MANAGERS: _name_managers,
    }
    for action, change in changes.items():
        app.action(action)(afterwards(edge, partial(_make, change)))
    app.action(Action.TEAM_SETTINGS)(afterwards(edge, _show))


def refresh(edge: Edge, client: WebClient, who: Member, window: str, said: str = "") -> None:
    """Show the settings as they are now: in the window of this id, and on Home below it."""
    _show_again(edge, client, who, ask_profile(client, who), window, said)


def _show(edge: Edge, client: WebClient, body: Body, who: Member) -> None:
    open_modal(client, body, _view(edge, client, who, ask_profile(client, who)))


def _make(change: Change, edge: Edge, client: WebClient, body: Body, who: Member) -> None:
    """Make a change, and show it where it was made and on Home."""
    profile = ask_profile(client, who)
    said = change(edge, body, who, profile)
    _show_again(edge, client, who, profile, body["view"]["id"], said)


def _change_stance(edge: Edge, body: Body, who: Member, profile: Profile) -> str:
    stance = Stance(body["actions"][0]["selected_option"]["value"])
    edge.coach.stances.change(
        who,
        stance,
        is_manager=_manages(edge, who, profile),
        now=edge.now(),
        event_key=body["trigger_id"],
    )
    return stance_saved(stance)


def _report_on(edge: Edge, body: Body, who: Member, profile: Profile) -> str:
    zone, manager = edge.coach.schedules.of(who).schedule.zone, _manages(edge, who, profile)
    edge.coach.team.report_on(who, zone, is_manager=manager, now=edge.now())
    return REPORT_ON


def _report_off(edge: Edge, body: Body, who: Member, profile: Profile) -> str:
    edge.coach.team.report_off(who, now=edge.now())
    return REPORT_OFF


def _name_managers(edge: Edge, body: Body, who: Member, profile: Profile) -> str:
    chosen = frozenset(body["actions"][0].get("selected_users") or ())
    managers, admin, now = edge.coach.managers, profile.is_admin, edge.now()
    held = sorted(managers.named(who.workspace))
    for id in sorted(chosen.difference(held)):
        managers.make(who, id, is_admin=admin, now=now)
    offered = held[:MOST_MANAGERS]  # the menu shows no more: who is not in it was not taken out
    for id in sorted(set(offered) - chosen):
        managers.unmake(who, id, is_admin=admin, now=now)
    return MANAGERS_SAVED


def _manages(edge: Edge, who: Member, profile: Profile) -> bool:
    return edge.coach.managers.is_manager(who, is_admin=profile.is_admin)


def _show_again(
    edge: Edge, client: WebClient, who: Member, profile: Profile, window: str, said: str
) -> None:
    update_window(client, window, _view(edge, client, who, profile, said))
    publish(edge, client, who, profile=profile)


def _view(edge: Edge, client: WebClient, who: Member, profile: Profile, said: str = "") -> View:
    manager = _manages(edge, who, profile)
    settings = edge.coach.homes.team_settings(who, is_manager=manager, is_admin=profile.is_admin)
    records = edge.coach.team.audited(who, MOST_SHOWN, is_manager=manager)
    people = {id for record in records for id in (record.by, record.whom) if id}
    names = edge.directory.names(client, who.workspace, people)
    return settings_modal(settings, audit_section(records, names), said)
