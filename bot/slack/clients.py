"""Whose token a call to Slack is made with."""

from collections.abc import Callable

from slack_sdk import WebClient

from bot.errors import BotError

ClientFor = Callable[[str], WebClient]  # by workspace; raises NotInstalled


class NotInstalled(BotError):
    """The bot is not, or no longer, installed in a workspace."""


def one_client(client: WebClient) -> ClientFor:
    """Return the client of a bot that serves one workspace, whichever is asked for."""
    return lambda workspace: client


def copy_of(client: WebClient, token: str | None = None) -> WebClient:
    """Copy the settings of a client, with another token or none."""
    return WebClient(
        token=token,
        base_url=client.base_url,
        timeout=client.timeout,
        ssl=client.ssl,
        proxy=client.proxy,
        headers=client.headers,
        retry_handlers=client.retry_handlers,
    )
