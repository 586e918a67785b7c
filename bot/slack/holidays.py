"""A manager sets the team's holidays from the team settings."""

from collections.abc import Collection
from datetime import date
from functools import partial
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot.core.people import Member
from bot.core.typed import parse_holidays
from bot.slack.edge import Edge
from bot.slack.errors import guard
from bot.slack.ids import Action, Field, Form
from bot.slack.people import acting, manages
from bot.slack.surfaces import open_modal
from bot.slack.team_settings import refresh
from bot.slack.views.blocks import View
from bot.slack.views.forms import notice
from bot.slack.views.holidays import holidays_form, holidays_saved


def register(app: App, edge: Edge) -> None:
    """Add the listeners of this feature."""

    @app.action(Action.HOLIDAYS)
    def begin_holidays(
        ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        form = holidays_form(edge.coach.schedules.holidays(acting(context).workspace))
        ack()
        edge.background.submit(open_modal, client, body, form)

    @app.view(Form.HOLIDAYS)
    def set_holidays(ack: Ack, view: View, context: BoltContext, client: WebClient) -> None:
        """Acknowledge at once: the role is asked of Slack afterwards, at each change."""
        who = acting(context)
        typed = view["state"]["values"][Field.HOLIDAYS][Field.HOLIDAYS].get("value") or ""
        days = parse_holidays(typed)
        ack()
        below, key = str(view["root_view_id"]), f"{view['id']}:{view['hash']}"
        change = partial(_set, edge, client, who, days, below, key)
        edge.background.submit(guard, partial(_refuse, client, below), change)


def _set(
    edge: Edge, client: WebClient, who: Member, days: Collection[date], below: str, key: str
) -> None:
    manager = manages(edge.coach.managers, client, who)
    edge.coach.schedules.set_holidays(who, days, is_manager=manager, now=edge.now(), event_key=key)
    refresh(edge, client, who, below, holidays_saved(days))


def _refuse(client: WebClient, below: str, text: str) -> None:
    """Say it in the window that the form stood on."""
    client.views_update(view_id=below, view=notice(text))
