"""Nothing is lost and nothing comes twice, whatever happens on the way."""

import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from slack_sdk import WebClient
from sqlalchemy import select, text

from bot.core.slots import Slot, SlotKind, SlotState
from bot.sandbox.refusal import SlackRefusal
from bot.sandbox.server import Sandbox
from bot.sandbox.socket_mode import Timing
from bot.slack.clients import one_client
from bot.slack.delivery import Delivery
from bot.slack.views.blocks import Message
from bot.slack.views.conversation import sentence_message
from bot.storage.engine import open_engine
from bot.storage.store import Store
from bot.storage.tables import SlotRow
from tests.bench.measure import percentile
from tests.databases import fresh_engine, make_database, url_in
from tests.processes import close_coach, finished
from tests.prove import kill, replay
from tests.prove.bots import at
from tests.prove.load import steadily
from tests.prove.loopback import TOO_MANY, Loopback, Trouble
from tests.prove.many import many_slack
from tests.prove.measured import Measured, Run, nonzero, over, skipped, tests_pass
from tests.prove.served import served
from tests.slack.limited import bucket

PRACTICE = "C0PRACTICE"
LINE = "Thank you for your time. I'll just wait to hear from you."  # one that is kept
PATIENT = Timing(acknowledge=30)  # a late acknowledgement is not a lost one
PEOPLE = ("U0MAYA", "U0TOM", "U0PRIYA")
A_DAY = timedelta(days=1)


def tell(outcome: kill.Outcome) -> Measured:
    trouble = ", ".join(f"{count} {name}" for name, count in sorted(outcome.trouble.items()))
    return Measured(
        f"{outcome.drills:,} drills, {outcome.kills} kills, answers {trouble}:"
        f" {outcome.twice} twice, {outcome.lost} lost, {outcome.unknown} unknown",
        broken=nonzero(
            twice=outcome.twice,
            lost=outcome.lost,
            unknown_not_listed=outcome.unknown - outcome.listed,
        ),
    )


def kills(run: Run) -> Measured:
    if run.short:
        return skipped("by the tests: prove/test_kill.py")
    return tell(
        kill.prove(
            make_database(run.folder),
            drills=run.of(10_000, 40),
            kills=run.of(500, 3),
            trouble=Trouble(),
            seed=run.seed,
        )
    )


def kills_without_history(run: Run) -> Measured:
    if run.short:
        return skipped("by the tests: prove/test_kill.py")
    outcome = kill.prove(
        make_database(run.folder),
        drills=run.of(10_000, 20),
        kills=run.of(500, 1),
        trouble=Trouble(readable=False),
        seed=run.seed,
    )
    met = outcome.trouble
    most = outcome.kills + met.get("lost", 0) + met.get("500", 0)
    told = tell(outcome)
    too_many = f"{outcome.unknown} unknown of {most} doubts" if outcome.unknown > most else ""
    return Measured(f"{told.figure}, all listed", broken=told.broken or too_many)


def four_at_once(run: Run) -> Measured:
    """Let four bots schedule and send at once, some of them killed, on each engine."""
    if run.short:
        return skipped("by the tests: prove/test_kill.py")
    found = []
    for on_a_server in (False, True):
        with kill.a_database(on_a_server) as database:
            found.append(
                kill.prove(
                    database,
                    drills=run.of(10_000, 40),
                    kills=run.of(500 if on_a_server else 0, 3),
                    bots=4,
                    trouble=Trouble(),
                    seed=run.seed,
                )
            )
    on_file, on_server = map(tell, found)
    return Measured(
        f"SQLite: {on_file.figure}; PostgreSQL: {on_server.figure}",
        broken=on_file.broken or on_server.broken,
    )


def every_zone(run: Run) -> Measured:
    return tests_pass(run, "core/test_calendar.py")


def copies(run: Run) -> Measured:
    if run.short:
        return skipped("by the tests: prove/test_replay.py")
    outcome = replay.prove(url_in(run.folder), events=run.of(1_000, 48), seed=run.seed)
    found = ", ".join(f"{count} {name}" for name, count in outcome.found.items())
    return Measured(
        f"{found}, as it should be; {outcome.refused} refused" if outcome.kept else found,
        broken="" if outcome.kept else f"instead of {outcome.expected}",
    )


# ------------------------------------------------------------------ a limited workspace


class Limited(Loopback):
    """A Slack that takes four messages a second, and says 429 to all others."""

    def __init__(self, chance: random.Random, now: Callable[[], datetime]) -> None:
        super().__init__(Trouble(0, 0, 0), chance, now)
        self.accepts, self.began = bucket(4, 4), now()

    def _trouble(self) -> str:
        at = (self.now() - self.began).total_seconds()
        return "" if self.accepts(at) else TOO_MANY


def sentence_of(slot: Slot) -> Message:
    return sentence_message(f"What {slot.key} is about.")


def fan_out(run: Run) -> Measured:
    """Send the drills of one morning while people ask for critiques. Simulated time, real calls."""
    count, now = run.of(2_000, 80), [at(9)]
    limited = Limited(random.Random(run.seed), lambda: now[0])
    with fresh_engine(run.folder) as engine, kill.serving(limited) as address:
        store = Store(engine)
        for number in range(count):
            owe(store, SlotKind.DRILL, f"U{number:05}", now[0])
        client = WebClient("xoxb-prove", base_url=address, retry_handlers=[], timeout=30)
        delivery = Delivery(store, one_client(client), sentence_of, lambda: now[0])
        steps = 0
        while store.count_slots()[SlotState.PENDING]:
            delivery.send_pending()
            now[0] += timedelta(seconds=0.05)
            steps += 1
            if steps % 200 == 0:  # every ten seconds
                owe(store, SlotKind.HELP, f"U{steps:05}", now[0])
        with engine.connect() as connection:
            query = select(SlotRow.created_at, SlotRow.changed_at).where(SlotRow.kind == "help")
            waited = [(sent - since).total_seconds() for since, sent in connection.execute(query)]
    took = (now[0] - at(9)).total_seconds()
    refused = limited.met[TOO_MANY] / sum(limited.met.values())
    twice = sum(found > 1 for found in limited.tally()["accepted"].values())
    slow = percentile(waited or [0.0, 0.0])
    return Measured(
        f"{count:,} in {took:.0f} s, {refused:.1%} refused; {len(waited)} replies meanwhile, p99"
        f" {slow:.1f} s (simulated time)",
        broken=nonzero(twice=twice),
        late=over(seconds=(took, 520), refused=(refused, 0.02), p99=(slow, 2)),
    )


def owe(store: Store, kind: SlotKind, recipient: str, now: datetime) -> None:
    until = now + A_DAY if kind is SlotKind.DRILL else None
    slot = Slot(
        workspace="T0PROVE",
        recipient=recipient,
        kind=kind,
        key=f"{now:%H%M%S}",
        subject="",
        channel=recipient,
        thread_ts=None,
        created_at=now,
        expires_at=until,
    )
    store.record_event("T0PROVE", f"{recipient} {kind}", now, slot)


# ------------------------------------------------------------------ the end under load


@dataclass(frozen=True, slots=True)
class End:
    """One process that was asked to end: what it kept and what it acknowledged."""

    code: int
    seconds: float
    kept: int
    acknowledged: int


def ends_well(run: Run) -> Measured:
    """Ask processes of both modes to end at a random moment of 20 commands a second."""
    chance, found = random.Random(run.seed), Counter[str]()
    longest = 0.0
    for number in range(run.of(100, 1)):
        for name, way in (("http", end_of_http), ("socket", end_of_socket)):
            end = way(run.place(f"{name}-{number}"), chance.uniform(0.2, 2.5))
            longest = max(longest, end.seconds)
            found["acknowledged"] += end.acknowledged
            found["ends"] += 1
            found["wrong_codes"] += end.code != 0
            found["lost_acks"] += max(0, end.kept - end.acknowledged)
            found[f"lost_over_{name}"] += max(0, end.kept - end.acknowledged)
            found["not_kept"] += max(0, end.acknowledged - end.kept)
    return Measured(
        f"{found['ends']} ends, {found['acknowledged']} commands acknowledged,"
        f" {found['not_kept']} of them not kept, {found['lost_acks']} kept without one"
        f" ({found['lost_over_http']} over HTTP), the slowest end {longest:.1f} s",
        broken=nonzero(
            lost_acks=found["lost_acks"],
            not_kept=found["not_kept"],
            wrong_codes=found["wrong_codes"],
        ),
        late=over(seconds=(longest, 10)),
    )


def end_of_http(folder: Path, after: float) -> End:
    with many_slack() as slack, served(slack, folder, "--all") as server:
        asked = [0.0]
        until = time.monotonic() + after

        def go_on(number: int) -> bool:
            if not asked[0] and time.monotonic() >= until:
                asked[0] = time.monotonic()
                server.process.send_signal(signal.SIGTERM)
                server.process.send_signal(signal.SIGTERM)
            return server.process.poll() is None

        answers = steadily(server.port, 20, go_on, [LINE])
        code = server.process.wait(60)
        took = time.monotonic() - asked[0]
    return End(code, took, kept_in(folder), len(answers.acknowledged))


def end_of_socket(folder: Path, after: float) -> End:
    acknowledged, stopped = [0], threading.Event()
    lock = threading.Lock()

    def ask(slack: Sandbox, who: str) -> None:
        number = 0
        while not stopped.wait(0.15):  # three of them: about twenty a second
            number += 1
            line = f"/close-check {LINE} Talk {number} of {who}."
            with suppress(SlackRefusal):
                if slack.command(who, PRACTICE, line) is not None:
                    with lock:
                        acknowledged[0] += 1

    with Sandbox(timing=PATIENT) as slack:
        process = close_coach(
            "run",
            folder=folder,
            SLACK_API_URL=slack.api_url,
            SLACK_BOT_TOKEN=slack.bot_token,
            SLACK_APP_TOKEN=slack.app_token,
            DATABASE_URL="sqlite:///bot.db",
        )
        slack.wait_for_app(timeout=60)
        threads = [threading.Thread(target=ask, args=(slack, who)) for who in PEOPLE]
        for thread in threads:
            thread.start()
        time.sleep(after)
        asked = time.monotonic()
        process.send_signal(signal.SIGTERM)
        process.send_signal(signal.SIGTERM)
        code, _, _ = finished(process)
        took = time.monotonic() - asked
        stopped.set()
        for thread in threads:
            thread.join()
    return End(code, took, kept_in(folder), acknowledged[0])


def kept_in(folder: Path) -> int:
    """Count the lines that are in the database of a process."""
    engine = open_engine(f"sqlite:///{folder / 'bot.db'}")
    with engine.connect() as connection:
        found: int = connection.scalar(text("SELECT count(*) FROM attempts")) or 0
    engine.dispose()
    return found
