"""All that is kept about one member, in whichever table: to hand it over, and to delete it.

Tables are found by their columns, so that a new one is covered as soon as it is there: `member`
and `recipient` say whose a row is, what ends in `_by`, `installer` and `whom` who did something,
or to whom it was done.
"""

import logging
import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, delete, false, or_, select, update
from sqlalchemy.orm import Session

from bot.core.people import Member
from bot.core.slots import SlotKind
from bot.storage.database import Database
from bot.storage.drill_tables import EnrolmentRow
from bot.storage.metadata import METADATA
from bot.storage.rows import Columns
from bot.storage.tables import EventRow, MemberRow, PulseRow, SlotRow

OWNERS, DOERS = frozenset({"member", "recipient"}), frozenset({"installer", "whom"})
SLOTS, MEMBERS = (METADATA.tables[row.__tablename__] for row in (SlotRow, MemberRow))
ERASED, SCRUBBED = "erased", "scrubbed"  # pulses: the last deletion, the last new file

log = logging.getLogger(__name__)


class PersonalStore(Database):
    """What a member may ask for: all of it, or that nothing of it is left."""

    def all_about(self, who: Member) -> dict[str, list[Columns]]:
        """Return every row about a member, by its table.

        Of rows that only say that they did something, the key and that they did.
        """
        found = {}
        with self._reading() as session:
            for table, of_workspace in _tables(who.workspace):
                own, named = _own(table, who), _named(table, who)
                keys = [*table.primary_key, *_doers(table)]
                whole = select(table).where(of_workspace, own)
                part = select(*keys).where(of_workspace, ~own, named)
                rows = [
                    dict(row) for one in (whole, part) for row in session.execute(one).mappings()
                ]
                if rows:
                    found[table.name] = rows
        return found

    def forget_member(self, who: Member, now: datetime) -> None:
        """Delete every row about a member, and their name from what they did."""
        with self._writing(who.workspace) as session:
            _hold_enrolment(session, who)
            for table, of_workspace in reversed(list(_tables(who.workspace))):
                if table is not SLOTS:
                    _forget(session, table, of_workspace, who)
            session.execute(delete(EventRow).where(*_events_about(who)))
            session.merge(PulseRow(name=ERASED, at=now))
        # Slots on their own: a sender holds one while it waits for an enrolment.
        with self._writing(who.workspace) as session:
            mine = SlotRow.workspace == who.workspace
            _forget(session, SLOTS, mine, who)
            news = (SlotRow.kind == SlotKind.BOARD_NEWS.value) & SlotRow.subject.endswith(
                f" {who.id}", autoescape=True
            )
            session.execute(delete(SlotRow).where(mine, news))

    def scrub(self, now: datetime, every: timedelta) -> bool:
        """Leave nothing in the file of what was deleted, once in a while. Return whether it did.

        A deletion overwrites what it deletes, but pages that were moved may keep a copy. A server
        cleans up by itself.
        """
        if self._is_server or not self._is_scrubbing_due(now, every):
            return False
        try:
            self._rebuild()
        except sqlite3.Error as error:  # somebody reads, or the disk is full: next time
            log.warning("The file could not be rebuilt: %s", error)
            return False
        with self._writing() as session:
            session.merge(PulseRow(name=SCRUBBED, at=now))
        return True

    def _rebuild(self) -> None:
        connection = self._readers.raw_connection()  # outside of any transaction
        try:
            cursor = connection.cursor()
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            (is_read, *_) = cursor.fetchone() or (True,)
            cursor.close()
        finally:
            connection.close()
        if is_read:
            raise sqlite3.OperationalError("the log is still being read")

    def _is_scrubbing_due(self, now: datetime, every: timedelta) -> bool:
        pulses = select(PulseRow.name, PulseRow.at).where(PulseRow.name.in_([ERASED, SCRUBBED]))
        with self._reading() as session:
            at = {row.name: row.at for row in session.execute(pulses)}
        if ERASED not in at:
            return False
        return SCRUBBED not in at or (at[SCRUBBED] <= at[ERASED] and now - at[SCRUBBED] >= every)


def _tables(workspace: str) -> Iterator[tuple[Table, ColumnElement[bool]]]:
    """Yield each table with rows of workspaces, and the condition that finds those of one."""
    for table in METADATA.sorted_tables:
        if "workspace" in table.c:
            yield table, table.c.workspace == workspace
        elif table.name == "workspaces":
            yield table, table.c.id == workspace


def _owners(table: Table) -> list[Column[Any]]:
    if table is MEMBERS:
        return [table.c.id]
    return [column for column in table.columns if column.name in OWNERS]


def _doers(table: Table) -> list[Column[Any]]:
    return [
        column for column in table.columns if column.name.endswith("_by") or column.name in DOERS
    ]


def _own(table: Table, who: Member) -> ColumnElement[bool]:
    return or_(false(), *(column == who.id for column in _owners(table)))


def _named(table: Table, who: Member) -> ColumnElement[bool]:
    return or_(false(), *(column == who.id for column in _doers(table)))


def _forget(session: Session, table: Table, of_workspace: ColumnElement[bool], who: Member) -> None:
    if _owners(table):
        session.execute(delete(table).where(of_workspace, _own(table, who)))
    for column in _doers(table):
        nobody = None if column.nullable else ""
        named = update(table).where(of_workspace, column == who.id)
        session.execute(named.values({column.name: nobody}))


def _hold_enrolment(session: Session, who: Member) -> None:
    """Lock it before anything else of the member, as whoever gives them a drill does."""
    session.get(EnrolmentRow, (who.workspace, who.id), with_for_update=True)


def _events_about(who: Member) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions on events of our own making whose key names a member."""
    return (
        EventRow.workspace == who.workspace,
        EventRow.key.contains(f":{who.id}:", autoescape=True),
    )
