"""Drills and boards reach Slack once, though it loses answers and bots are killed all the time.

    python -m tests.prove.kill --drills 2000 --kills 50
    python -m tests.prove.kill --drills 2000 --kills 50 --unreadable
    python -m tests.prove.kill --drills 2000 --kills 0 --bots 4
    python -m tests.prove.kill --drills 0 --boards 300 --kills 50 --bots 2
    python -m tests.prove.kill --drills 10000 --kills 500 --bots 4 --postgresql

Prints its seed, what happened and what became of the drills; ends with 1 if any was sent twice,
was lost, or is of unknown fate without being listed by `close-coach doctor`.
"""

import argparse
import json
import random
import secrets
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path

from bot.coach.coach import Coach
from bot.core.slots import SlotState
from bot.doctor import delivery_rows
from bot.doctor_rows import State
from bot.storage.engine import open_engine
from bot.storage.store import Store
from tests.databases import emptied, make_database, server_for_tests
from tests.prove.bots import Clock, Place, at, critic, enrol, set_up_boards, still_open, work
from tests.prove.loopback import Loopback, Server, Trouble, conversation

SPEED = 12  # how much faster than the true clock time passes
PATIENCE = 1_000  # seconds
LAST_FRIDAY = "2026-11-20"  # what the boards of that Monday morning are about


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the drills. All but the counts of trouble must be as promised."""

    drills: int
    boards: int
    kills: int
    trouble: dict[str, int]
    received: int
    twice: int
    lost: int  # neither received nor of unknown fate
    states: dict[str, int]
    unknown: int
    listed: int  # of unknown fate, by the doctor
    seconds: float

    @property
    def kept(self) -> bool:
        """Whether the promise was kept."""
        return self.twice == self.lost == 0 and self.unknown == self.listed


def prove(
    database: str,
    *,
    drills: int,
    boards: int = 0,
    kills: int,
    bots: int = 1,
    trouble: Trouble,
    seed: int,
    speed: float = SPEED,
) -> Outcome:
    """Let bots send so many drills and boards, and kill one of them so many times meanwhile.

    `database` is the address of an empty one that is up to date.
    """
    chance, began = random.Random(seed), time.monotonic()
    engine = open_engine(database)
    store = Store(engine)
    try:
        coach = Coach.over(critic(), store)
        enrol(coach, drills, at(8))
        set_up_boards(coach, boards, at(8))
        clock = Clock(at(9), time.time(), speed)
        loopback = Loopback(trouble, random.Random(chance.random()), clock)
        with serving(loopback) as address:
            killed = run(Place(database, address, clock), store, bots, kills, chance)
            tally = ask(address)
        states = {state.value: count for state, count in store.count_slots().items() if count}
        unknown = store.slots_in(SlotState.UNKNOWN, drills + boards)
    finally:
        engine.dispose()
    accepted = tally["accepted"]
    fate_unknown = {f"{conversation(slot.recipient)} {slot.kind}:{slot.key}" for slot in unknown}
    due = {f"D{number:05} drill:{at(9).date()}" for number in range(drills)}
    due |= {f"C{number:05} board:{LAST_FRIDAY}" for number in range(boards)}
    return Outcome(
        drills=drills,
        boards=boards,
        kills=killed,
        trouble=tally["met"],
        received=len(accepted),
        twice=sum(count > 1 for count in accepted.values()),
        lost=len(due - accepted.keys() - fate_unknown),
        states=states,
        unknown=len(unknown),
        listed=sum(row.state is State.WARNING for row in delivery_rows(database)),
        seconds=time.monotonic() - began,
    )


def run(place: Place, store: Store, bots: int, kills: int, chance: random.Random) -> int:
    """Keep bots at work until nothing is left to send. Return how often one was killed at work."""
    context = get_context("forkserver")
    context.set_forkserver_preload(["tests.prove.warm"])
    crew: list[BaseProcess] = []
    killed, deadline = 0, time.monotonic() + PATIENCE
    while True:
        crew = [bot for bot in crew if bot.is_alive()]
        while len(crew) < bots:
            at_work = context.Event()
            bot = context.Process(target=work, args=(place, at_work))
            bot.start()
            at_work.wait(60)
            crew.append(bot)
        time.sleep(chance.uniform(0.01, 0.25))
        if killed < kills:
            victim = crew.pop(chance.randrange(len(crew)))
            victim.kill()
            victim.join()
            killed += victim.exitcode == -9
        elif not still_open(store) and not any(bot.is_alive() for bot in crew):
            return killed
        if time.monotonic() > deadline:
            raise TimeoutError(f"{still_open(store)} drills are still open")


@contextmanager
def serving(loopback: Loopback) -> Iterator[str]:
    """Serve the Web API in a thread."""
    server = Server(loopback)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/api/"
    server.shutdown()
    thread.join()
    server.server_close()


def ask(address: str) -> dict[str, dict[str, int]]:
    """Ask the loopback what it has accepted."""
    asked = urllib.request.Request(f"{address}tally", b"{}", {"Content-Type": "application/json"})
    with urllib.request.urlopen(asked, timeout=30) as answer:
        found: dict[str, dict[str, int]] = json.load(answer)
    return found


@contextmanager
def a_database(on_a_server: bool) -> Iterator[str]:
    """Make an empty database for as long as it is needed."""
    if on_a_server:
        with server_for_tests() as server:
            yield emptied(server)
        return
    with tempfile.TemporaryDirectory() as folder:
        yield make_database(Path(folder))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--drills", type=int, default=2_000)
    parser.add_argument("--boards", type=int, default=0)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--bots", type=int, default=1)
    parser.add_argument("--postgresql", action="store_true", help="on a server of its own")
    parser.add_argument("--unreadable", action="store_true", help="no history can be read")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**9))
    given = parser.parse_args()
    sys.stdout.write(f"seed {given.seed}\n")
    sys.stdout.flush()
    with a_database(given.postgresql) as database:
        outcome = prove(
            database,
            drills=given.drills,
            boards=given.boards,
            kills=given.kills,
            bots=given.bots,
            trouble=Trouble(readable=not given.unreadable),
            seed=given.seed,
        )
    sys.stdout.write(f"{outcome}\n{'kept' if outcome.kept else 'BROKEN'}\n")
    sys.exit(not outcome.kept)


if __name__ == "__main__":
    main()
