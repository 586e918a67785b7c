"""Faults on request: the next calls of a method fail the way real ones do."""

import asyncio
from dataclasses import dataclass
from typing import Literal

from aiohttp import web

Kind = Literal["ratelimited", "server_error", "drop_reply", "hang", "refuse"]


@dataclass(frozen=True, slots=True)
class Fault:
    """How a call fails.

    `ratelimited` answers 429 with Retry-After `seconds`; `server_error` answers 500; `drop_reply`
    does what was asked and closes the connection; `hang` does nothing for `seconds`, then closes
    it; `refuse` answers with the error `code`. The last four say nothing about what was done,
    save that only `drop_reply` did it.
    """

    kind: Kind
    seconds: float = 1.0
    code: str = "fatal_error"

    @property
    def name(self) -> str:
        """The outcome of a call that met this fault."""
        return self.code if self.kind == "refuse" else self.kind

    @property
    def accepts(self) -> bool:
        """Whether the call is carried out in spite of the fault."""
        return self.kind == "drop_reply"


class Faults:
    """The faults that wait for calls, by method, first come first served."""

    def __init__(self) -> None:
        self._waiting: dict[str, list[Fault]] = {}
        self._stopping = asyncio.Event()

    def add(self, method: str, fault: Fault, times: int) -> None:
        """Let the next `times` calls of `method` meet `fault`."""
        self._waiting.setdefault(method, []).extend([fault] * times)

    def next(self, method: str) -> Fault | None:
        """The fault that this call meets, None for most calls."""
        waiting = self._waiting.get(method)
        return waiting.pop(0) if waiting else None

    def stop(self) -> None:
        """Let go of the calls that hang."""
        self._stopping.set()

    async def strike(self, fault: Fault, request: web.Request) -> web.StreamResponse:
        """Answer a call with `fault`."""
        match fault.kind:
            case "ratelimited":
                return web.json_response(
                    {"ok": False, "error": "ratelimited"},
                    status=429,
                    headers={"Retry-After": f"{fault.seconds:g}"},
                )
            case "server_error":
                return web.Response(status=500, text="Internal Server Error")
            case "refuse":
                return web.json_response({"ok": False, "error": fault.code})
            case "hang":
                await self._pause(fault.seconds)
        if request.transport is not None:
            request.transport.close()
        return web.Response(status=500)

    async def _pause(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._stopping.wait(), seconds)
        except TimeoutError:
            return
