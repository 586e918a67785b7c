"""Socket Mode: WebSockets to the app, envelopes over them, acknowledgements back."""

import asyncio
import json
from collections.abc import Coroutine
from dataclasses import dataclass
from itertools import count
from typing import Any

from aiohttp import WSMsgType, web

from bot.sandbox.model import Json
from bot.sandbox.refusal import SlackRefusal
from bot.sandbox.workspace import APP_ID

MAX_CONNECTIONS = 10


@dataclass(frozen=True, slots=True)
class Timing:
    """Slack's waiting times in seconds: for an acknowledgement, and before each redelivery."""

    acknowledge: float = 3.0
    redeliver: tuple[float, ...] = (0.0, 60.0, 300.0)


class SocketMode:
    """The app's open connections and the envelopes that wait for an acknowledgement."""

    def __init__(self, timing: Timing) -> None:
        self._timing = timing
        self._numbers = count(1)
        self._tickets: set[str] = set()
        self._connections: dict[web.WebSocketResponse, asyncio.Transport] = {}
        self._waiting: dict[tuple[web.WebSocketResponse, str], asyncio.Future[Json]] = {}
        self._connected = asyncio.Event()
        self.answers_pings = True
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def connections(self) -> int:
        """How many sockets the app has open."""
        return len(self._connections)

    @property
    def pending(self) -> bool:
        """Whether an event still waits for its acknowledgement."""
        return bool(self._tasks)

    def ticket(self) -> str:
        """Permission to open one socket."""
        if len(self._connections) >= MAX_CONNECTIONS:
            raise SlackRefusal("too_many_websockets")
        ticket = f"ticket-{next(self._numbers)}"
        self._tickets.add(ticket)
        return ticket

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """One socket of the app, from `hello` until it closes."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            raise web.HTTPUnauthorized
        self._tickets.remove(ticket)
        socket = web.WebSocketResponse(autoping=False)
        await socket.prepare(request)
        if request.transport is None:
            return socket
        self._connections[socket] = request.transport
        await socket.send_json(self._hello())
        self._connected.set()
        try:
            async for frame in socket:
                if frame.type is WSMsgType.TEXT:
                    self._acknowledged(socket, json.loads(frame.data))
                elif frame.type is WSMsgType.PING and self.answers_pings:
                    await socket.pong(frame.data)
        finally:
            self._forget(socket)
        return socket

    async def request(self, kind: str, payload: Json) -> Json:
        """Deliver what a person waits for and return the payload of the acknowledgement.

        Raises:
            SlackRefusal: `dispatch_failed` when the app is not connected, `operation_timeout`
                when it does not acknowledge in time.
        """
        if not self._connections:
            raise SlackRefusal("dispatch_failed")
        try:
            return await self._deliver({"type": kind, "payload": payload}, accepts=True)
        except (TimeoutError, ConnectionError) as error:
            raise SlackRefusal("operation_timeout") from error

    def event(self, payload: Json) -> None:
        """Deliver an event behind the person's back, again if it is not acknowledged."""
        self._spawn(self._deliver_event(payload))

    async def disconnect(self, reason: str, *, closes: bool) -> None:
        """Ask every connection of the app to come back, and close it if it `closes`."""
        for socket in list(self._connections):
            if closes:
                self._forget(socket)
            await socket.send_json({"type": "disconnect", "reason": reason, "debug_info": {}})
            if closes:
                await socket.close()

    def cut(self, *, gently: bool) -> None:
        """Break every connection of the app without a word, or `gently`: only end to send."""
        for socket, transport in list(self._connections.items()):
            self._forget(socket)
            if gently:
                transport.close()
            else:
                transport.abort()

    async def close(self) -> None:
        """Stop delivering and close every connection."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for socket in list(self._connections):
            await socket.close()

    async def _deliver_event(self, payload: Json) -> None:
        for attempt, delay in enumerate((0.0, *self._timing.redeliver)):
            await asyncio.sleep(delay)
            await self._connected.wait()
            retry = {"retry_attempt": attempt, "retry_reason": "timeout" if attempt else ""}
            try:
                await self._deliver({"type": "events_api", "payload": payload} | retry)
            except (TimeoutError, ConnectionError):
                continue
            return

    async def _deliver(self, message: Json, *, accepts: bool = False) -> Json:
        """Send to the next connection in turn and wait for the acknowledgement over the same one.

        Slack does not say what it makes of one that comes by another way.
        """
        socket = next(iter(self._connections))
        self._connections[socket] = self._connections.pop(socket)
        id_ = f"envelope-{next(self._numbers)}"
        answer: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._waiting[socket, id_] = answer
        try:
            await socket.send_json(
                {"envelope_id": id_, "accepts_response_payload": accepts} | message
            )
            return await asyncio.wait_for(answer, self._timing.acknowledge)
        finally:
            del self._waiting[socket, id_]

    def _acknowledged(self, socket: web.WebSocketResponse, frame: Json) -> None:
        waiting = self._waiting.get((socket, frame.get("envelope_id", "")))
        if waiting is not None and not waiting.done():
            waiting.set_result(frame.get("payload") or {})

    def _forget(self, socket: web.WebSocketResponse) -> None:
        self._connections.pop(socket, None)
        if not self._connections:
            self._connected.clear()

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self._connections),
            "connection_info": {"app_id": APP_ID},
            "debug_info": {"host": "sandbox", "approximate_connection_time": 3600},
        }

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
