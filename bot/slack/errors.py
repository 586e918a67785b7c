"""The one error boundary: what a person is told, and what the log keeps.

A UserError's text is fit for the person. Anything else is logged under a reference id, and the
person gets that id and nothing more.
"""

import logging
import secrets
from collections.abc import Callable
from typing import Any

from slack_bolt import App, BoltResponse
from slack_sdk import WebClient
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import AtField, UserError
from bot.slack.background import Background
from bot.slack.surfaces import tell
from bot.slack.views.conversation import sentence_message
from bot.slack.views.forms import notice
from bot.storage.trouble import MENDS, trouble_of

NOT_KEPT = (
    "I cannot get at my database right now, so nothing of this was kept. Please try again in a "
    "minute. If it lasts, tell the person who runs this bot: reference {reference}."
)

log = logging.getLogger(__name__)


def register(app: App, background: Background) -> None:
    """Make this the app's only error handler."""

    @app.error
    def explain(error: Exception, body: dict[str, Any], client: WebClient) -> BoltResponse:
        text = sentence(error)
        if "command" in body:
            message = sentence_message(text)
            answer = {"response_type": "ephemeral", "text": message.text, "blocks": message.blocks}
            return _answer(answer)
        if body.get("type") == "view_submission":
            return _answer(_about_form(body["view"], error, text))
        if body.get("type") == "event_callback":
            return BoltResponse(status=500)  # not acknowledged, so that Slack delivers it again
        background.submit(tell, client, body, text)
        return BoltResponse(status=200)


def sentence(error: Exception) -> str:
    """Return what to tell the person, and log what they must not see."""
    if isinstance(error, UserError):
        return str(error)
    reference = secrets.token_hex(4)
    told = {"reference": reference}  # a field of its own: what a person quotes is looked for
    trouble = trouble_of(error) if isinstance(error, SQLAlchemyError) else None
    if trouble is not None:
        mend = MENDS[trouble]
        log.error("The database %s, reference %s. %s", trouble, reference, mend, extra=told)
        return NOT_KEPT.format(reference=reference)
    log.error("Unexpected error, reference %s", reference, exc_info=error, extra=told)
    return (
        "Sorry, that did not work, and the fault is mine. Please try again. If it happens again, "
        f"tell the person who runs this bot: reference {reference}."
    )


def guard(tell_them: Callable[[str], object], work: Callable[[], object]) -> None:
    """Do some work after the acknowledgement; tell the person when it fails."""
    try:
        work()
    except Exception as error:  # noqa: BLE001 - the boundary of work that no listener waits for
        tell_them(sentence(error))


def _about_form(view: dict[str, Any], error: Exception, text: str) -> dict[str, Any]:
    """Put the sentence at the input, so that what was typed is kept, or else in its place."""
    first = next(iter(view.get("state", {}).get("values", {})), None)
    field = error.field if isinstance(error, AtField) else first
    if field is not None:
        return {"response_action": "errors", "errors": {field: text}}
    return {"response_action": "update", "view": notice(text)}


def _answer(body: dict[str, Any]) -> BoltResponse:
    return BoltResponse(status=200, body=body, headers={"content-type": "application/json"})
