"""What a long day does to a process: its memory, its open files and its threads."""

import socket
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta
from functools import partial
from multiprocessing import get_context
from operator import gt
from pathlib import Path

from bot.coach.coach import Coach
from bot.ending import leave
from bot.offline import build_critic
from bot.serve import Web
from bot.storage.engine import open_engine
from bot.storage.migrate import upgrade
from bot.storage.store import Store
from bot.web.server import Address, Server
from tests.prove.bots import Clock, at, enrol
from tests.prove.held import DATABASE, OTHERS, SOCKETS, Held, held_at_rest
from tests.prove.load import at_once, steadily
from tests.prove.many import many_slack
from tests.prove.measured import Measured, Run, nonzero, over
from tests.prove.waiting import wait_for
from tests.web.calling import TOKEN, serving_one

RATE, SPEED = 20, 60  # commands a second, and how much faster than the true clock time passes
BEGINS = at(9) - timedelta(minutes=10)  # so that the first drills are given at once
BURSTS, OF = 8, 16  # commands at one instant: all threads of the server and connections are used
SETTLED = 6  # after one part of so many nothing may grow any more
GROWTH = 5  # per cent of the memory
SPARE = 2  # threads that a pool may have started since, and connections that are just open

# What its pool may open, with a log for each and what all share. SQLite keeps a file open after
# its connection was closed, and opens none anew as long as it has such a one: the number of files
# is that of the most connections that there ever were at once.
MOST_OF_DATABASE = 2 * 15 + 1


def soak(run: Run) -> Measured:
    """Answer twenty commands a second, and give and send drills, on a clock of sixty times."""
    seconds = run.of(30 * 60, 4)
    step = min(60, max(1, seconds // 10))
    file = run.folder / "bot.db"
    prepare(f"sqlite:///{file}")
    held, workers, wrong = [], set(), 0
    with many_slack() as slack:
        slack.teams[TOKEN] = "T0PROVE"
        clock = Clock(BEGINS, time.time(), SPEED)
        with aged(slack.url, f"sqlite:///{file}", clock) as (port, pid):

            def by_it() -> float:
                return clock().timestamp()

            for _ in range(BURSTS):
                wrong += at_once(port, OF, by_it).wrong
            for first in range(0, seconds // step * step * RATE, step * RATE):
                end = first + step * RATE
                wrong += steadily(port, RATE, partial(gt, end), now=by_it, first=first).wrong
                workers.add(pid())
                held.append(held_at_rest(pid(), str(file)))
                sys.stderr.write(f"{end // RATE} s: {held[-1]}\n")
        posts = len(slack.posts["T0PROVE"])
    settled = held[max(1, round(len(held) / SETTLED)) - 1 :]
    return Measured(
        f"{seconds} s, {posts} drills meanwhile: {tell(settled)}, {wrong} not 200",
        broken=nonzero(not_200=wrong, workers_replaced=len(workers) - 1),
        late="" if run.short else more_than_promised(settled),
    )


def tell(held: Sequence[Held]) -> str:
    """Say what was held at first, at last and at the most."""
    files = {
        "files": [sum(one.files.values()) for one in held],
        "of them the database's": [one.files[DATABASE] for one in held],
        "threads": [one.threads for one in held],
    }
    memory = [one.megabytes for one in held]
    figures = [
        f"memory {memory[0]:.0f} to {memory[-1]:.0f} MB ({growth(held):+.1f} %,"
        f" at the most {max(memory):.0f})"
    ]
    figures += [
        f"{name} {counts[0]} to {counts[-1]} (at the most {max(counts)})"
        for name, counts in files.items()
    ]
    return ", ".join(figures)


def more_than_promised(held: Sequence[Held]) -> str:
    """Name what has grown, from the first to the last."""
    first, last = held[0], held[-1]
    return over(
        growth=(growth(held), GROWTH),
        files=(last.files[OTHERS], first.files[OTHERS]),
        sockets=(last.files[SOCKETS], first.files[SOCKETS] + SPARE),
        files_of_the_database=(last.files[DATABASE], MOST_OF_DATABASE),
        threads=(last.threads, first.threads + SPARE),
    )


def growth(held: Sequence[Held]) -> float:
    """Return by how many per cent the memory has grown."""
    return 100 * (held[-1].megabytes / held[0].megabytes - 1)


def prepare(url: str) -> None:
    """Make a database with sixty people who have a drill each morning."""
    upgrade(url)
    engine = open_engine(url)
    enrol(Coach.over(build_critic(), Store(engine)), 60, BEGINS)
    engine.dispose()


@contextmanager
def aged(slack_url: str, url: str, clock: Clock) -> Iterator[tuple[int, Callable[[], int]]]:
    """Serve with everything in one process whose clock runs fast; give its port and its pid."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    process = get_context("spawn").Process(target=serve, args=(slack_url, url, port, clock))
    process.start()
    try:
        wait_for(partial(is_open, port), 120)
        yield port, lambda: worker_of(process.pid or 0)
    finally:
        process.terminate()
        process.join()


def is_open(port: int) -> bool:
    with suppress(OSError):
        socket.create_connection(("127.0.0.1", port)).close()
        return True
    return False


def serve(slack_url: str, url: str, port: int, clock: Clock) -> None:
    settings = serving_one(slack_url, url)
    web = Web(settings, build_critic(), alone=True, now=clock)
    Server(Address("127.0.0.1", port, 1, settings.web_threads), web.start, web.stop, leave).run()


def worker_of(pid: int) -> int:
    """Return the process that answers for gunicorn's master (Linux only)."""
    return int(Path(f"/proc/{pid}/task/{pid}/children").read_text().split()[-1])
