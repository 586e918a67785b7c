"""What a process holds: memory, open files and threads (Linux only)."""

import time
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

LOOKS = 10  # a tenth of a second apart, for one at which nothing is under way

DATABASE = "of the database"
SOCKETS = "sockets"
OTHERS = "others"


@dataclass(frozen=True, slots=True)
class Held:
    """What was held at one instant."""

    megabytes: float
    files: Mapping[str, int]  # how many, by DATABASE, SOCKETS and OTHERS
    threads: int


def held_by(pid: int, database: str = "") -> Held:
    """Return what a process holds. `database` is the path of an SQLite file."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    status = dict(line.split(":", 1) for line in lines)
    files: Counter[str] = Counter()
    for file in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):  # it was closed meanwhile
            files[_kind(str(file.readlink()), database)] += 1
    return Held(int(status["VmRSS"].split()[0]) / 1024, files, int(status["Threads"]))


def held_at_rest(pid: int, database: str = "") -> Held:
    """Return what a process holds while it has the fewest connections to others open."""
    looks = []
    for _ in range(LOOKS):
        looks.append(held_by(pid, database))
        time.sleep(0.1)
    return min(looks, key=lambda held: held.files[SOCKETS])


def _kind(target: str, database: str) -> str:
    if database and target.startswith(database):
        return DATABASE
    return SOCKETS if target.startswith("socket:") else OTHERS
