"""Commands that come at their own pace, however long the answers take, or all at once."""

import http.client
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from statistics import median

from bot.slack.errors import NOT_KEPT
from tests.bench.http import OURS, command
from tests.bench.measure import percentile
from tests.bench.texts import fifty_words
from tests.web.calling import FORM, signed

THREADS = 32
PATIENCE = 30  # seconds for an answer
UNANSWERED = 0


@dataclass(slots=True)
class Answers:
    """How long each took, from when it was due, and with what status.

    `refused` counts the people who were told that nothing of theirs was kept.
    """

    seconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    refused: int = 0

    def add(self, status: int, said: str, seconds: float) -> None:
        self.seconds.append(seconds)
        self.statuses[status] += 1
        self.refused += not_kept(said)

    @property
    def acknowledged(self) -> int:
        """How many were told that all is well."""
        return self.statuses[200] - self.refused

    @property
    def wrong(self) -> int:
        return self.statuses.total() - self.statuses[200]

    def milliseconds(self) -> tuple[float, float, float]:
        """Return the median, what 99 of 100 stay below, and the most."""
        taken = self.seconds
        return 1000 * median(taken), 1000 * percentile(taken), 1000 * max(taken)


def steadily(
    port: int,
    rate: float,
    go_on: Callable[[int], bool],
    texts: Sequence[str] = (),
    now: Callable[[], float] = time.time,
    first: int = 0,
) -> Answers:
    """Send `rate` commands a second for as long as `go_on` says so of the next number.

    Commands of different numbers are different; the first is `first`. They are signed by the
    clock `now`, in seconds since the epoch, which is the server's.
    """
    answers, lock, numbers = Answers(), threading.Lock(), count(first)
    texts = texts or fifty_words()
    began = time.perf_counter() + 0.2

    def work() -> None:
        while True:
            with lock:
                number = next(numbers)
            due = began + (number - first) / rate
            time.sleep(max(0.0, due - time.perf_counter()))
            if not go_on(number):
                return
            status, said = ask(port, body_of(number, texts), now())
            with lock:
                answers.add(status, said, time.perf_counter() - due)

    in_threads(work for _ in range(THREADS))
    return answers


def at_once(port: int, how_many: int, now: Callable[[], float] = time.time) -> Answers:
    """Send so many commands at one instant, each on a connection of its own.

    They are signed by the clock `now`, as in `steadily`.
    """
    answers, lock = Answers(), threading.Lock()
    texts, gate = fifty_words(), threading.Barrier(how_many)

    def work(number: int) -> None:
        body = body_of(number, texts)
        gate.wait()
        began = time.perf_counter()
        status, said = ask(port, body, now())
        with lock:
            answers.add(status, said, time.perf_counter() - began)

    in_threads(partial(work, number) for number in range(how_many))
    return answers


def body_of(number: int, texts: Sequence[str]) -> bytes:
    """Return a command like no other, from one of many people."""
    return command("/close-check", f"{texts[number % len(texts)]} Talk {number}.", number)


def not_kept(said: str) -> bool:
    """Whether an answer says that nothing was kept: the truth, and no acknowledgement."""
    return NOT_KEPT.partition(",")[0] in said


def ask(port: int, body: bytes, at: float | None = None) -> tuple[int, str]:
    """Send one command on a connection of its own; return the status of its answer, or 0,
    and what it says. It is signed as of `at`, or now.
    """
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("POST", OURS, body, {**signed(body, at), "Content-Type": FORM})
        reply = connection.getresponse()
        said = reply.read().decode()
    except (OSError, http.client.HTTPException):
        return UNANSWERED, ""
    finally:
        connection.close()
    return reply.status, said


def in_threads(works: Iterator[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
