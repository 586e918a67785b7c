"""A manager sets up a channel's board: the form, and what is said of it afterwards."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from bot.core.boards import Board, BoardWish, Cadence, Shows
from bot.core.typed import parse_zone
from bot.errors import AtField, UserError
from bot.slack.ids import Action, Command, Field, Form
from bot.slack.views.blocks import (
    Block,
    Element,
    Message,
    View,
    actions,
    button,
    confirmed,
    fallback,
    modal,
    paragraph,
    plain_text,
    rich,
    run,
    section,
)

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
HOURS = {hour: f"{hour:02d}:00" for hour in range(24)}
CADENCES = {
    Cadence.WEEKLY: "Every week, on the day below",
    Cadence.DAILY: "Every working day",
    Cadence.MONTHLY: "Every month, on the first such day",
}
SHOWS = {
    Shows.POINTS: "Points",
    Shows.PRACTICE: "Days of practice and streaks",
    Shows.IMPROVEMENT: "Changes of place, and who improved most",
}
_DONE = {"set_up": "has set up", "change": "has changed", "resume": "has resumed"}
NOTHING = "Choose at least one thing for the board to show."
_KEPT = "Everybody's points are kept, and nothing more is posted."
_ABOUT = (
    "I post the board in this channel at that time. Its people are the members of the channel who "
    "take part. Who hides from boards is left out, nobody is pinged, and no line is ever shown."
)


def board_form(wish: BoardWish, metadata: str, *, paused: bool | None = None) -> View:
    """Build the form. `paused` says whether the board that there is is paused, None without one."""
    blocks = [
        section(_ABOUT),
        _menu("How often", Field.CADENCE, _named(CADENCES), wish.cadence.value),
        _menu("Day of the week", Field.WEEKDAY, _named(dict(enumerate(DAYS))), str(wish.weekday)),
        _menu(
            "Time of day",
            Field.HOUR,
            _named({hour: f"{hour:02d}:00" for hour in range(24)}),
            str(wish.hour),
        ),
        _zone(wish.zone),
        _shows(wish.shows),
        *([] if paused is None else [_buttons(paused=paused)]),
    ]
    title = "This channel's board"
    return modal(Form.BOARD, title, blocks, submit="Save", close="Cancel", metadata=metadata)


def wish_in(values: Mapping[str, Any]) -> BoardWish:
    """Read the state of the form. Raises AtField for a zone that nobody knows."""

    def chosen(field: Field) -> str:
        return str(values[field][field]["selected_option"]["value"])

    ticked = values[Field.SHOWS][Field.SHOWS].get("selected_options") or []
    if not ticked:
        raise AtField(Field.SHOWS, NOTHING)
    return BoardWish(
        zone=_zone_in(values[Field.ZONE][Field.ZONE].get("value") or ""),
        cadence=Cadence(chosen(Field.CADENCE)),
        weekday=int(chosen(Field.WEEKDAY)),
        hour=int(chosen(Field.HOUR)),
        shows=frozenset(Shows(option["value"]) for option in ticked),
    )


def _zone_in(typed: str) -> str:
    try:
        return parse_zone(typed)
    except UserError as error:
        raise AtField(Field.ZONE, str(error)) from None


def rhythm(wish: BoardWish) -> str:
    """Say when a board is posted, and about what."""
    at, day = f"at {wish.hour:02d}:00 ({wish.zone})", DAYS[wish.weekday]
    return {
        Cadence.WEEKLY: f"every {day} {at}",
        Cadence.DAILY: f"every working day {at}",
        Cadence.MONTHLY: f"on the first {day} of each month {at}, about the month before",
    }[wish.cadence]


def next_post(board: Board) -> str:
    """Say when it comes next, in the board's own time."""
    if board.next_at is None:
        return ""
    at = board.next_at.astimezone(ZoneInfo(board.zone))
    return f" The next one comes on {DAYS[at.weekday()]} {at.day} {at:%B} at {at:%H:%M}."


def news_message(done: str, board: Board | None, name: str) -> Message:
    """Build what the channel is told of what a manager did, as its board is by now."""
    if board is None:
        return _told(name, f" has removed this channel's board. {_KEPT}")
    if done == "pause":
        return _told(name, f" has paused this channel's board. {Command.CLOSE_BOARD} shows it.")
    shows = "; ".join(SHOWS[each].lower() for each in Shows if each in board.shows)
    return _told(
        name,
        f" {_DONE[done]} this channel's board. I post it {rhythm(board.wish)}.{next_post(board)} "
        f"It shows: {shows}. {Command.CLOSE_BOARD} me shows you your own place, and on my Home you "
        "may hide yourself from boards. Nobody is pinged, and nobody's lines are shown.",
    )


def _told(name: str, said: str) -> Message:
    """Build an announcement that begins with a name."""
    return Message(fallback(f"{name}{said}"), [rich(paragraph(run(name, bold=True), run(said)))])


def _buttons(*, paused: bool) -> Block:
    pause = button("Resume", Action.RESUME_BOARD) if paused else button("Pause", Action.PAUSE_BOARD)
    return actions(pause, remove_button())


def removal(board: str) -> Message:
    """Build the question before a board is removed. `board` is its channel and version."""
    said = "Nothing more would be posted in this channel. Everybody's points are kept."
    return Message(fallback(said), [section(said), actions(remove_button(board))])


def remove_button(board: str = "") -> Element:
    remove = button("Remove the board", Action.REMOVE_BOARD, board) | {"style": "danger"}
    said = "Nothing more is posted here. Everybody's points are kept."
    return confirmed(remove, "Remove this board?", said, yes="Remove", no="Keep it")


def _named(names: Mapping[Any, str]) -> list[Element]:
    return [{"text": plain_text(name, 75), "value": str(each)} for each, name in names.items()]


def _menu(name: str, field: Field, options: list[Element], chosen: str) -> Block:
    menu: Element = {
        "type": "static_select",
        "action_id": field,
        "options": options,
        "initial_option": next(each for each in options if each["value"] == chosen),
    }
    return _input(name, field, menu)


def _zone(zone: str) -> Block:
    typed: Element = {
        "type": "plain_text_input",
        "action_id": Field.ZONE,
        "initial_value": zone,
        "max_length": 60,
    }
    return _input("Time zone, or a city", Field.ZONE, typed)


def _shows(shows: frozenset[Shows]) -> Block:
    options = _named(SHOWS)
    ticked = [each for each in options if each["value"] in shows]
    boxes: Element = {"type": "checkboxes", "action_id": Field.SHOWS, "options": options}
    return _input("What it shows", Field.SHOWS, boxes | {"initial_options": ticked})


def _input(name: str, field: Field, element: Element) -> Block:
    return {
        "type": "input",
        "block_id": field,
        "label": plain_text(name, 75),
        "element": element,
    }
