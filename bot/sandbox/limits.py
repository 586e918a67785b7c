"""What Slack refuses in messages and views."""

from bot.sandbox.model import Json
from bot.sandbox.refusal import SlackRefusal

TEXT = 40_000
UPDATE_TEXT = 4_000


def check_message(message: Json, longest: int = TEXT) -> None:
    """Refuse a message that Slack would refuse."""
    text, blocks = message.get("text") or "", message.get("blocks") or []
    if not text and not blocks:
        raise SlackRefusal("no_text")
    if len(text) > longest:
        raise SlackRefusal("msg_too_long")


def check_view(view: Json, kind: str) -> None:
    """Refuse a view that Slack would refuse; `kind` is `modal` or `home`."""
    if view.get("type") != kind:
        raise SlackRefusal(
            "invalid_arguments", "[ERROR] unsupported type [json-pointer:/view/type]"
        )
