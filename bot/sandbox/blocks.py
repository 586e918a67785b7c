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
    """Each series has one point for each category."""
    yield from CHART(value, at)
    drawn = value.get("chart")
    axis = drawn.get("axis_config") if isinstance(drawn, dict) else None
    if not isinstance(axis, dict):
        return
    labels = axis.get("categories")
    for number, series in enumerate(drawn.get("series") or []):
        named = [point.get("label") for point in series.get("data") or []]
        if named != labels:
            yield complaint("must match the categories", f"{at}/chart/series/{number}/data")


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
PLOT = shape({"type": KIND, "series": items(SERIES, 12), "axis_config": AXES})
PIE = shape({"type": KIND, "segments": items(POINT, 12)})
CHART = block(
    {"title": text(50), "chart": typed({"line": PLOT, "bar": PLOT, "area": PLOT, "pie": PIE})}
)
CONTEXT = typed(
    {
        "image": IMAGE,
        "plain_text": words(2000),
        "mrkdwn": words(2000),
    }
)
INNER: dict[str, Check] = {
    "section": section,
    "header": block({"text": plain(150)}, {"level": whole(1, 6)}),
    "context": block({"elements": items(CONTEXT, 10)}),
    "divider": block({}),
    "actions": block({"elements": items(ACTIONS, 25)}),
    "rich_text": RICH_TEXT,
    "image": block(
        {"alt_text": text(2000)}, {"image_url": URL, "slack_file": anything, "title": plain(2000)}
    ),
    "table": block({"rows": items(items(CELL, 20), 100)}, {"column_settings": items(COLUMN, 20)}),
    "markdown": block({"text": text(12_000)}),
}
MESSAGE_ONLY: dict[str, Check] = {
    "context_actions": block({"elements": items(CONTEXT_ACTIONS, 5)}),
}
INPUT_BLOCK = block(
    {"label": plain(2000), "element": INPUT},
    {"hint": plain(2000), "optional": truth, "dispatch_action": truth},
)
OUTER: dict[str, Check] = {
    **INNER,
    "input": INPUT_BLOCK,
    "data_table": block(
        {"caption": text(150), "rows": items(items(CELL, 20), 101, 2)},
        {"page_size": whole(1, 100), "row_header_column_index": whole(0, 19)},
    ),
    "data_visualization": chart,
    "alert": block(
        {"text": words(200)},
        {"level": choice("default", "info", "warning", "error", "success")},
    ),
    "container": block(
        {"title": plain(150), "child_blocks": items(typed(INNER), 10)},
        {
            "subtitle": plain(150),
            "is_collapsible": truth,
            "default_collapsed": truth,
            "width": choice("narrow", "standard", "wide", "full"),
        },
    ),
}
MESSAGE = typed({**OUTER, **MESSAGE_ONLY})
VIEW = typed(OUTER)
