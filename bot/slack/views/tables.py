"""Figures as a table and as a chart, and the same figures for a Slack that knows neither."""

import unicodedata
from collections.abc import Sequence
from typing import Literal

from bot.slack.views.blocks import Block, clamp, rich, run

MOST_ROWS = 100  # with the one of the headings
MOST_POINTS = 20
_CHART_TITLE = 50
_LABEL = 20
_CELL = 60
_WIDE = frozenset({"W", "F"})
_UNSEEN = frozenset({"Mn", "Me", "Cf"})

Align = Literal["left", "right"]
Row = Sequence[str]


def table(headings: Row, rows: Sequence[Row], align: Sequence[Align]) -> Block:
    """Build a table. A message holds one, of 99 rows below the headings."""
    return {
        "type": "table",
        "column_settings": [{"align": side} for side in align],
        "rows": [[_cell(text) for text in row] for row in (headings, *rows)][:MOST_ROWS],
    }


def plain_table(headings: Row, rows: Sequence[Row], align: Sequence[Align]) -> Block:
    """Build the same table out of letters of one width."""
    shown = [[_one_line(text) for text in row] for row in (headings, *rows)][:MOST_ROWS]
    widths = [max(map(_width, column)) for column in zip(*shown, strict=True)]
    lines = ("  ".join(map(_padded, row, widths, align)).rstrip() for row in shown)
    return rich({"type": "rich_text_preformatted", "elements": [run("\n".join(lines))]})


def line_chart(title: str, name: str, points: Sequence[tuple[str, float]]) -> Block:
    """Build a line of at most 20 points, each with its label."""
    kept = [(clamp(label, _LABEL), value) for label, value in points[-MOST_POINTS:]]
    line = {
        "name": clamp(name, _LABEL),
        "data": [{"label": label, "value": value} for label, value in kept],
    }
    chart = {
        "type": "line",
        "series": [line],
        "axis_config": {"categories": [label for label, _ in kept]},
    }
    return {"type": "data_visualization", "title": clamp(title, _CHART_TITLE), "chart": chart}


def _cell(text: str) -> Block:
    return {"type": "raw_text", "text": _one_line(text)}


def _one_line(text: str) -> str:
    """Return what a cell may hold. It was clamped by whoever knows what it is."""
    return text[:_CELL].replace("\n", " ") or "-"


def _padded(text: str, width: int, side: Align) -> str:
    room = " " * (width - _width(text))
    return text + room if side == "left" else room + text


def _width(text: str) -> int:
    """Return about how many columns a text takes."""
    return sum(
        2 if unicodedata.east_asian_width(one) in _WIDE else 1
        for one in text
        if unicodedata.category(one) not in _UNSEEN
    )
