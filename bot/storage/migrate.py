"""Brings a database to the tables of this version. The scripts ship inside the package.

Alembic runs them, and takes long to import: that waits until there is one to run.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, func, inspect, select, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from bot.errors import StoreError
from bot.storage.engine import WRITING, is_file, open_engine, place, read_url
from bot.storage.trouble import MENDS, trouble_of

if TYPE_CHECKING:
    from alembic.config import Config

SCRIPTS = Path(__file__).parent / "migrations"
DIGITS = 4  # with which the name of a script begins: its revision
WAIT = 20_000  # milliseconds for another process to finish its migration
MIGRATING = 0x4D6967726174  # the key of the lock of whoever migrates a server


def upgrade(url: str) -> None:
    """Bring the database at `url` up to date, making its folder and file when they are missing.

    It runs in one transaction under the database's write lock: of two processes that start at
    once the second waits, then finds nothing to do. Raises StoreError when it cannot be done.
    """
    parsed = read_url(url)
    engine = open_engine(url)
    try:
        if is_file(parsed):
            Path(str(parsed.database)).parent.mkdir(parents=True, exist_ok=True)
        if is_current(engine):
            return
        with engine.execution_options(**{WRITING: True}).connect() as connection:
            if is_file(parsed):
                _loosen(connection)
            with connection.begin():
                if not is_file(parsed):
                    _hold(connection)
                _refuse_newer(connection)
                if not _at_head(connection):
                    _run_scripts(connection)
                    _check_references(connection)
    except (OSError, SQLAlchemyError) as error:
        raise StoreError(
            f"The database {place(parsed)} cannot be brought up to date: {_why(error)}"
        ) from error
    finally:
        engine.dispose()


def is_current(engine: Engine) -> bool:
    """Return whether the database has exactly the tables of this version."""
    with engine.connect() as connection:
        return _at_head(connection)


def _at_head(connection: Connection) -> bool:
    return _revisions(connection) == {max(known_revisions())}


def known_revisions() -> frozenset[str]:
    """Return the revisions that there are scripts for. They are numbered in their order."""
    return frozenset(path.name[:DIGITS] for path in SCRIPTS.glob("versions/[0-9]*.py"))


def _revisions(connection: Connection) -> set[str]:
    """Return the revision that a database is at: none when nothing was ever run."""
    if not inspect(connection).has_table("alembic_version"):
        return set()
    return set(connection.scalars(text("SELECT version_num FROM alembic_version")))


def _run_scripts(connection: Connection) -> None:
    from alembic import command

    command.upgrade(script_config(connection), "head")


def script_config(connection: Connection, scripts: Path = SCRIPTS) -> "Config":
    """Return what Alembic needs to run or write scripts over a connection."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _why(error: Exception) -> str:
    trouble = trouble_of(error) if isinstance(error, SQLAlchemyError) else None
    if trouble is not None:
        return f"it {trouble}. {MENDS[trouble]}"
    return f"{error.orig if isinstance(error, DBAPIError) else error}."


def _refuse_newer(connection: Connection) -> None:
    if not known_revisions() >= _revisions(connection):
        raise StoreError(
            "The database was made by a newer version of Close Coach: run that version,"
            " or restore a backup from before it."
        )


def _hold(connection: Connection) -> None:
    """Wait for another migration of the same server; then take as long as it takes."""
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = {WAIT}")
    connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
    connection.execute(select(func.pg_advisory_xact_lock(MIGRATING)))


def _loosen(connection: Connection) -> None:
    """Let tables be rebuilt: SQLite ignores these pragmas once a transaction has begun."""
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute("PRAGMA foreign_keys = OFF").close()
    driver.execute(f"PRAGMA busy_timeout = {WAIT}").close()


def _check_references(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return  # a server checks each row as it is written
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        raise StoreError(f"The migration would leave {len(broken)} rows without their parent.")
