"""Puts the Bolt app together."""

from collections.abc import Callable
from datetime import datetime

from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from bot.coach.coach import Coach
from bot.slack import conversation, critique, dispute, drills, errors, holidays, home, settings
from bot.slack.background import Background
from bot.slack.delivery import Delivery
from bot.slack.edge import Edge


def build(
    client: WebClient,
    bot_user: str,
    coach: Coach,
    delivery: Delivery,
    background: Background,
    now: Callable[[], datetime],
) -> App:
    """Build the app of one workspace, for Socket Mode.

    Listeners finish before the response is sent, so that an event whose listener fails is not
    acknowledged and comes again. Nothing is asked of Slack before a listener runs.
    """

    def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_token=client.token,
            bot_user_id=bot_user,
        )

    app = App(
        name="close-coach",
        client=_without_token(client),
        authorize=authorize,
        process_before_response=True,
        request_verification_enabled=False,  # Socket Mode: the connection itself is authenticated
    )
    errors.register(app, background)
    edge = Edge(coach, background, delivery, now)
    for feature in (critique, dispute, conversation, home, drills, settings, holidays):
        feature.register(app, edge)
    return app


def _without_token(client: WebClient) -> WebClient:
    """Copy the settings of a client: Bolt takes the token of each request from `authorize`."""
    return WebClient(
        base_url=client.base_url,
        timeout=client.timeout,
        ssl=client.ssl,
        proxy=client.proxy,
        headers=client.headers,
        retry_handlers=client.retry_handlers,
    )
