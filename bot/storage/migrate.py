"""Brings a database to the tables of this version. The scripts ship inside the package."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from bot.errors import StoreError
from bot.storage.engine import WRITING, open_engine, sqlite_file

SCRIPTS = Path(__file__).parent / "migrations"
WAIT = 20_000  # milliseconds for another process to finish its migration


def upgrade(url: str) -> None:
    """Bring the database at `url` up to date, making its folder and file when they are missing.

    It runs in one transaction under the database's write lock: of two processes that start at
    once the second waits, then finds nothing to do. Raises StoreError when it cannot be done.
    """
    folder = Path(str(sqlite_file(url).database)).parent
    engine = open_engine(url)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if is_current(engine):
            return
        with engine.execution_options(**{WRITING: True}).connect() as connection:
            _loosen(connection)
            with connection.begin():
                if not _at_head(connection):
                    command.upgrade(script_config(connection), "head")
                    _check_references(connection)
    except (OSError, SQLAlchemyError, CommandError) as error:
        why = str(error.orig if isinstance(error, DBAPIError) else error)
        if "locked" in why:
            why = "another process holds it. Stop that process, or wait until it is done"
        raise StoreError(
            f"The database in {folder} cannot be brought up to date: {why}."
        ) from error
    finally:
        engine.dispose()


def is_current(engine: Engine) -> bool:
    """Return whether the database has exactly the tables of this version."""
    with engine.connect() as connection:
        return _at_head(connection)


def _at_head(connection: Connection) -> bool:
    found = MigrationContext.configure(connection).get_current_heads()
    return set(found) == set(ScriptDirectory(str(SCRIPTS)).get_heads())


def script_config(connection: Connection, scripts: Path = SCRIPTS) -> Config:
    """Return what Alembic needs to run or write scripts over a connection."""
    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _loosen(connection: Connection) -> None:
    """Let tables be rebuilt: SQLite ignores these pragmas once a transaction has begun."""
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute("PRAGMA foreign_keys = OFF").close()
    driver.execute(f"PRAGMA busy_timeout = {WAIT}").close()


def _check_references(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        raise StoreError(f"The migration would leave {len(broken)} rows without their parent.")
