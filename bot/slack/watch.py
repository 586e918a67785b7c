"""Sees every error that Slack answers, whoever called: for the metrics, and for dead tokens."""

import json
from collections.abc import Callable
from typing import Any

from slack_sdk.http_retry import HttpRequest, HttpResponse, RetryHandler, RetryState

Tell = Callable[[str, str], object]  # the token of the call, and Slack's code or an error's name


class Watch(RetryHandler):
    """A retry handler that retries nothing. Bolt hands it on to the client of each request."""

    def __init__(self, *tell: Tell) -> None:
        super().__init__(max_retry_count=0)
        self._tell = tell

    def can_retry(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        """Tell of an error. Always False."""
        code = _code(response, error)
        if code:
            token = str((request.headers.get("Authorization") or [""])[0])
            for tell in self._tell:
                tell(token.removeprefix("Bearer "), code)
        return False


def _code(response: HttpResponse | None, error: Exception | None) -> str:
    if response is None:
        return type(error).__name__
    body: Any = response.body
    if not body and response.data:
        try:
            body = json.loads(response.data)
        except ValueError:
            body = None
    if isinstance(body, dict) and body:
        return "" if body.get("ok") else str(body.get("error") or "")[:80]
    return f"status_{response.status_code}" if response.status_code >= 400 else ""
