"""Which bot a request from Slack is meant for, without asking Slack."""

from collections.abc import Callable

from slack_bolt.authorization import AuthorizeResult

Authorize = Callable[[str | None, str | None], AuthorizeResult]  # enterprise, team


def one_workspace(token: str | None, bot_user: str) -> Authorize:
    """Return the answer of a bot that serves one workspace."""

    def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_token=token,
            bot_user_id=bot_user,
        )

    return authorize
