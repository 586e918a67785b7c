"""Forged, stale, replayed, malformed and oversize requests: no server error, no more memory.

    python -m tests.prove.fuzz --requests 100000

Prints its seed and which answers each kind of request got; ends with 1 if any was a server error,
the log holds a traceback, or memory has grown by 5 % since the first tenth.
"""

import argparse
import json
import random
import secrets
import socket
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.prove.many import many_slack
from tests.prove.served import Served, served
from tests.slack import payloads
from tests.web.calling import FORM, encoded, signature, signed

THREADS = 4
MOST_GROWTH = 0.05
LINE = "Thank you for your time. I'll just wait to hear from you."
PATIENCE = 60  # seconds for one answer
CLOSED, LATE = "closed", "no answer"
WEIRD = "".join(map(chr, range(1, 256))).replace("\n", "").replace("\r", "")
Request = Callable[[random.Random], bytes]


@dataclass(slots=True)
class Outcome:
    """What the server answered, by kind of request, and how much memory it held."""

    requests: int
    answers: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    tracebacks: int = 0
    before: float = 0.0  # megabytes after the first tenth
    after: float = 0.0
    seconds: float = 0.0

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


def request(
    body: bytes,
    headers: dict[str, str],
    kind: str = FORM,
    line: str = "POST /slack/events HTTP/1.1",
    length: str | None = None,
) -> bytes:
    """Put a request together, however wrong its parts are."""
    head = [line, "Host: coach.example", f"Content-Type: {kind}"]
    head += [f"Content-Length: {len(body) if length is None else length}"]
    head += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join(head).encode("utf-8", "replace") + b"\r\n\r\n" + body


def some_text(chance: random.Random, most: int = 60) -> str:
    return "".join(chance.choices(WEIRD, k=chance.randint(0, most)))


def command(chance: random.Random) -> bytes:
    user = f"U{chance.randrange(10_000):05}"  # many people, a line or two of each
    return encoded(payloads.command(LINE, f"{chance.random()}", user))[0]


def genuine(chance: random.Random) -> bytes:
    body = command(chance)
    return request(body, signed(body))


def forged(chance: random.Random) -> bytes:
    body = command(chance)
    stamp = str(int(time.time()))
    wrong = chance.choice(
        [
            f"v0={chance.getrandbits(256):064x}",
            signature(body, stamp, "f" * 32),
            signature(body, stamp)[:-1],
            signature(body + b"x", stamp),
            "v0=" + "é" * 64,
            some_text(chance),
            "",
        ]
    )
    return request(body, {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": wrong})


def stale(chance: random.Random) -> bytes:
    body = command(chance)
    stamp = chance.choice(
        [
            str(int(time.time()) + chance.choice([-1, 1]) * chance.randint(310, 10**8)),
            "9" * chance.randint(11, 5_000),
            f"{time.time():.3f}",
            "-1",
            "NaN",
            "1e9",
            some_text(chance),
        ]
    )
    signs = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature(body, stamp)}
    return request(body, signs)


def malformed(chance: random.Random) -> bytes:
    body = command(chance)
    return chance.choice(
        [
            lambda: bytes(chance.choices(range(256), k=chance.randint(1, 400))) + b"\r\n\r\n",
            lambda: request(body, signed(body), line="POST /slack/events HTTP/9.9"),
            lambda: request(body, signed(body), line=f"{some_text(chance)} / HTTP/1.1"),
            lambda: request(body, signed(body), line=f"POST /{some_text(chance)} HTTP/1.1"),
            lambda: request(b"", {"X": "y" * 20_000}),
            lambda: request(b"", {f"X-{number}": "1" for number in range(200)}),
            lambda: request(body, signed(body), length="-5"),
            lambda: request(body, signed(body), length="1" * 100),
            lambda: request(body, {**signed(body), "Transfer-Encoding": "chunked"}, length="0"),
            lambda: request(b"zz\r\n", {"Transfer-Encoding": "chunked"}).replace(
                b"Content-Length: 4\r\n", b""
            ),
            lambda: request(b"\xff\xfe\x00", {}),
            lambda: request(
                b"", {}, line=f"GET /slack/oauth_redirect?state={chance.random()} HTTP/1.1"
            ),
            lambda: request(b"", {}, line="DELETE /slack/install HTTP/1.1"),
        ]
    )()


def signed_nonsense(chance: random.Random) -> bytes:
    """What only Slack could send, and never does."""
    body, kind = chance.choice(
        [
            (b"\xff\xfe\xfd", FORM),
            (b'{"type": "event_callback"', "application/json"),
            (b"[" * 50_000, "application/json"),
            (b"[1, 2]", "application/json"),
            (b'{"type": "event_callback", "event": {"type": "message"}}', "application/json"),
            (json.dumps({"type": some_text(chance)}).encode(), "application/json"),
            (b"payload=%5B%5D", FORM),
            (b"payload=x", FORM),
            (b"command=%2Funknown&team_id=T0DEMO&user_id=U0MAYA", FORM),
            (b"a=1&" * 500, FORM),
            (some_text(chance, 300).encode(), "text/plain"),
        ]
    )
    return request(body, signed(body), kind)


def oversize(chance: random.Random) -> bytes:
    body = b"x" * chance.choice([262_145, 300_000, 1_000_000])
    return request(body, signed(body))


KINDS: dict[str, tuple[int, Request]] = {
    "genuine": (10, genuine),
    "forged": (35, forged),
    "stale": (20, stale),
    "malformed": (20, malformed),
    "signed nonsense": (10, signed_nonsense),
    "oversize": (1, oversize),
}


def prove(folder: Path, *, requests: int, seed: int) -> Outcome:
    """Send so many requests, a part of them twice, and read every answer."""
    outcome, began = Outcome(requests), time.monotonic()
    with many_slack() as slack, served(slack, folder) as server:
        for share in (requests // 10, requests - requests // 10):
            with ThreadPoolExecutor(THREADS) as pool:
                jobs = [
                    pool.submit(fire, server, random.Random(f"{seed} {share} {number}"), part)
                    for number, part in enumerate(parts(share))
                ]
                for kind, code in (each for job in jobs for each in job.result()):
                    outcome.answers[kind][code] += 1
            outcome.before, outcome.after = outcome.before or server.megabytes(), server.megabytes()
        log = server.log
    outcome.tracebacks = sum("Traceback" in line for line in log)
    outcome.seconds = time.monotonic() - began
    return outcome


def parts(count: int) -> list[int]:
    """Divide requests among the threads."""
    return [count // THREADS + (number < count % THREADS) for number in range(THREADS)]


def fire(server: Served, chance: random.Random, count: int) -> list[tuple[str, str]]:
    """Send requests one after the other. Return the kind of each, and its answer."""
    names, weights = list(KINDS), [weight for weight, _ in KINDS.values()]
    answers: list[tuple[str, str]] = []
    kept: list[bytes] = []
    while len(answers) < count:
        kind = chance.choices(names, weights)[0]
        sent = KINDS[kind][1](chance)
        if kept and chance.random() < 0.1:
            kind, sent = "replayed", chance.choice(kept)
        elif kind == "genuine":
            kept = [*kept[-20:], sent]
        answers.append((kind, ask(server.port, sent)))
    return answers


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
    return answer[9:12].decode("ascii", "replace") or (LATE if late else CLOSED)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.prove.fuzz", description=__doc__)
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(2**32))
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        outcome = prove(Path(folder), requests=chosen.requests, seed=chosen.seed)
    lines = [f"seed {chosen.seed}", f"{outcome.requests} requests in {outcome.seconds:.0f} s"]
    for kind, answers in sorted(outcome.answers.items()):
        counts = ", ".join(f"{code}: {count}" for code, count in sorted(answers.items()))
        lines.append(f"{kind:16} {counts}")
    lines.append(f"server errors {outcome.server_errors}, tracebacks {outcome.tracebacks}")
    lines.append(f"memory {outcome.before:.1f} MB after a tenth, {outcome.after:.1f} MB at the end")
    sys.stdout.write("\n".join(lines) + "\n")
    sys.exit(0 if outcome.kept else 1)


if __name__ == "__main__":
    main()
