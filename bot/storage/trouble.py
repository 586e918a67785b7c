"""What is wrong with a database that does not answer, in words that are fit for everybody.

The driver's own words stay out: they may name hosts, users and files.
"""

import sqlite3
from enum import StrEnum

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout


class Trouble(StrEnum):
    """What is wrong, as the end of a sentence whose beginning names the database."""

    BUSY = "is held by another process"
    FULL = "has no room left"
    READ_ONLY = "cannot be written"
    AWAY = "cannot be reached"
    REFUSED = "refuses this user or password"
    BROKEN = "is damaged, or is no database"


MENDS = {
    Trouble.BUSY: "Wait until the other process is done, or stop it.",
    Trouble.FULL: "Make room on its disk.",
    Trouble.READ_ONLY: "Check who owns it, and that its disk is not read-only.",
    Trouble.AWAY: "Check that it is there and running, and the address in DATABASE_URL.",
    Trouble.REFUSED: "Check the user and the password in DATABASE_URL.",
    Trouble.BROKEN: "Check the address in DATABASE_URL, or restore a backup.",
}


SQLITE = {
    sqlite3.SQLITE_BUSY: Trouble.BUSY,
    sqlite3.SQLITE_LOCKED: Trouble.BUSY,
    sqlite3.SQLITE_FULL: Trouble.FULL,
    sqlite3.SQLITE_READONLY: Trouble.READ_ONLY,
    sqlite3.SQLITE_PERM: Trouble.READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: Trouble.AWAY,
    sqlite3.SQLITE_IOERR: Trouble.AWAY,
    sqlite3.SQLITE_CORRUPT: Trouble.BROKEN,
    sqlite3.SQLITE_NOTADB: Trouble.BROKEN,
}
POSTGRESQL = {  # by the beginning of the SQLSTATE
    "55P03": Trouble.BUSY,  # a lock was not to be had in time
    "57014": Trouble.BUSY,  # a statement took too long
    "40": Trouble.BUSY,  # a deadlock, which the server has resolved
    "53300": Trouble.BUSY,  # too many connections
    "53": Trouble.FULL,
    "25006": Trouble.READ_ONLY,
    "42501": Trouble.READ_ONLY,
    "28": Trouble.REFUSED,
    "3D000": Trouble.AWAY,  # there is no such database
    "08": Trouble.AWAY,
    "57P": Trouble.AWAY,  # the server shuts down, or starts up
}


def trouble_of(error: SQLAlchemyError) -> Trouble | None:
    """Say what is wrong with the database; None when the fault is in what it was asked."""
    if isinstance(error, PoolTimeout):
        return Trouble.BUSY
    if not isinstance(error, DBAPIError):
        return None
    driver = error.orig
    if isinstance(driver, sqlite3.Error):
        return SQLITE.get(getattr(driver, "sqlite_errorcode", 0) & 0xFF)
    state = getattr(driver, "sqlstate", None)
    if state is None:  # the connection broke, or never came to be
        if "password" in str(driver):
            return Trouble.REFUSED
        return Trouble.AWAY if isinstance(error, OperationalError | InterfaceError) else None
    return next((what for code, what in POSTGRESQL.items() if state.startswith(code)), None)


def told(error: SQLAlchemyError) -> str:
    """Say in a sentence for the log what is wrong."""
    trouble = trouble_of(error)
    if trouble is None:
        return type(error).__name__
    return f"the database {trouble}. {MENDS[trouble]}"
