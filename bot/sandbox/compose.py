"""What Slack's composer makes of the characters that a person types."""

import html
import re

from bot.sandbox.model import Json

ADDRESS = re.compile(r"https?://[^\s<>]+")


def escaped(text: str) -> str:
    """Commands and messages carry these three characters as entities."""
    return html.escape(text, quote=False)


def message_text(text: str) -> str:
    """The text of a typed message: entities, and addresses as links."""
    return ADDRESS.sub(lambda address: f"<{address[0]}>", escaped(text))


def message_blocks(text: str) -> tuple[Json, ...]:
    """The one rich text block that Slack adds to each typed message."""
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return ({"type": "rich_text", "block_id": "typed", "elements": [section]},)
