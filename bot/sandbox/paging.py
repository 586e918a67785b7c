"""Lists in pages: `limit`, `cursor` and the cursor of the next page."""

from collections.abc import Sequence
from typing import TypeVar

from bot.sandbox.arguments import number
from bot.sandbox.model import Json
from bot.sandbox.refusal import SlackRefusal

PAGE = 100
Item = TypeVar("Item")


def paged(
    items: Sequence[Item], args: Json, *, largest: int, default: int = PAGE
) -> tuple[list[Item], Json]:
    """One page of `items` and the cursor of the next; `default` is for calls without a limit."""
    limit = number(args, "limit", default) or default
    if not 1 <= limit <= largest:
        raise SlackRefusal("invalid_limit")
    start = _position(args.get("cursor") or "0")
    after = start + limit
    cursor = str(after) if after < len(items) else ""
    return list(items[start:after]), {"response_metadata": {"next_cursor": cursor}}


def _position(cursor: str) -> int:
    if not cursor.isdigit():
        raise SlackRefusal("invalid_cursor")
    return int(cursor)
