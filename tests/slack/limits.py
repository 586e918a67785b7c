"""What Slack accepts of what the bot sends, and what must never be in it."""

from collections.abc import Iterator
from typing import Any

from bot.slack.views.blocks import size

_LIVE = ("<!", "<@", "<#", "<http", "<mailto")
_PLAIN_LIMITS = {"header": 150, "section": 3_000, "context": 3_000, "button": 75}
_WORDS = frozenset({"text", "plain_text", "raw_text"})


def nodes(node: Any) -> Iterator[dict[str, Any]]:
    """Yield every object in a payload."""
    if isinstance(node, list):
        for item in node:
            yield from nodes(item)
    elif isinstance(node, dict):
        yield node
        for value in node.values():
            yield from nodes(value)


def problems(blocks: list[dict[str, Any]], most_blocks: int) -> list[str]:
    """List everything in blocks that Slack would refuse, or that a person's text could do."""
    found = []
    if not 1 <= len(blocks) <= most_blocks:
        found.append(f"{len(blocks)} blocks")
    if size(blocks) > 12_000:
        found.append(f"{size(blocks)} characters")
    for block in blocks:
        found += _block_problems(block)
    for node in nodes(blocks):
        found += _node_problems(node)
    return found


def message_problems(text: str, blocks: list[dict[str, Any]]) -> list[str]:
    """The same for a message with its fallback text, in which Slack reads markup."""
    live = [f"live text: {text}"] if any(mark in text for mark in _LIVE) else []
    return [*live, *problems(blocks, 50), *([] if 0 < len(text) < 3_000 else ["text length"])]


def view_problems(view: dict[str, Any]) -> list[str]:
    """The same for a modal or Home."""
    found = [
        f"{name} is too long"
        for name in ("title", "submit", "close")
        if len(view.get(name, {"text": ""})["text"]) > 24
    ]
    return [*found, *problems(view["blocks"], 100)]


def _block_problems(block: dict[str, Any]) -> list[str]:
    limit = _PLAIN_LIMITS.get(block["type"], 3_000)
    found = [
        f"{block['type']} of {len(node['text'])} characters"
        for node in nodes(block)
        if node.get("type") == "plain_text" and len(node["text"]) > limit
    ]
    if block["type"] in {"actions", "context"} and not 1 <= len(block["elements"]) <= 10:
        found.append(f"{block['type']} of {len(block['elements'])} elements")
    names = [node["action_id"] for node in nodes(block) if "action_id" in node]
    if len(names) != len(set(names)):
        found.append("an action id twice in a block")
    return found


def _node_problems(node: dict[str, Any]) -> list[str]:
    found = []
    kind = node.get("type", "")
    if kind == "mrkdwn":
        found.append("markup")
    if kind in _WORDS:
        found += _text_problems(node["text"])
    if kind.startswith("rich_text_") and not node["elements"]:
        found.append(f"empty {kind}")
    if kind in {"link", "user", "usergroup", "channel", "broadcast", "emoji"}:
        found.append(f"live {kind}")
    if len(str(node.get("value", ""))) > 2_000:
        found.append("value")
    if len(node.get("initial_value", "")) > 3_000:
        found.append("initial value")
    return found


def _text_problems(text: str) -> list[str]:
    return [
        *([] if text else ["empty text"]),
        *(["a bidi control"] if any("\u202a" <= c <= "\u202e" for c in text) else []),
        *([] if _isolates_end(text) else ["an isolate without an end"]),
    ]


def _isolates_end(text: str) -> bool:
    """Whether what turns the direction of writing also turns it back."""
    open_ones = 0
    for character in text:
        open_ones += "\u2066" <= character <= "\u2068"
        open_ones -= character == "\u2069"
        if open_ones < 0:
            return False
    return open_ones == 0
