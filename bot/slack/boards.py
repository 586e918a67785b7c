"""A channel's board: shown to whoever asks, set up and changed by managers."""

from collections.abc import Callable
from enum import StrEnum
from functools import partial
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot.core.periods import Pick, picked
from bot.core.wishes import AROUND_A_WORD
from bot.errors import UserError
from bot.slack.asked import Asked, asked_in
from bot.slack.board_setup import begin_change, begin_removal, begin_set_up, pause, resume
from bot.slack.channels import IN_A_DM, NoPlace, check_channel, is_direct
from bot.slack.edge import Edge
from bot.slack.ids import Action, Command
from bot.slack.surfaces import respond
from bot.slack.text import plain
from bot.slack.views.boards import private_board
from bot.slack.views.place import board_help, place_message

Body = dict[str, Any]
POSTED = "The board is on its way to the channel."


class Word(StrEnum):
    """What may stand behind the command."""

    BOARD = ""
    ME = "me"
    CHANGE = "change"
    PAUSE = "pause"
    RESUME = "resume"
    REMOVE = "remove"


_WORDS = {word.value: word for word in Word} | {
    "my place": Word.ME,
    "settings": Word.CHANGE,
    "setup": Word.CHANGE,
    "set up": Word.CHANGE,
    "delete": Word.REMOVE,
}


def register(app: App, edge: Edge) -> None:
    """Add the listeners of this feature."""
    _register_command(app, edge)
    _register_buttons(app, edge)


def _register_command(app: App, edge: Edge) -> None:
    @app.command(Command.CLOSE_BOARD)
    def ask_for_board(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
        typed = " ".join(plain(body.get("text", "")).strip(AROUND_A_WORD).casefold().split())
        word = _WORDS.get(typed)
        if word is None:
            usage = board_help()
            ack(response_type="ephemeral", text=usage.text, blocks=usage.blocks)
            return
        if word is not Word.ME and is_direct(body):
            raise UserError(IN_A_DM)
        ack()
        asked = asked_in(edge, body, context, client, str(body["channel_id"]))
        asked.later(_WORK[word])


def _register_buttons(app: App, edge: Edge) -> None:
    @app.action(Action.PERIOD)
    def choose_period(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
        pick = Pick(body["actions"][0]["selected_option"]["value"])
        ack()
        asked_in(edge, body, context, client).later(partial(_show, pick=pick, replace=True))

    @app.action(Action.MY_PLACE)
    def see_my_place(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
        ack()
        asked_in(edge, body, context, client).later(_show_place)

    @app.action(Action.PLACE_PERIOD)
    def choose_own_period(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
        pick = Pick(body["actions"][0]["selected_option"]["value"])
        ack()
        asked = asked_in(edge, body, context, client)
        asked.later(partial(_show_place, pick=pick, replace=True))

    @app.action(Action.POST_BOARD)
    def post_board(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
        pick = Pick(body["actions"][0]["value"])
        ack()
        asked_in(edge, body, context, client).later(partial(_post, pick=pick))


def _show_first(asked: Asked) -> None:
    """Show this week's board; where there is none, let a manager set one up."""
    check_channel(asked.client, asked.channel)
    if asked.board is not None:
        _show(asked, Pick.THIS_WEEK)
        return
    begin_set_up(asked)


def _show(asked: Asked, pick: Pick, *, replace: bool = False) -> None:
    check_channel(asked.client, asked.channel)
    board = asked.existing()
    now, workspace = asked.edge.now(), asked.who.workspace
    members = asked.edge.directory.members(asked.client, workspace, asked.channel)
    period = picked(pick, now, board.zone)
    report = asked.edge.coach.boards.report(board, period, members.keys(), now)
    message = private_board(report, pick, members, is_manager=asked.is_manager)
    respond(asked.body, message, replace=replace)


def _show_place(asked: Asked, pick: Pick = Pick.THIS_WEEK, *, replace: bool = False) -> None:
    now, boards = asked.edge.now(), asked.edge.coach.boards
    members = _others(asked)
    board = asked.board
    zone = board.zone if board else asked.edge.coach.schedules.of(asked.who).schedule.zone
    view = boards.place_of(asked.who, members.keys(), picked(pick, now, zone), now)
    message = place_message(view, members, pick, boards.library.scoring.explain)
    respond(asked.body, message, replace=replace)


def _others(asked: Asked) -> dict[str, str]:
    """Return who is on the board of the channel: nobody where it has none, or may have none."""
    if is_direct(asked.body) or asked.board is None:
        return {}
    try:
        check_channel(asked.client, asked.channel)
    except NoPlace:
        return {}
    return asked.edge.directory.members(asked.client, asked.who.workspace, asked.channel)


def _post(asked: Asked, pick: Pick) -> None:
    check_channel(asked.client, asked.channel)
    board, now = asked.existing(), asked.edge.now()
    asked.edge.coach.boards.post(
        asked.who,
        asked.channel,
        picked(pick, now, board.zone),
        is_manager=asked.is_manager,
        now=now,
        event_key=asked.body["trigger_id"],
    )
    asked.edge.delivery.wake()
    asked.say(POSTED)


_WORK: dict[Word, Callable[[Asked], object]] = {
    Word.BOARD: _show_first,
    Word.ME: _show_place,
    Word.CHANGE: begin_change,
    Word.PAUSE: pause,
    Word.RESUME: resume,
    Word.REMOVE: begin_removal,
}
