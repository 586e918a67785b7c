"""Somebody asks for something about a channel's board: who, where, and how they are answered."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from slack_bolt import BoltContext
from slack_sdk import WebClient

from bot.coach.boards import MANAGERS_ONLY, NO_BOARD
from bot.core.boards import Board
from bot.core.people import Member
from bot.errors import Gone, NotAllowed
from bot.slack.edge import Edge
from bot.slack.errors import guard
from bot.slack.people import acting, manages
from bot.slack.surfaces import respond
from bot.slack.views.conversation import sentence_message
from bot.slack.views.forms import notice

Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asked for something about which channel, and where they are answered."""

    edge: Edge
    client: WebClient
    body: Body
    who: Member
    channel: str

    @property
    def board(self) -> Board | None:
        return self.edge.coach.boards.of(self.who.workspace, self.channel)

    @property
    def is_manager(self) -> bool:
        """Whether they are a manager, as Slack says now."""
        return manages(self.edge.coach.managers, self.client, self.who)

    def say(self, text: str) -> None:
        """Say something to them alone: beside the message, or in a window."""
        if self.body.get("response_url"):
            respond(self.body, sentence_message(text))
        elif self.body["type"] == "view_submission":  # the form is closed by now
            self.client.views_open(trigger_id=self.body["trigger_id"], view=notice(text))
        else:
            self.client.views_update(view_id=self.body["view"]["id"], view=notice(text))

    def later(self, work: Callable[["Asked"], object]) -> None:
        """Do something after the acknowledgement, and tell them when it fails."""
        self.edge.background.submit(guard, self.say, partial(work, self))

    def existing(self) -> Board:
        """Return the channel's board. Raises Gone when there is none any more."""
        board = self.board
        if board is None:
            raise Gone(NO_BOARD)
        return board

    def demand_manager(self) -> None:
        """Raise NotAllowed unless they are a manager."""
        if not self.is_manager:
            raise NotAllowed(MANAGERS_ONLY)


def asked_in(
    edge: Edge, body: Body, context: BoltContext, client: WebClient, channel: str = ""
) -> Asked:
    """Return who pressed a button, in the channel of its message unless another is given."""
    channel = channel or str(body["container"]["channel_id"])
    return Asked(edge, client, body, acting(context), channel)
