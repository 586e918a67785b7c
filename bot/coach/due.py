"""The boards and the managers' reports that are due at an instant."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.coach.team import next_report
from bot.core.boards import Board, Cadence
from bot.core.people import Member
from bot.core.periods import week_of
from bot.core.slots import Slot, SlotKind, SlotState
from bot.core.team import Preferences
from bot.core.turns import Done
from bot.storage.store import Store

LATE = {  # after which a board is left out: its people have gone on to the next one
    Cadence.DAILY: timedelta(hours=4),
    Cadence.WEEKLY: timedelta(days=3),
    Cadence.MONTHLY: timedelta(days=7),
}
LATE_REPORT = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Posted:
    """A board or a report that was due: to whom or where, and what is to become of it."""

    to: Member  # a manager, or a channel in a member's place
    day: date
    due: datetime
    done: Done
    what: str


@dataclass(frozen=True, slots=True)
class Due:
    """Queues boards and reports. Any number of processes may do so at once: each is sent once.

    What comes too late is noted and left out. A board is posted once for each period, whatever
    its managers do with its days.
    """

    store: Store

    def run(self, now: datetime, *, dry_run: bool = False) -> list[Posted]:
        """Queue all that is due; with `dry_run` only say what it is."""
        posts = [self._post(board, now, dry_run) for board in self.store.due_boards(now)]
        posts += [self._report(each, now, dry_run) for each in self.store.due_reports(now)]
        return [post for post in posts if post is not None]

    def _post(self, board: Board, now: datetime, dry_run: bool) -> Posted | None:
        late, due = LATE[board.cadence], board.next_at or now
        slot = Slot(
            workspace=board.workspace,
            recipient=board.channel,
            kind=SlotKind.BOARD,
            key=board.wish.period_at(due).key,
            subject=board.wish.period_at(due).key,
            channel=board.channel,
            thread_ts=None,
            created_at=now,
            state=_state(now - due > late),
            expires_at=due + late,
        )
        holidays = self.store.holidays(board.workspace)
        after = replace(board, next_at=board.wish.next_post(now, holidays))
        if not dry_run and not self.store.post_board(board, after, slot):
            return None
        day = due.astimezone(ZoneInfo(board.zone)).date()
        return _posted(slot, day, due, f"board of {slot.key}")

    def _report(self, manager: Preferences, now: datetime, dry_run: bool) -> Posted | None:
        due = manager.report_at or now
        day = due.astimezone(ZoneInfo(manager.report_zone)).date()
        slot = Slot(
            workspace=manager.who.workspace,
            recipient=manager.who.id,
            kind=SlotKind.TEAM,
            key=week_of(day).key,
            subject=week_of(day - timedelta(days=7)).key,
            channel=manager.who.id,
            thread_ts=None,
            created_at=now,
            state=_state(now - due > LATE_REPORT),
            expires_at=due + LATE_REPORT,
        )
        after = replace(manager, report_at=next_report(manager.report_zone, now))
        if not dry_run and not self.store.post_report(manager, after, slot):
            return None
        return _posted(slot, day, due, f"team in {slot.subject}")


def _state(too_late: bool) -> SlotState:
    return SlotState.EXPIRED if too_late else SlotState.PENDING


def _posted(slot: Slot, day: date, due: datetime, what: str) -> Posted:
    done = Done.EXPIRED if slot.state is SlotState.EXPIRED else Done.GIVEN
    return Posted(slot.who, day, due, done, what)
