"""The Home tab: opened, tried, and where a manager chooses the team's stance."""

from functools import partial
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot.core.critique import Stance
from bot.core.people import Member
from bot.slack.edge import Edge
from bot.slack.errors import guard
from bot.slack.ids import Action
from bot.slack.people import acting, ask_profile, is_manager
from bot.slack.surfaces import open_modal
from bot.slack.views.blocks import View
from bot.slack.views.forms import check_form
from bot.slack.views.home import home_view, stance_saved

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
        edge.background.submit(guard, say, partial(_change, edge, client, who, stance))


def publish(edge: Edge, client: WebClient, who: Member, said: str = "") -> None:
    """Show a member their Home tab as it is now, with an answer on top if there is one."""
    profile = ask_profile(client, who)
    if profile.zone:
        edge.coach.schedules.follow(who, profile.zone, now=edge.now())
    view = _view(edge, who, said, manager=profile.is_manager)
    client.views_publish(user_id=who.id, view=view)


def _change(edge: Edge, client: WebClient, who: Member, stance: Stance) -> None:
    edge.coach.stances.change(who, stance, is_manager=is_manager(client, who), now=edge.now())
    publish(edge, client, who, stance_saved(stance))


def _view(edge: Edge, who: Member, said: str, *, manager: bool) -> View:
    home = edge.coach.homes.of(who, is_manager=manager)
    titles = {kind.id: kind.title for kind in edge.coach.library.kinds}
    return home_view(home, titles, edge.now(), said)
