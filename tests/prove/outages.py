"""What the network, Slack and the database do wrong."""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from functools import partial

from slack_sdk import WebClient

from bot.core.slots import SlotKind
from bot.sandbox.refusal import SlackRefusal
from bot.sandbox.server import Sandbox
from bot.slack.clients import one_client
from bot.slack.delivery import Delivery
from bot.storage.store import Store
from tests.bench.processes import bot_process
from tests.databases import fresh_engine
from tests.prove import kill
from tests.prove.bots import at, still_open
from tests.prove.delivery import owe, sentence_of
from tests.prove.held import held_by
from tests.prove.loopback import Loopback, Trouble
from tests.prove.measured import Measured, Run, nonzero, over, tests_pass
from tests.web.calling import TOKEN

MAYA, PRACTICE = "U0MAYA", "C0PRACTICE"
NOBODY = "http://127.0.0.1:9/api/"
BACK_WITHIN = 60  # seconds
PATIENCE = 120
SPARE = 2  # threads that a pool may have started since


# ------------------------------------------------------------------ a socket in trouble


def cut(slack: Sandbox) -> None:
    """Break the connection without a word."""
    slack.cut()


def refresh(slack: Sandbox) -> None:
    """Ask the bot to come back, and close, as Slack does."""
    slack.disconnect()


def closed_door(slack: Sandbox) -> None:
    """Break it, and let no new one be opened for a while."""
    slack.fail("apps.connections.open", "server_error", times=3)
    slack.fail("apps.connections.open", "ratelimited", times=3, seconds=1)
    slack.cut()


def deaf(slack: Sandbox) -> None:
    """Answer no ping any more, on the connection that there is."""
    time.sleep(2)  # its first ping is answered
    with unanswered(slack):
        wait_until_opened(slack, opened(slack) + 1)


def deaf_from_the_start(slack: Sandbox) -> None:
    """Open a new connection on which no ping is ever answered."""
    with unanswered(slack):
        before = opened(slack)
        slack.cut()
        wait_until_opened(slack, before + 2)


FAULTS: dict[str, Callable[[Sandbox], None]] = {
    "cut": cut,
    "told to come back": refresh,
    "no new connection": closed_door,
    "pings no longer answered": deaf,
    "pings never answered": deaf_from_the_start,
}
QUICK = ("cut", "told to come back")


def socket_faults(run: Run) -> Measured:
    """Bring a connection into trouble again and again, and ask until a command is answered."""
    names = list(QUICK if run.short else FAULTS)
    longest: dict[str, float] = dict.fromkeys(names, 0.0)
    asked = 0
    with Sandbox() as slack, bot_process(slack, run.folder) as process:
        wait_until(lambda: answered(slack, -1))
        before = held_by(process.pid).threads
        for _ in range(run.of(20, 1)):
            for name in names:
                began = time.monotonic()
                FAULTS[name](slack)
                asked += 1
                wait_until(partial(answered, slack, asked))
                longest[name] = max(longest[name], time.monotonic() - began)
        time.sleep(2)  # for what is just ending
        more = held_by(process.pid).threads - before
        assert process.poll() is None
    figures = ", ".join(f"{name} {seconds:.0f} s" for name, seconds in longest.items())
    return Measured(
        f"{asked} faults, the longest until an answer: {figures}; threads {more:+d}",
        late=over(seconds=(max(longest.values()), BACK_WITHIN), threads_more=(more, SPARE)),
    )


def answered(slack: Sandbox, number: int) -> bool:
    with suppress(SlackRefusal):
        line = f"/close-check Thank you. I'll wait to hear from you. {number}"
        return slack.command(MAYA, PRACTICE, line) is not None
    return False


def opened(slack: Sandbox) -> int:
    """Return how often the bot was let in."""
    return sum(call.outcome == "ok" for call in slack.calls_of("apps.connections.open"))


def wait_until_opened(slack: Sandbox, times: int) -> None:
    wait_until(lambda: opened(slack) >= times)


@contextmanager
def unanswered(slack: Sandbox) -> Iterator[None]:
    """Let the embedded Slack leave all pings alone."""
    slack.answer_pings(answers=False)
    try:
        yield
    finally:
        slack.answer_pings(answers=True)


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"not within {PATIENCE} s")
        time.sleep(0.5)


# ------------------------------------------------------------------ outages


def outages(run: Run) -> Measured:
    """Let Slack be down for an hour; the database's outages are those of the tests."""
    count = run.of(1_000, 30)
    now = [at(9)]
    loopback = Loopback(Trouble(0, 0, 0), random.Random(run.seed), lambda: now[0])
    with fresh_engine(run.folder) as engine, kill.serving(loopback) as address:
        store = Store(engine)
        for number in range(count):
            owe(store, SlotKind.DRILL, f"U{number:05}", now[0])
        client = WebClient(TOKEN, base_url=NOBODY, retry_handlers=[], timeout=5)
        delivery = Delivery(store, one_client(client), sentence_of, lambda: now[0])
        tries = pass_by(now, timedelta(hours=1), delivery)
        client.base_url = address
        while still_open(store):
            pass_by(now, timedelta(seconds=1), delivery)
    accepted = loopback.tally()["accepted"]
    twice, lost = sum(found > 1 for found in accepted.values()), count - len(accepted)
    tests = tests_pass(run, "slack/test_database_trouble.py")
    said = tests.figure or tests.elsewhere
    return Measured(
        f"Slack down for an hour: {tries} tries, then {count:,} drills, {twice} twice, {lost} lost;"
        f" the database held, full, read-only, away, its server stopped: {said}",
        broken=nonzero(twice=twice, lost=lost) or tests.broken,
    )


def pass_by(now: list[datetime], time_: timedelta, delivery: Delivery) -> int:
    """Let time pass second by second. Return how many messages were tried."""
    tries = 0
    until = now[0] + time_
    while now[0] < until:
        now[0] += timedelta(seconds=1)
        tries += delivery.send_pending()
    return tries
