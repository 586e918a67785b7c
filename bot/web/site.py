"""A small WSGI application: routes, plain answers, and no error that anyone outside may see."""

import logging
import secrets
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from bot.web.guard import Refused

if TYPE_CHECKING:
    from wsgiref.types import StartResponse

Environ = dict[str, Any]
Observe = Callable[[str, int, float], object]  # path, status, seconds

TEXT, HTML, JSON = "text/plain; charset=utf-8", "text/html; charset=utf-8", "application/json"
ALWAYS = (
    ("X-Content-Type-Options", "nosniff"),
    ("Cache-Control", "no-store"),
    ("Referrer-Policy", "no-referrer"),
)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back."""

    status: int
    body: str = ""
    content_type: str = TEXT
    headers: tuple[tuple[str, str], ...] = ()


Handler = Callable[[Environ], Answer]
Routes = Mapping[str, Mapping[str, Handler]]  # by path, then by method


class Site:
    """Answers requests by their path and method. A handler may raise Refused."""

    def __init__(self, routes: Routes, observe: Observe = lambda path, status, took: None) -> None:
        self._routes, self._observe = routes, observe

    def __call__(self, environ: Environ, start_response: "StartResponse") -> Iterable[bytes]:
        began, path = time.perf_counter(), str(environ.get("PATH_INFO", ""))
        answer = self._answer(environ, path)
        body = answer.body.encode("utf-8")
        start_response(
            f"{answer.status} {HTTPStatus(answer.status).phrase}",
            [
                ("Content-Type", answer.content_type),
                ("Content-Length", str(len(body))),
                *ALWAYS,
                *answer.headers,
            ],
        )
        known = path if path in self._routes else "other"  # a stranger names no metric
        self._observe(known, answer.status, time.perf_counter() - began)
        return [] if environ.get("REQUEST_METHOD") == "HEAD" else [body]

    def _answer(self, environ: Environ, path: str) -> Answer:
        try:
            return self._handler(str(environ.get("REQUEST_METHOD", "")), path)(environ)
        except Refused as refused:
            headers = (("Connection", "close"),) if refused.status == 413 else ()
            return Answer(refused.status, f"{refused}\n", headers=headers)
        except Exception as error:
            reference = secrets.token_hex(4)
            told = {"reference": reference}
            log.error("Unexpected error, reference %s", reference, exc_info=error, extra=told)
            return Answer(500, f"Something went wrong: reference {reference}.\n")

    def _handler(self, method: str, path: str) -> Handler:
        by_method = self._routes.get(path)
        if by_method is None:
            raise Refused(404, "There is nothing here.")
        handler = by_method.get("GET" if method == "HEAD" else method)
        if handler is None:
            raise Refused(405, "This address takes no such request.")
        return handler
