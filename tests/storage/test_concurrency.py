"""Several writers at once: nothing is lost, nothing is done twice, nobody sees a lock."""

import multiprocessing
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import cycle
from threading import Thread
from time import sleep

import pytest
from sqlalchemy import event, select, update
from sqlalchemy.exc import SQLAlchemyError

from bot.core.slots import SlotState
from bot.storage.database import Database
from bot.storage.engine import TURN, open_engine
from bot.storage.store import Store
from bot.storage.tables import SlotRow
from bot.storage.trouble import Trouble, trouble_of
from tests.databases import emptied, url_in
from tests.storage.values import ATTEMPT, MAYA, MINUTE, NOON, SLOT

SPAWN = multiprocessing.get_context("spawn")  # as a second `close-coach run` would start
WRITERS, UPDATES = 4, 50


class Tally(Database):
    """Adds to what it has read, as every change to what is kept does."""

    def add_one(self, workspace):
        with self._writing(workspace) as session:
            tries = session.scalar(select(SlotRow.tries))
            assert tries is not None
            session.execute(update(SlotRow).values(tries=tries + 1))

    def tries(self):
        with self._reading() as session:
            return session.scalar(select(SlotRow.tries))


@pytest.mark.parametrize("workspaces", [["T1"], [None], ["T1", None]])
def test_writers_that_read_before_they_write_lose_no_update(store, database_url, workspaces):
    store.record_event("T1", "Ev1", NOON, SLOT)
    engines = [open_engine(database_url, patience=60) for _ in "ab"]  # two, as of two processes
    tallies, turns = [Tally(engine) for engine in engines], WRITERS * UPDATES

    with ThreadPoolExecutor(WRITERS) as pool:
        who = zip(cycle(tallies), cycle(workspaces), range(turns), strict=False)
        list(pool.map(lambda each: each[0].add_one(each[1]), who))

    assert tallies[0].tries() == turns
    for engine in engines:
        engine.dispose()


def test_writers_of_one_process_come_to_a_file_in_the_order_in_which_they_asked(engine):
    """SQLite alone lets some wait for seconds while others pass them by."""
    if engine.dialect.name != "sqlite":
        pytest.skip("a server has a queue")
    database, came = Database(engine), []
    queue = engine.get_execution_options()[TURN]._queue

    def write(number):
        with database._writing_rows() as session:
            session.execute(select(1))
            came.append(number)

    writers = [Thread(target=write, args=(number,)) for number in range(12)]
    with database._writing_rows() as session:
        session.execute(select(1))
        for before, writer in enumerate(writers, start=1):
            writer.start()
            for _ in range(500):  # each asks after the one before, however busy the machine
                if len(queue) <= before:
                    sleep(0.01)
            assert len(queue) > before
    for writer in writers:
        writer.join()

    assert came == list(range(12))


def test_a_writer_whose_turn_does_not_come_is_told_that_the_file_is_held(tmp_path):
    database = Database(open_engine(url_in(tmp_path), patience=0.05))

    def write():
        with database._writing_rows():
            pass

    with database._writing_rows(), ThreadPoolExecutor(1) as pool:
        failed = pool.submit(write).exception()

    assert isinstance(failed, SQLAlchemyError)
    assert trouble_of(failed) is Trouble.BUSY
    write()  # and its place in the queue is free again


def test_a_writer_looks_for_the_lock_of_another_process_again_and_again(tmp_path):
    """SQLite alone looks ten times a second, and may miss every moment at which it is free."""
    url, looks = url_in(tmp_path), []
    engine = open_engine(url, patience=0.2)
    event.listen(engine, "before_cursor_execute", lambda *what: looks.append(what[2]))

    def write():
        with Database(engine)._writing_rows() as session:
            session.execute(select(1))

    with Database(open_engine(url))._writing_rows(), pytest.raises(SQLAlchemyError) as failed:
        write()

    assert trouble_of(failed.value) is Trouble.BUSY
    assert looks.count("BEGIN IMMEDIATE") > 3
    write()
    with engine.connect() as reader:
        assert reader.exec_driver_sql("PRAGMA busy_timeout").scalar() in range(50, 201)


def test_an_event_delivered_to_several_threads_at_once_has_one_effect(store):
    def deliver(n):
        return store.record_attempt(ATTEMPT, "Ev1", replace(SLOT, key=f"copy {n}"))

    with ThreadPoolExecutor(WRITERS) as pool:
        effects = list(pool.map(deliver, range(20)))

    assert sorted(effects) == [False] * 19 + [True]
    assert store.recent_attempts(MAYA, 10) == (ATTEMPT,)
    assert store.count_slots()[SlotState.PENDING] == 1


def claim_all(url: str) -> list[str]:
    engine = open_engine(url)
    store = Store(engine)
    claimed = []
    while (slot := store.claim_slot(NOON, MINUTE)) is not None:
        claimed.append(slot.key)
    engine.dispose()
    return claimed


def test_two_processes_never_claim_the_same_slot(store, database_url):
    keys = [f"Ev{n:03}" for n in range(100)]
    for key in keys:
        store.record_event("T1", key, NOON, replace(SLOT, key=key))

    with SPAWN.Pool(2) as pool:
        claimed = pool.map(claim_all, [database_url] * 2, chunksize=1)
        pool.close()
        pool.join()

    assert sorted(claimed[0] + claimed[1]) == keys


def test_a_slot_that_another_sender_is_just_taking_is_passed_over(postgresql):
    engine = open_engine(emptied(postgresql), patience=0.2)
    store = Store(engine)
    for key in ("Ev1", "Ev2"):
        store.record_event("T1", key, NOON, replace(SLOT, key=key))

    with engine.begin() as other:
        other.execute(select(SlotRow.key).where(SlotRow.key == "Ev1").with_for_update())
        claimed = store.claim_slot(NOON, MINUTE)
    engine.dispose()

    assert claimed is not None
    assert claimed.key == "Ev2"


def claim_and_die(url: str) -> None:
    Store(open_engine(url)).claim_slot(NOON, MINUTE)
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="kill -9 is a thing of POSIX")
def test_a_sender_killed_after_its_claim_leaves_a_lease_that_is_reported(store, database_url):
    store.record_event("T1", "Ev1", NOON, SLOT)
    sender = SPAWN.Process(target=claim_and_die, args=(database_url,))
    sender.start()
    sender.join()

    assert sender.exitcode == -signal.SIGKILL
    assert store.claim_slot(NOON + MINUTE, MINUTE) is None
    assert store.expired_leases(NOON + MINUTE) == (replace(SLOT, state=SlotState.SENDING, tries=1),)
