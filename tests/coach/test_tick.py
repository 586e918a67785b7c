import multiprocessing
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from time import sleep
from typing import TypeVar

import pytest
from sqlalchemy.exc import OperationalError

from bot.coach.coach import Coach
from bot.coach.tick import Done, TickLine, TickReport
from bot.core.calendar import Due, Schedule
from bot.core.critic import Critic
from bot.core.enrolment import Enrolment
from bot.core.people import Member
from bot.core.slots import SlotState
from bot.errors import Gone
from bot.storage.engine import open_engine
from bot.storage.store import Store
from tests.coach.lines import BEGGING, DAY, MAYA, TOM
from tests.coach.practice import LIBRARY
from tests.core.small import ScriptedDetector
from tests.crowd import join_all
from tests.databases import url_in
from tests.processes import PATIENCE

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)  # a Monday
FIRST = "spotting"  # the drill against the worst of the traps
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
SPAWN = multiprocessing.get_context("spawn")
PROCESSES, MANY = 4, 2_000
A_CALL = 0.002  # seconds that a sender leaves to the others while it talks to Slack

Result = TypeVar("Result")


@pytest.fixture(autouse=True)
def _joined(coach):
    coach.schedules.join(MAYA, zone="UTC", now=NINE - HOUR, event_key="join")


def line(done: Done, due: datetime = NINE, day: date | None = None) -> TickLine:
    return TickLine(MAYA, day or due.date(), due, done, "drill")


def test_a_drill_is_given_when_it_is_due_and_once(coach, store):
    assert coach.tick.run(NINE - MINUTE).lines == ()
    assert coach.tick.run(NINE) == TickReport((line(Done.GIVEN),))
    assert coach.tick.run(NINE + MINUTE) == TickReport(())

    (slot,) = store.slots_in(SlotState.PENDING, 9)
    given = coach.drills.of_slot(slot)
    assert (slot.key, slot.channel, given.drill.id) == ("2026-03-02", "U1", FIRST)
    assert given.assignment.reason != ""


def test_a_slot_is_sent_with_the_same_drill_whatever_is_learnt_meanwhile(coach, store):
    coach.tick.run(NINE)
    lost = store.claim_slot(NINE, MINUTE)
    first = coach.drills.of_slot(lost)
    for n in range(3):
        coach.critiques.review(MAYA, BEGGING, now=NINE, event_key=f"line {n}")
    store.mark_slot(lost, SlotState.PENDING, NINE + MINUTE)

    assert coach.drills.of_slot(store.claim_slot(NINE + MINUTE, MINUTE)) == first
    assert [each.id for each in store.recent_assignments(MAYA, 9)] == [first.assignment.id]


def test_no_drill_is_left_to_whoever_had_everything_deleted(coach, store):
    coach.tick.run(NINE)
    claimed = store.claim_slot(NINE, MINUTE)
    store.forget_member(MAYA, NINE)

    with pytest.raises(Gone):
        coach.drills.of_slot(claimed)


def test_a_dry_run_says_what_would_be_done_and_does_nothing(coach, store):
    assert coach.tick.run(NINE, dry_run=True) == TickReport((line(Done.GIVEN),))
    assert store.slots_in(SlotState.PENDING, 9) == ()
    assert coach.tick.run(NINE).lines == (line(Done.GIVEN),)


def test_drills_that_are_more_than_four_hours_late_are_recorded_and_not_sent(coach, store):
    now = NINE + 2 * DAY + HOUR

    assert coach.tick.run(now).lines == (
        line(Done.EXPIRED),
        line(Done.EXPIRED, due=NINE + DAY),
        line(Done.GIVEN, due=NINE + 2 * DAY),
    )
    assert [slot.key for slot in store.slots_in(SlotState.EXPIRED, 9)] == [
        "2026-03-02",
        "2026-03-03",
    ]
    assert [slot.key for slot in store.slots_in(SlotState.PENDING, 9)] == ["2026-03-04"]


def test_a_drill_that_nobody_could_send_in_time_is_withdrawn(coach, store):
    coach.tick.run(NINE)
    refused = store.claim_slot(NINE, MINUTE)
    coach.drills.of_slot(refused)
    store.mark_slot(refused, SlotState.PENDING, NINE)

    assert coach.tick.run(NINE + 4 * HOUR) == TickReport((), withdrawn=1)
    assert store.claim_slot(NINE + 4 * HOUR, MINUTE) is None
    assert store.recent_assignments(MAYA, 9) == ()


def test_a_drill_too_soon_after_the_one_before_is_moved(coach, store):
    coach.tick.run(NINE)
    store.claim_slot(NINE + 3 * HOUR, MINUTE)
    coach.schedules.change(
        MAYA, at=time(1), zone="Asia/Tokyo", now=NINE + 3 * HOUR, event_key="Ev1"
    )
    early = datetime(2026, 3, 2, 20, tzinfo=UTC)
    store.change_enrolment(
        MAYA, lambda held, _: replace(held, next=Due(date(2026, 3, 3), early)), now=NINE
    )

    assert coach.tick.run(early).lines == (line(Done.MOVED, due=early, day=date(2026, 3, 3)),)
    assert coach.schedules.of(MAYA).next == Due(date(2026, 3, 3), NINE + 15 * HOUR)


def test_what_a_member_gets_wrong_in_their_own_lines_is_what_they_drill(coach, store):
    coach.schedules.join(TOM, zone="UTC", now=NINE - HOUR, event_key="join tom")
    for n in range(3):
        coach.critiques.review(TOM, BEGGING, now=NINE - DAY, event_key=f"line {n}")

    coach.tick.run(NINE)
    slots = store.slots_in(SlotState.PENDING, 9)
    given = {slot.who: coach.drills.of_slot(slot).drill.id for slot in slots}
    assert given[TOM] in ("asking", "no-begging")


def patiently(work: Callable[[], Result]) -> Result:
    """Do it until the database is free, as a sender does in its next round."""
    while True:
        with suppress(OperationalError):
            return work()


def tick_at_once(url: str, all_ready: Barrier, report: "Queue[list[str]]") -> None:
    """Tick in a process of its own, and send what is to be sent, as another host would."""
    engine = open_engine(url)
    store = Store(engine)
    coach = Coach.over(Critic(LIBRARY, ScriptedDetector()), store)
    all_ready.wait()
    patiently(lambda: coach.tick.run(NINE))
    sent = []
    while slot := patiently(lambda: store.claim_slot(NINE, HOUR)):
        sent.append(slot.recipient)
        sleep(A_CALL)
        arrived = partial(store.mark_sent, slot, NINE, channel="D1", ts="1772442000.000100")
        patiently(arrived)
    report.put(sent)
    engine.dispose()


def test_four_processes_that_tick_at_once_send_every_drill_once(engine, store, tmp_path):
    joined = [
        Enrolment(Member("T1", f"M{number}"), Schedule(), joined_at=NINE - DAY)
        for number in range(MANY - 1)
    ]
    join_all(engine, [each.planned(NINE - HOUR, ()) for each in joined], NINE)
    all_ready, report = SPAWN.Barrier(PROCESSES), SPAWN.Queue()
    processes = [
        SPAWN.Process(target=tick_at_once, args=(url_in(tmp_path), all_ready, report))
        for _ in range(PROCESSES)
    ]
    for process in processes:
        process.start()
    told = [report.get(timeout=10 * PATIENCE) for _ in processes]
    for process in processes:
        process.join()
    sent = Counter(who for one in told for who in one)

    assert [process.exitcode for process in processes] == [0] * PROCESSES
    assert (len(sent), set(sent.values())) == (MANY, {1})
    assert store.count_slots()[SlotState.SENT] == MANY
