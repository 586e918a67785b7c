"""Small builders of Block Kit: each keeps Slack's limits and lets nothing of a person's text act.

Text goes into `plain_text` or `rich_text` elements, in which Slack reads no markup. Lengths are
counted as Slack counts them, after `&`, `<` and `>` have become `&amp;`, `&lt;` and `&gt;`.
"""

import html
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

Block = dict[str, Any]
View = dict[str, Any]
Element = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent: the blocks, and the text that notifications and screen readers use.

    `plainer` says the same in older blocks, for a workspace whose Slack does not know these yet.
    """

    text: str
    blocks: list[Block]
    plainer: "Message | None" = None


MESSAGE_BLOCKS = 50
MODAL_BLOCKS = 100
TOTAL_CHARACTERS = 12_000  # Slack refuses messages from about 13,200
SECTION = 3_000
HEADER = 150
FALLBACK = 1_000
INPUT = 3_000
TITLE = 24
BUTTON_TEXT = 75
BUTTON_VALUE = 2_000
METADATA = 3_000
ELLIPSIS = "…"

_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_KEPT = "\n\t\u200c\u200d"


def fallback(text: str) -> str:
    """Make the fallback text of a message, the one place where Slack reads markup: escaped."""
    kept = clamp(text, FALLBACK).strip() or "-"
    return "".join(_ESCAPES.get(character, character) for character in kept)


def visible(text: str) -> str:
    """Replace control, bidi and other unseen characters by spaces, one for one.

    One for one, so that the spans of a finding still fit. Joiners stay: scripts and emoji need
    them. Lone surrogates go too, since they cannot be sent.
    """
    if text.isprintable():
        return text
    return text.translate({ord(one): " " for one in set(text) if _unseen(one)})


def _unseen(character: str) -> bool:
    return character not in _KEPT and (
        unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"}
    )


def cost(text: str) -> int:
    """Return the length of text once Slack has escaped it."""
    return len(html.escape(text, quote=False))


def clamp(text: str, limit: int) -> str:
    """Cut text to `limit` characters as Slack counts them, with an ellipsis where it was cut."""
    text = visible(text)
    if cost(text) <= limit:
        return text
    used, kept = len(ELLIPSIS), 0
    for character in text:
        used += len(_ESCAPES.get(character, character))
        if used > limit:
            break
        kept += 1
    return text[:kept] + ELLIPSIS


def plain_text(text: str, limit: int) -> Element:
    """Build text that Slack shows as it is. An empty one, which Slack refuses, becomes a dash."""
    return {"type": "plain_text", "text": clamp(text, limit).strip() or "-", "emoji": False}


def header(text: str) -> Block:
    return {"type": "header", "text": plain_text(text, HEADER)}


def section(text: str, limit: int = SECTION) -> Block:
    return {"type": "section", "text": plain_text(text, limit)}


def context(text: str, limit: int = 600) -> Block:
    return {"type": "context", "elements": [plain_text(text, limit)]}


def divider() -> Block:
    return {"type": "divider"}


def run(text: str, *, bold: bool = False, code: bool = False) -> Element:
    """Build a stretch of rich text. The text must have been clamped and must not be empty."""
    style = {name: True for name, on in (("bold", bold), ("code", code)) if on}
    return {"type": "text", "text": text} | ({"style": style} if style else {})


def rich(*parts: Element) -> Block:
    """Build a rich text block out of paragraphs, lists and quotes."""
    return {"type": "rich_text", "elements": list(parts)}


def paragraph(*runs: Element) -> Element:
    return {"type": "rich_text_section", "elements": list(runs)}


def quote(*runs: Element) -> Element:
    return {"type": "rich_text_quote", "elements": list(runs)}


def bullets(items: Iterable[Sequence[Element]]) -> Element:
    """Build a bulleted list; each item is the runs of one line."""
    return {
        "type": "rich_text_list",
        "style": "bullet",
        "elements": [paragraph(*item) for item in items],
    }


def numbers(items: Iterable[Sequence[Element]]) -> Element:
    """Build a numbered list; each item is the runs of one line."""
    return bullets(items) | {"style": "ordered"}


def label(text: str, limit: int = 150) -> Element:
    """Build a bold heading inside rich text."""
    return run(clamp(text, limit) or "-", bold=True)


def words(text: str, limit: int) -> Element:
    """Build a stretch of plain words inside rich text, which may not be empty."""
    return run(clamp(text, limit) or "-")


def moment(at: datetime) -> Element:
    """Build a date and a time that Slack shows in the reader's own time zone."""
    return _date(at, "{date_short_pretty} at {time}", f"{at.astimezone(UTC):%d %b %Y, %H:%M} UTC")


def day(at: datetime) -> Element:
    """Build a date that Slack shows as it was in the reader's own time zone."""
    return _date(at, "{date_short}", f"{at.astimezone(UTC):%d %b %Y} UTC")


def _date(at: datetime, tokens: str, otherwise: str) -> Element:
    stamp = int(at.timestamp())
    return {"type": "date", "timestamp": stamp, "format": tokens, "fallback": otherwise}


def confirmed(element: Element, title: str, text: str, *, yes: str, no: str) -> Element:
    """Return a button that asks once more before it acts."""
    confirm = {
        "title": plain_text(title, 100),
        "text": plain_text(text, 300),
        "confirm": plain_text(yes, 30),
        "deny": plain_text(no, 30),
    }
    return element | {"confirm": confirm}


def button(
    text: str, action: str, value: str = "", *, label: str = "", primary: bool = False
) -> Element:
    """Build a button. `label` is what a screen reader says where the text alone is unclear.

    `primary` marks the next step; a message has one at most.
    """
    element: Element = {
        "type": "button",
        "text": plain_text(text, BUTTON_TEXT),
        "action_id": action,
    }
    if value:
        element["value"] = value[:BUTTON_VALUE]
    if label:
        element["accessibility_label"] = clamp(label, BUTTON_TEXT)
    if primary:
        element["style"] = "primary"
    return element


def actions(*elements: Element) -> Block:
    return {"type": "actions", "elements": list(elements)}


def modal(
    callback: str,
    title: str,
    blocks: Sequence[Block],
    *,
    submit: str = "",
    close: str = "Close",
    metadata: str = "",
) -> View:
    """Build a modal of at most 100 blocks."""
    view: View = {
        "type": "modal",
        "callback_id": callback,
        "title": plain_text(title, TITLE),
        "close": plain_text(close, TITLE),
        "blocks": list(blocks[:MODAL_BLOCKS]),
        "private_metadata": metadata[:METADATA],
    }
    return view | ({"submit": plain_text(submit, TITLE)} if submit else {})


def size(nodes: Iterable[Any]) -> int:
    """Count every character of text in blocks and what they hold, as Slack counts them."""
    found = 0
    for node in nodes:
        if isinstance(node, dict):
            text = node.get("text")
            found += cost(text) if isinstance(text, str) else 0
            found += size(node.values())
        elif isinstance(node, list):
            found += size(node)
    return found
