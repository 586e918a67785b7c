"""The Home tab: opened, tried, and where a manager chooses the team's stance."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot.core.critique import Stance
from bot.core.people import Member
from bot.slack.edge import Edge
from bot.slack.errors import guard
from bot.slack.ids import Action
from bot.slack.managing import team_of
from bot.slack.people import Profile, acting, ask_profile, manages
from bot.slack.surfaces import open_modal
from bot.slack.views.audit import MOST_SHOWN, audit_section
from bot.slack.views.blocks import Block, View
from bot.slack.views.forms import check_form
from bot.slack.views.home import home_view, stance_saved
from bot.slack.views.my_data import my_data_section
from bot.slack.views.own_rules import rules_section
from bot.slack.views.privacy import privacy_section
from bot.slack.views.team import managers_section, team_section

Body = dict[str, Any]


def register(app: App, edge: Edge) -> None:
    """Add the listeners of this feature."""

    @app.event("app_home_opened")
    def open_home(event: Body, context: BoltContext, client: WebClient) -> None:
        if event.get("tab", "home") == "home":
            edge.background.submit(publish, edge, client, acting(context))

    @app.action(Action.TRY_IT)
    def try_it(ack: Ack, body: Body, client: WebClient) -> None:
        ack()
        form = check_form(edge.coach.homes.sample)
        edge.background.submit(open_modal, client, body, form)

    @app.action(Action.CHANGE_STANCE)
    def change_stance(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
        """Acknowledge at once: the role is asked of Slack afterwards, at each change."""
        who = acting(context)
        stance = Stance(body["actions"][0]["selected_option"]["value"])
        ack()
        say = partial(publish, edge, client, who)
        change = partial(_change, edge, client, who, stance, body["trigger_id"])
        edge.background.submit(guard, say, change)


def publish(
    edge: Edge,
    client: WebClient,
    who: Member,
    said: str = "",
    *,
    follow: bool = True,
    profile: Profile | None = None,
) -> None:
    """Show a member their Home tab as it is now, with an answer on top if there is one.

    With `follow`, the time zone that Slack names is kept, if it is a new one. A `profile` that
    Slack gave in the same interaction is not asked for again.
    """
    profile = profile or ask_profile(client, who)
    if profile.zone and follow:
        edge.coach.schedules.follow(who, profile.zone, now=edge.now())
    manager = edge.coach.managers.is_manager(who, is_admin=profile.is_manager)
    sections = _about_others(edge, client, who, manager=manager, admin=profile.is_manager)
    client.views_publish(user_id=who.id, view=_view(edge, who, said, sections, manager=manager))


def _change(edge: Edge, client: WebClient, who: Member, stance: Stance, key: str) -> None:
    manager = manages(edge.coach.managers, client, who)
    edge.coach.stances.change(who, stance, is_manager=manager, now=edge.now(), event_key=key)
    publish(edge, client, who, stance_saved(stance))


def _about_others(
    edge: Edge, client: WebClient, who: Member, *, manager: bool, admin: bool
) -> list[Block]:
    """Build what a member chooses about being seen, and what managers and admins see besides."""
    chosen = edge.coach.team.preferences(who)
    blocks = privacy_section(hidden=chosen.hidden, wants_help=chosen.help_at is not None)
    if manager:
        view, names = team_of(edge, client, who, manager=manager)
        blocks += team_section(view, names, report_on=chosen.report_at is not None)
        blocks += _own_rules(edge, who, manager=manager)
        blocks += _audit(edge, client, who, manager=manager)
    if admin:
        blocks += managers_section(edge.coach.managers.named(who.workspace))
    return [*blocks, *my_data_section()]


def _own_rules(edge: Edge, who: Member, *, manager: bool) -> list[Block]:
    rules = edge.coach.own_rules
    traps = rules.traps(who, is_manager=manager)
    return rules_section(len(traps), len(rules.exceptions(who, is_manager=manager)))


def _audit(edge: Edge, client: WebClient, who: Member, *, manager: bool) -> list[Block]:
    records = edge.coach.team.audited(who, MOST_SHOWN, is_manager=manager)
    people = {id for record in records for id in (record.by, record.whom) if id}
    return audit_section(records, edge.directory.names(client, who.workspace, people))


def _view(edge: Edge, who: Member, said: str, sections: Sequence[Block], *, manager: bool) -> View:
    home = edge.coach.homes.of(who, is_manager=manager)
    titles = {kind.id: kind.title for kind in edge.coach.library.kinds}
    return home_view(home, titles, edge.now(), said, sections)
