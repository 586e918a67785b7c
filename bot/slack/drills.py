"""A member answers a drill: by button or by form; asks for a hint or the model answer."""

import re
from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot.coach.critiques import Reply
from bot.coach.drills import Drills
from bot.core.slots import Slot, SlotKind
from bot.slack.edge import Edge
from bot.slack.ids import Action, Form
from bot.slack.people import acting
from bot.slack.surfaces import open_modal, tell
from bot.slack.views.blocks import Message, View
from bot.slack.views.conversation import sentence_message
from bot.slack.views.drill_forms import answer_form, answer_in, grade_form
from bot.slack.views.drills import (
    drill_message,
    grade_message,
    hint_text,
    model_text,
    reminder_message,
)

Body = dict[str, Any]
_CHOOSE = re.compile(rf"{Action.CHOOSE}-\d+")


def register(app: App, edge: Edge) -> None:
    """Add the listeners of this feature."""
    _register_help(app, edge)
    _register_buttons(app, edge)
    _register_forms(app, edge)


def drill_messages(drills: Drills) -> dict[SlotKind, Callable[[Slot], Message]]:
    """Return what renders each kind of message about drills. They may raise Gone."""
    return {
        SlotKind.DRILL: lambda slot: drill_message(drills.of_slot(slot)),
        SlotKind.DRILL_NOW: lambda slot: drill_message(drills.of_slot(slot)),
        SlotKind.REMINDER: lambda slot: reminder_message(drills.given(slot.who, slot.subject)),
        SlotKind.GRADE: lambda slot: grade_message(drills.graded(slot.who, slot.subject)),
        SlotKind.HINT: lambda slot: sentence_message(
            hint_text(drills.hint(slot.who, slot.subject))
        ),
        SlotKind.MODEL: lambda slot: sentence_message(
            model_text(drills.model_answer(slot.who, slot.subject))
        ),
    }


def _register_help(app: App, edge: Edge) -> None:
    drills = edge.coach.drills

    @app.action(Action.HINT)
    def ask_for_a_hint(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
        text = hint_text(drills.hint(acting(context), _value(body)))
        ack()
        edge.background.submit(tell, client, body, text)

    @app.action(Action.MODEL)
    def see_the_model(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
        text = model_text(drills.model_answer(acting(context), _value(body)))
        ack()
        edge.background.submit(tell, client, body, text)


def _register_buttons(app: App, edge: Edge) -> None:
    drills = edge.coach.drills

    @app.action(Action.ANSWER)
    def begin_answer(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
        form = answer_form(drills.given(acting(context), _value(body)))
        ack()
        edge.background.submit(open_modal, client, body, form)

    @app.action(_CHOOSE)
    def choose_answer(ack: Ack, body: Body, context: BoltContext) -> None:
        assignment, _, choice = _value(body).partition(":")
        drills.answer(
            acting(context),
            assignment,
            (choice,),
            now=edge.now(),
            event_key=body["trigger_id"],
            reply=_in_thread(body),
        )
        ack()
        edge.delivery.wake()

    @app.action(Action.ANSWER_AGAIN)
    def try_again(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
        graded = drills.graded(acting(context), _value(body))
        ack()
        form = answer_form(graded.given, graded.answer)
        edge.background.submit(open_modal, client, body, form)


def _register_forms(app: App, edge: Edge) -> None:
    drills = edge.coach.drills

    @app.view(Form.DRILL)
    def submit_answer(ack: Ack, view: View, context: BoltContext) -> None:
        who, assignment = acting(context), view["private_metadata"]
        answer = answer_in(drills.given(who, assignment).drill, view["state"]["values"])
        key = f"{view['id']}:{view['hash']}"
        graded = drills.answer(who, assignment, answer, now=edge.now(), event_key=key)
        ack(response_action="update", view=grade_form(graded))

    @app.view(Form.GRADE)
    def try_once_more(ack: Ack, view: View, context: BoltContext) -> None:
        graded = drills.graded(acting(context), view["private_metadata"])
        ack(response_action="update", view=answer_form(graded.given, graded.answer))


def _value(body: Body) -> str:
    return str(body["actions"][0]["value"])


def _in_thread(body: Body) -> Reply:
    """Return where the grade goes: into the thread of the drill whose button was pressed."""
    place = body["container"]
    return Reply(place["channel_id"], place.get("thread_ts") or place["message_ts"])
