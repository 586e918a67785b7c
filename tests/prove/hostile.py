"""Requests that a server should never get, each from a source of chance; and a few that it does."""

import json
import random
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from bot.slack.ids import Action, Form
from tests.slack import payloads
from tests.web.calling import FORM, encoded, signature, signed

LINE = "Thank you for your time. I'll just wait to hear from you."
WEIRD = "".join(map(chr, range(1, 256))).replace("\n", "").replace("\r", "")


class Chance(random.Random):
    """A source of chance that knows where Slack takes answers."""

    answers = ""


Request = Callable[[Chance], bytes]


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


def some_text(chance: Chance, most: int = 60) -> str:
    return "".join(chance.choices(WEIRD, k=chance.randint(0, most)))


def command(chance: Chance) -> bytes:
    user = f"U{chance.randrange(10_000):05}"  # many people, a line or two of each
    return encoded(_answered(payloads.command(LINE, f"{chance.random()}", user), chance))[0]


def genuine(chance: Chance) -> bytes:
    body = command(chance)
    return request(body, signed(body))


def forged(chance: Chance) -> bytes:
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


def stale(chance: Chance) -> bytes:
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


def malformed(chance: Chance) -> bytes:
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


def signed_nonsense(chance: Chance) -> bytes:
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


def oversize(chance: Chance) -> bytes:
    body = b"x" * chance.choice([262_145, 300_000, 1_000_000])
    return request(body, signed(body))


def mutated(chance: Chance) -> bytes:
    """What Slack sends, with a part of it missing or of another shape."""
    payload = json.loads(json.dumps(_answered(chance.choice(PAYLOADS)(chance), chance)))
    for _ in range(chance.randint(1, 3)):
        _spoil(payload, chance)
    if "command" in payload:
        body, kind = urlencode(payload, errors="surrogatepass").encode(), FORM
    else:
        body, kind = encoded(payload)
    return request(body, signed(body), kind)


def _answered(payload: dict[str, Any], chance: Chance) -> dict[str, Any]:
    return payload | ({"response_url": chance.answers} if "response_url" in payload else {})


def _spoil(node: Any, chance: Chance) -> None:
    """Take away, or replace, a part of a payload; not what stands in a form."""
    while True:
        keys = list(node) if isinstance(node, dict) else list(range(len(node)))
        keys = [key for key in keys if key not in ("state", "value")]
        if not keys:
            return
        key = chance.choice(keys)
        inner = node[key]
        if not (isinstance(inner, dict | list) and inner and chance.random() < 0.7):
            break
        node = inner
    if isinstance(node, dict) and chance.random() < 0.4:
        del node[key]
    else:
        node[key] = chance.choice(SHAPES)(chance)


SHAPES: tuple[Callable[[Chance], Any], ...] = (
    lambda chance: None,
    lambda chance: chance.choice([0, -1, 10**30, 1.5, True]),
    some_text,
    lambda chance: "y" * 5_000,
    lambda chance: "\ud800\x00",
    lambda chance: [],
    lambda chance: {},
    lambda chance: [{"type": some_text(chance)}],
    lambda chance: {"type": None},
)


def _key(chance: Chance) -> str:
    return f"{chance.getrandbits(64):x}"


OF_ATTEMPT = "0123456789abcdef:passive-exit"
BUTTONS = (
    *(Action.TRY_AGAIN, Action.SHOW_ALL, Action.NOT_A_TRAP, Action.TRY_IT, Action.JOIN),
    *(Action.DRILL_NOW, Action.SKIP, Action.SNOOZE, Action.RESUME, Action.STOP, Action.HINT),
    *(Action.SHOW_ME, Action.HIDE_ME, Action.ASK_FOR_HELP, Action.REPORT_OFF),
)

PAYLOADS: tuple[Callable[[Chance], Any], ...] = (
    lambda chance: payloads.command(LINE, _key(chance)),
    lambda chance: payloads.command("me", _key(chance)) | {"command": "/close-board"},
    lambda chance: payloads.action(chance.choice(BUTTONS), OF_ATTEMPT),
    lambda chance: payloads.action(
        chance.choice(BUTTONS), OF_ATTEMPT, view={"id": "V1", "hash": "1.h"}
    ),
    lambda chance: payloads.submission(Form.CHECK, LINE, hash=_key(chance)),
    lambda chance: payloads.shortcut({"text": LINE, "ts": "1.1", "user": "U1"}, _key(chance)),
    lambda chance: payloads.event(payloads.direct_message(LINE), _key(chance)),
    lambda chance: payloads.event(payloads.direct_message("join"), _key(chance)),
    lambda chance: payloads.event(
        {"type": "app_home_opened", "user": "U1", "tab": "home", "channel": "D1"}, _key(chance)
    ),
    lambda chance: payloads.event(
        {"type": "user_change", "user": {"id": "U1", "team_id": "T0DEMO", "tz": "Asia/Tokyo"}},
        _key(chance),
    ),
    lambda chance: payloads.event({"type": "channel_archive", "channel": "C1"}, _key(chance)),
)
KINDS: dict[str, tuple[int, Request]] = {
    "genuine": (2, genuine),
    "forged": (45, forged),
    "stale": (25, stale),
    "malformed": (15, malformed),
    "mutated": (6, mutated),
    "signed nonsense": (5, signed_nonsense),
    "oversize": (1, oversize),
}
