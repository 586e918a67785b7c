"""How many `/close-check` commands a second are answered over HTTP, signed as Slack signs them."""

import http.client
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from slack_bolt import Ack, App
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_bolt.authorization import AuthorizeResult

from bot.ending import leave
from bot.offline import build_critic
from bot.serve import Web
from bot.web.server import Address, Server
from tests.bench.texts import fifty_words
from tests.prove.many import ManySlack, many_slack
from tests.web.calling import FORM, SECRET, TOKEN, encoded, serving_one, signed

BARE, OURS = "/bare", "/slack/events"
CLIENTS = 4
ROUNDS = 8
WARM_UP = 50
BAR = 0.5


def show() -> None:
    texts = fifty_words()
    works = {
        "a bare Bolt listener": [command("/nothing", "", number) for number in range(len(texts))],
        "/close-check LINE": [
            command("/close-check", text, number) for number, text in enumerate(texts)
        ],
    }
    paths = {"a bare Bolt listener": BARE, "/close-check LINE": OURS}
    taken = dict.fromkeys(works, 0.0)
    with TemporaryDirectory() as folder, many_slack() as slack, running(slack, folder) as port:
        for round_ in range(ROUNDS + 1):
            for name, bodies in works.items():
                part = bodies[:WARM_UP] if round_ == 0 else bodies[round_ - 1 :: ROUNDS]
                seconds = send_all(port, paths[name], part)
                taken[name] += seconds if round_ else 0.0
    print(
        f"\nhttp: {len(texts)} signed commands by {CLIENTS} clients, in turns with a bare Bolt"
        f" listener on the same server\n{'':32}{'requests/s':>12}   ratio (at least {BAR})"
    )
    speeds = {name: len(works[name]) / seconds for name, seconds in taken.items()}
    for name, speed in speeds.items():
        print(f"{name:32}{speed:12.0f}{speed / speeds['a bare Bolt listener']:8.2f}")


def command(name: str, text: str, number: int) -> bytes:
    body: dict[str, Any] = {
        "command": name,
        "text": text,
        "team_id": "T0DEMO",
        "user_id": f"U{number:05}",  # many people, a line or two of each
        "channel_id": "C0PRACTICE",
        "trigger_id": f"{number}.trigger",
        "response_url": "http://127.0.0.1:9/response/1",
    }
    return encoded(body)[0]


def send_all(port: int, path: str, bodies: list[bytes]) -> float:
    """Send signed bodies on a few kept connections; return how many seconds it took."""
    parts = [bodies[number::CLIENTS] for number in range(CLIENTS)]
    threads = [threading.Thread(target=send, args=(port, path, part)) for part in parts]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - began


def send(port: int, path: str, bodies: list[bytes]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    for body in bodies:
        connection.request("POST", path, body, {**signed(body), "Content-Type": FORM})
        reply = connection.getresponse()
        reply.read()
        if reply.status != 200:
            raise ValueError(f"{path} answered {reply.status}")
    connection.close()


@contextmanager
def running(slack: ManySlack, folder: str) -> Iterator[int]:
    """Serve both in a process of their own; give the port."""
    slack.teams[TOKEN] = "T0DEMO"
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    process = get_context("spawn").Process(target=serve, args=(slack.url, folder, port))
    process.start()
    while process.is_alive():
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            break
        except ConnectionError:
            time.sleep(0.1)
    try:
        yield port
    finally:
        process.terminate()
        process.join()


def serve(slack_url: str, folder: str, port: int) -> None:
    """Be the server: the bot's application, and beside it the bare one."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    settings = serving_one(slack_url, f"sqlite:///{Path(folder) / 'bench.db'}")
    web = Web(settings, build_critic(), alone=False)

    def load() -> Callable[..., Any]:
        site, bare = web.start(), SlackRequestHandler(bare_app(), path=BARE)
        return lambda environ, start: (bare if environ["PATH_INFO"] == BARE else site)(
            environ, start
        )

    Server(Address("127.0.0.1", port, 1, settings.web_threads), load, web.stop, leave).run()


def bare_app() -> App:
    """Return the least that answers a command: Bolt's own checks, and a listener that is empty."""
    app = App(
        signing_secret=SECRET,
        authorize=lambda: AuthorizeResult(
            enterprise_id=None, team_id="T0DEMO", bot_token=TOKEN, bot_user_id="U0COACH"
        ),
        process_before_response=True,
    )

    @app.command("/nothing")
    def acknowledge(ack: Ack) -> None:
        ack()

    return app
