"""A Slack on this computer that takes messages, loses some of its answers, and counts them all."""

import json
import random
import sys
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

Json = dict[str, Any]
TOO_MANY, BROKEN, LOST = "429", "500", "lost"


@dataclass(frozen=True, slots=True)
class Trouble:
    """How often a message meets trouble, as shares of 1.

    A reply is lost after the message was accepted. Of the messages that are answered with 500,
    every other one was accepted too: nobody can tell from the answer.
    """

    too_many: float = 0.05
    broken: float = 0.05
    lost: float = 0.08
    readable: bool = True  # whether the history can be read


@dataclass(slots=True)
class Loopback:
    """What the server knows. `messages` holds what was accepted, by conversation."""

    trouble: Trouble
    chance: random.Random
    now: Callable[[], datetime]
    messages: dict[str, list[Json]] = field(default_factory=dict)
    met: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def post(self, args: Json) -> tuple[str, Json]:
        """Take a message; return the trouble that its answer meets, and the answer."""
        with self.lock:
            trouble = self._trouble()
            self.met[trouble or "ok"] += 1
            if trouble == TOO_MANY or (trouble == BROKEN and self.chance.random() < 0.5):
                return trouble, {"ok": False}
            channel = conversation(args["channel"])
            said = self.messages.setdefault(channel, [])
            ts = f"{self.now().timestamp() + len(said) / 1e6:.6f}"
            said.append({"ts": ts, "user": "U0COACH", "metadata": args["metadata"]})
            return trouble, {"ok": True, "channel": channel, "ts": ts}

    def history(self, args: Json) -> Json:
        with self.lock:
            if not self.trouble.readable:
                return {"ok": False, "error": "internal_error"}
            said = self.messages.get(args["channel"], [])
            found = [one for one in said if float(one["ts"]) > float(args["oldest"])]
        return {"ok": True, "messages": found[::-1], "has_more": False}

    def tally(self) -> Json:
        """Return how often each delivery was accepted, and what trouble there was."""
        with self.lock:
            keys = [
                f"{channel} {one['metadata']['event_payload']['key']}"
                for channel, said in self.messages.items()
                for one in said
            ]
            return {"ok": True, "accepted": dict(Counter(keys)), "met": dict(self.met)}

    def _trouble(self) -> str:
        drawn, trouble = self.chance.random(), self.trouble
        for name, share in (
            (TOO_MANY, trouble.too_many),
            (BROKEN, trouble.broken),
            (LOST, trouble.lost),
        ):
            if drawn < share:
                return name
            drawn -= share
        return ""


def conversation(id: str) -> str:
    """Return the direct conversation that is meant by its id or by a member's."""
    return f"D{id[1:]}" if id.startswith("U") else id


def _user(id: str) -> Json:
    return {"id": id, "real_name": f"Member {id}"}


TEAM = [f"U{number:05}" for number in range(5)]  # in every channel
ABOUT_CHANNELS: dict[str, Callable[[Json], Json]] = {
    "conversations.info": lambda args: {
        "ok": True,
        "channel": {"id": args["channel"], "name": "sales", "is_member": True},
    },
    "conversations.members": lambda args: {"ok": True, "members": TEAM},
    "users.info": lambda args: {"ok": True, "user": _user(args["user"])},
}


class Handler(BaseHTTPRequestHandler):
    """Answers the few methods that the sender calls, and one that counts what came of it."""

    server: "Server"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"] or 0)).decode()
        typed = self.headers.get("content-type", "")
        args = json.loads(body) if "json" in typed else dict(parse_qsl(body))
        method, loopback = self.path.rsplit("/", 1)[-1], self.server.loopback
        if method == "chat.postMessage":
            self._answer_post(*loopback.post(args))
        elif method == "conversations.open":
            self._send(200, {"ok": True, "channel": {"id": conversation(args["users"])}})
        elif method == "conversations.history":
            self._send(200, loopback.history(args))
        elif method in ABOUT_CHANNELS:
            self._send(200, ABOUT_CHANNELS[method](args))
        else:
            self._send(200, loopback.tally())

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def _answer_post(self, trouble: str, answer: Json) -> None:
        if trouble == LOST:
            self.close_connection = True
            return
        self._send({TOO_MANY: 429, BROKEN: 500}.get(trouble, 200), answer)

    def _send(self, status: int, answer: Json) -> None:
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        if status == 429:
            self.send_header("retry-after", "1")
        self.end_headers()
        self.wfile.write(body)


class Server(ThreadingHTTPServer):
    """The loopback on a free port. A caller that was killed is no error."""

    daemon_threads = True

    def __init__(self, loopback: Loopback) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.loopback = loopback

    def handle_error(self, request: object, client_address: object) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]
