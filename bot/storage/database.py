"""What all parts of the store share: short transactions, and rows that are inserted once."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import CursorResult, Engine, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from bot.core.people import Member
from bot.storage.engine import WRITING
from bot.storage.rows import Columns
from bot.storage.tables import Base, EventRow, MemberRow, WorkspaceRow

EVERYTHING = 0x436C6F7365  # the key of the lock that all writers on PostgreSQL share


class Database:
    """An engine that is read, and written so that writers do not meet.

    SQLite has one writer at a time anyhow. On PostgreSQL writers of one workspace go one after
    the other, and a writer that names none goes alone: whatever it reads is so until it is done.
    """

    def __init__(self, engine: Engine) -> None:
        self._is_server = engine.dialect.name == "postgresql"
        self._writers = engine.execution_options(**{WRITING: True})
        self._readers = engine
        if self._is_server:  # one instant for all that is read, as SQLite has it
            self._readers = engine.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )

    @contextmanager
    def _reading(self) -> Iterator[Session]:
        with Session(self._readers) as session:
            yield session

    @contextmanager
    def _writing(self, workspace: str | None = None) -> Iterator[Session]:
        """Begin a write that concerns one workspace, or any number of them."""
        with self._writing_rows() as session:
            if self._is_server and workspace is None:
                session.execute(select(func.pg_advisory_xact_lock(EVERYTHING)))
            elif self._is_server:
                one = func.hashtextextended(workspace, EVERYTHING)
                shared = func.pg_advisory_xact_lock_shared(EVERYTHING)
                session.execute(select(shared, func.pg_advisory_xact_lock(one)))
            yield session

    @contextmanager
    def _writing_rows(self) -> Iterator[Session]:
        """Begin a write that locks each row that it reads, so that others need not wait for it.

        Rows are locked in this order: slots, enrolments, assignments. Slots are never waited for.
        """
        with Session(self._writers) as session, session.begin():
            yield session


def first_time(session: Session, workspace: str, event_key: str, now: datetime) -> bool:
    """Keep that an event was seen. Return False when it was seen before."""
    return insert_once(
        session, EventRow, {"workspace": workspace, "key": event_key, "seen_at": now}
    )


def admit(session: Session, who: Member, now: datetime) -> None:
    """Keep that there is such a member."""
    admit_workspace(session, who.workspace, now)
    insert_once(session, MemberRow, {"workspace": who.workspace, "id": who.id, "created_at": now})


def admit_workspace(session: Session, workspace: str, now: datetime) -> None:
    """Keep that there is such a workspace."""
    insert_once(session, WorkspaceRow, {"id": workspace, "created_at": now})


def insert_once(session: Session, table: type[Base], columns: Columns) -> bool:
    """Insert a row unless its key is taken. Return whether it was inserted."""
    insert = insert_into(session, table).values(columns).on_conflict_do_nothing()
    return changed(session.execute(insert.execution_options(preserve_rowcount=True))) == 1


def insert_all(session: Session, table: type[Base], rows: list[Columns]) -> None:
    """Insert those of the rows whose key is not taken."""
    if rows:
        session.execute(insert_into(session, table).on_conflict_do_nothing(), rows)


def put(session: Session, table: type[Base], columns: Columns) -> None:
    """Insert a row, or make the one that has its key the same."""
    key = [column.name for column in table.__table__.primary_key]
    insert = insert_into(session, table).values(columns)
    session.execute(insert.on_conflict_do_update(index_elements=key, set_=columns))


def insert_into(session: Session, table: type[Base]) -> sqlite.Insert | postgresql.Insert:
    """Return an insert of this database's dialect, which knows what to do about conflicts."""
    is_server = session.get_bind().dialect.name == "postgresql"
    return postgresql.insert(table) if is_server else sqlite.insert(table)


def changed(result: Any) -> int:
    """Return how many rows a statement changed."""
    assert isinstance(result, CursorResult)
    assert result.rowcount >= 0, "the driver was not asked to count"
    return result.rowcount
