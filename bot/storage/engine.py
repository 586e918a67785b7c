"""Opens the database so that no writer loses an update and no commit is lost."""

from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import StoreError

WRITING = "writing"  # execution option of a connection that will write

PRAGMAS = (
    "busy_timeout = 5000",  # first: the others may have to wait for a lock
    "journal_mode = WAL",
    "foreign_keys = ON",
    "synchronous = FULL",  # a lost claim would be a second message
    "secure_delete = ON",  # a forgotten text is overwritten in the file
)


def open_engine(url: str) -> Engine:
    """Return an engine on `url`. It connects at its first use; dispose of it when done.

    Transactions are plain `BEGIN`, or `BEGIN IMMEDIATE` under the execution option `WRITING`:
    sqlite3 on its own begins too late, and two writers that have both read lose an update.
    Raises StoreError when `url` does not name an SQLite file.
    """
    engine = create_engine(sqlite_file(url), hide_parameters=True)  # a line never gets into a log
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def sqlite_file(url: str) -> URL:
    """Read a database URL. Raises StoreError when it does not name an SQLite file."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        # `from None`: the URL may hold a password.
        raise StoreError(
            "DATABASE_URL is not a database URL, such as sqlite:///coach.db."
        ) from None
    if parsed.get_backend_name() != "sqlite" or parsed.database in (None, "", ":memory:"):
        raise StoreError("DATABASE_URL must name an SQLite file, such as sqlite:///coach.db.")
    return parsed


def _prepare(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver must not begin transactions of its own
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}").close()


def _begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get(WRITING, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
