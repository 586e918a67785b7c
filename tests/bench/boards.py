"""How long a board of a thousand people takes, over a ledger of a million awards.

Against the same sums asked of SQLite itself, over the same index: `python -m tests.bench boards`.
"""

import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from time import perf_counter

from sqlalchemy import Engine, insert
from sqlalchemy.dialects import sqlite

from bot.coach.boards import Boards
from bot.content import content_folder, load_library
from bot.core.boards import Board, BoardWish
from bot.core.periods import ALL_TIME, Period, week_of
from bot.storage.engine import WRITING, open_engine
from bot.storage.migrate import upgrade
from bot.storage.points import scores_of
from bot.storage.store import Store
from bot.storage.tables import MemberRow, WorkspaceRow
from tests.bench.measure import in_turns, show_times

WORKSPACE = "T0BENCH"
MEMBERS = [f"U{number:05}" for number in range(1_000)]
DAYS, A_DAY_EACH = 250, 4  # awards: a million in all
FIRST = date(2025, 12, 1)
LAST = FIRST + timedelta(days=DAYS - 1)
NOW = datetime.combine(LAST, time(16), UTC)
ROUNDS = 12
BOARD = Board(WORKSPACE, "C1", BoardWish("UTC"), "U0BOSS", NOW, NOW)
AWARDS = (("drill", 10, 0), ("new-line", 3, 0), ("improvement", 4, 0), ("streak", 2, 1))


def show() -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "bench.db"
        url = f"sqlite:///{file}"
        upgrade(url)
        engine = open_engine(url)
        fill(engine, file)
        boards = Boards(Store(engine), load_library(content_folder()))
        for name, period in (("the week", week_of(LAST)), ("all time", ALL_TIME)):
            times = in_turns(works(boards, file, period), range(ROUNDS), perf_counter, warm_up=2)
            rows = len(MEMBERS) * DAYS * A_DAY_EACH
            what = f"boards: {name} of {len(MEMBERS):,} people, {rows:,} awards in all"
            show_times(what, times, "SQLite's own sums")
        engine.dispose()


def works(boards: Boards, file: Path, period: Period) -> dict[str, Callable[[int], object]]:
    """Return the ways to compare: the bare sums, the store's, and all that a board says."""
    bare = sqlite3.connect(file)
    sums = str(
        scores_of(WORKSPACE, MEMBERS, period).compile(
            dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True}
        )
    )
    return {
        "SQLite's own sums": lambda _: bare.execute(sums).fetchall(),
        "the store's": lambda _: boards.store.scores(WORKSPACE, MEMBERS, period),
        "the whole board": lambda _: boards.report(BOARD, period, MEMBERS, NOW),
    }


def fill(engine: Engine, file: Path, workspaces: int = 1, days: int = DAYS) -> None:
    """Let everybody practise every day. The practice itself is left out: only sums are measured."""
    teams = [WORKSPACE, *(f"T{number}" for number in range(1, workspaces))]
    where = {id: teams[number % workspaces] for number, id in enumerate(MEMBERS)}
    with engine.execution_options(**{WRITING: True}).begin() as connection:
        connection.execute(insert(WorkspaceRow), [{"id": id, "created_at": NOW} for id in teams])
        known = [{"workspace": where[id], "id": id, "created_at": NOW} for id in MEMBERS]
        connection.execute(insert(MemberRow), known)
    bare = sqlite3.connect(file)
    bare.execute("PRAGMA synchronous = OFF")
    marks = ", ".join("?" * 8)
    columns = "workspace, source, member, kind, points, days, made_at, day"
    bare.executemany(f"INSERT INTO ledger ({columns}) VALUES ({marks})", awards(where, days))
    bare.executemany(
        "INSERT INTO practice VALUES (?, ?, 1, ?, 0, ?, 1, 1, 0, 5, 1, ?, '')",
        ((where[id], id, f"a{id}", LAST.isoformat(), LAST.isoformat()) for id in MEMBERS),
    )
    bare.commit()
    bare.execute("ANALYZE")
    bare.close()


def awards(
    where: dict[str, str], days: int
) -> Iterator[tuple[str, str, str, str, int, int, str, str]]:
    for past in range(days):
        day = (LAST - timedelta(days=past)).isoformat()
        for id in MEMBERS:
            for kind, points, days in AWARDS:
                source = f"{kind}:{id}:{day}"
                made_at = f"{day} 09:00:00.000000"
                yield where[id], source, id, kind, points, days, made_at, day
