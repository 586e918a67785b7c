"""A member takes along what is kept of them, or has it deleted."""

from functools import partial
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot.core.people import Member
from bot.slack.edge import Edge
from bot.slack.errors import guard
from bot.slack.files import send_file
from bot.slack.home import publish
from bot.slack.ids import Action, Form
from bot.slack.people import acting
from bot.slack.surfaces import on_home, open_modal, tell
from bot.slack.views.forms import notice
from bot.slack.views.my_data import DELETED, IN_THE_FILE, SENT, deletion_form

Body = dict[str, Any]
FILE = "close-coach-my-data.json"


def register(app: App, edge: Edge) -> None:
    """Add the listeners of this feature."""

    @app.action(Action.EXPORT_MINE)
    def export_mine(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
        who = acting(context)
        ack()
        say = partial(_say, edge, client, body, who)
        edge.background.submit(guard, say, partial(_export, edge, client, body, who))

    @app.action(Action.DELETE_ME)
    def ask_first(ack: Ack, body: Body, client: WebClient) -> None:
        ack()
        edge.background.submit(open_modal, client, body, deletion_form())

    @app.view(Form.DELETE_ME)
    def delete_me(ack: Ack, context: BoltContext, client: WebClient) -> None:
        who = acting(context)
        edge.coach.my_data.delete(who, now=edge.now())
        ack(response_action="update", view=notice(DELETED))
        # Nothing may be kept of them again, not even their time zone.
        edge.background.submit(partial(publish, edge, client, who, DELETED, follow=False))


def _export(edge: Edge, client: WebClient, body: Body, who: Member) -> None:
    content = edge.coach.my_data.export(who, now=edge.now())
    send_file(client, who, FILE, content, IN_THE_FILE)
    _say(edge, client, body, who, SENT)


def _say(edge: Edge, client: WebClient, body: Body, who: Member, text: str) -> None:
    if on_home(body):
        publish(edge, client, who, text)
    else:
        tell(client, body, text)
