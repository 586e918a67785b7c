"""What managers set for the team: one line about it on Home, and the window in which it is set."""

from collections.abc import Collection, Sequence

from bot.coach.homes import TeamSettings
from bot.core.critique import Stance
from bot.slack.ids import Action, Field, Form
from bot.slack.views.blocks import (
    Block,
    Element,
    View,
    button,
    header,
    modal,
    plain_text,
    section,
)
from bot.slack.views.holidays import holidays_section
from bot.slack.views.own_rules import count_of, rules_section

MOST_MANAGERS = 100
REPORT_ON = "Saved: on Mondays at eight I send you the report of the week before."
REPORT_OFF = "Saved: no report on Mondays."
MANAGERS_SAVED = "Saved: whom you named are managers now."
_STANCES = {
    Stance.STRICT: ("Strict", "Asking about concerns counts as a trap."),
    Stance.BALANCED: ("Balanced", "Asking about concerns is shown with both views; no points."),
    Stance.OPEN: ("Open", "Asking about concerns counts as a good move."),
}
_REPORT = "On Mondays at eight I can send you the figures of the week before. "


def settings_section(settings: TeamSettings) -> list[Block]:
    """Build the part of a manager's Home about what they set."""
    name, _ = _STANCES[settings.stance]
    said = [
        f"Stance: {name}",
        count_of(len(settings.holidays), "holiday"),
        f"{count_of(settings.traps, 'trap')} of your own",
        "Monday report" if settings.report_on else "no Monday report",
    ]
    opened = button("Team settings", Action.TEAM_SETTINGS)
    return [header("Team settings"), section(f"{', '.join(said)}.") | {"accessory": opened}]


def settings_modal(settings: TeamSettings, audit: Sequence[Block], said: str = "") -> View:
    """Build the window. `audit` tells what managers did; `said` answers what was just done."""
    blocks = [
        *([section(said)] if said else []),
        header("The team's stance"),
        section(stance_text(settings.stance)),
        _choice(settings.stance),
        *holidays_section(settings.holidays),
        *rules_section(settings.traps, settings.exceptions),
        *_report(on=settings.report_on),
        *([] if settings.managers is None else managers_section(settings.managers)),
        *audit,
    ]
    return modal(Form.TEAM_SETTINGS, "Team settings", blocks)


def stance_text(stance: Stance) -> str:
    """Say what a stance is about, and which one holds."""
    name, meaning = _STANCES[stance]
    return (
        "May a candidate ask about concerns at the end? The sources disagree, "
        f"so your team decides. Now: {name}. {meaning}"
    )


def stance_saved(stance: Stance) -> str:
    """Confirm a choice."""
    name, meaning = _STANCES[stance]
    return f"Saved. Your team's stance is now {name}. {meaning}"


def managers_section(managers: Collection[str]) -> list[Block]:
    """Build the part in which an admin names further managers."""
    menu: Element = {
        "type": "multi_users_select",
        "action_id": Action.MANAGERS,
        "placeholder": plain_text("Choose people", 150),
        "max_selected_items": MOST_MANAGERS,
    }
    if managers:
        menu["initial_users"] = sorted(managers)[:MOST_MANAGERS]
    said = (
        "Workspace admins and owners are managers anyway. Whom you name here may set up boards, "
        "see the team's figures and decide on disputed findings too."
    )
    block = section(said) | {"accessory": menu, "block_id": Field.MANAGERS}
    return [header("Managers"), block]


def _report(*, on: bool) -> list[Block]:
    switch = (
        button("No Monday report", Action.REPORT_OFF)
        if on
        else button("Report every Monday", Action.REPORT_ON)
    )
    now = "You get it." if on else "You do not get it now."
    return [header("Your Monday report"), section(f"{_REPORT}{now}") | {"accessory": switch}]


def _choice(stance: Stance) -> Block:
    options = {each: _option(each) for each in Stance}
    menu: Element = {
        "type": "static_select",
        "action_id": Action.CHANGE_STANCE,
        "options": list(options.values()),
        "initial_option": options[stance],
        "placeholder": plain_text("Choose a stance", 150),
    }
    return {"type": "actions", "block_id": Field.STANCE, "elements": [menu]}


def _option(stance: Stance) -> Element:
    name, _ = _STANCES[stance]
    return {"text": plain_text(name, 75), "value": stance.value}
