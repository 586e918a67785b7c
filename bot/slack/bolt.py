"""Puts the Bolt app together."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from bot.coach.coach import Coach
from bot.slack import (
    board_setup,
    boards,
    conversation,
    critique,
    dispute,
    disputes,
    drills,
    errors,
    holidays,
    home,
    my_data,
    own_rules,
    privacy,
    settings,
    team,
    team_settings,
    tenancy,
)
from bot.slack.authorize import Authorize
from bot.slack.background import Background
from bot.slack.clients import copy_of
from bot.slack.delivery import Delivery
from bot.slack.directory import Directory
from bot.slack.edge import Edge

FEATURES = (
    critique,
    dispute,
    disputes,
    conversation,
    home,
    drills,
    settings,
    holidays,
    boards,
    board_setup,
    privacy,
    my_data,
    own_rules,
    team,
    team_settings,
)


def build(
    client: WebClient,
    authorize: Authorize,
    coach: Coach,
    delivery: Delivery,
    background: Background,
    now: Callable[[], datetime],
    directory: Directory | None = None,
) -> App:
    """Build the app. `client` holds the settings of every call; its token is not used.

    Listeners finish before the response is sent, so that an event whose listener fails is not
    acknowledged and comes again. Nothing is asked of Slack before a listener runs. Whoever hands
    requests to the app has made sure that they are Slack's own.
    """

    app = _empty(client, authorize)
    errors.register(app, background)
    tenancy.register(app)
    edge = Edge(coach, background, delivery, now, directory or Directory(now))
    for feature in FEATURES:
        feature.register(app, edge)
    return app


def _empty(client: WebClient, authorize: Authorize) -> App:
    """Return an app without listeners."""

    def named(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        return authorize(enterprise_id, team_id)  # Bolt goes by the names, and knows no methods

    with _unread_environment():
        return App(
            name="close-coach",
            client=copy_of(client),  # Bolt takes the token of each request from `authorize`
            authorize=named,
            process_before_response=True,
            request_verification_enabled=False,  # a socket is authenticated, HTTP checked before
        )


@contextmanager
def _unread_environment() -> Iterator[None]:
    """Hide our settings: from some of them Bolt would make an OAuth flow of its own."""
    hidden = {name: value for name, value in os.environ.items() if name.startswith("SLACK_")}
    for name in hidden:
        del os.environ[name]
    try:
        yield
    finally:
        os.environ.update(hidden)
