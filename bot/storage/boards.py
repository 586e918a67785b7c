"""Boards, managers, and what members have chosen about them."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, exists, select
from sqlalchemy.orm import Session

from bot.core.audit import Managed, Record
from bot.core.boards import Board
from bot.core.people import Member
from bot.core.slots import Slot, SlotKind
from bot.core.team import DisputedFinding, Preferences
from bot.storage.audit import note
from bot.storage.board_rows import (
    board_columns,
    board_value,
    disputed_value,
    preferences_columns,
    preferences_value,
)
from bot.storage.board_tables import BoardRow, ManagerRow, PracticeRow, PreferencesRow
from bot.storage.database import (
    Database,
    admit,
    admit_workspace,
    changed,
    first_time,
    insert_once,
    put,
)
from bot.storage.drill_tables import EnrolmentRow
from bot.storage.rows import slot_columns
from bot.storage.slots import UNINSTALLED, is_uninstalled, withdraw
from bot.storage.tables import DisputeRow, MemberRow, SlotRow

ChangeBoard = Callable[[Board | None], Board | None]  # None where there is no board
ChangePreferences = Callable[[Preferences], Preferences]

# What a statement costs is to build it, and these are asked at every tick.
DUE_BOARDS = (
    select(BoardRow)
    .where(BoardRow.next_at <= bindparam("now"), BoardRow.workspace.not_in(UNINSTALLED))
    .order_by(BoardRow.next_at)
)
DUE_REPORTS = (
    select(PreferencesRow)
    .where(PreferencesRow.report_at <= bindparam("now"))
    .where(PreferencesRow.workspace.not_in(UNINSTALLED))
    .order_by(PreferencesRow.report_at)
)


class BoardStore(Database):
    """Boards by workspace and channel, preferences by member; what is due, across workspaces."""

    def board(self, workspace: str, channel: str) -> Board | None:
        """Return the board of a channel, None when it has none."""
        with self._reading() as session:
            return _board(session, workspace, channel)

    def boards(self, workspace: str) -> tuple[Board, ...]:
        """Return the boards of a workspace, the oldest first."""
        oldest = (
            select(BoardRow)
            .where(BoardRow.workspace == workspace)
            .order_by(BoardRow.set_at, BoardRow.channel)
        )
        with self._reading() as session:
            return tuple(map(board_value, session.scalars(oldest)))

    def change_board(
        self,
        workspace: str,
        channel: str,
        change: ChangeBoard,
        *,
        now: datetime,
        event_key: str | None = None,
        slots: Sequence[Slot] = (),
        record: Record | None = None,
    ) -> Board | None:
        """Change a board, once for an event, and keep what is to be said about it.

        `change` sees the board as it is under the write lock; what it raises leaves all as it
        was. A board that is paused or removed is not posted any more.
        """
        with self._writing(workspace) as session:
            if event_key is None or first_time(session, workspace, event_key, now):
                before = _board(session, workspace, channel)
                after = change(before)
                if after is None or after.paused:
                    _withdraw(session, workspace, channel, now)
                _keep(session, workspace, channel, after)
                for slot in slots:
                    insert_once(session, SlotRow, slot_columns(slot))
                note(session, record)
            return _board(session, workspace, channel)

    def due_boards(self, now: datetime) -> tuple[Board, ...]:
        """Return the boards that are due, the longest due first, all workspaces together."""
        with self._reading() as session:
            return tuple(map(board_value, session.scalars(DUE_BOARDS, {"now": now})))

    def post_board(self, before: Board, after: Board, slot: Slot) -> bool:
        """Queue a board's post and plan the next one together.

        Return False, and do nothing, when the board has changed since it was read: another
        process posts it, or a manager has changed their mind. Nor when the bot was removed since.
        """
        with self._writing(before.workspace) as session:
            if is_uninstalled(session, before.workspace):
                return False
            if _board(session, before.workspace, before.channel) != before:
                return False
            _keep(session, before.workspace, before.channel, after)
            return insert_once(session, SlotRow, slot_columns(slot))

    # Managers

    def managers(self, workspace: str) -> tuple[str, ...]:
        """Return the ids of whom an admin or owner made manager."""
        made = select(ManagerRow.member).where(ManagerRow.workspace == workspace)
        with self._reading() as session:
            return tuple(session.scalars(made.order_by(ManagerRow.made_at, ManagerRow.member)))

    def make_manager(self, who: Member, by: str, now: datetime) -> bool:
        """Keep that somebody is a manager. Return False when they are one already."""
        row = {"workspace": who.workspace, "member": who.id, "made_by": by, "made_at": now}
        with self._writing(who.workspace) as session:
            admit_workspace(session, who.workspace, now)
            made = insert_once(session, ManagerRow, row)
            if made:
                record = Record(who.workspace, now, by, Managed.MANAGER_MADE, whom=who.id)
                note(session, record)
            return made

    def unmake_manager(self, who: Member, by: str, now: datetime) -> None:
        """Forget that somebody is a manager."""
        one = (ManagerRow.workspace == who.workspace, ManagerRow.member == who.id)
        with self._writing(who.workspace) as session:
            if changed(session.execute(delete(ManagerRow).where(*one))):
                record = Record(who.workspace, now, by, Managed.MANAGER_UNMADE, whom=who.id)
                note(session, record)

    # Preferences

    def preferences(self, who: Member) -> Preferences:
        """Return what a member has chosen: the defaults until they choose."""
        with self._reading() as session:
            return _preferences(session, who)

    def preferences_of(self, workspace: str) -> dict[str, Preferences]:
        """Return what the members of a workspace have chosen, by id: those who have chosen."""
        rows = select(PreferencesRow).where(PreferencesRow.workspace == workspace)
        with self._reading() as session:
            return {row.member: preferences_value(row) for row in session.scalars(rows)}

    def change_preferences(
        self,
        who: Member,
        change: ChangePreferences,
        now: datetime,
        record: Record | None = None,
    ) -> Preferences:
        """Change what a member has chosen."""
        with self._writing(who.workspace) as session:
            before = _preferences(session, who)
            after = change(before)
            if after != before:
                admit(session, who, now)
                put(session, PreferencesRow, preferences_columns(after))
                note(session, record)
            return after

    def participants(self, workspace: str, among: Collection[str] | None = None) -> frozenset[str]:
        """Return the ids of who takes part: who gets the daily drill, or has ever practised.

        Of everybody, or of those among whom to look.
        """
        practised = exists().where(
            PracticeRow.workspace == MemberRow.workspace, PracticeRow.member == MemberRow.id
        )
        joined = exists().where(
            EnrolmentRow.workspace == MemberRow.workspace,
            EnrolmentRow.member == MemberRow.id,
            EnrolmentRow.joined_at.is_not(None),
        )
        part = select(MemberRow.id).where(MemberRow.workspace == workspace, practised | joined)
        with self._reading() as session:
            found = frozenset(session.scalars(part))
        return found if among is None else found.intersection(among)

    # Disputes

    def disputed(self, workspace: str) -> tuple[DisputedFinding, ...]:
        """Return what is disputed in a workspace, the latest first. The titles are empty."""
        latest = (
            select(DisputeRow)
            .where(DisputeRow.workspace == workspace)
            .order_by(DisputeRow.made_at.desc(), DisputeRow.attempt, DisputeRow.rule)
        )
        with self._reading() as session:
            return tuple(map(disputed_value, session.scalars(latest)))

    # What is due

    def due_reports(self, now: datetime) -> tuple[Preferences, ...]:
        """Return the managers whose report is due, the longest due first, of all workspaces."""
        with self._reading() as session:
            return tuple(map(preferences_value, session.scalars(DUE_REPORTS, {"now": now})))

    def post_report(self, before: Preferences, after: Preferences, slot: Slot) -> bool:
        """Queue a manager's report and plan the next one, as `post_board` does."""
        with self._writing(before.who.workspace) as session:
            if is_uninstalled(session, before.who.workspace):
                return False
            if _preferences(session, before.who) != before:
                return False
            put(session, PreferencesRow, preferences_columns(after))
            return insert_once(session, SlotRow, slot_columns(slot))


def _board(session: Session, workspace: str, channel: str) -> Board | None:
    row = session.get(BoardRow, (workspace, channel), populate_existing=True)
    return None if row is None else board_value(row)


def _keep(session: Session, workspace: str, channel: str, after: Board | None) -> None:
    key = (BoardRow.workspace == workspace, BoardRow.channel == channel)
    if after is None:
        session.execute(delete(BoardRow).where(*key))
    else:
        admit_workspace(session, workspace, after.set_at)
        put(session, BoardRow, board_columns(after))


def _withdraw(session: Session, workspace: str, channel: str, now: datetime) -> None:
    posts = (
        (SlotRow.workspace == workspace)
        & (SlotRow.recipient == channel)
        & (SlotRow.kind == SlotKind.BOARD.value)
    )
    withdraw(session, posts, now, "cancelled")


def _preferences(session: Session, who: Member) -> Preferences:
    row = session.get(PreferencesRow, (who.workspace, who.id), populate_existing=True)
    return Preferences(who) if row is None else preferences_value(row)
