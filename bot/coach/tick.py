"""What is due at an instant: drills to give, drills that came too late, boards and reports."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.coach.chooser import Chooser
from bot.coach.due import Due, Posted
from bot.core.calendar import Due as DueDrill
from bot.core.drills import Choice
from bot.core.enrolment import Enrolment
from bot.core.people import Member
from bot.core.turns import Done, Turn, expire, give, move, what_to_do
from bot.storage.store import Store

BATCH = 200  # in one transaction: short enough that an answer need not wait for it

__all__ = ["Done", "Tick", "TickLine", "TickReport"]


@dataclass(frozen=True, slots=True)
class TickLine:
    """One thing that a tick did, or would do."""

    who: Member  # for a board, its channel in a member's place
    day: date
    due: datetime
    done: Done
    drill: str  # its id, empty unless given; for a board, which one


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

    chooser: Chooser
    store: Store
    due: Due

    def run(self, now: datetime, *, dry_run: bool = False) -> TickReport:
        """Do everything due at `now`; with `dry_run` only say what would be done first."""
        if dry_run:
            turns = self._turns(self.store.due_enrolments(now, None), now)
            posts = self.due.run(now, dry_run=True)
            return TickReport((*map(_line, turns), *map(_post, posts)))
        withdrawn = self.store.expire_slots(now)
        lines: list[TickLine] = []
        while due := self.store.due_enrolments(now, BATCH):
            lines += map(_line, self.store.take_turns(self._turns(due, now)))
        lines += map(_post, self.due.run(now))
        return TickReport(tuple(lines), withdrawn)

    def _turns(self, enrolments: Sequence[Enrolment], now: datetime) -> list[Turn]:
        due = [(each, each.next) for each in enrolments if each.next is not None]
        given = {
            each.who: next.day for each, next in due if what_to_do(each, next, now) is Done.GIVEN
        }
        choices = self.chooser.drills_for(given)
        holidays = self.store.holidays_of({each.who.workspace for each in enrolments})
        return [
            _turn(each, next, choices.get(each.who), now, holidays[each.who.workspace])
            for each, next in due
        ]


def _turn(
    enrolment: Enrolment,
    due: DueDrill,
    choice: Choice | None,
    now: datetime,
    holidays: Collection[date],
) -> Turn:
    if choice is not None:
        return give(enrolment, due, choice, now, holidays)
    late = what_to_do(enrolment, due, now) is Done.EXPIRED
    return (expire if late else move)(enrolment, due, now, holidays)


def _line(turn: Turn) -> TickLine:
    drill = turn.assignment.drill if turn.assignment else ""
    return TickLine(turn.before.who, turn.due.day, turn.due.at, turn.done, drill)


def _post(posted: Posted) -> TickLine:
    return TickLine(posted.to, posted.day, posted.due, posted.done, posted.what)
