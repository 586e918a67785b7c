"""How a channel's board reads: in the channel, and privately to whoever asks for it."""

from collections.abc import Callable, Sequence

from bot.core.boards import Board, BoardReport, Shows, Standing
from bot.core.periods import Pick
from bot.slack.ids import Action, Command, Field
from bot.slack.views.blocks import (
    MESSAGE_BLOCKS,
    TOTAL_CHARACTERS,
    Block,
    Element,
    Message,
    actions,
    bullets,
    button,
    confirmed,
    context,
    divider,
    fallback,
    header,
    label,
    paragraph,
    plain_text,
    rich,
    run,
    section,
    size,
    words,
)
from bot.slack.views.drills import task_blocks
from bot.slack.views.names import Names, about_people, name_of, shown_name
from bot.slack.views.rates import rates_chart, rates_in_words
from bot.slack.views.tables import MOST_ROWS, Align, Row, plain_table, table

LISTED = MOST_ROWS - 1
LISTED_PLAINLY = 40  # the columns of letters are padded, and all that is text counts
TIES = "Equal points share a place, and the next place is left out."
CHANGE = "Change"
CHANGES = "The change is in places, against the time before."
PICKS = {
    Pick.THIS_WEEK: "This week",
    Pick.LAST_WEEK: "Last week",
    Pick.MONTH: "This month",
    Pick.QUARTER: "This quarter",
    Pick.ALL_TIME: "All time",
}
_MOST_TRAPS = 2
_TOGETHER = "Answer it together. For one of your own, send me “drill” in a direct message."
_NOBODY = (
    "Nobody has points in this time yet. One line checked or one drill done is a start: "
    "send me “drill” in a direct message."
)

Table = Callable[[Row, Sequence[Row], Sequence[Align]], Block]


def board_post(report: BoardReport, names: Names, by: str = "") -> Message:
    """Build the board as it stands in its channel. It pings nobody.

    `by` is the name of who set it up, "" for somebody who is hidden from boards.
    """
    return _message(report, names, [], [_foot(by)])


def private_board(report: BoardReport, pick: Pick, names: Names, *, is_manager: bool) -> Message:
    """Build the board for one person, with what they may do about it."""
    choices = [*_paused(report.board), *_choices(pick, report.board, is_manager=is_manager)]
    return _message(report, names, choices, [])


def gone_message(channel: str, reason: str) -> Message:
    """Build what a manager is told when their board cannot be posted."""
    where = f"#{channel}" if channel else "a channel that I no longer see"
    said = f"I could not post the board that you set up in {where}, so I have paused it. {reason}"
    return Message(fallback(said), [section(said)])


def _message(report: BoardReport, names: Names, above: list[Block], below: list[Block]) -> Message:
    """Build the message; then the same without a chart, and that again without a table.

    `above` stands above the figures, below the heading.
    """
    text, chart = fallback(_summary(report, names)), rates_chart(report.trap_rates)

    def blocks(build: Table, most: int, chart: list[Block]) -> list[Block]:
        heading = header(f"Practice board: {report.period.title}")
        people = _standings(report, names, build, most)
        team = _team(report, names, chart)
        room = TOTAL_CHARACTERS - size([heading, *above, *people, *team, *below])
        exercise = _exercise(report, room)
        return [heading, *above, *people, *team, *exercise, *below][:MESSAGE_BLOCKS]

    plainest = Message(text, blocks(plain_table, LISTED_PLAINLY, []))
    middle = Message(text, blocks(table, LISTED, []), plainest)
    return Message(text, blocks(table, LISTED, chart), middle) if chart else middle


def _summary(report: BoardReport, names: Names) -> str:
    if not report.standings:
        return f"{report.period.title}. {_NOBODY}"
    first = [each for each in report.standings if each.place == 1][:3]
    leaders = ", ".join(name_of(each.who.id, names) for each in first)
    return f"{report.period.title}. First: {leaders}. {_count(len(report.standings))} with points."


def _standings(report: BoardReport, names: Names, build: Table, most: int) -> list[Block]:
    if not report.standings:
        return [section(_NOBODY), *_uncounted(report, most)]
    columns = _columns(report)
    note = f"{TIES} {CHANGES}" if columns[-1][0] == CHANGE else TIES
    shown = report.standings[:most]
    rows = [[say(each, names) for _, _, say in columns] for each in shown]
    headings, align = [title for title, _, _ in columns], [side for _, side, _ in columns]
    return [build(headings, rows, align), context(note), *_uncounted(report, most)]


Column = tuple[str, Align, Callable[[Standing, Names], str]]


def _columns(report: BoardReport) -> list[Column]:
    shows = report.board.shows
    columns: list[Column] = [
        ("Place", "right", lambda each, _: str(each.place)),
        ("Name", "left", lambda each, names: name_of(each.who.id, names)),
    ]
    if Shows.POINTS in shows:
        columns += [("Points", "right", lambda each, _: f"{each.points:,}")]
    if Shows.PRACTICE in shows:
        columns += [
            ("Days", "right", lambda each, _: f"{each.practice_days:,}"),
            ("Streak", "right", lambda each, _: f"{each.streak:,}"),
        ]
    if Shows.IMPROVEMENT in shows and report.period.before is not None:
        columns += [(CHANGE, "right", lambda each, _: change_text(each.change))]
    return columns


def change_text(change: int | None) -> str:
    """Say how many places somebody has gained since the period before."""
    if change is None:
        return "new"
    if not change:
        return "same"
    return f"up {change:,}" if change > 0 else f"down {-change:,}"


def _uncounted(report: BoardReport, most: int) -> list[Block]:
    """Say who is not in the table, in numbers alone."""
    cut = len(report.standings) - most
    said = [
        *(
            [f"{_count(cut)} more with points: {Command.CLOSE_BOARD} me shows your own place."]
            if cut > 0
            else []
        ),
        *([f"{_count(report.idle)} without points so far."] if report.idle else []),
        *([f"{_count(report.hidden)} chose not to be shown."] if report.hidden else []),
    ]
    return [context(" ".join(said))] if said else []


def _team(report: BoardReport, names: Names, chart: list[Block]) -> list[Block]:
    return [
        *_most_improved(report, names),
        divider(),
        *chart,
        rates_in_words(report.trap_rates),
        *_traps(report),
    ]


def _most_improved(report: BoardReport, names: Names) -> list[Block]:
    best = report.most_improved
    if best is None or Shows.IMPROVEMENT not in report.board.shows:
        return []
    said = f", with scores of {best.after} of 100 on average, after {best.before} the time before."
    name = run(name_of(best.who.id, names))
    return [rich(paragraph(label("Most improved: "), name, run(said)))]


def _traps(report: BoardReport) -> list[Block]:
    titles = [[words(each.title, 200)] for each in report.common_traps[:_MOST_TRAPS]]
    if not titles:
        return []
    return [rich(paragraph(label("The team's commonest traps")), bullets(titles))]


def _exercise(report: BoardReport, room: int) -> list[Block]:
    """Build the exercise: in full, or its question alone where that takes too much room."""
    drill = report.exercise
    if drill is None:
        return []
    title = rich(paragraph(label(f"Five minutes together: {drill.title}")))
    full = [title, *task_blocks(drill), context(_TOGETHER)]
    return full if size(full) <= room else [title, section(drill.prompt, 700), context(_TOGETHER)]


def _foot(by: str) -> Block:
    who = shown_name(by) if by else "a manager"
    said = (
        f"Set up by {who}. {Command.CLOSE_BOARD} me shows you your own place, and on my Home you "
        "may hide yourself from boards."
    )
    return about_people(said)


def _choices(pick: Pick, board: Board, *, is_manager: bool) -> list[Block]:
    resume = button("Resume", Action.RESUME_BOARD, f"{board.channel}:{board.version}")
    first = resume if board.paused else _post_button(pick)
    managing = [first, button("Change", Action.CHANGE_BOARD)] if is_manager else []
    row = actions(period_menu(Action.PERIOD, pick), button("My place", Action.MY_PLACE), *managing)
    return [row | {"block_id": Field.PERIOD}]


def period_menu(action: Action, pick: Pick) -> Element:
    """Build the menu of the times that figures may be about."""
    options = {
        each: {"text": plain_text(name, 75), "value": each.value} for each, name in PICKS.items()
    }
    return {
        "type": "static_select",
        "action_id": action,
        "placeholder": plain_text("Choose a time", 150),
        "options": list(options.values()),
        "initial_option": options[pick],
    }


def _paused(board: Board) -> list[Block]:
    if not board.paused:
        return []
    said = f"Nothing is posted here now. {board.paused_reason} A manager may resume it."
    return [context(said)]


def _post_button(pick: Pick) -> Element:
    post = button("Post to channel", Action.POST_BOARD, pick.value)
    said = "Everybody in this channel will see the board as it stands now."
    return confirmed(post, "Post it to the channel?", said, yes="Post", no="Not now")


def _count(people: int) -> str:
    return "1 person" if people == 1 else f"{people:,} people"
