"""What is due at an instant: drills to give, drills that came too late, boards and reports."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.coach.due import Due, Posted
from bot.core.people import Member
from bot.core.turns import Done, Turn, take_turn
from bot.storage.store import Store

BATCH = 2_000  # in one transaction: short enough that an answer need not wait for it
A_DRILL = "drill"

__all__ = ["Done", "Tick", "TickLine", "TickReport"]


@dataclass(frozen=True, slots=True)
class TickLine:
    """One thing that a tick did, or would do."""

    who: Member  # for a board, its channel in a member's place
    day: date
    due: datetime
    done: Done
    what: str  # a drill, which is chosen when it is sent, or which board or report


@dataclass(frozen=True, slots=True)
class TickReport:
    """Everything that one tick did, the longest due first.

    `withdrawn` counts the drills of earlier ticks that could not be sent in time.
    """

    lines: tuple[TickLine, ...]
    withdrawn: int = 0


@dataclass(frozen=True, slots=True)
class Tick:
    """Gives what is due. Any number of processes may run it at once: each drill is given once."""

    store: Store
    due: Due

    def run(self, now: datetime, *, dry_run: bool = False) -> TickReport:
        """Do everything due at `now`; with `dry_run` only say what would be done first."""
        if dry_run:
            posts = self.due.run(now, dry_run=True)
            return TickReport((*self._look(now), *map(_post, posts)))
        withdrawn = self.store.expire_slots(now)
        lines: list[TickLine] = []
        while taken := self.store.take_turns(now, BATCH, take_turn):
            lines += (_line(who, turn) for who, turn in taken)
        lines += map(_post, self.due.run(now))
        return TickReport(tuple(lines), withdrawn)

    def _look(self, now: datetime) -> list[TickLine]:
        due = self.store.due_enrolments(now)
        holidays = self.store.holidays_of({each.who.workspace for each in due})
        return [
            _line(each.who, take_turn(each, each.next, now, holidays[each.who.workspace]))
            for each in due
            if each.next is not None
        ]


def _line(who: Member, turn: Turn) -> TickLine:
    return TickLine(who, turn.due.day, turn.due.at, turn.done, A_DRILL)


def _post(posted: Posted) -> TickLine:
    return TickLine(posted.to, posted.day, posted.due, posted.done, posted.what)
