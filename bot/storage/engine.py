"""Opens the database so that no writer loses an update and no commit is lost."""

import sqlite3
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from threading import Condition
from time import monotonic, sleep
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, OperationalError
from sqlalchemy.exc import TimeoutError as NoTurn

from bot.errors import StoreError
from bot.storage.trouble import Trouble, trouble_of

WRITING = "writing"  # execution option of a connection that will write
TURN = "turn"  # execution option of an engine on a file: whose turn it is to write
WAITS = "waits"  # execution option of a connection: its seconds for a lock

PRAGMAS = (
    "foreign_keys = ON",
    "synchronous = FULL",  # a lost claim would be a second message
    "secure_delete = ON",  # a forgotten text is overwritten in the file
)
FILE_POOL = {
    "pool_size": 15,  # kept: to open one anew and to prepare it takes longer than most questions
    "max_overflow": 0,
}
SERVER_SETTINGS = {  # of each connection to a PostgreSQL server, in milliseconds
    "statement_timeout": "15000",
    "idle_in_transaction_session_timeout": "60000",
}
POOL = {
    "pool_size": 5,
    "max_overflow": 5,  # so a process holds ten connections at most: small plans allow twenty
    "pool_pre_ping": True,  # a server that was started again is met with a new connection
}
CONNECT = {
    "connect_timeout": 5,
    "application_name": "close-coach",
    # Behind a pooler the next transaction may meet a server that does not know what was prepared.
    "prepare_threshold": None,
}
A_LOOK = 0.005  # seconds for which SQLite itself looks for its lock
PATIENCE = 5.0  # seconds for others to be done with what they hold
POSTGRESQL = ("postgres", "postgresql", "postgresql+psycopg")
EXAMPLES = "such as sqlite:///coach.db or postgresql://user:password@host/coach"


class Turn:
    """Lets the threads of a process write to a file one after the other, first come, first served.

    SQLite itself has no queue: whoever waits looks again now and then, and while many write,
    some look for seconds at the wrong moments. Its lock is left to those of other processes.
    """

    def __init__(self, patience: float) -> None:
        self._patience = patience
        self._queue: deque[object] = deque()
        self._moved = Condition()

    @contextmanager
    def taken(self) -> Iterator[float]:
        """Wait for one's turn; give how many seconds are left to wait for other processes.

        Raises sqlalchemy's TimeoutError when it does not come in time.
        """
        me, began = object(), monotonic()
        with self._moved:
            self._queue.append(me)
        try:
            with self._moved:
                if not self._moved.wait_for(lambda: self._queue[0] is me, self._patience):
                    raise NoTurn(f"not one's turn to write within {self._patience:g} s")
            left = self._patience - (monotonic() - began)
            yield max(left, self._patience / 4)
        finally:
            with self._moved:
                self._queue.remove(me)
                self._moved.notify_all()


def open_engine(url: str, *, patience: float = PATIENCE) -> Engine:
    """Return an engine on `url`. It connects at its first use; dispose of it when done.

    On SQLite, transactions are plain `BEGIN`, or `BEGIN IMMEDIATE` under the execution option
    `WRITING`: sqlite3 on its own begins too late, and two writers that have both read lose an
    update. On PostgreSQL the writers lock what they need: see `Database`.
    `patience` is how many seconds to wait for a lock.
    Raises StoreError when `url` names neither an SQLite file nor a PostgreSQL database.
    """
    parsed = read_url(url)
    if is_file(parsed):
        options = {TURN: Turn(patience)}
        engine = create_engine(  # a line never gets into a log
            parsed, hide_parameters=True, execution_options=options, **FILE_POOL
        )
        event.listen(engine, "connect", partial(_prepare_file, patience))
        event.listen(engine, "begin", _begin)
        return engine
    engine = create_engine(
        parsed, hide_parameters=True, connect_args=CONNECT, pool_timeout=patience, **POOL
    )
    event.listen(engine, "connect", partial(_prepare_server, patience))
    return engine


def read_url(url: str, said: str = "DATABASE_URL") -> URL:
    """Read a database URL. Raises StoreError unless it names a SQLite file or a PostgreSQL one.

    `said` is what the person who gave it knows it by.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        # `from None`: the URL may hold a password.
        raise StoreError(f"{said} is not a database URL, {EXAMPLES}.") from None
    if parsed.drivername in POSTGRESQL and parsed.database:
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername != "sqlite" or parsed.database in (None, "", ":memory:"):
        raise StoreError(f"{said} must name a SQLite file or a PostgreSQL one, {EXAMPLES}.")
    return parsed


def is_file(url: URL) -> bool:
    """Whether the database is a file of this computer, and no server."""
    return url.get_backend_name() == "sqlite"


def place(url: URL) -> str:
    """Name a database for a person: never its user or password."""
    if is_file(url):
        return str(url.database)
    return f"{url.database} on {url.host or url.query.get('host') or 'this computer'}"


def _prepare_file(patience: float, connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver must not begin transactions of its own
    connection.execute(f"PRAGMA busy_timeout = {patience * 1000:.0f}").close()
    _write_ahead(connection, until=monotonic() + patience)
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}").close()


def _write_ahead(connection: Any, until: float) -> None:
    """Let a new file write ahead; one that does so already stays as it is.

    While another process writes to a new file SQLite refuses this at once, however long it was
    told to wait for locks: two bots that start together would fail each other.
    """
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL").close()
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or monotonic() >= until:
                raise
        sleep(A_LOOK)


def _prepare_server(patience: float, connection: Any, _record: object) -> None:
    # Not among the parameters of the connection: poolers refuse those that they do not know.
    connection.autocommit = True
    for name, value in SERVER_SETTINGS.items():
        connection.execute(f"SET {name} = {value}").close()
    connection.execute(f"SET lock_timeout = {patience * 1000:.0f}").close()
    connection.autocommit = False


def _begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    if WAITS in options:
        _begin_between_others(connection, options[WAITS])
    else:
        writing = options.get(WRITING, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _begin_between_others(connection: Connection, waits: float) -> None:
    """Begin to write within so many seconds, also while another process writes on and on.

    SQLite looks for its lock ever more rarely, at last ten times a second, and then comes at a
    wrong moment for seconds. Asked to wait no longer than `A_LOOK`, it starts from the beginning.
    """
    until = monotonic() + waits
    _be_patient(connection, A_LOOK)
    try:
        while not _has_begun(connection, is_last=monotonic() >= until):
            pass
    finally:
        _be_patient(connection, waits)


def _has_begun(connection: Connection, *, is_last: bool) -> bool:
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    except OperationalError as error:
        if is_last or trouble_of(error) is not Trouble.BUSY:
            raise
        return False
    return True


def _be_patient(connection: Connection, seconds: float) -> None:
    driver = connection.connection.driver_connection  # at each write: without a ceremony
    assert driver is not None
    driver.execute(f"PRAGMA busy_timeout = {seconds * 1000:.0f}").close()
