"""How long a backup of 100 MB takes while others write, how long they wait, and the way back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread
from time import perf_counter, sleep

from sqlalchemy import Engine, insert

from bot.core.attempts import Attempt
from bot.core.critique import LineKind, Stance
from bot.core.people import Member
from bot.storage.engine import WRITING, open_engine
from bot.storage.rows import attempt_columns
from bot.storage.store import Store
from bot.storage.tables import AttemptRow
from bot.storage.transfer import backup, restore
from tests.bench.measure import percentile
from tests.databases import fresh_engine

ATTEMPTS, LETTERS = 12_000, 3_500  # about 100 MB
WRITES = 100  # a second, at most
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
ATTEMPT = Attempt(
    id="",
    who=Member("T1", "U1"),
    kind=LineKind.FINAL_CLOSE,
    score=60,
    verdict="solid",
    checks=(("no-trap", True),),
    findings=("passive-exit",),
    stance=Stance.STRICT,
    rules="abc123",
    text="x" * LETTERS,
    made_at=NOW,
    earlier=None,
)


def show() -> None:
    with TemporaryDirectory() as name, fresh_engine(Path(name)) as engine:
        folder = Path(name)
        fill(engine)
        size = sum(file.stat().st_size for file in folder.iterdir()) / 1e6
        url, file = f"sqlite:///{folder / 'coach.db'}", folder / "coach.backup"
        quiet, _ = while_writing(url, lambda: sleep(3))
        waits, took = while_writing(url, lambda: backup(url, file))
        engine.dispose()
        begun = perf_counter()
        restore(url, file, force=True)
        back = perf_counter() - begun
    print(f"\nbackup: {size:.0f} MB, up to {WRITES} writes a second")
    print(f"backed up and verified{took:9.2f} s\nrestored and verified{back:10.2f} s")
    for what, found in (("writes without it", quiet), ("writes meanwhile", waits)):
        worst, p99 = 1000 * max(found), 1000 * percentile(found)
        print(f"{what:18} {len(found):6} p99{p99:9.1f} ms   longest{worst:9.1f} ms")


def fill(engine: Engine, attempts: int = ATTEMPTS) -> None:
    store = Store(engine)
    store.record_attempt(replace(ATTEMPT, id="first"), "first")
    rows = [attempt_columns(replace(ATTEMPT, id=f"a{number}")) for number in range(attempts)]
    with engine.execution_options(**{WRITING: True}).begin() as connection:
        connection.execute(insert(AttemptRow), rows)


def while_writing(url: str, work: Callable[[], object]) -> tuple[list[float], float]:
    """Do some work while somebody writes. Return how long each write took, and the work."""
    done, waits = Event(), list[float]()
    writer = Thread(target=write, args=(url, done, waits))
    writer.start()
    sleep(0.5)
    begun = perf_counter()
    work()
    took = perf_counter() - begun
    done.set()
    writer.join()
    return waits, took


def write(url: str, done: Event, waits: list[float]) -> None:
    engine = open_engine(url)
    store = Store(engine)
    while not done.wait(1 / WRITES):
        begun = perf_counter()
        store.record_event("T1", f"{begun}", NOW)
        waits.append(perf_counter() - begun)
    engine.dispose()
