"""The values of a modal's inputs, as the client sends them when it is submitted."""

from collections.abc import Iterator

from bot.sandbox.actions import elements
from bot.sandbox.model import Json

REQUIRED = "Please complete this required field."
CHOSEN = {
    "static_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "checkboxes": ("selected_options", "initial_options"),
    "multi_static_select": ("selected_options", "initial_options"),
    "users_select": ("selected_user", "initial_user"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "channels_select": ("selected_channel", "initial_channel"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
}
TYPED = ("value", "initial_value")


def inputs(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Each block and element of it that holds a value."""
    for block, element in elements(blocks):
        if element["type"] in CHOSEN or element["type"].endswith("_input"):
            yield block, element


def filled(blocks: list[Json], given: Json) -> Json:
    """`state.values` of a view: what was given, else what the view began with.

    `given` maps block ids to elements' states by action id, as the API does, or, shorter, to
    the bare value of the block's only element.
    """
    values: Json = {}
    for block, element in inputs(blocks):
        key, initial = CHOSEN.get(element["type"], TYPED)
        entered = given.get(block["block_id"], {})
        if isinstance(entered, dict) and "value" not in entered:
            entered = entered.get(element["action_id"], {key: element.get(initial)})
        state = entered if isinstance(entered, dict) else {key: _chosen(element, entered)}
        value = state.get(key) or ([] if key.endswith("s") else None)
        values.setdefault(block["block_id"], {})[element["action_id"]] = {
            "type": element["type"],
            key: value,
        }
    return values


def problems(blocks: list[Json], values: Json) -> dict[str, str]:
    """What the client itself finds wrong, by block id, before it sends anything to the app."""
    found: dict[str, str] = {}
    for block, element in inputs(blocks):
        if block["type"] != "input":
            continue
        key, _ = CHOSEN.get(element["type"], TYPED)
        value = values[block["block_id"]][element["action_id"]][key]
        if not value and not block.get("optional"):
            found[block["block_id"]] = REQUIRED
        elif isinstance(value, str) and element["type"] == "plain_text_input":
            found |= _length_problem(block["block_id"], element, value)
    return found


def _length_problem(block_id: str, element: Json, value: str) -> dict[str, str]:
    shortest, longest = element.get("min_length", 0), element.get("max_length", 3000)
    if len(value) < shortest:
        return {block_id: f"Must be at least {shortest} characters."}
    if len(value) > longest:
        return {block_id: f"Must be at most {longest} characters."}
    return {}


def _chosen(element: Json, value: object) -> object:
    """A bare value as a state has it: whole options where the element offers options."""
    options = {option["value"]: option for option in element.get("options", [])}
    if isinstance(value, list):
        return [options.get(item, item) for item in value]
    return options.get(value, value)
