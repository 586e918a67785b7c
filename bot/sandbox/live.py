"""The page's WebSockets: what changes, to those who may see it."""

import asyncio

from aiohttp import WSMsgType, web

from bot.sandbox.model import (
    Change,
    ChannelChanged,
    ChannelDeleted,
    Deleted,
    Edited,
    HomeShown,
    Joined,
    Json,
    Left,
    Message,
    PersonChanged,
    Posted,
    ViewClosed,
    ViewShown,
)
from bot.sandbox.shown import Shown
from bot.sandbox.workspace import Workspace


class Live:
    """One queue of news for each open page."""

    def __init__(self, workspace: Workspace, shown: Shown) -> None:
        self._workspace = workspace
        self._shown = shown
        self._pages: dict[asyncio.Queue[Json], str] = {}
        self._sockets: set[web.WebSocketResponse] = set()

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """One page, until it goes away."""
        socket = web.WebSocketResponse(heartbeat=30)
        await socket.prepare(request)
        news: asyncio.Queue[Json] = asyncio.Queue()
        self._sockets.add(socket)
        self._pages[news] = request.query.get("user", "")
        sending = asyncio.create_task(self._send(socket, news))
        try:
            async for frame in socket:
                if frame.type is WSMsgType.ERROR:
                    break
        finally:
            self._sockets.remove(socket)
            del self._pages[news]
            sending.cancel()
            await asyncio.gather(sending, return_exceptions=True)
        return socket

    async def close(self) -> None:
        """Close every page's socket."""
        for socket in list(self._sockets):
            await socket.close()

    def observe(self, change: Change) -> None:
        """Tell the pages that may know."""
        match change:
            case Posted(message) | Edited(_, message):
                self._message(message)
            case Deleted(message):
                gone = {"type": "message_deleted", "channel": message.channel, "ts": message.ts}
                self._tell(self._readers(message), gone)
                self._parent(message)
            case ViewShown(user, view):
                self._tell({user}, {"type": "view", "view": view})
            case ViewClosed(user, view_id):
                self._tell({user}, {"type": "view_closed", "view_id": view_id})
            case HomeShown(user, view):
                self._tell({user}, {"type": "home", "view": view})
            case Joined() | Left() | ChannelChanged() | ChannelDeleted() | PersonChanged():
                self._tell(set(self._pages.values()), {"type": "workspace"})

    def notice(self, user: str, text: str) -> None:
        """Say something to one person outside of any channel."""
        self._tell({user}, {"type": "notice", "text": text})

    def clock_moved(self) -> None:
        """Tell everybody what time it is now."""
        self._tell(set(self._pages.values()), {"type": "clock", "now": self._shown.now()})

    def _message(self, message: Message) -> None:
        shown = self._shown.message(message)
        news = {"type": "message", "channel": message.channel, "message": shown}
        self._tell(self._readers(message), news)
        self._parent(message)

    def _parent(self, message: Message) -> None:
        """A reply also changes the count under its parent."""
        if message.is_reply and message.visible_to is None:
            root = self._workspace.conversations.message(message.channel, message.thread_ts or "")
            self._message(root)

    def _readers(self, message: Message) -> set[str]:
        if message.visible_to is not None:
            return {message.visible_to}
        return set(self._workspace.conversations.channel(message.channel).members)

    def _tell(self, readers: set[str], news: Json) -> None:
        for queue, user in self._pages.items():
            if user in readers:
                queue.put_nowait(news)

    @staticmethod
    async def _send(socket: web.WebSocketResponse, news: asyncio.Queue[Json]) -> None:
        while True:
            await socket.send_json(await news.get())
