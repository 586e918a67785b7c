"""What Slack refuses in messages and views."""

import json
from collections import Counter
from collections.abc import Collection, Iterator
from typing import Any

from bot.sandbox.actions import elements
from bot.sandbox.blocks import HOME, MESSAGE, MODAL
from bot.sandbox.elements import plain
from bot.sandbox.model import Json
from bot.sandbox.refusal import SlackRefusal
from bot.sandbox.schema import Check, choice, complaint, items, shape, text, truth

TEXT = 40_000
UPDATE_TEXT = 4_000
ALL_BLOCKS = 13_200
MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
METADATA = 3_000
TABLES = frozenset({"table", "data_table"})
CHARTS = 2
CELLS = 10_000

COMMON: dict[str, Check] = {
    "private_metadata": text(3000, 0),
    "callback_id": text(255, 0),
    "external_id": text(255, 0),
}
BUTTONS: dict[str, Check] = {
    "submit": plain(24),
    "close": plain(24),
    "clear_on_close": truth,
    "notify_on_close": truth,
    "submit_disabled": truth,
}
MODAL_VIEW = shape(
    {"type": choice("modal"), "title": plain(24), "blocks": items(MODAL, VIEW_BLOCKS, 0)},
    COMMON | BUTTONS,
)
HOME_VIEW = shape({"type": choice("home"), "blocks": items(HOME, VIEW_BLOCKS, 0)}, COMMON)


def check_message(
    message: Json, longest: int = TEXT, refused: Collection[str] = frozenset()
) -> None:
    """Refuse a message that Slack would refuse, `refused` being kinds of block unknown there."""
    words, blocks = message.get("text") or "", message.get("blocks") or []
    if not words and not blocks:
        raise SlackRefusal("no_text")
    if len(words) > longest:
        raise SlackRefusal("msg_too_long")
    if not isinstance(blocks, list):
        raise SlackRefusal("invalid_blocks_format")
    problems = [*items(MESSAGE, MESSAGE_BLOCKS)(blocks, "/blocks")] if blocks else []
    if not problems:
        problems += [*unknown(blocks, refused), *duplicates(blocks), *too_many(blocks)]
    if problems:
        raise SlackRefusal("invalid_blocks", *problems)
    if len([block for block in inside(blocks) if block["type"] in TABLES]) > 1:
        raise SlackRefusal("invalid_attachments", "[ERROR] only_one_table_allowed")
    if sum(map(characters, blocks)) > ALL_BLOCKS:
        raise SlackRefusal("msg_blocks_too_long")
    check_metadata(message.get("metadata"))


def check_metadata(metadata: Any) -> None:
    """Refuse metadata without a name and a flat payload."""
    if metadata is None:
        return
    if not isinstance(metadata, dict) or set(metadata) != {"event_type", "event_payload"}:
        raise SlackRefusal("invalid_metadata_format")
    if not isinstance(metadata["event_payload"], dict):
        raise SlackRefusal("invalid_metadata_schema")
    if len(json.dumps(metadata)) > METADATA:
        raise SlackRefusal("metadata_too_large")


def check_view(view: Any, kind: str, refused: Collection[str] = frozenset()) -> None:
    """Refuse a view that Slack would refuse; `kind` is `modal` or `home`."""
    problems = [*(MODAL_VIEW if kind == "modal" else HOME_VIEW)(view, "/view")]
    if not problems:
        problems += unknown(view["blocks"], refused, "/view/blocks")
        problems += duplicates(view["blocks"], "/view/blocks")
        problems += lacking_submit(view)
    if problems:
        raise SlackRefusal("invalid_arguments", *problems)
    if len(json.dumps(view)) > 250_000:
        raise SlackRefusal("view_too_large")


def lacking_submit(view: Json) -> Iterator[str]:
    """A modal with an input needs a button to send it with."""
    asks = any(block["type"] == "input" for block in view["blocks"])
    if view["type"] == "modal" and asks and not view.get("submit"):
        yield complaint("missing required field: submit", "/view")


def inside(blocks: list[Json]) -> Iterator[Json]:
    """The blocks and those in their containers."""
    for block in blocks:
        yield block
        yield from inside(block.get("child_blocks") or [])


def unknown(blocks: list[Json], refused: Collection[str], at: str = "/blocks") -> list[str]:
    """Blocks of a kind that is not rolled out in this workspace."""
    return [
        complaint(f"unsupported type: {block['type']}", f"{at}/{number}/type")
        for number, block in enumerate(blocks)
        if block["type"] in refused
    ]


def too_many(blocks: list[Json]) -> Iterator[str]:
    """What a whole message may hold: two charts, and so much text in the cells of its tables."""
    found = list(inside(blocks))
    if len([block for block in found if block["type"] == "data_visualization"]) > CHARTS:
        yield complaint(f"no more than {CHARTS} data_visualization blocks allowed", "/blocks")
    cells = [block["rows"] for block in found if block["type"] in TABLES]
    if sum(map(characters, cells)) > CELLS:
        yield complaint(f"must be less than {CELLS + 1} characters in all cells", "/blocks")


def duplicates(blocks: list[Json], at: str = "/blocks") -> list[str]:
    """Block ids that occur twice, and action ids that occur twice in one block."""
    ids = Counter(block["block_id"] for block in blocks if block.get("block_id"))
    found = [complaint(f"duplicate block_id: {id_}", at) for id_, n in ids.items() if n > 1]
    for number, block in enumerate(blocks):
        acting = Counter(e["action_id"] for _, e in elements([block]) if e.get("action_id"))
        found += [
            complaint(f"duplicate action_id: {id_}", f"{at}/{number}/elements")
            for id_, n in acting.items()
            if n > 1
        ]
    return found


def characters(value: Any, key: str = "") -> int:
    """How much there is to read in blocks: ids, types and addresses do not count."""
    if isinstance(value, str):
        return len(value) if key in ("text", "alt_text", "caption", "title", "label") else 0
    if isinstance(value, dict):
        return sum(characters(inner, name) for name, inner in value.items())
    if isinstance(value, list):
        return sum(characters(inner) for inner in value)
    return 0
