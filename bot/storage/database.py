"""What all parts of the store share: short transactions, and rows that are inserted once."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from typing import Any, cast

from sqlalchemy import Connection, CursorResult, Engine, Table, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from bot.core.people import Member
from bot.storage.engine import TURN, WAITS, WRITING, Turn
from bot.storage.rows import Columns
from bot.storage.tables import Base, EventRow, MemberRow, WorkspaceRow

Insert = postgresql.Insert | sqlite.Insert

EVERYTHING = 0x436C6F7365  # the key of the lock that all writers on PostgreSQL share


class Database:
    """An engine that is read, and written so that writers do not meet.

    SQLite has one writer at a time anyhow, and those of a process queue. On PostgreSQL writers of
    one workspace go one after the other, and a writer that names none goes alone: whatever it
    reads is so until it is done.
    """

    def __init__(self, engine: Engine) -> None:
        self._is_server = engine.dialect.name == "postgresql"
        self._writers = engine.execution_options(**{WRITING: True})
        self._readers = engine
        self._turn: Turn | None = engine.get_execution_options().get(TURN)
        if self._is_server:  # one instant for all that is read, as SQLite has it
            self._readers = engine.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )

    @contextmanager
    def _asking(self) -> Iterator[Connection]:
        """Ask for columns, not for entities: a session takes as long as what is asked of it."""
        with self._readers.connect() as connection:
            yield connection

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
        if self._turn is None:
            with Session(self._writers) as session, session.begin():
                yield session
            return
        with self._turn.taken() as left, Session(self._writers) as session, session.begin():
            session.connection(execution_options={WAITS: left})
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
    connection = session.connection()  # as long again takes a session to see that it has no part
    return changed(connection.execute(_insert_new(is_server(connection), table), columns)) == 1


def insert_all(session: Session, table: type[Base], rows: list[Columns]) -> None:
    """Insert those of the rows whose key is not taken. All have the same columns."""
    if rows:
        connection = session.connection()
        connection.execute(_insert_new(is_server(connection), table), rows)


def put(session: Session, table: type[Base], columns: Columns) -> None:
    """Insert a row, or make the one that has its key the same."""
    put_all(session, table, [columns])


def put_all(session: Session, table: type[Base], rows: list[Columns]) -> None:
    """Put each of the rows. All have the same columns."""
    if rows:
        connection = session.connection()
        put = _insert_or_update(is_server(connection), table, tuple(rows[0]))
        connection.execute(put, rows)


@cache  # what a statement costs is to build it
def _insert_new(is_server: bool, table: type[Base]) -> Insert:
    insert = insert_into(is_server, table).on_conflict_do_nothing()
    return insert.execution_options(preserve_rowcount=True)


@cache
def _insert_or_update(is_server: bool, table: type[Base], columns: tuple[str, ...]) -> Insert:
    insert = insert_into(is_server, table)
    key = list(table.__table__.primary_key)
    new = {name: insert.excluded[name] for name in columns}
    return insert.on_conflict_do_update(index_elements=key, set_=new)


def insert_into(is_server: bool, table: type[Base]) -> Insert:
    """Return an insert of this database's dialect, which knows what to do about conflicts."""
    rows = cast(Table, table.__table__)
    return postgresql.insert(rows) if is_server else sqlite.insert(rows)


def is_server(connection: Connection) -> bool:
    """Whether the database is PostgreSQL, and no file."""
    return connection.dialect.name == "postgresql"


def changed(result: Any) -> int:
    """Return how many rows a statement changed."""
    assert isinstance(result, CursorResult)
    assert result.rowcount >= 0, "the driver was not asked to count"
    return result.rowcount
