"""What the web page talks to: a JSON API under /page and a WebSocket with what changes.

Every answer is HTTP 200 with `{"ok": true, ...}` or `{"ok": false, "error", "text"}`, where `text`
is a sentence for the person. The WebSocket `/page/live?user=U` sends
`{"type": "message", "channel", "message"}` for a new or changed message (the same `ts` again),
`{"type": "message_deleted", "channel", "ts"}`, `{"type": "view", "view"}`,
`{"type": "view_closed", "view_id"}`, `{"type": "home", "view"}`, `{"type": "notice", "text"}`,
`{"type": "workspace"}` when people or channels are others now and, when somebody moved the clock,
`{"type": "clock", "now"}` in seconds since 1970.
"""

from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.sandbox.client import Client
from bot.sandbox.clock import MovableClock, local_moment
from bot.sandbox.model import Json
from bot.sandbox.refusal import SlackRefusal
from bot.sandbox.sentences import sentence
from bot.sandbox.shown import Shown

Handler = Callable[[Json], Awaitable[Json]]


class Page:
    """The JSON API of the page, over `client` for what people do and `shown` for what they see."""

    def __init__(self, client: Client, shown: Shown, clock: MovableClock) -> None:
        self._client = client
        self._shown = shown
        self._clock = clock

    def routes(self) -> list[web.RouteDef]:
        """All addresses of the API."""
        reads = {"state": self.state, "messages": self.messages, "thread": self.thread}
        reads |= {"home": self.home, "view": self.view, "clock": self.clock}
        acts = {"message": self.message, "command": self.command, "shortcut": self.shortcut}
        acts |= {"action": self.action, "submit": self.submit, "close": self.close}
        acts |= {"open_home": self.open_home, "edit": self.edit, "delete": self.delete}
        acts |= {"clock": self.move_clock}
        return [web.get(f"/page/{name}", answering(handler)) for name, handler in reads.items()] + [
            web.post(f"/page/{name}", answering(handler)) for name, handler in acts.items()
        ]

    async def state(self, given: Json) -> Json:
        """Who one is, and all there is to choose from."""
        return self._shown.state(given["user"])

    async def messages(self, given: Json) -> Json:
        """What one sees in a channel."""
        return {"messages": self._shown.messages(given["user"], given["channel"])}

    async def thread(self, given: Json) -> Json:
        """What one sees in a thread."""
        return {"messages": self._shown.thread(given["user"], given["channel"], given["ts"])}

    async def home(self, given: Json) -> Json:
        """The Home tab."""
        return {"view": self._shown.home(given["user"])}

    async def view(self, given: Json) -> Json:
        """The open modal, for a page that was loaded again."""
        return {"view": self._shown.view(given["user"])}

    async def clock(self, given: Json) -> Json:
        """What time it is."""
        return {"now": self._shown.now()}

    async def move_clock(self, given: Json) -> Json:
        """Let it be `to`, a local date and time of the person, for everybody."""
        self._clock.move_to(local_moment(given["to"], self._shown.zone(given["user"])))
        return {"now": self._shown.now()}

    async def message(self, given: Json) -> Json:
        """Send a message."""
        message = await self._client.message(
            given["user"], given["channel"], given["text"], given.get("thread_ts")
        )
        return {"ts": message.ts}

    async def edit(self, given: Json) -> Json:
        """Edit one's own message."""
        await self._client.edit(given["user"], given["channel"], given["ts"], given["text"])
        return {}

    async def delete(self, given: Json) -> Json:
        """Delete one's own message."""
        await self._client.delete(given["user"], given["channel"], given["ts"])
        return {}

    async def command(self, given: Json) -> Json:
        """Run a slash command."""
        await self._client.command(
            given["user"], given["channel"], given["text"], given.get("thread_ts")
        )
        return {}

    async def shortcut(self, given: Json) -> Json:
        """Choose a message shortcut."""
        await self._client.shortcut(
            given["user"], given["channel"], given["ts"], given["callback_id"]
        )
        return {}

    async def action(self, given: Json) -> Json:
        """Use an interactive element; `container` says where."""
        user, container, action = given["user"], given["container"], given["action"]
        values = (given.get("state") or {}).get("values", {})
        if container["type"] == "message":
            await self._client.message_action(
                user, container["channel"], container["ts"], action, values
            )
        else:
            view = self._shown.container(user, container)
            await self._client.view_action(user, view, action, values)
        return {}

    async def submit(self, given: Json) -> Json:
        """Submit a modal."""
        values = (given.get("state") or {}).get("values", {})
        return await self._client.submit(given["user"], given["view_id"], values)

    async def close(self, given: Json) -> Json:
        """Close a modal."""
        await self._client.close(given["user"], given["view_id"])
        return {}

    async def open_home(self, given: Json) -> Json:
        """Look at the Home tab, or with `tab: "messages"` at the direct message."""
        await self._client.open_home(given["user"], given.get("tab", "home"))
        return {}


def answering(handler: Handler) -> Callable[[web.Request], Awaitable[web.Response]]:
    """Read the request, run `handler`, and put refusals into sentences."""

    async def serve(request: web.Request) -> web.Response:
        given: Json = dict(request.query)
        if request.method == "POST":
            given |= await request.json()
        try:
            return web.json_response({"ok": True} | await handler(given))
        except SlackRefusal as error:
            text = sentence(error)
            return web.json_response({"ok": False, "error": error.code, "text": text})
        except KeyError as error:
            text = f"The request lacks {error.args[0]}."
            return web.json_response({"ok": False, "error": "invalid_arguments", "text": text})

    return serve
