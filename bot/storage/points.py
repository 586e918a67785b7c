"""The ledger of points. Every board is a query over it."""

from collections.abc import Collection

from sqlalchemy import Select, func, select

from bot.core.boards import Score
from bot.core.people import Member
from bot.core.periods import Period
from bot.core.scoring import Entry
from bot.storage.board_rows import entry_value
from bot.storage.board_tables import LedgerRow
from bot.storage.database import Database


class PointStore(Database):
    """Points, asked for by workspace and members."""

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
            .where(LedgerRow.day.between(period.start, period.end))
            .order_by(LedgerRow.made_at.desc(), LedgerRow.source)
            .limit(limit)
        )
        with self._reading() as session:
            return tuple(map(entry_value, session.scalars(newest)))


def scores_of(workspace: str, members: Collection[str], period: Period) -> Select[str, int, int]:
    """Return the query behind every board: it needs nothing but the ledger's index."""
    return (
        select(LedgerRow.member, func.sum(LedgerRow.points), func.sum(LedgerRow.days))
        .where(LedgerRow.workspace == workspace, LedgerRow.member.in_(members))
        .where(LedgerRow.day.between(period.start, period.end))
        .group_by(LedgerRow.member)
    )
