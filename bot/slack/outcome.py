"""What became of a message that was sent to Slack: the question is whether it may be sent again."""

from dataclasses import dataclass
from enum import StrEnum
from socket import gaierror
from urllib.error import URLError

from slack_sdk.errors import SlackApiError


class Fate(StrEnum):
    NOT_SENT = "not sent"  # surely not: it may be sent again
    REFUSED = "refused"  # Slack said no, and would say it again
    GONE = "gone"  # the same, since nobody is there to read it
    BARRED = "barred"  # nothing is taken from this bot: it may be sent again once that is mended
    UNKNOWN = "unknown"  # it may have arrived: it is looked for before it is sent again


@dataclass(frozen=True, slots=True)
class Outcome:
    """`wait` is how many seconds Slack asks to wait, 0 when it does not say.

    `silent` says that no answer came, which may have taken as long as a call can take.
    """

    fate: Fate
    error: str
    wait: int = 0
    silent: bool = False


_RATE_LIMITED = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
# Slack says of these that some of the work may have been done before the error.
_DOUBTFUL = frozenset(
    {"fatal_error", "internal_error", "request_timeout", "service_unavailable", "team_added_to_org"}
)
_NOBODY = frozenset(
    {"channel_not_found", "user_not_found", "users_not_found", "user_disabled", "cannot_dm_bot"}
)
_NO_BOT = frozenset(
    {
        "account_inactive",  # the bot's own account, or the workspace: no member of it
        "ekm_access_denied",
        "invalid_auth",
        "missing_scope",
        "not_authed",
        "org_login_required",
        "team_access_not_granted",
        "token_expired",
        "token_revoked",
    }
)
_FIRST_SERVER_ERROR = 500
_TOO_MANY_REQUESTS = 429


def outcome_of(error: Exception) -> Outcome:
    """Classify the failure of a call that posts a message."""
    if isinstance(error, SlackApiError):
        return _answered(error)
    reason = error.reason if isinstance(error, URLError) else error
    if isinstance(reason, ConnectionRefusedError | gaierror):
        return Outcome(Fate.NOT_SENT, type(reason).__name__)
    return Outcome(Fate.UNKNOWN, type(reason).__name__, silent=True)


def before_sending(outcome: Outcome) -> Outcome:
    """Return what follows from a question to Slack that failed before anything was sent.

    One for which the bot has no scope may not hold up all the messages that need none.
    """
    if outcome.fate is Fate.UNKNOWN:
        return Outcome(Fate.NOT_SENT, outcome.error, outcome.wait)
    if outcome.error == "missing_scope":
        return Outcome(Fate.REFUSED, outcome.error)
    return outcome


def _answered(error: SlackApiError) -> Outcome:
    status = error.response.status_code
    code = str(error.response.get("error") or "")[:80]
    if status == _TOO_MANY_REQUESTS or code in _RATE_LIMITED:
        return Outcome(Fate.NOT_SENT, "ratelimited", _retry_after(error))
    if status >= _FIRST_SERVER_ERROR or code in _DOUBTFUL:
        return Outcome(Fate.UNKNOWN, code or f"status {status}")
    if code in _NOBODY:
        return Outcome(Fate.GONE, code)
    return Outcome(Fate.BARRED if code in _NO_BOT else Fate.REFUSED, code)


def _retry_after(error: SlackApiError) -> int:
    headers = {name.lower(): value for name, value in error.response.headers.items()}
    value = headers.get("retry-after", "")
    value = value[0] if isinstance(value, list) and value else value
    return max(1, int(value)) if str(value).isdigit() else 1
