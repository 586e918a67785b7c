"""What all parts of the store share: short transactions, and rows that are inserted once."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import CursorResult, Engine
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from bot.core.people import Member
from bot.storage.engine import WRITING
from bot.storage.rows import Columns
from bot.storage.tables import Base, EventRow, MemberRow, WorkspaceRow


class Database:
    """An engine that is read, and written under one lock."""

    def __init__(self, engine: Engine) -> None:
        self._readers = engine
        self._writers = engine.execution_options(**{WRITING: True})

    @contextmanager
    def _reading(self) -> Iterator[Session]:
        with Session(self._readers) as session:
            yield session

    @contextmanager
    def _writing(self) -> Iterator[Session]:
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
    return changed(session.execute(insert(table).values(columns).on_conflict_do_nothing())) == 1


def changed(result: Any) -> int:
    """Return how many rows a statement changed."""
    assert isinstance(result, CursorResult)
    return result.rowcount
