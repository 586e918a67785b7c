"""Direct messages: what a person writes is answered once, everything else is left alone."""

from collections.abc import Callable
from typing import Any

from slack_bolt import App, BoltContext

from bot.coach.coach import Coach
from bot.core.critique import LineKind
from bot.core.people import Member
from bot.core.slots import Slot, SlotKind
from bot.slack.edge import Edge
from bot.slack.people import acting
from bot.slack.text import event_text
from bot.slack.views.conversation import (
    Message,
    help_message,
    pointer_message,
    review_message,
    sentence_message,
)

_SAID_BY_PEOPLE = frozenset({None, "file_share", "thread_broadcast"})


def register(app: App, edge: Edge) -> None:
    """Add the listener for messages of every subtype: one that is unheard would come again."""

    @app.event("message")
    def hear(event: dict[str, Any], body: dict[str, Any], context: BoltContext) -> None:
        if not is_said_to_the_bot(event):
            return
        edge.coach.conversation.answer(
            acting(context),
            event_text(event),
            now=edge.now(),
            event_key=body["event_id"],
            channel=event["channel"],
            thread_ts=event.get("thread_ts"),
        )
        edge.delivery.wake()


def is_said_to_the_bot(event: dict[str, Any]) -> bool:
    """Whether a message was written by a person in a direct message with the bot."""
    return (
        event.get("channel_type") == "im"
        and event.get("subtype") in _SAID_BY_PEOPLE
        and not event.get("bot_id")
        and bool(event.get("user"))
    )


def replies(coach: Coach) -> Callable[[Slot], Message]:
    """Return the function that renders a reply at the moment it is sent.

    It may raise Gone, whose text then is the reply.
    """

    def render(slot: Slot) -> Message:
        sample = coach.homes.sample
        if slot.kind is SlotKind.CRITIQUE:
            who = Member(slot.workspace, slot.recipient)
            return review_message(coach.critiques.again(who, slot.subject), sample)
        if slot.kind is SlotKind.NOT_A_CLOSE:
            return pointer_message(_pointer(coach), sample)
        if slot.kind is SlotKind.UNUSABLE:
            return sentence_message(slot.subject)
        return help_message(sample)

    return render


def _pointer(coach: Coach) -> str:
    verdicts = coach.library.kind(LineKind.NOT_A_CLOSE).verdicts
    return min(verdicts, key=lambda verdict: verdict.at_least).headline
