"""The team's holidays: days without a drill, which a manager sets."""

from collections.abc import Collection
from datetime import date

from bot.slack.ids import Action, Field, Form
from bot.slack.views.blocks import Block, View, actions, button, header, modal, plain_text, section

_SHOWN = 6


def holidays_section(holidays: Collection[date]) -> list[Block]:
    """Build the part of the team settings about the team's holidays."""
    return [
        header("Your team's holidays"),
        section(f"Nobody gets a drill on these days, and no streak is broken. {_listed(holidays)}"),
        actions(button("Change holidays", Action.HOLIDAYS)),
    ]


def holidays_form(holidays: Collection[date]) -> View:
    """Build the form that takes the whole list, one day a line."""
    element: Block = {
        "type": "plain_text_input",
        "action_id": Field.HOLIDAYS,
        "multiline": True,
        "max_length": 3_000,
        "placeholder": plain_text("2026-12-25", 150),
    }
    if holidays:
        element["initial_value"] = "\n".join(day.isoformat() for day in sorted(holidays))
    block: Block = {
        "type": "input",
        "block_id": Field.HOLIDAYS,
        "optional": True,
        "label": plain_text("One day a line, as year-month-day", 75),
        "element": element,
    }
    return modal(Form.HOLIDAYS, "Your team's holidays", [block], submit="Save", close="Cancel")


def holidays_saved(holidays: Collection[date]) -> str:
    """Confirm a change."""
    return f"Saved. {_listed(holidays)}"


def _listed(holidays: Collection[date]) -> str:
    if not holidays:
        return "There are none yet."
    days = sorted(holidays)
    more = f" and {len(days) - _SHOWN} more" if len(days) > _SHOWN else ""
    return f"Now: {', '.join(f'{day:%d %B %Y}' for day in days[:_SHOWN])}{more}."
