"""What every listener is given, and one that works after its acknowledgement."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient

from bot.coach.coach import Coach
from bot.core.people import Member
from bot.slack.background import Background
from bot.slack.delivery import Delivery
from bot.slack.directory import Directory
from bot.slack.errors import guard
from bot.slack.people import acting
from bot.slack.surfaces import tell

Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Edge:
    """The use cases, the ways to answer later, the clock, and who is who."""

    coach: Coach
    background: Background
    delivery: Delivery
    now: Callable[[], datetime]
    directory: Directory


Work = Callable[[Edge, WebClient, Body, Member], object]


def afterwards(edge: Edge, work: Work) -> Callable[..., None]:
    """Acknowledge at once: the role is asked of Slack afterwards, at each action."""

    def listen(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
        ack()
        do = partial(work, edge, client, body, acting(context))
        edge.background.submit(guard, partial(tell, client, body), do)

    return listen
