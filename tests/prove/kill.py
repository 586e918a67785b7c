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
import logging
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
from tests.prove.bots import (
    OPEN,
    Clock,
    Place,
    at,
    enrol_many,
    set_up_boards,
    still_open,
    work,
)
from tests.prove.loopback import Loopback, Server, Trouble, conversation
from tests.shipped import critic

FASTEST, SLOWEST = 12.0, 1.0  # how much faster than the true clock time passes
IN_TIME = 14_400  # drills and boards by a clock of true speed: one a second, on a busy machine
PATIENCE = 1_200  # seconds in which nothing at all is delivered
EARLY = 0.1  # of the kills, as fast as they can be: while the first drills are given
DONE = 0.95  # of the work, at which the last kill is due: later ones would find nobody at work
LAST_FRIDAY = "2026-11-20"  # what the boards of that Monday morning are about

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the drills. All but the counts of trouble must be as promised."""

    drills: int
    boards: int
    kills: int  # that found somebody at work
    planned: int  # kills
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
    speed: float | None = None,
) -> Outcome:
    """Let bots send so many drills and boards, and kill one of them so many times meanwhile.

    `database` is the address of an empty one that is up to date. `speed` is that of the clock.
    """
    chance, began = random.Random(seed), time.monotonic()
    engine = open_engine(database)
    store = Store(engine)
    try:
        coach = Coach.over(critic(), store)
        enrol_many(engine, coach, drills, at(8))
        set_up_boards(coach, boards, at(8))
        clock = Clock(at(9), time.time(), speed or speed_for(drills + boards))
        loopback = Loopback(trouble, random.Random(chance.random()), clock)
        with serving(loopback) as address:
            crew = Crew(Place(database, address, clock), store, bots, chance)
            killed = crew.run(kills, drills + boards)
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
        planned=kills,
        trouble=tally["met"],
        received=len(accepted),
        twice=sum(count > 1 for count in accepted.values()),
        lost=len(due - accepted.keys() - fate_unknown),
        states=states,
        unknown=len(unknown),
        listed=sum(row.state is State.WARNING for row in delivery_rows(database)),
        seconds=time.monotonic() - began,
    )


def speed_for(count: int) -> float:
    """Return how fast the clock may go: what is four hours late is not sent any more."""
    return max(SLOWEST, min(FASTEST, IN_TIME / max(1, count)))


def kills_until(settled: int, due: int, kills: int) -> int:
    """Return how many of the kills are to be made by the time that so much is settled."""
    return min(kills, 1 + int(max(EARLY, settled / (due * DONE)) * kills))


class Crew:
    """Bots at work, some of which are killed and replaced."""

    def __init__(self, place: Place, store: Store, bots: int, chance: random.Random) -> None:
        self._place, self._store, self._bots, self._chance = place, store, bots, chance
        self._context = get_context("forkserver")
        self._context.set_forkserver_preload(["tests.prove.warm"])
        self._crew: list[BaseProcess] = []

    def run(self, kills: int, due: int) -> int:
        """Keep bots at work until nothing is left to send. Return how often one was killed.

        The kills come as the work goes on, so that they hit all of it. Where it goes faster than
        bots are replaced, fewer are made: it is the work that ends a run.
        Raises TimeoutError when it does not go on.
        """
        killed, settled, deadline = 0, -1, time.monotonic() + PATIENCE
        while True:
            self._complete()
            time.sleep(self._chance.uniform(0.01, 0.25))
            left, over = still_open(self._store), self._settled()
            if over != settled:
                settled, deadline = over, time.monotonic() + PATIENCE
            if not left and settled >= due:
                for bot in self._crew:
                    bot.join(PATIENCE)  # it sees by itself that nothing is left
                return killed
            behind = kills_until(settled, due, kills) - killed
            if behind > 0:
                killed += sum(self._kill_one() for _ in range(min(behind, len(self._crew))))
                log.info("%d settled, %d open, %d killed", settled, left, killed)
            if time.monotonic() > deadline:
                raise TimeoutError(f"{left} drills are still open")

    def _complete(self) -> None:
        """Replace those that have ended or were killed. The new ones begin all at once.

        While bots start, which takes seconds on a busy machine, only those work that were left.
        """
        self._crew = [bot for bot in self._crew if bot.is_alive()]
        go, ready = self._context.Event(), []
        while len(self._crew) < self._bots:
            ready.append(self._context.Event())
            bot = self._context.Process(target=work, args=(self._place, ready[-1], go))
            bot.start()
            self._crew.append(bot)
        for new in ready:
            new.wait(60)
        go.set()

    def _kill_one(self) -> bool:
        """Kill any of them. Return whether it was still at work."""
        victim = self._crew.pop(self._chance.randrange(len(self._crew)))
        victim.kill()
        victim.join()
        return victim.exitcode == -9

    def _settled(self) -> int:
        counts = self._store.count_slots()
        return sum(count for state, count in counts.items() if state not in OPEN)


@contextmanager
def serving(loopback: Loopback) -> Iterator[str]:
    """Serve the Web API in a thread."""
    server = Server(loopback)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/api/"
    finally:
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
    parser.add_argument("--verbose", action="store_true", help="say how it goes")
    given = parser.parse_args()
    logging.basicConfig(format="%(asctime)s %(message)s")
    log.setLevel(logging.INFO if given.verbose else logging.WARNING)
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
    made = f"{outcome.kills} of {outcome.planned} kills found somebody at work"
    sys.stdout.write(f"{outcome}\n{made}\n{'kept' if outcome.kept else 'BROKEN'}\n")
    sys.exit(not outcome.kept)


if __name__ == "__main__":
    main()
