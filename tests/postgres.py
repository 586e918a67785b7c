"""A PostgreSQL server of the tests' own, on a Unix socket in a temporary folder."""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
QUICK = (  # nothing has to outlast the computer here, only the server's own end
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "shared_buffers=32MB",
    "max_connections=60",
    "listen_addresses=",
    "log_min_messages=fatal",
)
PATIENCE = 60  # seconds
# Ends the server as soon as nobody holds its standard input any more, however the tests ended.
KEEP = '"$@" & cat >/dev/null; kill -INT $!; wait'


class Server:
    """A server that runs; its databases are the caller's to make."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._owner = _owner()
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and return when it takes connections."""
        options = (word for option in QUICK for word in ("-c", option))
        words = [str(BINARIES[-1] / "postgres"), "-D", "data", "-k", str(self.folder), *options]
        self._process = subprocess.Popen(
            ["sh", "-c", KEEP, "sh", *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            text=False,
            **self._as_owner(),
        )
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                self.connect("postgres").close()
                return
            except psycopg.OperationalError:
                time.sleep(0.05)
        raise TimeoutError("PostgreSQL did not start")

    def stop(self) -> None:
        """End it at once, breaking off every connection; what was committed stays."""
        if self._process is not None:
            self._process.communicate(timeout=PATIENCE)
            self._process = None

    def url(self, database: str) -> str:
        """Return the address of a database, as it would stand in DATABASE_URL."""
        return f"postgres://{self._owner}@/{database}?host={self.folder}"

    def make(self, database: str, template: str = "template0") -> None:
        """Make a database like another one, to which nobody may be connected."""
        with self.connect("postgres") as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
            connection.execute(f'CREATE DATABASE "{database}" TEMPLATE "{template}"')

    def initialise(self) -> None:
        """Write the files of a new server."""
        if os.geteuid() == 0:
            shutil.chown(self.folder, self._owner)
        words = ("-D", "data", "--no-sync", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8")
        done = subprocess.run(
            [BINARIES[-1] / "initdb", *words], capture_output=True, check=False, **self._as_owner()
        )
        if done.returncode:
            raise OSError(done.stderr.decode(errors="replace"))

    def connect(self, database: str) -> "psycopg.Connection[tuple[object, ...]]":
        """Connect to a database without the code under test."""
        return psycopg.connect(
            host=str(self.folder), user=self._owner, dbname=database, autocommit=True
        )

    def _as_owner(self) -> dict[str, Any]:
        """Return how to start a program of PostgreSQL's: none of them runs for root."""
        if os.geteuid():
            return {"cwd": self.folder}
        group = pwd.getpwnam(self._owner).pw_gid
        return {"cwd": self.folder, "user": self._owner, "group": group, "extra_groups": []}


@contextmanager
def running() -> Iterator[Server]:
    """Run a server, and leave nothing of it behind."""
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))  # a socket's path must be short
    server = Server(folder)
    try:
        server.initialise()
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _owner() -> str:
    """Return whom the server belongs to: PostgreSQL refuses to run for root."""
    if os.geteuid():
        return pwd.getpwuid(os.geteuid()).pw_name
    names = {each.pw_name for each in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"
