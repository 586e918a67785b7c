"""A manager gives a channel a board; its people see where they stand."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.coach import standings
from bot.coach.board_slots import gone, news, post
from bot.core.audit import Managed, Record
from bot.core.boards import Board, BoardReport, BoardWish, PlaceView
from bot.core.library import Library
from bot.core.people import Member
from bot.core.periods import Period, period_of
from bot.core.slots import Slot
from bot.errors import Gone, NotAllowed, UserError
from bot.storage.store import Store

MANAGERS_ONLY = (
    "Only a manager can do this: a workspace admin or owner, or somebody whom one of them made"
    " manager on the Home tab."
)
ANOTHER_BOARD = "This channel has a board by now. Send /close-board to look at it and change it."
NO_BOARD = "This channel has no board any more. Send /close-board to set up a new one."
CHANGED_MEANWHILE = (
    "Somebody else has changed this board while you were looking at it, so nothing was changed."
    " Send /close-board to see how it is now."
)
PAUSED = "This board is paused. Send /close-board resume to have it posted again."
NOT_PAUSED = "This board is not paused: it is posted as planned."
UNCHANGED = "Nothing has changed: the board is as it was, and the channel is told nothing."


@dataclass(frozen=True, slots=True)
class Boards:
    """Boards of channels. What only a manager may do takes `is_manager` and raises NotAllowed.

    Each change has one effect for an event key. It is announced in the channel by a slot
    BOARD_NEWS whose subject is the name of the method and the id of the manager, such as
    "set_up U1". `version` is that of the board that the manager was looking at: UserError when
    it has changed since. `members` are the ids that Slack says are in the channel, people only.
    """

    store: Store
    library: Library

    def of(self, workspace: str, channel: str) -> Board | None:
        """Return the board of a channel, None when it has none."""
        return self.store.board(workspace, channel)

    def all(self, workspace: str) -> tuple[Board, ...]:
        """Return all boards of a workspace, the oldest first."""
        return self.store.boards(workspace)

    def set_up(
        self,
        who: Member,
        channel: str,
        wish: BoardWish,
        *,
        is_manager: bool,
        now: datetime,
        event_key: str | None = None,
    ) -> Board:
        """Give a channel a board."""

        def change(held: Board | None) -> Board:
            if held is not None:
                raise UserError(ANOTHER_BOARD)
            next_at = wish.next_post(now, holidays)
            return Board(who.workspace, channel, wish, who.id, now, next_at)

        holidays = self.store.holidays(who.workspace)
        return self._change(who, channel, change, "set_up", is_manager, now, event_key)

    def change(
        self,
        who: Member,
        channel: str,
        wish: BoardWish,
        *,
        version: int,
        is_manager: bool,
        now: datetime,
        event_key: str | None = None,
    ) -> Board:
        """Change how a board is. A paused one stays paused. UserError when it is so already."""

        def change(held: Board | None) -> Board:
            board = _same(held, version)
            if board.wish == wish:
                raise UserError(UNCHANGED)
            next_at = None if board.paused else wish.next_post(now, holidays)
            return _changed(replace(board, wish=wish, next_at=next_at), who, now)

        holidays = self.store.holidays(who.workspace)
        return self._change(who, channel, change, "change", is_manager, now, event_key)

    def pause(
        self,
        who: Member,
        channel: str,
        *,
        version: int,
        is_manager: bool,
        now: datetime,
        event_key: str | None = None,
    ) -> Board:
        """Post nothing until it is resumed."""

        def change(held: Board | None) -> Board:
            board = _same(held, version)
            if board.paused:
                raise UserError(PAUSED)
            paused = replace(board, paused=True, next_at=None)
            return _changed(replace(paused, paused_reason="A manager paused it."), who, now)

        return self._change(who, channel, change, "pause", is_manager, now, event_key)

    def resume(
        self,
        who: Member,
        channel: str,
        *,
        version: int,
        is_manager: bool,
        now: datetime,
        event_key: str | None = None,
    ) -> Board:
        """Post again, from the next time on."""

        def change(held: Board | None) -> Board:
            board = _same(held, version)
            if not board.paused:
                raise UserError(NOT_PAUSED)
            next_at = board.wish.next_post(now, holidays)
            active = replace(board, paused=False, paused_reason="", next_at=next_at)
            return _changed(active, who, now)

        holidays = self.store.holidays(who.workspace)
        return self._change(who, channel, change, "resume", is_manager, now, event_key)

    def remove(
        self,
        who: Member,
        channel: str,
        *,
        version: int,
        is_manager: bool,
        now: datetime,
        event_key: str | None = None,
    ) -> None:
        """Remove a board. The points stay: a new board of the channel shows them again."""

        def change(held: Board | None) -> None:
            _same(held, version)

        told = news(who, channel, "remove", now, event_key)
        self._manage(who, channel, change, "remove", told, is_manager, now, event_key)

    def post(
        self,
        who: Member,
        channel: str,
        period: Period,
        *,
        is_manager: bool,
        now: datetime,
        event_key: str,
    ) -> None:
        """Post a board now, beside those of its schedule. UserError for one that is paused."""

        def check(held: Board | None) -> Board:
            if held is None:
                raise Gone(NO_BOARD)
            if held.paused:
                raise UserError(PAUSED)
            return held

        queued = [post(who.workspace, channel, event_key, period, now)]
        self._manage(who, channel, check, "post", queued, is_manager, now, event_key)

    def of_slot(self, slot: Slot) -> tuple[Board, Period]:
        """Return what a slot BOARD posts. Raises Gone when there is no such board any more."""
        board = self.of(slot.workspace, slot.channel)
        if board is None or board.paused:
            raise Gone(NO_BOARD)
        return board, period_of(slot.subject)

    def report(
        self, board: Board, period: Period, members: Collection[str], now: datetime
    ) -> BoardReport:
        """Return what a board says of a period. It names nobody who is hidden."""
        return standings.report(self.store, self.library, board, period, members, now)

    def place_of(
        self, who: Member, members: Collection[str], period: Period, now: datetime
    ) -> PlaceView:
        """Return where a member stands among the members of a channel."""
        return standings.place_of(self.store, who, members, period, now)

    def is_hidden(self, who: Member) -> bool:
        """Whether a member has hidden from boards."""
        return self.store.preferences(who).hidden

    def hide(self, who: Member, *, now: datetime) -> None:
        """Leave a member out of every board and of what managers see. A wish for help ends."""
        self.store.change_preferences(
            who, lambda held: replace(held, hidden=True, help_at=None), now
        )

    def show(self, who: Member, *, now: datetime) -> None:
        """Put a member on the boards again."""
        self.store.change_preferences(who, lambda held: replace(held, hidden=False), now)

    def channel_gone(self, workspace: str, channel: str, reason: str, *, now: datetime) -> None:
        """Pause the board of a channel that cannot be posted to, and tell its manager once.

        `reason` is a sentence to the manager. A slot BOARD_GONE tells them by DM.
        """
        board = self.of(workspace, channel)
        if board is None or board.paused:
            return

        def change(held: Board | None) -> Board | None:
            if held is None or held.paused:
                return held
            gone = replace(held, paused=True, paused_reason=reason, next_at=None)
            return replace(gone, version=held.version + 1)

        # Whoever set it up may have had themselves deleted since.
        slots = [gone(board, now)] if board.set_by else []
        self.store.change_board(workspace, channel, change, now=now, slots=slots)

    def _change(
        self,
        who: Member,
        channel: str,
        change: Callable[[Board | None], Board],
        name: str,
        is_manager: bool,
        now: datetime,
        event_key: str | None,
    ) -> Board:
        """Make a change after which there is a board, and tell the channel."""
        told = news(who, channel, name, now, event_key)
        board = self._manage(who, channel, change, name, told, is_manager, now, event_key)
        if board is None:  # the same event again, after the board was removed
            raise Gone(NO_BOARD)
        return board

    def _manage(
        self,
        who: Member,
        channel: str,
        change: Callable[[Board | None], Board | None],
        name: str,
        slots: Sequence[Slot],
        is_manager: bool,
        now: datetime,
        event_key: str | None,
    ) -> Board | None:
        """Do what a manager alone may do to a board, and keep that they did it."""
        if not is_manager:
            raise NotAllowed(MANAGERS_ONLY)
        record = Record(who.workspace, now, who.id, Managed(name), channel)
        return self.store.change_board(
            who.workspace,
            channel,
            change,
            now=now,
            event_key=event_key,
            slots=slots,
            record=record,
        )


def _same(held: Board | None, version: int) -> Board:
    """Return the board as it is if it is the one that the manager has seen."""
    if held is None:
        raise Gone(NO_BOARD)
    if held.version != version:
        raise UserError(CHANGED_MEANWHILE)
    return held


def _changed(board: Board, who: Member, now: datetime) -> Board:
    return replace(board, set_by=who.id, set_at=now, version=board.version + 1)
