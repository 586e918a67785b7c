import logging
from datetime import UTC, datetime
from threading import Event

from bot.scheduler import Scheduler
from bot.storage.engine import open_engine
from bot.storage.store import Store

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SOON = 30  # seconds, for a machine that is busy


def test_it_ticks_at_once_with_the_time_it_is_given():
    ticks: list[datetime] = []
    ticked = Event()

    def tick(now: datetime) -> None:
        ticks.append(now)
        ticked.set()

    scheduler = Scheduler(tick, now=lambda: NOON)
    scheduler.start()
    assert ticked.wait(SOON)
    scheduler.stop()

    assert ticks == [NOON]


def test_it_does_not_tick_before_it_is_started():
    ticks: list[datetime] = []
    Scheduler(ticks.append, now=lambda: NOON)

    assert ticks == []


def test_stopping_waits_for_the_tick_that_is_running():
    started, may_end, ended = Event(), Event(), Event()

    def tick(_: datetime) -> None:
        started.set()
        may_end.wait(SOON)
        ended.set()

    scheduler = Scheduler(tick, now=lambda: NOON)
    scheduler.start()
    assert started.wait(SOON)
    may_end.set()
    scheduler.stop()

    assert ended.is_set()


def test_a_tick_that_fails_is_logged_and_stops_nothing(caplog):
    failed = Event()

    def tick(_: datetime) -> None:
        failed.set()
        raise OSError("the disk is full")

    scheduler = Scheduler(tick, now=lambda: NOON)
    with caplog.at_level(logging.ERROR):
        scheduler.start()
        assert failed.wait(SOON)
        scheduler.stop()

    assert [str(record.exc_info[1]) for record in caplog.records if record.exc_info] == [
        "the disk is full"
    ]


def test_waking_it_ticks_again_after_the_tick_that_runs_already():
    ticks: list[str] = []
    started, may_end, again = Event(), Event(), Event()

    def tick(_: datetime) -> None:
        first = not started.is_set()
        started.set()
        ticks.append("begin")
        may_end.wait(SOON)
        ticks.append("end")
        if not first:
            again.set()

    scheduler = Scheduler(tick, now=lambda: NOON)
    scheduler.start()
    assert started.wait(SOON)
    scheduler.wake()
    may_end.set()
    assert again.wait(SOON)
    scheduler.stop()

    assert ticks == ["begin", "end"] * 2


def test_waking_what_is_stopped_does_nothing():
    ticks: list[datetime] = []
    scheduler = Scheduler(ticks.append, now=lambda: NOON)
    scheduler.start()
    scheduler.stop()
    before = len(ticks)

    scheduler.wake()

    assert len(ticks) == before


def test_a_tick_without_its_database_is_left_out_in_a_sentence(caplog, tmp_path):
    engine = open_engine(f"postgres://ada:canary@/coach?host={tmp_path}")
    ticked = Event()

    def tick(_: datetime) -> None:
        try:
            Store(engine).count_slots()
        finally:
            ticked.set()

    scheduler = Scheduler(tick, now=lambda: NOON)
    scheduler.start()
    assert ticked.wait(SOON)
    scheduler.stop()
    engine.dispose()

    (said,) = [record.getMessage() for record in caplog.records if record.name == "bot.scheduler"]
    assert said.startswith("A tick was left out; the next one does its work: the database cannot")
    assert "Traceback" not in caplog.text
    assert "canary" not in caplog.text
