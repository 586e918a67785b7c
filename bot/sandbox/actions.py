"""Finding the element that a person uses."""

from collections.abc import Iterable, Iterator

from bot.sandbox.model import Json, Message
from bot.sandbox.refusal import SlackRefusal

IDENTITY = frozenset({"type", "action_id", "block_id"})


def elements(blocks: Iterable[Json]) -> Iterator[tuple[Json, Json]]:
    """Each block with each element inside it, containers included."""
    for block in blocks:
        inside = [block.get("accessory"), block.get("element"), *(block.get("elements") or [])]
        for element in inside:
            if isinstance(element, dict):
                yield block, element
        yield from elements(block.get("child_blocks") or [])


def completed(blocks: Iterable[Json], action: Json) -> Json:
    """The action with what the element says of itself; refuses one that is not in the blocks."""
    for block, element in elements(blocks):
        if element.get("action_id") != action["action_id"]:
            continue
        if action.get("block_id") in (None, block["block_id"]):
            ids = {"action_id": element["action_id"], "block_id": block["block_id"]}
            known = {key: element[key] for key in ("type", "text", "value") if key in element}
            return ids | known | {k: v for k, v in action.items() if k not in IDENTITY}
    raise SlackRefusal("action_not_found")


def latest_with(messages: Iterable[Message], action_id: str) -> str:
    """The timestamp of the latest message with this action; refuses when there is none."""
    found = [
        message.ts
        for message in messages
        if any(element.get("action_id") == action_id for _, element in elements(message.blocks))
    ]
    if not found:
        raise SlackRefusal("action_not_found")
    return found[-1]
