"""Direct messages: what a person writes is answered once, everything else is left alone."""

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from slack_bolt import App, BoltContext

from bot.coach.coach import Coach
from bot.core.critique import LineKind
from bot.core.people import Member
from bot.core.slots import Slot, SlotKind
from bot.slack.drills import drill_messages
from bot.slack.edge import Edge
from bot.slack.people import acting
from bot.slack.text import event_text
from bot.slack.views.blocks import Message
from bot.slack.views.conversation import (
    help_message,
    pointer_message,
    review_message,
    sentence_message,
)
from bot.slack.views.my_data import my_data_message
from bot.slack.views.settings import settings_message
from bot.slack.views.welcome import welcome_message

_ABOUT_THE_ZONE = frozenset({"join", "unpin"})
_SAID_BY_PEOPLE = frozenset({None, "file_share", "thread_broadcast"})


def register(app: App, edge: Edge) -> None:
    """Add the listener for messages of every subtype: one that is unheard would come again."""

    @app.event("message")
    def hear(event: dict[str, Any], body: dict[str, Any], context: BoltContext) -> None:
        if is_edited_in_a_thread(event):
            message = event["message"]
            edge.coach.conversation.edited(
                acting(context, message["user"]),
                event_text(message),
                now=edge.now(),
                event_key=body["event_id"],
                channel=event["channel"],
                thread_ts=message["thread_ts"],
            )
            edge.delivery.wake()
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


def is_edited_in_a_thread(event: dict[str, Any]) -> bool:
    """Whether a person changed the words of what they wrote to the bot in a thread.

    Slack also calls it a change when a link is unfolded, or a thread gets a reply.
    """
    message, before = event.get("message") or {}, event.get("previous_message") or {}
    return (
        event.get("channel_type") == "im"
        and event.get("subtype") == "message_changed"
        and message.get("subtype") in _SAID_BY_PEOPLE
        and not message.get("bot_id")
        and bool(message.get("user"))
        and message.get("thread_ts") not in (None, message.get("ts"))
        and event_text(message) != event_text(before)
    )


def replies(
    coach: Coach,
    now: Callable[[], datetime],
    follow_zone: Callable[[Member], object] = lambda who: None,
    more: Mapping[SlotKind, Callable[[Slot], Message]] = MappingProxyType({}),
) -> Callable[[Slot], Message]:
    """Return the function that renders a message at the moment it is sent.

    Who has just joined gets the zone of Slack first, by `follow_zone`. It may raise Gone, whose
    text then is the message. `more` renders the kinds for which Slack must be asked something.
    """
    renderers = {**_own_replies(coach, now, follow_zone), **drill_messages(coach.drills), **more}
    return lambda slot: renderers[slot.kind](slot)


def _own_replies(
    coach: Coach, now: Callable[[], datetime], follow_zone: Callable[[Member], object]
) -> dict[SlotKind, Callable[[Slot], Message]]:
    """Return what renders the answers to direct messages, but for those about drills."""
    sample = coach.homes.sample

    def settings(slot: Slot) -> Message:
        if slot.subject in _ABOUT_THE_ZONE:
            follow_zone(slot.who)
        return settings_message(slot.subject, coach.schedules.of(slot.who), now())

    def critique(slot: Slot) -> Message:
        return review_message(coach.critiques.again(slot.who, slot.subject), sample)

    return {
        SlotKind.CRITIQUE: critique,
        SlotKind.NOT_A_CLOSE: lambda _: pointer_message(_pointer(coach), sample),
        SlotKind.HELP: lambda _: help_message(sample),
        SlotKind.MY_DATA: lambda _: my_data_message(coach.my_data.retention),
        SlotKind.UNUSABLE: lambda slot: sentence_message(slot.subject),
        SlotKind.SETTINGS: settings,
        SlotKind.WELCOME: lambda _: welcome_message(sample),
    }


def _pointer(coach: Coach) -> str:
    verdicts = coach.library.kind(LineKind.NOT_A_CLOSE).verdicts
    return min(verdicts, key=lambda verdict: verdict.at_least).headline
