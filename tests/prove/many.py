"""A Slack on this computer with many workspaces, told apart by their tokens alone."""

import json
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

Json = dict[str, Any]


@dataclass(slots=True)
class ManySlack:
    """What the server knows: who has which token, what it answers wrongly, what it was asked.

    `grants` are the answers to codes of an installation, each good for one use. `errors` are
    Slack's codes by token; `hanging` names methods that are answered once `released` is set.
    """

    teams: dict[str, str] = field(default_factory=dict)  # by token
    grants: dict[str, Json] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    hanging: set[str] = field(default_factory=set)
    released: threading.Event = field(default_factory=threading.Event)
    calls: list[tuple[str, str, Json]] = field(default_factory=list)  # token, method, arguments
    posts: dict[str, list[Json]] = field(default_factory=lambda: defaultdict(list))  # by team
    lock: threading.Lock = field(default_factory=threading.Lock)
    url: str = ""

    def grant(self, code: str, team: str, token: str, **more: Any) -> None:
        """Let a code stand for an installation in a workspace."""
        self.teams[token] = team
        self.grants[code] = {
            "ok": True,
            "access_token": token,
            "token_type": "bot",
            "scope": "chat:write,commands,im:history,im:write,users:read",
            "bot_user_id": "U0COACH",
            "app_id": "A0COACH",
            "team": {"id": team, "name": f"Team {team}"},
            "enterprise": None,
            "authed_user": {"id": "U0MAYA"},
            "is_enterprise_install": False,
        } | more

    def answer(self, method: str, token: str, args: Json) -> tuple[int, Json]:
        """Answer one call: an HTTP status and a body."""
        with self.lock:
            self.calls.append((token, method, args))
            if method == "oauth.v2.access":
                return 200, self.grants.pop(args.get("code", ""), _no("invalid_code"))
            if token in self.errors:
                code = self.errors[token]
                return (429 if code == "ratelimited" else 200), _no(code)
            if token not in self.teams:
                return 200, _no("invalid_auth")
            return 200, {"ok": True} | self._done(method, self.teams[token], args)

    def _done(self, method: str, team: str, args: Json) -> Json:
        if method == "chat.postMessage":
            ts = f"1.{len(self.posts[team]):06}"
            self.posts[team].append(args | {"ts": ts})
            return {"channel": args["channel"], "ts": ts}
        if method == "users.info" and "user" not in args:
            return _no("user_not_found")
        answer = ANSWERS.get(method)
        return {"user_id": "U0COACH", "messages": []} if answer is None else answer(team, args)


def _no(code: str) -> Json:
    return {"ok": False, "error": code}


def _user(team: str, args: Json) -> Json:
    known = {"id": args["user"], "real_name": f"{args['user']} of {team}"}
    return {"user": known | {"tz": "Europe/London", "is_admin": True}}


ANSWERS: dict[str, Callable[[str, Json], Json]] = {  # to a team, and arguments
    "users.info": _user,
    "users.list": lambda team, args: {"members": []},
    "conversations.info": lambda team, args: {
        "channel": {"id": args["channel"], "name": "sales", "is_member": True}
    },
    "conversations.members": lambda team, args: {"members": ["U0MAYA", "U0TOM"]},
    "conversations.open": lambda team, args: {"channel": {"id": f"D{args.get('users', '')[1:]}"}},
    "files.getUploadURLExternal": lambda team, args: {
        "upload_url": "http://127.0.0.1:9/upload",
        "file_id": "F0COACH",
    },
}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "_Server"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"] or 0)).decode()
        typed = self.headers.get("content-type", "")
        args = json.loads(body or "{}") if "json" in typed else dict(parse_qsl(body))
        bearer = self.headers.get("authorization", "").removeprefix("Bearer ")
        method, slack = self.path.rsplit("/", 1)[-1], self.server.slack
        if method in slack.hanging:
            slack.released.wait(60)
        status, answer = slack.answer(method, str(args.pop("token", "") or bearer), args)
        data = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        if status == 429:
            self.send_header("retry-after", "60")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, slack: ManySlack) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.slack = slack


@contextmanager
def many_slack() -> Iterator[ManySlack]:
    """Serve such a Slack in a thread."""
    slack = ManySlack()
    server = _Server(slack)
    slack.url = f"http://127.0.0.1:{server.server_address[1]}/api/"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield slack
    finally:
        slack.released.set()
        server.shutdown()
        thread.join()
        server.server_close()
