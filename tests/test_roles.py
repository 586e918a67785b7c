"""`close-coach worker` and `clock`: each does its part, and ends well when it is told to."""

import signal
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.coach.coach import Coach
from bot.core.people import Member
from bot.core.slots import SlotState
from bot.sandbox.server import Sandbox
from bot.storage.engine import open_engine, place, read_url
from bot.storage.store import Store
from tests.processes import close_coach, finished
from tests.shipped import critic

MAYA = "U0MAYA"
WHO = Member("T0DEMO", MAYA)


@pytest.fixture(name="slack")
def _slack():
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture(name="store")
def _store(database_url):
    engine = open_engine(database_url)
    yield Store(engine)
    engine.dispose()


def one_is_due(store):
    """Let Maya join, with a drill that has been due for a few minutes."""
    now = datetime.now(UTC)
    due = now - timedelta(minutes=10)
    coach = Coach.over(critic(), store)
    week = range(7)
    before = due - timedelta(hours=20)
    at = time(due.hour, due.minute)
    coach.schedules.change(WHO, at=at, weekdays=week, now=before, event_key="hour")
    coach.schedules.join(WHO, zone="UTC", now=before, event_key="join")


def started(words, database_url, folder, says="Close Coach", **settings):
    process = close_coach(words, folder=folder, DATABASE_URL=database_url, **settings)
    assert process.stderr is not None
    lines = iter(process.stderr.readline, "")
    said = next((line for line in lines if "Close Coach" in line), "")
    assert says in said
    return process


def told_to_end(process):
    process.send_signal(signal.SIGTERM)
    process.send_signal(signal.SIGTERM)
    code, out, err = finished(process)
    assert (code, out, "Traceback" in err) == (0, "", False)
    assert "Close Coach has stopped" in err


def until(store, state):
    """Wait until something is in that state."""
    for _ in range(600):
        if store.count_slots()[state]:
            return
        signal.sigtimedwait([], 0.05)
    raise TimeoutError(store.count_slots())


def test_a_clock_finds_what_is_due_and_two_workers_send_it_once(
    slack, store, database_url, tmp_path
):
    one_is_due(store)

    says = f"due in {place(read_url(database_url))}, for other processes to send"
    clock = started("clock", database_url, tmp_path, says=says)
    until(store, SlotState.PENDING)
    told_to_end(clock)
    token = {"SLACK_API_URL": slack.api_url, "SLACK_BOT_TOKEN": slack.bot_token}
    workers = [started("worker", database_url, tmp_path, **token) for _ in range(2)]
    until(store, SlotState.SENT)
    for worker in workers:
        told_to_end(worker)

    assert len(slack.calls_of("chat.postMessage")) == 1


def test_a_worker_without_a_token_says_where_to_get_it(tmp_path):
    code, out, err = finished(close_coach("worker", folder=tmp_path))

    assert (code, out) == (1, "")
    assert err.startswith("ENCRYPTION_KEYS must be set to serve many workspaces, or else")
    assert err.count("\n") == 1
