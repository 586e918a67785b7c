"""The ledger of points, and the work behind it. Every board is a query over them."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, func, select

from bot.core.boards import Score
from bot.core.critique import Stance
from bot.core.insights import Work
from bot.core.people import Member
from bot.core.periods import Period
from bot.core.scoring import Entry
from bot.core.streaks import NO_STREAK, Streak, StreakNow, streak_now
from bot.storage.board_rows import entry_value
from bot.storage.board_tables import LedgerRow, PracticeRow
from bot.storage.database import Database
from bot.storage.drill_tables import DrillAttemptRow, EnrolmentRow
from bot.storage.practice import calendars
from bot.storage.tables import AttemptRow


class PointStore(Database):
    """Points, streaks and work, asked for by workspace and members."""

    def scores(self, workspace: str, members: Collection[str], period: Period) -> tuple[Score, ...]:
        """Return what each of these members has got in a period, in no certain order."""
        with self._reading() as session:
            found = session.execute(scores_of(workspace, members, period)).all()
        return tuple(
            Score(Member(workspace, member), points, days) for member, points, days in found
        )

    def entries(self, who: Member, period: Period, limit: int) -> tuple[Entry, ...]:
        """Return the latest entries of a member in a period, the newest first."""
        newest = (
            select(LedgerRow)
            .where(LedgerRow.workspace == who.workspace, LedgerRow.member == who.id)
            .where(LedgerRow.day.between(period.start, period.end), LedgerRow.points != 0)
            .order_by(LedgerRow.made_at.desc(), LedgerRow.source)
            .limit(limit)
        )
        with self._reading() as session:
            return tuple(map(entry_value, session.scalars(newest)))

    def streaks(
        self, workspace: str, members: Collection[str], now: datetime
    ) -> dict[Member, StreakNow]:
        """Return how the streak of each of these members stands at an instant."""
        newest = (
            select(PracticeRow.member, func.max(PracticeRow.number).label("number"))
            .where(PracticeRow.workspace == workspace, PracticeRow.member.in_(members))
            .group_by(PracticeRow.member)
            .subquery()
        )
        rows = (
            select(PracticeRow.member, PracticeRow.streak, PracticeRow.freezes, PracticeRow.last)
            .where(PracticeRow.workspace == workspace)
            .join(
                newest,
                and_(PracticeRow.member == newest.c.member, PracticeRow.number == newest.c.number),
            )
        )
        with self._reading() as session:
            found = session.execute(rows)
            held = {member: Streak(days, spare, last) for member, days, spare, last in found}
            kept = calendars(session.connection(), workspace, members)
        return {
            Member(workspace, id): streak_now(
                held.get(id, NO_STREAK), calendar, calendar.date_at(now)
            )
            for id, calendar in kept.items()
        }

    def works(
        self, workspace: str, members: Collection[str], start: date, end: date
    ) -> tuple[Work, ...]:
        """Return what these members did from one local date to another, by member in order."""
        lines = (
            select(PracticeRow, AttemptRow)
            .join(AttemptRow, _same_attempt(AttemptRow))
            .where(*_done_by(workspace, members, start, end))
        )
        answers = (
            select(PracticeRow, DrillAttemptRow)
            .join(DrillAttemptRow, _same_attempt(DrillAttemptRow))
            .where(*_done_by(workspace, members, start, end))
        )
        with self._reading() as session:
            done = [(row, _line(row, line)) for row, line in session.execute(lines)]
            done += [(row, _answer(row, answer)) for row, answer in session.execute(answers)]
        return tuple(work for _, work in sorted(done, key=lambda one: _order(one[0])))

    def joined(self, workspace: str, members: Collection[str]) -> frozenset[str]:
        """Return which of these members get the daily drill."""
        active = select(EnrolmentRow.member).where(
            EnrolmentRow.workspace == workspace,
            EnrolmentRow.member.in_(members),
            EnrolmentRow.joined_at.is_not(None),
        )
        with self._reading() as session:
            return frozenset(session.scalars(active))


def scores_of(workspace: str, members: Collection[str], period: Period) -> Select[str, int, int]:
    """Return the query behind every board: it needs nothing but the ledger's index."""
    return (
        select(LedgerRow.member, func.sum(LedgerRow.points), func.sum(LedgerRow.days))
        .where(LedgerRow.workspace == workspace, LedgerRow.member.in_(members))
        .where(LedgerRow.day.between(period.start, period.end))
        .group_by(LedgerRow.member)
    )


def _done_by(
    workspace: str, members: Collection[str], start: date, end: date
) -> list[ColumnElement[bool]]:
    return [
        PracticeRow.workspace == workspace,
        PracticeRow.member.in_(members),
        PracticeRow.day.between(start, end),
        PracticeRow.counts.is_(True),
    ]


def _same_attempt(table: type[AttemptRow] | type[DrillAttemptRow]) -> ColumnElement[bool]:
    return and_(
        PracticeRow.workspace == table.workspace,
        PracticeRow.attempt == table.id,
        PracticeRow.is_line if table is AttemptRow else ~PracticeRow.is_line,
    )


def _order(row: PracticeRow) -> tuple[str, int]:
    return row.member, row.number


def _line(row: PracticeRow, line: AttemptRow) -> Work:
    who = Member(row.workspace, row.member)
    return Work(who, row.day, line.score, tuple(line.findings), Stance(line.stance))


def _answer(row: PracticeRow, answer: DrillAttemptRow) -> Work:
    return Work(
        who=Member(row.workspace, row.member),
        day=row.day,
        score=answer.score,
        findings=tuple(answer.findings),
        stance=Stance(answer.stance),
        drill=answer.drill,
        assignment=answer.assignment,
        passed=answer.passed,
        assisted=answer.assisted,
    )
