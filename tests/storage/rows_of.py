"""Rows for any tables, made from what the database says of them: no new table is forgotten."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import Column, Connection, MetaData, Table

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SAMPLES: dict[type, Any] = {
    bool: True,
    int: 7,
    float: 0.5,
    str: "word",
    bytes: b"\x00\xff",
    datetime: NOON,
    date: NOON.date(),
    time: time(9, 30),
    object: [["check", True]],  # JSON
}
Row = dict[str, Any]


def fill(connection: Connection, each: int = 3) -> None:
    """Put so many rows into every table that is there, parents first."""
    for table in tables(connection):
        connection.execute(table.insert(), list(_rows(table, each)))


def tables(connection: Connection) -> list[Table]:
    """Return all tables that are there but for Alembic's own, parents first."""
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name != "alembic_version"]


def read(connection: Connection, table: Table) -> list[Row]:
    """Return all that is in a table, in the order of its key."""
    rows = connection.execute(table.select().order_by(*table.primary_key))
    return [dict(row) for row in rows.mappings()]


def _rows(table: Table, count: int) -> Iterator[Row]:
    """Make rows whose keys differ, and that refer to those of the same number in other tables."""
    for number in range(count):
        yield {column.name: _value(column, number) for column in table.columns}


def _value(column: Column[Any], number: int) -> Any:
    if column.nullable and number == 0 and not column.foreign_keys:
        return None
    kind = column.type.python_type
    distinct = column.primary_key or column.foreign_keys or column.unique
    if kind is str:
        return f"{number}" if distinct else f"{column.name} {number}"
    if kind is date and distinct:
        return NOON.date().replace(day=number + 1)
    if kind is int and distinct:
        return number + 1
    return SAMPLES[kind]
