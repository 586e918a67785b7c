"""The embedded Slack put together: one workspace and all the doors to it."""

from collections.abc import Callable
from pathlib import Path

from aiohttp import web

from bot.sandbox.answers import respond
from bot.sandbox.client import Client
from bot.sandbox.clock import MovableClock
from bot.sandbox.events import Events
from bot.sandbox.faults import Faults
from bot.sandbox.files import Files
from bot.sandbox.live import Live
from bot.sandbox.manifest import Manifest
from bot.sandbox.methods import all_methods
from bot.sandbox.page import Page
from bot.sandbox.payloads import Payloads
from bot.sandbox.refusal import SlackRefusal
from bot.sandbox.seed import Seed
from bot.sandbox.shown import Shown
from bot.sandbox.socket_mode import SocketMode, Timing
from bot.sandbox.web_api import WebApi, refused
from bot.sandbox.workspace import Workspace

STATIC = Path(__file__).with_name("static")
LARGEST_REQUEST = 4 * 1024**2


class Slack:
    """All parts, for use on one event loop; `address` is host and port, as in URLs.

    `observe` is called after each change and each call of the Web API.
    """

    def __init__(
        self,
        address: str,
        seed: Seed,
        manifest: Manifest,
        clock: MovableClock,
        timing: Timing,
        observe: Callable[[], None],
    ) -> None:
        self.workspace = Workspace(seed, manifest, clock)
        self.sockets = SocketMode(timing)
        self.faults = Faults()
        self.shown = Shown(self.workspace)
        self.live = Live(self.workspace, self.shown)
        self.clock = clock
        clock.listen(self.live.clock_moved)
        payloads = Payloads(self.workspace, f"http://{address}")
        events = Events(self.workspace, payloads, self.sockets)
        self.client = Client(self.workspace, payloads, self.sockets, events)
        self.files = Files(self.workspace, f"http://{address}")
        methods = all_methods(self.workspace, self.sockets, self.files, f"ws://{address}/socket")
        self.api = WebApi(methods, manifest, self.faults, observe)
        self.workspace.observers += [self.live.observe, events.observe, lambda _: observe()]

    def application(self) -> web.Application:
        """The web application with every door."""
        app = web.Application(client_max_size=LARGEST_REQUEST)
        app.add_routes(Page(self.client, self.shown, self.clock).routes())
        app.add_routes(
            [
                web.route("*", "/api/{method}", self.api.serve),
                web.post("/response/{id}", self.respond),
                web.post("/upload/{id}", self.files.upload),
                web.get("/files/{id}", self.files.download),
                web.get("/socket", self.sockets.serve),
                web.get("/page/live", self.live.serve),
            ]
        )
        if STATIC.is_dir():
            app.add_routes([web.get("/", self.index), web.static("/static", STATIC)])
        return app

    async def close(self) -> None:
        """Let go of everything that waits."""
        self.faults.stop()
        await self.sockets.close()
        await self.live.close()

    async def index(self, _: web.Request) -> web.FileResponse:
        """The page itself."""
        return web.FileResponse(STATIC / "index.html")

    async def respond(self, request: web.Request) -> web.Response:
        """A request to a response URL."""
        try:
            url = self.workspace.tickets.respond(request.match_info["id"])
            respond(self.workspace, url, await request.json())
        except SlackRefusal as error:
            status = 404 if error.code in ("expired_url", "used_url") else 400
            return web.json_response(refused(error), status=status)
        return web.Response(text="ok")
