"""The Home tab: opened, tried, and published anew after whatever changes it."""

from collections.abc import Sequence
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot.core.people import Member
from bot.slack.edge import Edge
from bot.slack.ids import Action
from bot.slack.managing import team_of
from bot.slack.people import Profile, acting, ask_profile
from bot.slack.surfaces import open_modal
from bot.slack.views.blocks import Block, View
from bot.slack.views.forms import check_form
from bot.slack.views.home import home_view
from bot.slack.views.my_data import my_data_section
from bot.slack.views.privacy import privacy_section
from bot.slack.views.team import team_section
from bot.slack.views.team_settings import settings_section

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
    manager = edge.coach.managers.is_manager(who, is_admin=profile.is_admin)
    sections = _about_others(edge, client, who, manager=manager, admin=profile.is_admin)
    client.views_publish(user_id=who.id, view=_view(edge, who, said, sections, manager=manager))


def _about_others(
    edge: Edge, client: WebClient, who: Member, *, manager: bool, admin: bool
) -> list[Block]:
    """Build what a member chooses about being seen, and what managers see besides."""
    chosen, homes = edge.coach.team.preferences(who), edge.coach.homes
    blocks = privacy_section(hidden=chosen.hidden, wants_help=chosen.help_at is not None)
    if manager:
        view, names = team_of(edge, client, who, manager=manager)
        settings = homes.team_settings(who, is_manager=manager, is_admin=admin)
        blocks += [*team_section(view, names), *settings_section(settings)]
    return [*blocks, *my_data_section(edge.coach.my_data.retention)]


def _view(edge: Edge, who: Member, said: str, sections: Sequence[Block], *, manager: bool) -> View:
    home = edge.coach.homes.of(who, is_manager=manager)
    titles = {kind.id: kind.title for kind in edge.coach.library.kinds}
    return home_view(home, titles, edge.now(), said, sections)
