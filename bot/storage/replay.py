"""What a replay of all points reads, and how it mends what is wrong."""

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import Select, and_, select, update
from sqlalchemy.orm import Session

from bot.core.fingerprints import read
from bot.core.people import Member
from bot.core.replay import Done
from bot.core.scoring import Deed, Entry
from bot.core.streaks import Streak
from bot.storage.board_rows import entry_columns, entry_value
from bot.storage.board_tables import LedgerRow, PracticeRow
from bot.storage.database import Database, insert_once
from bot.storage.drill_tables import DrillAttemptRow
from bot.storage.practice import streak_value
from bot.storage.rows import attempt_value, drill_attempt_value
from bot.storage.tables import AttemptRow

Try = TypeVar("Try", AttemptRow, DrillAttemptRow)


class ReplayStore(Database):
    """The whole past of one member at a time. Who there is, is asked across workspaces."""

    def practised(self) -> tuple[Member, ...]:
        """Return whoever has practised or got points, in order."""
        whose = select(PracticeRow.workspace, PracticeRow.member)
        known = whose.union(select(LedgerRow.workspace, LedgerRow.member))
        with self._reading() as session:
            return tuple(
                sorted(
                    (Member(workspace, id) for workspace, id in session.execute(known)),
                    key=lambda who: (who.workspace, who.id),
                )
            )

    def done(self, who: Member) -> tuple[Done, ...]:
        """Return what a member did, in the order in which it was kept."""
        with self._reading() as session:
            return tuple(one for _, one in _done(session, who))

    def ledger(self, who: Member) -> tuple[Entry, ...]:
        """Return all entries of a member."""
        rows = select(LedgerRow).where(
            LedgerRow.workspace == who.workspace, LedgerRow.member == who.id
        )
        with self._reading() as session:
            return tuple(map(entry_value, session.scalars(rows)))

    def mend(
        self, who: Member, entries: Sequence[Entry], outcomes: Sequence[tuple[bool, Streak]]
    ) -> None:
        """Add entries that set the ledger right, and set right what was kept of each deed.

        What a member has done since `outcomes` were worked out keeps what it has.
        """
        with self._writing(who.workspace) as session:
            for entry in entries:
                insert_once(session, LedgerRow, entry_columns(entry))
            for (number, _), (counts, streak) in zip(_done(session, who), outcomes, strict=False):
                session.execute(
                    update(PracticeRow)
                    .where(PracticeRow.workspace == who.workspace, PracticeRow.member == who.id)
                    .where(PracticeRow.number == number)
                    .values(
                        counts=counts,
                        streak=streak.days,
                        freezes=streak.freezes,
                        last=streak.last,
                    )
                )


def _done(session: Session, who: Member) -> list[tuple[int, Done]]:
    of_member = and_(PracticeRow.workspace == who.workspace, PracticeRow.member == who.id)
    lines = session.execute(
        _practice_with(AttemptRow).where(of_member, PracticeRow.is_line.is_(True))
    )
    answers = session.execute(
        _practice_with(DrillAttemptRow).where(of_member, PracticeRow.is_line.is_(False))
    )
    deeds = [
        (row, Deed.of_line(attempt_value(line), row.day, read(row.fingerprint)))
        for row, line in lines
    ]
    deeds += [(row, Deed.of_answer(drill_attempt_value(one), row.day)) for row, one in answers]
    done = [(row.number, _value(row, deed)) for row, deed in deeds]
    return sorted(done, key=lambda one: one[0])


def _practice_with(table: type[Try]) -> Select[PracticeRow, Try]:
    """Return the query for what was practised, each with the attempt that it was."""
    same = and_(table.workspace == PracticeRow.workspace, table.id == PracticeRow.attempt)
    return select(PracticeRow, table).join(table, same)


def _value(row: PracticeRow, deed: Deed) -> Done:
    return Done(deed, row.working, row.missed, row.counts, streak_value(row))
