"""Moves what is kept: to another database, into a backup, and back. Each is verified."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, Table, func, select, tuple_
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import StoreError
from bot.storage.engine import WRITING, is_file, open_engine, place, read_url
from bot.storage.metadata import METADATA
from bot.storage.migrate import is_current, upgrade
from bot.storage.trouble import told

BATCH = 1_000  # rows at a time
ON_A_SERVER = (
    "Only a SQLite file is backed up and restored here. For a PostgreSQL database use its own"
    " tools: pg_dump --format=custom --file=coach.dump DATABASE_URL, and"
    " pg_restore --clean --if-exists --dbname=DATABASE_URL coach.dump."
)
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found in a database that holds together."""

    revision: str
    rows: dict[str, int]  # by table

    def __str__(self) -> str:
        return f"{sum(self.rows.values()):,} rows in {len(self.rows)} tables"


def copy(source: str, target: str) -> Verified:
    """Copy everything into an empty database, and compare every row.

    The target gets its tables when it has none. Raises StoreError, and leaves the target empty.
    """
    if read_url(source, "FROM") == read_url(target, "TO"):
        raise StoreError("Both addresses name the same database.")
    _must_exist(source)
    upgrade(target)
    with opened(source) as source_engine, opened(target) as target_engine:
        if not is_current(source_engine):
            raise StoreError(
                f"The database {place(read_url(source))} is not up to date:"
                " close-coach db upgrade mends that, with DATABASE_URL set to it."
            )
        with (
            _reading(source_engine) as reader,
            target_engine.execution_options(**{WRITING: True}).begin() as writer,
        ):
            return Verified(_revision(reader), dict(_copied(reader, writer)))


def backup(url: str, file: Path) -> Verified:
    """Copy a SQLite database that is in use into a file, and verify that. Raises StoreError."""
    path = _path(url)
    _must_exist(url)
    if file.exists():
        raise StoreError(f"{file} is there already: choose another name, or remove it.")
    unfinished = file.with_name(f"{file.name}.unfinished")
    try:
        unfinished.unlink(missing_ok=True)
        _copy_pages(path, unfinished)
        found = verify(unfinished)
        unfinished.replace(file)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"The backup cannot be written to {file}: {error}.") from None
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
    return found


def restore(url: str, file: Path, *, force: bool = False, only_verify: bool = False) -> Verified:
    """Put a backup in the place of a SQLite database, or only verify it. Raises StoreError."""
    found = verify(file)
    if only_verify:
        return found
    path = _path(url)
    if path.exists() and not force:
        raise StoreError(
            f"{path} is there already, and would be lost: stop the bot, move that file away,"
            " or repeat this with --force."
        )
    fresh = path.with_name(f"{path.name}.restored")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh.unlink(missing_ok=True)
        _copy_pages(file, fresh)
        _refuse_in_use(path)
        for leftover in ("-wal", "-shm"):
            path.with_name(path.name + leftover).unlink(missing_ok=True)
        fresh.replace(path)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"The backup cannot be restored to {path}: {error}.") from None
    finally:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
    return found


def verify(file: Path) -> Verified:
    """Read a SQLite database through and through. Raises StoreError when it does not hold."""
    if not file.is_file():
        raise StoreError(f"There is no file {file}.")
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
            sound = connection.execute("PRAGMA integrity_check").fetchone()[0]
            orphans = connection.execute("PRAGMA foreign_key_check").fetchall()
            (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            rows = {name: _count(connection, name) for name in _tables(connection)}
    except (sqlite3.Error, TypeError):
        raise StoreError(f"{file} is no database of Close Coach.") from None
    if sound != "ok" or orphans:
        raise StoreError(f"{file} is damaged: use another backup.")
    return Verified(revision, rows)


@contextmanager
def opened(url: str) -> Iterator[Engine]:
    """Open a database for a while. What the driver complains of is told in a sentence."""
    engine = open_engine(url)
    try:
        yield engine
    except SQLAlchemyError as error:
        raise StoreError(
            f"This cannot be done with {place(read_url(url))}: {told(error)}"
        ) from None
    finally:
        engine.dispose()


@contextmanager
def _reading(engine: Engine) -> Iterator[Connection]:
    """Read everything as it is at one instant."""
    level = {} if engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
    with engine.execution_options(**level).connect() as connection:
        yield connection


def _copied(reader: Connection, writer: Connection) -> Iterator[tuple[str, int]]:
    tables = _known(reader)
    taken = [each.name for each in tables if writer.execute(select(each).limit(1)).first()]
    if taken:
        raise StoreError(
            f"The target holds data already ({', '.join(taken)}): copy into an empty database."
        )
    for table in tables:
        names = table.columns.keys()
        for batch in _batches(reader, table):
            writer.execute(table.insert(), [dict(zip(names, row, strict=True)) for row in batch])
    for table in tables:
        yield table.name, _same(reader, writer, table)


def _same(reader: Connection, writer: Connection, table: Table) -> int:
    """Compare a table row by row, and return how many rows it has. Raises StoreError."""
    count = 0
    for batch in _batches(reader, table):
        wanted = {_key(table, row): row for row in batch}
        chosen = table.select().where(tuple_(*table.primary_key).in_(list(wanted)))
        if {_key(table, row): row for row in map(tuple, writer.execute(chosen))} != wanted:
            raise StoreError(f"Rows of {table.name} arrived changed: nothing was copied.")
        count += len(batch)
    if writer.scalar(select(func.count()).select_from(table)) != count:
        raise StoreError(f"{table.name} holds more than was copied: nothing was copied.")
    return count


def _batches(reader: Connection, table: Table) -> Iterator[list[Row]]:
    found = reader.execute(table.select(), execution_options={"yield_per": BATCH})
    for batch in found.partitions():
        yield [tuple(row) for row in batch]


def _key(table: Table, row: Row) -> Row:
    columns = zip(table.columns, row, strict=True)
    return tuple(value for column, value in columns if column.primary_key)


def _known(connection: Connection) -> list[Table]:
    """Return the tables of this version, parents first. Raises StoreError for one more."""
    found = MetaData()
    found.reflect(connection)
    unknown = set(found.tables) - set(METADATA.tables) - {"alembic_version"}
    if unknown:
        raise StoreError(f"Nobody knows the tables {', '.join(sorted(unknown))}.")
    return METADATA.sorted_tables


def _revision(connection: Connection) -> str:
    return str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one())


def _path(url: str) -> Path:
    parsed = read_url(url)
    if not is_file(parsed):
        raise StoreError(ON_A_SERVER)
    return Path(str(parsed.database))


def _must_exist(url: str) -> None:
    parsed = read_url(url)
    if is_file(parsed) and not Path(str(parsed.database)).is_file():
        raise StoreError(f"There is no database {parsed.database}.")


def _copy_pages(source: Path, target: Path) -> None:
    """Copy a database that may be in use, with what its write-ahead log holds."""
    target.touch(mode=0o600)
    with (
        closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as reader,
        closing(sqlite3.connect(target)) as writer,
    ):
        reader.backup(writer)  # at one go: in steps it began anew with each write of another
        writer.execute("PRAGMA journal_mode = DELETE").close()  # all in one file


def _refuse_in_use(path: Path) -> None:
    if not path.exists():
        return
    with closing(sqlite3.connect(path, isolation_level=None, timeout=1)) as connection:
        try:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE").close()
            connection.execute("BEGIN EXCLUSIVE").close()
            connection.execute("ROLLBACK").close()
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
                raise StoreError(f"{path} is in use: stop the bot first.") from None


def _tables(connection: sqlite3.Connection) -> list[str]:
    found = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    )
    return sorted(name for (name,) in found if name != "alembic_version")


def _count(connection: sqlite3.Connection, table: str) -> int:
    # The name comes from the database's own list of tables, and cannot be bound.
    (count,) = connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()  # noqa: S608
    return int(count)
