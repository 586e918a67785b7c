"""A manager sets up a channel's board, changes, pauses, resumes and removes it."""

from collections.abc import Callable
from functools import partial
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot.core.boards import BoardWish
from bot.errors import UserError
from bot.slack.asked import Asked, asked_in
from bot.slack.channels import check_channel
from bot.slack.edge import Edge
from bot.slack.ids import Action, Command, Form
from bot.slack.people import ask_profile
from bot.slack.surfaces import in_view, open_modal, respond
from bot.slack.views.board_form import board_form, removal, wish_in

Body = dict[str, Any]
Change = Callable[..., object]
DONE = "Done. I have told the channel."
NOT_YET = (
    "This channel has no board yet. A manager sets one up with the same command. "
    f"{Command.CLOSE_BOARD} me shows you your own points."
)


def register(app: App, edge: Edge) -> None:
    """Add the listeners of this feature."""
    _register_form(app, edge)
    _register_buttons(app, edge)


def _register_form(app: App, edge: Edge) -> None:
    @app.view(Form.BOARD)
    def save_board(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
        """Acknowledge at once: role and channel are asked of Slack afterwards, at each change."""
        view = body["view"]
        wish = wish_in(view["state"]["values"])
        ack()
        channel, _, version = view["private_metadata"].partition(":")
        asked = asked_in(edge, body, context, client, channel)
        key = f"{view['id']}:{view['hash']}"
        asked.later(partial(_save, wish=wish, version=int(version), key=key))


def _register_buttons(app: App, edge: Edge) -> None:
    boards = edge.coach.boards

    @app.action(Action.CHANGE_BOARD)
    def start_change(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
        ack()
        asked_in(edge, body, context, client).later(begin_change)

    @app.action(Action.PAUSE_BOARD)
    def pause(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
        _change(ack, edge, body, context, client, boards.pause)

    @app.action(Action.RESUME_BOARD)
    def resume(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
        _change(ack, edge, body, context, client, boards.resume)

    @app.action(Action.REMOVE_BOARD)
    def remove(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
        _change(ack, edge, body, context, client, boards.remove)


def begin_set_up(asked: Asked) -> None:
    """Let a manager set up a board. Raises UserError for anybody else."""
    profile = ask_profile(asked.client, asked.who)
    if not asked.edge.coach.managers.is_manager(asked.who, is_admin=profile.is_admin):
        raise UserError(NOT_YET)
    wish = BoardWish(zone=profile.zone or "UTC")
    open_modal(asked.client, asked.body, board_form(wish, f"{asked.channel}:0"))


def begin_change(asked: Asked) -> None:
    asked.demand_manager()
    board = asked.existing()
    metadata = f"{asked.channel}:{board.version}"
    open_modal(asked.client, asked.body, board_form(board.wish, metadata, paused=board.paused))


def pause(asked: Asked) -> None:
    _do(asked, asked.edge.coach.boards.pause)


def resume(asked: Asked) -> None:
    check_channel(asked.client, asked.channel)
    _do(asked, asked.edge.coach.boards.resume)


def begin_removal(asked: Asked) -> None:
    asked.demand_manager()
    board = asked.existing()
    respond(asked.body, removal(f"{asked.channel}:{board.version}"))


def _save(asked: Asked, wish: BoardWish, version: int, key: str) -> None:
    boards, now = asked.edge.coach.boards, asked.edge.now()
    check_channel(asked.client, asked.channel)
    manager = asked.is_manager
    if version:
        boards.change(
            asked.who,
            asked.channel,
            wish,
            version=version,
            is_manager=manager,
            now=now,
            event_key=key,
        )
    else:
        boards.set_up(asked.who, asked.channel, wish, is_manager=manager, now=now, event_key=key)
    asked.edge.delivery.wake()


def _change(
    ack: Ack,
    edge: Edge,
    body: Body,
    context: BoltContext,
    client: WebClient,
    change: Callable[..., object],
) -> None:
    """Pause, resume or remove the board that was looked at: in its form, or beside a message."""
    ack()
    known = body["view"]["private_metadata"] if in_view(body) else body["actions"][0]["value"]
    channel, _, version = str(known).partition(":")
    asked = asked_in(edge, body, context, client, channel)
    asked.later(partial(_do, change=change, version=int(version)))


def _do(asked: Asked, change: Callable[..., object], version: int | None = None) -> None:
    """Make a change to the board that somebody was looking at, or to the one that there is."""
    manager = asked.is_manager
    change(
        asked.who,
        asked.channel,
        version=asked.existing().version if version is None else version,
        is_manager=manager,
        now=asked.edge.now(),
        event_key=asked.body["trigger_id"],
    )
    asked.edge.delivery.wake()
    asked.say(DONE)
