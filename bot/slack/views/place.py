"""Where a member stands, and where each of their points comes from. Only they see it."""

from collections.abc import Sequence
from datetime import datetime

from bot.core.boards import PlaceView, Standing
from bot.core.periods import Pick
from bot.core.scoring import Award, Entry
from bot.slack.ids import Action, Command
from bot.slack.views.blocks import (
    Block,
    Element,
    Message,
    actions,
    bullets,
    button,
    context,
    fallback,
    header,
    label,
    moment,
    paragraph,
    rich,
    run,
    section,
    words,
)
from bot.slack.views.boards import period_menu
from bot.slack.views.names import Names, name_of

MOST_ENTRIES = 60
_AWARDS = {
    Award.DRILL: "a drill",
    Award.IMPROVEMENT: "a better try than the one before",
    Award.NEW_LINE: "a new line checked",
    Award.STREAK: "one more day of practice in a row",
}
_HIDDEN = "You are hidden from boards: nobody else sees you there, and only you see this."
_NONE = "No points in this time yet. A line checked or a drill done is a start."


def place_message(view: PlaceView, names: Names, pick: Pick, rules: Sequence[str] = ()) -> Message:
    """Build what a member sees of their own place. `rules` say how points are earned."""
    said = _place(view)
    blocks = [
        header("Your place"),
        section(f"{view.period.title}. {said}"),
        *([rich(bullets(_row(each, view, names) for each in view.around))] if view.around else []),
        *([context(_HIDDEN)] if view.hidden else []),
        *_streak(view),
        *_entries(view),
        *([context(" ".join(rules))] if rules else []),
        *_next(view.next_drill),
        actions(
            period_menu(Action.PLACE_PERIOD, pick),
            button("One drill now", Action.DRILL_NOW),
            privacy_button(hidden=view.hidden),
        ),
    ]
    return Message(fallback(said), blocks)


def privacy_button(*, hidden: bool) -> Element:
    """Build the button that hides a member from boards, or shows them again."""
    if hidden:
        return button("Show me on boards", Action.SHOW_ME)
    return button("Hide me from boards", Action.HIDE_ME)


def points_text(points: int) -> str:
    return "1 point" if points == 1 else f"{points:,} points"


def days_text(days: int) -> str:
    return "1 day" if days == 1 else f"{days:,} days"


def _place(view: PlaceView) -> str:
    if not view.points:
        return _NONE
    got = f"{points_text(view.points)} on {days_text(view.practice_days)} of practice"
    if view.place is None:
        return f"You have {got}."
    return f"You are in place {view.place:,} of {view.of:,}, with {got}."


def _row(standing: Standing, view: PlaceView, names: Names) -> list[Element]:
    own = standing.who == view.who
    name = "You" if own else name_of(standing.who.id, names)
    return [run(f"{standing.place:,}. {name}: {points_text(standing.points)}", bold=own)]


def _streak(view: PlaceView) -> list[Block]:
    said = (
        f"{days_text(view.streak)} of practice in a row."
        if view.streak
        else "No days in a row yet: the next drill begins one."
    )
    return [rich(paragraph(label("Your streak: "), words(f"{said}{_freezes(view)}", 400)))]


def _freezes(view: PlaceView) -> str:
    """Say in advance what a freeze would do: what it covers is no surprise afterwards."""
    if not view.freezes or view.covers is None:
        return " Five working days in a row earn a freeze, which covers a day without practice."
    have = "1 freeze" if view.freezes == 1 else f"{view.freezes} freezes"
    day = f"{view.covers:%A}, {view.covers.day} {view.covers:%B}"
    return f" You have {have}: the next one covers {day} if you miss it, and does not add a day."


def _entries(view: PlaceView) -> list[Block]:
    if not view.entries:
        return []
    shown, more = view.entries[:MOST_ENTRIES], len(view.entries) - MOST_ENTRIES
    rest = [context(f"And {more:,} earlier ones.")] if more > 0 else []
    heading = paragraph(label("Where your points come from"))
    return [rich(heading, bullets(map(_entry, shown))), *rest]


def _entry(entry: Entry) -> list[Element]:
    what = _AWARDS[entry.kind]
    said = f"taken back, for {what}" if entry.reverses else what
    return [label(f"{entry.points:+,}: "), run(f"{said}, {entry.day.day} {entry.day:%B}")]


def _next(at: datetime | None) -> list[Block]:
    if at is None:
        said = "No drill is planned. Send me “join” in a direct message for one a day."
        return [rich(paragraph(label("Your next drill: "), run(said)))]
    return [rich(paragraph(label("Your next drill: "), moment(at)))]


def board_help() -> Message:
    """Build the usage of the command."""
    said = f"{Command.CLOSE_BOARD} shows how this channel's people stand in their practice."
    ways = [
        ("", "this week's board, for you alone; choose another time there"),
        (" me", "your own place, where your points come from, your streak and your next drill"),
        (" change", "for managers: the day, the hour, and what is shown"),
        (" pause", "for managers: nothing is posted until resume"),
        (" resume", "for managers: it is posted again"),
        (" remove", "for managers: no board here any more; points are kept"),
    ]
    items = [
        [run(f"{Command.CLOSE_BOARD}{word}", code=True), run(f": {what}.")] for word, what in ways
    ]
    return Message(fallback(said), [section(said), rich(bullets(items))])
