"""Block Kit's blocks, with their limits and the surfaces that take them."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.sandbox.elements import (
    ACCESSORY,
    ACTIONS,
    CONTEXT_ACTIONS,
    ID,
    IMAGE,
    INPUT,
    KIND,
    URL,
    plain,
    words,
)
from bot.sandbox.rich_text import RICH_TEXT
from bot.sandbox.schema import (
    Check,
    anything,
    choice,
    complaint,
    items,
    real,
    shape,
    text,
    truth,
    typed,
    whole,
)


def block(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None) -> Check:
    """A block with these properties."""
    return shape({"type": KIND, **required}, {"block_id": ID, **(optional or {})})


def section(value: Any, at: str) -> Iterator[str]:
    """A section needs a text or fields."""
    yield from SECTION(value, at)
    if not value.get("text") and not value.get("fields"):
        yield complaint("missing required field: text", at)


def chart(value: Any, at: str) -> Iterator[str]:
    """Each series has a name of its own, and one point for each category."""
    problems = list(CHART(value, at))
    yield from problems
    if problems or value["chart"]["type"] == "pie":
        return
    labels = value["chart"]["axis_config"]["categories"]
    names: set[str] = set()
    for number, series in enumerate(value["chart"]["series"]):
        where = f"{at}/chart/series/{number}"
        if [point["label"] for point in series["data"]] != labels:
            yield complaint("must match the categories", f"{where}/data")
        if series["name"] in names:
            yield complaint("must be unique", f"{where}/name")
        names.add(series["name"])


def data_table(value: Any, at: str) -> Iterator[str]:
    """All rows are as wide as the first, and that holds no rich text."""
    problems = list(DATA_TABLE(value, at))
    yield from problems
    if problems:
        return
    head, *body = value["rows"]
    for number, cell in enumerate(head):
        if cell["type"] == "rich_text":
            yield complaint("unsupported type: rich_text", f"{at}/rows/0/{number}/type")
    for number, row in enumerate(body, start=1):
        if len(row) != len(head):
            yield complaint("must have as many cells as the first row", f"{at}/rows/{number}")


SECTION = block(
    {},
    {"text": words(3000), "fields": items(words(2000), 10), "accessory": ACCESSORY}
    | {"expand": truth},
)
CELL = typed(
    {
        "raw_text": shape({"type": KIND, "text": text(3000)}),
        "raw_number": shape({"type": KIND, "value": real}, {"text": text(3000)}),
        "rich_text": RICH_TEXT,
    }
)
COLUMN = shape({}, {"align": choice("left", "center", "right"), "is_wrapped": truth})
POINT = shape({"label": text(20), "value": real})
SERIES = shape({"name": text(20), "data": items(POINT, 20)})
AXES = shape({"categories": items(text(20), 20)}, {"x_label": text(50), "y_label": text(50)})
PLOT = shape({"type": KIND, "series": items(SERIES, 6), "axis_config": AXES})
PIE = shape({"type": KIND, "segments": items(POINT, 12)})
CHART = block(
    {"title": text(50), "chart": typed({"line": PLOT, "bar": PLOT, "area": PLOT, "pie": PIE})}
)
DATA_TABLE = block(
    {"caption": text(150), "rows": items(items(CELL, 20), 101, 2)},
    {"page_size": whole(1, 100), "row_header_column_index": whole(0, 19)},
)
CONTEXT = typed(
    {
        "image": IMAGE,
        "plain_text": words(2000),
        "mrkdwn": words(2000),
    }
)
EVERYWHERE: dict[str, Check] = {
    "section": section,
    "header": block({"text": plain(150)}, {"level": whole(1, 6)}),
    "context": block({"elements": items(CONTEXT, 10)}),
    "divider": block({}),
    "actions": block({"elements": items(ACTIONS, 25)}),
    "rich_text": RICH_TEXT,
    "image": block(
        {"alt_text": text(2000)}, {"image_url": URL, "slack_file": anything, "title": plain(2000)}
    ),
}
INPUT_BLOCK = block(
    {"label": plain(2000), "element": INPUT},
    {"hint": plain(2000), "optional": truth, "dispatch_action": truth},
)
CHILDREN: dict[str, Check] = {
    **EVERYWHERE,
    "table": block({"rows": items(items(CELL, 20), 100)}, {"column_settings": items(COLUMN, 20)}),
    "markdown": block({"text": text(12_000)}),
}
CONTAINER = block(
    {"title": plain(150), "child_blocks": items(typed(CHILDREN), 10)},
    {
        "subtitle": plain(150),
        "is_collapsible": truth,
        "default_collapsed": truth,
        "width": choice("narrow", "standard", "wide", "full"),
    },
)
ALERT = block(
    {"text": words(200)},
    {"level": choice("default", "info", "warning", "error", "success")},
)
# What each surface takes, after the "surfaces" column of Slack's reference. Tables are listed there
# for the Home tab, too, but do not show on it: here they are refused.
MESSAGE = typed(
    {
        **CHILDREN,
        "input": INPUT_BLOCK,
        "data_table": data_table,
        "data_visualization": chart,
        "container": CONTAINER,
        "context_actions": block({"elements": items(CONTEXT_ACTIONS, 5)}),
    }
)
MODAL = typed({**EVERYWHERE, "input": INPUT_BLOCK, "alert": ALERT})
HOME = typed({**EVERYWHERE, "input": INPUT_BLOCK, "data_visualization": chart})
