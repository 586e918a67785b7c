"""The places where an interaction can be answered after its acknowledgement."""

from collections.abc import Sequence
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from bot.slack.views.blocks import Block, Message, View
from bot.slack.views.conversation import sentence_message
from bot.slack.views.forms import notice

Body = dict[str, Any]

RESPONSE_SECONDS = 10
TOO_LATE = "Slack took too long to open the window. Please press the button again."
UNKNOWN_BLOCKS = "invalid_blocks"
CLOSED = "not_found"
_EXPIRED = frozenset({"expired_trigger_id", "exchanged_trigger_id", "trigger_expired"})


def open_modal(client: WebClient, body: Body, view: View) -> None:
    """Open a modal, on top of the one in which the button was pressed if there is one.

    A trigger lasts three seconds. When it is over, the person is told to press again.
    """
    place = client.views_push if _in_modal(body) else client.views_open
    try:
        place(trigger_id=body["trigger_id"], view=view)
    except SlackApiError as error:
        if error.response.get("error") not in _EXPIRED or "response_url" not in body:
            raise
        respond(body, sentence_message(TOO_LATE))


def update_modal(client: WebClient, body: Body, view: View) -> None:
    """Replace the modal in which a button was pressed."""
    shown = body["view"]
    client.views_update(view_id=shown["id"], hash=shown["hash"], view=view)


def update_window(client: WebClient, id: str, view: View) -> None:
    """Replace a modal after a change. Whoever has closed it meanwhile is not told of a fault."""
    try:
        client.views_update(view_id=id, view=view)
    except SlackApiError as error:
        if error.response.get("error") != CLOSED:
            raise


def respond(body: Body, message: Message, *, replace: bool = False) -> None:
    """Answer privately beside a message, or put the answer in the message's place.

    Where Slack does not know the blocks of a message, its plainer form is sent.
    """
    answer: Body = {"text": message.text, "blocks": message.blocks, "replace_original": replace}
    if not replace:
        answer["response_type"] = "ephemeral"
        thread = body.get("container", {}).get("thread_ts")
        if thread:
            answer["thread_ts"] = thread
    webhook = WebhookClient(body["response_url"], timeout=RESPONSE_SECONDS, retry_handlers=[])
    result = webhook.send_dict(answer)
    if message.plainer is not None and UNKNOWN_BLOCKS in str(result.body):
        respond(body, message.plainer, replace=replace)
    elif result.status_code != 200:
        raise ConnectionError(f"Slack refused a response with status {result.status_code}")


def tell(client: WebClient, body: Body, text: str, more: Sequence[Block] = ()) -> None:
    """Say one thing to the person who acted: beside the message, or else in a modal.

    `more` stands below it, such as what they may answer. Of three windows on top of each other,
    which is as many as Slack lets there be, the last one is what says it.
    """
    if body.get("response_url") and body.get("type") == "block_actions":
        message = sentence_message(text)
        respond(body, Message(message.text, [*message.blocks, *more]))
    else:
        view = notice(text)
        view |= {"blocks": [*view["blocks"], *more]}
        if _in_third_modal(body):
            client.views_update(view_id=body["view"]["id"], view=view)
        else:
            open_modal(client, body, view)


def in_view(body: Body) -> bool:
    """Whether a button was pressed in a modal or on Home, not in a message."""
    return bool(body.get("view"))


def on_home(body: Body) -> bool:
    """Whether a button was pressed on the Home tab."""
    return bool((body.get("view") or {}).get("type") == "home")


def _in_third_modal(body: Body) -> bool:
    view = body.get("view", {})
    return _in_modal(body) and view.get("previous_view_id") not in (None, view.get("root_view_id"))


def _in_modal(body: Body) -> bool:
    return bool((body.get("view") or {}).get("type") == "modal")
