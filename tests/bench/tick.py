"""How long a tick takes over many members, beside the bare query for what is due."""

import resource
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, time, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from sqlalchemy import Engine

from bot.coach.due import Due
from bot.coach.tick import Tick, TickReport
from bot.core.calendar import Schedule, next_slot
from bot.core.enrolment import Enrolment
from bot.core.people import Member
from bot.storage.store import Store
from tests.bench.measure import percentile
from tests.crowd import join_all
from tests.databases import fresh_engine

MEMBERS, WORKSPACES = 100_000, 50
A_MINUTE, AT_ONCE = 59, 20_000  # drills due at one instant
MINUTES, WARM_UP = 60, 5
BEGIN = datetime(2026, 3, 2, 6, tzinfo=UTC)  # a Monday
CROWDED = BEGIN.replace(hour=9)
DUE = "SELECT workspace, member FROM enrolments WHERE next_at <= ? ORDER BY next_at"


def show() -> None:
    with TemporaryDirectory() as folder, fresh_engine(Path(folder)) as engine:
        fill(engine)
        store = Store(engine)
        tick = Tick(store, Due(store))
        with closing(sqlite3.connect(Path(folder) / "coach.db")) as bare:
            print(f"\ntick: {MEMBERS:,} members who have joined, beside the bare indexed query")
            print(f"{'':24}{'query':>12}{'p99':>12}{'tick':>13}{'p99':>12}   ratio{'a drill':>12}")
            quiet(tick, bare)
            crowded(tick, bare)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{'the most memory held':24}{peak:9.1f} MB")


def quiet(tick: Tick, bare: sqlite3.Connection) -> None:
    """Tick minute by minute, each with a few drills."""
    nothing: list[float] = []
    queries: list[float] = []
    ticks: list[float] = []
    for minute in range(-MINUTES, MINUTES):
        now = BEGIN + timedelta(minutes=minute)
        queries.append(timed(partial(ask, bare, now)))
        took, report = timed_tick(tick, now)
        (ticks if report.lines else nothing).append(took)
        assert len(report.lines) == (A_MINUTE if minute >= 0 else 0)
    show_row("nothing due", queries[:MINUTES], nothing[WARM_UP:], 0)
    show_row(f"{A_MINUTE} due", queries[MINUTES:], ticks, A_MINUTE)


def crowded(tick: Tick, bare: sqlite3.Connection) -> None:
    """Tick once for very many."""
    queries = [timed(partial(ask, bare, CROWDED)) for _ in range(MINUTES)]
    took, report = timed_tick(tick, CROWDED)
    assert len(report.lines) == AT_ONCE
    show_row(f"{AT_ONCE:,} due", queries, [took], AT_ONCE)


def show_row(what: str, queries: list[float], ticks: list[float], drills: int) -> None:
    query, took = median(queries), median(ticks)
    p99 = percentile(ticks) if len(ticks) > 1 else took
    columns = "".join(
        f"{1000 * seconds:9.2f} ms" for seconds in (query, percentile(queries), took, p99)
    )
    each = f"{1000 * took / drills:9.2f} ms" if drills else ""
    print(f"{what:24}{columns}{took / query:9.1f}{each}")


def fill(engine: Engine, count: int = MEMBERS) -> None:
    """Let everybody join: a few a minute from the beginning on, very many at one instant."""
    join_all(engine, [enrolled(number) for number in range(count)], BEGIN)


def enrolled(number: int) -> Enrolment:
    if number < A_MINUTE * MINUTES:
        at = (BEGIN + timedelta(minutes=number // A_MINUTE)).time()
    else:
        at = CROWDED.time() if number < A_MINUTE * MINUTES + AT_ONCE else time(23)
    schedule = Schedule(at)
    yesterday = BEGIN - timedelta(hours=6)
    return Enrolment(
        who=Member(f"T{number % WORKSPACES}", f"U{number}"),
        schedule=schedule,
        joined_at=yesterday,
        next=next_slot(schedule, yesterday),
        last_at=BEGIN - timedelta(days=1) + timedelta(milliseconds=number),  # each in their turn
    )


def ask(bare: sqlite3.Connection, now: datetime) -> list[tuple[str, str]]:
    return bare.execute(DUE, (now.strftime("%Y-%m-%d %H:%M:%S.%f"),)).fetchall()


def timed(work: Callable[[], object]) -> float:
    begun = perf_counter()
    work()
    return perf_counter() - begun


def timed_tick(tick: Tick, now: datetime) -> tuple[float, TickReport]:
    begun = perf_counter()
    report = tick.run(now)
    return perf_counter() - begun, report
