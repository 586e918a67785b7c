"""The embedded Slack as a server in a thread of its own, and the hands that drive it."""

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from aiohttp import web

from bot.sandbox.actions import latest_with
from bot.sandbox.administration import Administration
from bot.sandbox.clock import MovableClock
from bot.sandbox.faults import Fault, Kind
from bot.sandbox.manifest import load_manifest, manifest_path
from bot.sandbox.model import Json, Message, Now
from bot.sandbox.seed import load_seed
from bot.sandbox.slack import Slack
from bot.sandbox.socket_mode import Timing
from bot.sandbox.web_api import APP_TOKEN, BOT_TOKEN, Call

HOST = "127.0.0.1"
PATIENCE = 10.0
T = TypeVar("T")


def system_now() -> datetime:
    """The time of day."""
    return datetime.now(UTC)


class Sandbox:
    """A local Slack on 127.0.0.1.

    The other methods work between `start` and `stop`, from any thread. What a person does goes
    through the app and back before a method returns, and raises SlackRefusal where Slack would
    show that person an error. `clock` tells the time of the workspace; the bot has to share it.
    `admin` changes channels and people.
    """

    bot_token = BOT_TOKEN
    app_token = APP_TOKEN

    def __init__(
        self,
        port: int = 0,
        *,
        manifest: Path | None = None,
        now: Now = system_now,
        timing: Timing | None = None,
    ) -> None:
        self._port = port
        self._manifest = manifest or manifest_path()
        self.clock = MovableClock(now)
        self._timing = timing or Timing()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="sandbox", daemon=True)
        self._news = threading.Condition()

    def start(self) -> "Sandbox":
        """Listen; `port` 0 means any free one. Raises OSError when the port is taken."""
        listener = socket.create_server((HOST, self._port))
        self._port = listener.getsockname()[1]
        self._slack = Slack(
            f"{HOST}:{self._port}",
            load_seed(),
            load_manifest(self._manifest),
            self.clock,
            self._timing,
            self._notify,
        )
        self.admin = Administration(self._slack.workspace, self._ask)
        self._thread.start()
        self._runner: web.AppRunner = self._on_loop(self._serve(listener))
        return self

    def stop(self) -> None:
        """Close every connection and end the thread."""
        self._on_loop(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def __enter__(self) -> "Sandbox":
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """The address of the page."""
        return f"http://{HOST}:{self._port}/"

    @property
    def api_url(self) -> str:
        """The base address of the Web API."""
        return f"{self.url}api/"

    @property
    def calls(self) -> list[Call]:
        """The calls of the Web API so far."""
        return list(self._slack.api.calls)

    def calls_of(self, method: str) -> list[Call]:
        """The calls of one method so far."""
        return [call for call in self.calls if call.method == method]

    def dm(self, user: str) -> str:
        """The id of the bot's direct message with `user`."""
        return self._ask(lambda: self._slack.workspace.conversations.direct(user).id)

    def command(self, user: str, channel: str, text: str) -> Json | None:
        """Run `/command text`; returns the message that answers it, None without one."""
        message = self._on_loop(self._slack.client.command(user, channel, text))
        return None if message is None else self._shown(message)

    def send_message(self, user: str, channel: str, text: str, thread_ts: str | None = None) -> str:
        """Send a message; returns its timestamp."""
        return self._on_loop(self._slack.client.message(user, channel, text, thread_ts)).ts

    def edit_message(self, user: str, channel: str, ts: str, text: str) -> None:
        """Edit one's own message."""
        self._on_loop(self._slack.client.edit(user, channel, ts, text))

    def delete_message(self, user: str, channel: str, ts: str) -> None:
        """Delete one's own message."""
        self._on_loop(self._slack.client.delete(user, channel, ts))

    def shortcut(self, user: str, channel: str, ts: str, callback_id: str) -> None:
        """Choose a message shortcut."""
        self._on_loop(self._slack.client.shortcut(user, channel, ts, callback_id))

    def click(
        self, user: str, action_id: str, channel: str = "", ts: str = "", **entered: Any
    ) -> None:
        """Use an element: in a message of `channel` (the latest with it), else a modal or Home.

        `entered` is what the element then holds, for example `selected_option={...}`, or
        `block_id` where several blocks have the same action.
        """
        action = {"action_id": action_id} | entered
        if channel:
            ts = ts or self._latest_with(user, channel, action_id)
            work = self._slack.client.message_action(user, channel, ts, action, {})
        else:
            view = self.view(user) or self.home(user) or {}
            work = self._slack.client.view_action(user, view, action, {})
        self._on_loop(work)

    def submit(self, user: str, values: Json, view_id: str = "") -> Json:
        """Submit the open modal; `values` maps block ids to bare values. Returns the answer."""
        id_ = view_id or (self.view(user) or {}).get("id", "")
        return self._on_loop(self._slack.client.submit(user, id_, values))

    def close_view(self, user: str) -> None:
        """Close the modal on top."""
        id_ = (self.view(user) or {}).get("id", "")
        self._on_loop(self._slack.client.close(user, id_))

    def open_home(self, user: str, tab: str = "home") -> None:
        """Look at the Home tab; the app learns of it by an event, so see `settle`."""
        self._on_loop(self._slack.client.open_home(user, tab))

    def move_clock(self, moment: datetime) -> None:
        """Let it be `moment`; refuses to go back."""
        self._ask(lambda: self.clock.move_to(moment))

    def change_person(self, user: str, **changes: Any) -> None:
        """Change somebody's profile: `tz`, `is_admin`, `deleted` and the like, as in Person."""
        people = self._slack.workspace.conversations
        self._ask(lambda: people.change_person(replace(people.person(user), **changes)))

    def messages(self, user: str, channel: str) -> list[Json]:
        """What `user` sees in a channel, oldest first."""
        return self._ask(lambda: self._slack.shown.messages(user, channel))

    def thread(self, user: str, channel: str, ts: str) -> list[Json]:
        """What `user` sees in a thread, the parent first."""
        return self._ask(lambda: self._slack.shown.thread(user, channel, ts))

    def file(self, id_: str) -> bytes:
        """What is in a file that the bot sent."""
        return self._ask(lambda: self._slack.files.body(id_))

    def home(self, user: str) -> Json | None:
        """The Home tab, None before the bot published one."""
        return self._ask(lambda: self._slack.shown.home(user))

    def view(self, user: str) -> Json | None:
        """The modal on top, None without one."""
        return self._ask(lambda: self._slack.shown.view(user))

    def fail(self, method: str, kind: Kind, times: int = 1, **details: Any) -> None:
        """Let the next calls of `method` fail; see Fault for the kinds and their details."""
        fault = Fault(kind, **details)
        self._ask(lambda: self._slack.faults.add(method, fault, times))

    def disconnect(self, reason: str = "refresh_requested", *, closes: bool = True) -> None:
        """Close the app's sockets, as Slack does every few hours, or only say that it will."""
        self._on_loop(self._slack.sockets.disconnect(reason, closes=closes))

    def cut(self, *, gently: bool = False) -> None:
        """Break the app's sockets without a word, as a network does, or shut them `gently`."""
        self._ask(lambda: self._slack.sockets.cut(gently=gently))

    def answer_pings(self, *, answers: bool) -> None:
        """Answer the pings of the app's sockets, or leave them without an answer."""
        self._slack.sockets.answers_pings = answers

    def wait_for(self, condition: Callable[[], T], timeout: float = PATIENCE) -> T:
        """Wait until `condition` gives something true, and return that.

        Raises:
            TimeoutError: It did not within `timeout` seconds.
        """
        deadline = time.monotonic() + timeout
        while True:
            found = condition()
            if found:
                return found
            if time.monotonic() > deadline:
                raise TimeoutError(f"nothing of the kind within {timeout:g} s")
            with self._news:
                self._news.wait(0.02)

    def wait_for_app(self, connections: int = 1, timeout: float = PATIENCE) -> None:
        """Wait until the app has opened its sockets."""
        self.wait_for(lambda: self._slack.sockets.connections >= connections, timeout)

    def settle(self, timeout: float = PATIENCE) -> None:
        """Wait until the app has acknowledged every event."""
        self.wait_for(lambda: not self._slack.sockets.pending, timeout)

    def _shown(self, message: Message) -> Json:
        return self._ask(lambda: self._slack.shown.message(message))

    def _latest_with(self, user: str, channel: str, action_id: str) -> str:
        return self._ask(
            lambda: latest_with(self._slack.workspace.conversations.all(channel, user), action_id)
        )

    def _notify(self) -> None:
        with self._news:
            self._news.notify_all()

    def _ask(self, question: Callable[[], T]) -> T:
        async def answer() -> T:
            return question()

        return self._on_loop(answer())

    def _on_loop(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    async def _serve(self, listener: socket.socket) -> web.AppRunner:
        runner = web.AppRunner(self._slack.application(), access_log=None, shutdown_timeout=1)
        await runner.setup()
        await web.SockSite(runner, listener).start()
        return runner

    async def _close(self) -> None:
        await self._slack.close()
        await self._runner.cleanup()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()
        self._loop.close()
