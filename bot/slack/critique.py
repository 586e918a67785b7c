"""A member has a line checked: by command, by form, by message shortcut; and tries again."""

from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot.coach.conversation import HELP_WORDS
from bot.core.attempts import Review
from bot.core.wishes import AROUND_A_WORD
from bot.slack.edge import Edge
from bot.slack.home import publish
from bot.slack.ids import Action, Command, Field, Form, Shortcut
from bot.slack.people import acting
from bot.slack.surfaces import in_view, open_modal, respond, update_modal
from bot.slack.text import event_text, plain
from bot.slack.views.blocks import Message, View
from bot.slack.views.conversation import help_message, review_message
from bot.slack.views.forms import check_form, critique_modal, pointer_form

Body = dict[str, Any]


def register(app: App, edge: Edge) -> None:
    """Add the listeners of this feature."""
    _register_ways_in(app, edge)
    _register_form(app, edge)
    _register_after_a_critique(app, edge)


def _register_ways_in(app: App, edge: Edge) -> None:
    critiques, sample = edge.coach.critiques, edge.coach.homes.sample

    @app.command(Command.CLOSE_CHECK)
    def check_line(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
        """Answer in the acknowledgement itself: one round trip, no call to Slack."""
        line = plain(body.get("text", ""))
        if not line.strip():
            ack()
            edge.background.submit(open_modal, client, body, check_form())
        elif line.strip(AROUND_A_WORD).casefold() in HELP_WORDS:
            _answer(ack, help_message(sample))
        else:
            who = acting(context)
            review = critiques.review(who, line, now=edge.now(), event_key=body["trigger_id"])
            _answer(ack, review_message(review, sample))

    @app.shortcut({"type": "message_action", "callback_id": Shortcut.CHECK_THIS_CLOSE})
    def check_message(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
        line = event_text(body["message"])
        who = acting(context)
        review = critiques.review(who, line, now=edge.now(), event_key=body["trigger_id"])
        ack()
        edge.background.submit(open_modal, client, body, _modal(review, line, sample))


def _register_form(app: App, edge: Edge) -> None:
    critiques, sample = edge.coach.critiques, edge.coach.homes.sample

    @app.view(Form.CHECK)
    def check_form_line(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
        view, who = body["view"], acting(context)
        line = view["state"]["values"][Field.LINE][Field.LINE].get("value") or ""
        earlier = view["private_metadata"]
        key = f"{view['id']}:{view['hash']}"
        review = critiques.review(who, line, now=edge.now(), event_key=key, earlier=earlier or None)
        ack(response_action="update", view=_modal(review, line, sample, earlier))
        edge.background.submit(publish, edge, client, who)


def _register_after_a_critique(app: App, edge: Edge) -> None:
    critiques, sample = edge.coach.critiques, edge.coach.homes.sample

    @app.action(Action.TRY_AGAIN)
    def try_again(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
        attempt = body["actions"][0]["value"]
        form = check_form(critiques.line(acting(context), attempt), attempt_id=attempt)
        ack()
        edge.background.submit(open_modal, client, body, form)

    @app.view(Form.CRITIQUE)
    def try_once_more(ack: Ack, view: View, context: BoltContext) -> None:
        attempt = view["private_metadata"]
        line = critiques.line(acting(context), attempt)
        ack(response_action="update", view=check_form(line, attempt_id=attempt))

    @app.action(Action.SHOW_ALL)
    def show_all(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
        review = critiques.again(acting(context), body["actions"][0]["value"])
        ack()
        if in_view(body):
            modal = critique_modal(review, everything=True)
            edge.background.submit(update_modal, client, body, modal)
        else:
            message = review_message(review, sample, everything=True)
            edge.background.submit(_replace, body, message)


def _modal(review: Review, line: str, sample: str, earlier: str = "") -> View:
    if review.attempt_id is None:
        return pointer_form(review.critique.headline, sample, line, attempt_id=earlier)
    return critique_modal(review)


def _answer(ack: Ack, message: Message) -> None:
    ack(response_type="ephemeral", text=message.text, blocks=message.blocks)


def _replace(body: Body, message: Message) -> None:
    respond(body, message, replace=True)
