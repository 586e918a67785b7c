"""Nothing is lost and nothing comes twice, whatever happens on the way."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta

from slack_sdk import WebClient
from sqlalchemy import select

from bot.core.slots import Slot, SlotKind, SlotState
from bot.slack.clients import one_client
from bot.slack.delivery import Delivery
from bot.slack.views.blocks import Message
from bot.slack.views.conversation import sentence_message
from bot.storage.store import Store
from bot.storage.tables import SlotRow
from tests.bench.measure import percentile
from tests.databases import fresh_engine, make_database, url_in
from tests.prove import kill, replay
from tests.prove.bots import at
from tests.prove.loopback import TOO_MANY, Loopback, Trouble
from tests.prove.measured import Measured, Run, nonzero, over, skipped, tests_pass
from tests.slack.limited import bucket

A_DAY = timedelta(days=1)
BOTS = 4  # one alone meets so many answers of 429 that it goes at its slowest, for hours


def tell(outcome: kill.Outcome) -> Measured:
    trouble = ", ".join(f"{count} {name}" for name, count in sorted(outcome.trouble.items()))
    return Measured(
        f"{outcome.drills:,} drills, {outcome.kills} of {outcome.planned} kills, answers {trouble}:"
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
            bots=BOTS,
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
        bots=BOTS,
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
                    bots=BOTS,
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
