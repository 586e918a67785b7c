"""Forged, stale, replayed, malformed and oversize requests: no server error, no more memory.

    python -m tests.prove.fuzz --requests 100000

Prints its seed and which answers each kind of request got; ends with 1 if any was a server error,
the log holds a traceback, or memory has grown by 5 % since the server was warm: after a sixth of
them, as in a soak of half an hour five minutes are.
"""

import argparse
import logging
import re
import secrets
import socket
import sys
import tempfile
import time
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.prove.hostile import KINDS, Chance
from tests.prove.many import ManySlack, many_slack
from tests.prove.served import served

THREADS = 4
MOST_GROWTH = 0.05
SHARES, WARM = 12, 2  # after so many of them the server is warm
REPLAYED = 0.02
ALONE = frozenset({"malformed", "oversize"})  # these spoil a connection for others
SHOWN = 400  # characters of a traceback: its end says most
PATIENCE = 60  # seconds for one answer
CLOSED, LATE = "closed", "no answer"

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Outcome:
    """What the server answered, by kind of request, and how much memory it held."""

    requests: int
    answers: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    tracebacks: int = 0
    said: list[str] = field(default_factory=list)  # the ends of the tracebacks
    megabytes: list[float] = field(default_factory=list)  # after each share
    seconds: float = 0.0

    @property
    def before(self) -> float:
        """How much memory it held when it was warm, in megabytes."""
        return self.megabytes[WARM - 1]

    @property
    def after(self) -> float:
        return self.megabytes[-1]

    @property
    def server_errors(self) -> int:
        """How many answers were of the 5xx kind."""
        return sum(
            count
            for answers in self.answers.values()
            for code, count in answers.items()
            if code.startswith("5") or code == LATE
        )

    @property
    def kept(self) -> bool:
        """Whether the promise was kept."""
        flat = self.after <= self.before * (1 + MOST_GROWTH)
        return not self.server_errors and not self.tracebacks and flat


def prove(folder: Path, *, requests: int, seed: int) -> Outcome:
    """Send so many requests, some of them twice, and read every answer."""
    outcome, began = Outcome(requests), time.monotonic()
    with many_slack() as slack, served(slack, folder) as server:
        for number, share in enumerate(divided(requests, SHARES)):
            with ThreadPoolExecutor(THREADS) as pool:
                jobs = [
                    pool.submit(fire, server.port, source(f"{seed} {number} {one}", slack), part)
                    for one, part in enumerate(divided(share, THREADS))
                ]
                for kind, code in (each for job in jobs for each in job.result()):
                    outcome.answers[kind][code] += 1
            outcome.megabytes.append(server.megabytes())
            log.info("%d of %d shares: %.1f MB", number + 1, SHARES, outcome.after)
        lines = server.log
    outcome.tracebacks = sum("Traceback" in line for line in lines)
    outcome.said = [line[-SHOWN:] for line in lines if "Traceback" in line]
    outcome.seconds = time.monotonic() - began
    return outcome


def source(seed: str, slack: ManySlack) -> Chance:
    """Return a source of chance whose requests are answered at this Slack."""
    chance = Chance(seed)
    chance.answers = f"{slack.url}response"
    return chance


def divided(count: int, by: int) -> list[int]:
    """Divide a count into almost equal parts."""
    return [count // by + (number < count % by) for number in range(by)]


def fire(port: int, chance: Chance, count: int) -> list[tuple[str, str]]:
    """Send requests one after the other. Return the kind of each, and its answer."""
    names, weights = list(KINDS), [weight for weight, _ in KINDS.values()]
    answers: list[tuple[str, str]] = []
    kept: list[bytes] = []
    with closing(Line(port)) as line:
        while len(answers) < count:
            kind = chance.choices(names, weights)[0]
            sent = KINDS[kind][1](chance)
            if kept and chance.random() < REPLAYED:
                kind, sent = "replayed", chance.choice(kept)
            elif kind == "genuine":
                kept = [*kept[-20:], sent]
            answers.append((kind, ask(port, sent) if kind in ALONE else line.ask(sent)))
    return answers


class Line:
    """A connection that is kept for one request after the other, as long as the server does."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._connection: socket.socket | None = None

    def ask(self, sent: bytes) -> str:
        """Send a request that is whole; return the status, or that there was none."""
        again = self._connection is not None
        try:
            answer, stays = self._put(sent)
        except TimeoutError:
            self.close()
            return LATE
        except OSError:
            answer, stays = b"", False
        if not stays:
            self.close()
        if not answer and again:
            return self.ask(sent)  # it was closed while nothing was on its way
        return status(answer) or CLOSED

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _put(self, sent: bytes) -> tuple[bytes, bool]:
        """Return an answer, and whether the connection can be used again."""
        if self._connection is None:
            self._connection = socket.create_connection(("127.0.0.1", self._port), PATIENCE)
        with suppress(ConnectionError):  # the server has had its say before it heard all
            self._connection.sendall(sent)
        answer = b""
        while b"\r\n\r\n" not in answer:
            part = self._connection.recv(65_536)
            if not part:
                return answer, False
            answer += part
        head, _, body = answer.partition(b"\r\n\r\n")
        found = re.search(rb"content-length: *(\d+)", head, re.IGNORECASE)
        left = int(found[1]) - len(body) if found else 0
        while left > 0 and (part := self._connection.recv(left)):
            left -= len(part)
        ends = found is None or left or re.search(rb"connection: *close", head, re.IGNORECASE)
        return answer, not ends


def ask(port: int, sent: bytes) -> str:
    """Send bytes on a connection of their own; return the status, or that it was closed."""
    began = time.monotonic()
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as connection:
        answer = b""
        with suppress(OSError):  # the server has had its say before it heard all
            connection.sendall(sent)
            connection.shutdown(socket.SHUT_WR)
        with suppress(ConnectionError, TimeoutError):
            while part := connection.recv(65_536):
                answer += part
        late = time.monotonic() - began >= PATIENCE
    return status(answer) or (LATE if late else CLOSED)


def status(answer: bytes) -> str:
    return answer[9:12].decode("ascii", "replace")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.prove.fuzz", description=__doc__)
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(2**32))
    parser.add_argument("--verbose", action="store_true", help="say how it goes")
    chosen = parser.parse_args()
    logging.basicConfig(format="%(asctime)s %(message)s")
    log.setLevel(logging.INFO if chosen.verbose else logging.WARNING)
    with tempfile.TemporaryDirectory() as folder:
        outcome = prove(Path(folder), requests=chosen.requests, seed=chosen.seed)
    lines = [f"seed {chosen.seed}", f"{outcome.requests} requests in {outcome.seconds:.0f} s"]
    for kind, answers in sorted(outcome.answers.items()):
        counts = ", ".join(f"{code}: {count}" for code, count in sorted(answers.items()))
        lines.append(f"{kind:16} {counts}")
    lines.append(f"server errors {outcome.server_errors}, tracebacks {outcome.tracebacks}")
    memory = " ".join(f"{each:.1f}" for each in outcome.megabytes)
    lines.append(f"memory in MB after each of {SHARES} shares: {memory}")
    lines += outcome.said
    sys.stdout.write("\n".join(lines) + "\n")
    sys.exit(0 if outcome.kept else 1)


if __name__ == "__main__":
    main()
