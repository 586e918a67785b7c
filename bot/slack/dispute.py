"""A member says of a finding: not a trap."""

from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot.slack.edge import Edge
from bot.slack.ids import Action
from bot.slack.people import acting
from bot.slack.surfaces import tell
from bot.slack.views.dispute import THANKS


def register(app: App, edge: Edge) -> None:
    """Add the listener of this feature."""

    @app.action(Action.NOT_A_TRAP)
    def not_a_trap(ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        """Keep the objection and thank for it, the second time too: no argument."""
        attempt, _, rule = body["actions"][0]["value"].partition(":")
        edge.coach.disputes.dispute(acting(context), attempt, rule, now=edge.now())
        ack()
        edge.background.submit(tell, client, body, THANKS)
