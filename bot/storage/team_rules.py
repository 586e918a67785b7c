"""The rules of teams: as they are now, and as they were in each version."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Select, bindparam, delete, func, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from bot.core.audit import Managed, Record
from bot.core.critique import Stance
from bot.core.fingerprints import read
from bot.core.people import Member
from bot.core.team import Decision, Settled
from bot.core.team_rules import KeptException, KeptTrap, TeamException, TeamTrap
from bot.storage.audit import note
from bot.storage.database import Database, admit_workspace, changed, first_time
from bot.storage.rule_tables import TeamExceptionRow, TeamTrapRow
from bot.storage.tables import DisputeRow, WorkspaceRow

ChangeTrap = Callable[[tuple[KeptTrap, ...]], TeamTrap | None]
Row = TypeVar("Row", TeamTrapRow, TeamExceptionRow)
Table = type[TeamTrapRow] | type[TeamExceptionRow]


GROUND = select(WorkspaceRow.stance, WorkspaceRow.rules_version).where(
    WorkspaceRow.id == bindparam("workspace")
)  # asked at each check, and so built once


class TeamRuleStore(Database):
    """Own traps and accepted exceptions by workspace. Each change makes a new version of them."""

    def ground_rules(self, workspace: str) -> tuple[Stance, int]:
        """Return by what a line is judged now: the team's stance, and the version of its rules."""
        with self._asking() as connection:
            row = connection.execute(GROUND, {"workspace": workspace}).one_or_none()
        stance, version = row or (None, 0)
        return Stance.BALANCED if stance is None else Stance(stance), version

    def rules_at(
        self, workspace: str, version: int
    ) -> tuple[tuple[TeamTrap, ...], tuple[TeamException, ...]]:
        """Return the own traps and the exceptions that a version has, the oldest first."""
        with self._reading() as session:
            traps = session.scalars(_at(TeamTrapRow, workspace, version))
            exceptions = session.scalars(_at(TeamExceptionRow, workspace, version))
            return tuple(map(_trap, traps)), tuple(map(_exception, exceptions))

    def team_traps(self, workspace: str) -> tuple[KeptTrap, ...]:
        """Return the own traps in force, the oldest first."""
        with self._reading() as session:
            return _traps_now(session, workspace)

    def team_exceptions(self, workspace: str) -> tuple[KeptException, ...]:
        """Return the exceptions in force, the latest first."""
        latest = (TeamExceptionRow.made_at.desc(), TeamExceptionRow.id)
        with self._reading() as session:
            rows = session.scalars(_now(TeamExceptionRow, workspace).order_by(*latest))
            return tuple(KeptException(_exception(row), row.made_at) for row in rows)

    def trap_names(self, workspace: str) -> dict[str, str]:
        """Return the names of own traps by id, those that are in force no more included."""
        names = (
            select(TeamTrapRow.id, TeamTrapRow.name)
            .where(TeamTrapRow.workspace == workspace)
            .order_by(TeamTrapRow.since)
        )
        with self._reading() as session:
            return {row.id: row.name for row in session.execute(names)}

    def change_trap(
        self,
        workspace: str,
        id: str,
        change: ChangeTrap,
        *,
        now: datetime,
        event_key: str | None = None,
        record: Record | None = None,
    ) -> None:
        """Put what `change` returns in the place of the trap of that id, once for an event.

        `change` sees all traps in force, under the write lock; None removes the trap, and what it
        raises leaves all as it was.
        """
        with self._writing(workspace) as session:
            if event_key is not None and not first_time(session, workspace, event_key, now):
                return
            trap = change(_traps_now(session, workspace))
            version = _next_version(session, workspace, now)
            _end(session, TeamTrapRow, workspace, id, version, now)
            if trap is not None:
                session.add(_trap_row(workspace, trap, version, now))
            note(session, record)

    def decide_dispute(
        self, by: Member, attempt: str, rule: str, decision: Decision, now: datetime, most: int
    ) -> Settled:
        """Keep what a manager has decided. What is accepted passes from now on, all else does not.

        There may be `most` exceptions. An exception outlives the objection that it came from.
        """
        id, workspace = f"{attempt}:{rule}", by.workspace
        with self._writing(workspace) as session:
            key = (workspace, attempt, rule)
            dispute = session.get(DisputeRow, key, populate_existing=True)
            held = session.scalar(
                _now(TeamExceptionRow, workspace).where(TeamExceptionRow.id == id)
            )
            if decision is Decision.ACCEPTED and held is None:
                settled = _accept(session, dispute, id, now, most)
            else:
                settled = Settled.DONE if dispute or held else Settled.UNKNOWN
                if held is not None and decision is not Decision.ACCEPTED:
                    version = _next_version(session, workspace, now)
                    _end(session, TeamExceptionRow, workspace, id, version, now)
            if settled is Settled.DONE:
                note(session, Record(workspace, now, by.id, Managed(decision.value), rule))
                if dispute is not None:
                    dispute.decision = decision.value
                    dispute.decided_by, dispute.decided_at = by.id, now
            return settled

    def forget_ended_rules(self, before: datetime) -> int:
        """Drop what was ended before then. Return how many."""
        with self._writing() as session:
            return sum(
                changed(session.execute(delete(table).where(table.ended_at < before)))
                for table in (TeamTrapRow, TeamExceptionRow)
            )


def _accept(
    session: Session, dispute: DisputeRow | None, id: str, now: datetime, most: int
) -> Settled:
    if dispute is None:
        return Settled.UNKNOWN
    if not dispute.fingerprint:
        return Settled.FORGOTTEN
    held = _now(TeamExceptionRow, dispute.workspace).subquery()
    if (session.scalar(select(func.count()).select_from(held)) or 0) >= most:
        return Settled.FULL
    row = TeamExceptionRow(
        workspace=dispute.workspace,
        id=id,
        since=_next_version(session, dispute.workspace, now),
        made_at=now,
        rule=dispute.rule,
        fingerprint=dispute.fingerprint,
    )
    session.add(row)
    return Settled.DONE


def _next_version(session: Session, workspace: str, now: datetime) -> int:
    admit_workspace(session, workspace, now)
    row = session.get_one(WorkspaceRow, workspace, populate_existing=True)
    row.rules_version += 1
    return row.rules_version


def _end(session: Session, table: Table, workspace: str, id: str, until: int, at: datetime) -> None:
    ended = update(table).where(table.workspace == workspace, table.id == id, table.until.is_(None))
    session.execute(ended.values(until=until, ended_at=at))


def _traps_now(session: Session, workspace: str) -> tuple[KeptTrap, ...]:
    rows = session.scalars(_now(TeamTrapRow, workspace).order_by(*_oldest(TeamTrapRow)))
    return tuple(KeptTrap(_trap(row), row.since, row.made_at) for row in rows)


def _now(table: type[Row], workspace: str) -> Select[Row]:
    return select(table).where(table.workspace == workspace, table.until.is_(None))


def _at(table: type[Row], workspace: str, version: int) -> Select[Row]:
    in_force = or_(table.until.is_(None), table.until > version)
    rows = select(table).where(table.workspace == workspace, table.since <= version, in_force)
    return rows.order_by(*_oldest(table))


def _oldest(table: Table) -> tuple[InstrumentedAttribute[int], InstrumentedAttribute[str]]:
    return table.since, table.id


def _trap(row: TeamTrapRow) -> TeamTrap:
    return TeamTrap(
        id=row.id,
        name=row.name,
        why=row.why,
        say_instead=tuple(row.say_instead),
        phrases=tuple(row.phrases),
        caught=tuple(row.caught),
        passed=tuple(row.passed),
    )


def _trap_row(workspace: str, trap: TeamTrap, version: int, now: datetime) -> TeamTrapRow:
    return TeamTrapRow(
        workspace=workspace,
        id=trap.id,
        since=version,
        made_at=now,
        name=trap.name,
        why=trap.why,
        say_instead=list(trap.say_instead),
        phrases=list(trap.phrases),
        caught=list(trap.caught),
        passed=list(trap.passed),
    )


def _exception(row: TeamExceptionRow) -> TeamException:
    return TeamException(row.id, row.rule, read(row.fingerprint))
