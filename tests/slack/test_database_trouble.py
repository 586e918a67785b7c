"""The database is held, full, read-only or away: a plain sentence; it comes back: all is well."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from sqlite3 import connect
from time import monotonic, sleep

import pytest
from slack_sdk import WebClient
from sqlalchemy import Engine, event

from bot.core.slots import Slot, SlotKind, SlotState
from bot.sandbox.server import Sandbox
from bot.slack.clients import one_client
from bot.slack.conversation import replies
from bot.slack.delivery import Delivery
from bot.storage.engine import open_engine
from bot.storage.store import Store
from tests.databases import emptied, make_database
from tests.postgres import Server
from tests.slack import payloads
from tests.slack.conftest import now

LINE = "Thank you for your time. Do you have any red flags about me?"
LONG = " ".join([LINE] * 64)
SOON = 0.05  # seconds until the database gives up waiting

TRIES_AGAIN = "The sender could not go on; it tries again"

Trouble = Callable[[], AbstractContextManager[None]]


@pytest.fixture(params=["held", "full", "read-only", "away", "server"], name="kept")
def _kept(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Engine, Trouble]]:
    """Open a database, with a trouble that it can be brought into."""
    folder = tmp_path / "data"
    folder.mkdir()
    if request.param == "server":
        server = request.getfixturevalue("postgresql")
        engine = open_engine(emptied(server), patience=SOON)
        trouble: Trouble = lambda: stopped(server)  # noqa: E731
    else:
        engine = open_engine(make_database(folder), patience=SOON)
        trouble = {
            "held": lambda: held(folder),
            "full": lambda: hampered(engine, "PRAGMA max_page_count = 1"),
            "read-only": lambda: hampered(engine, "PRAGMA query_only = ON"),
            "away": lambda: away(engine, folder),
        }[request.param]
    yield engine, trouble
    engine.dispose()


@pytest.fixture(name="store")
def _store(kept: tuple[Engine, Trouble]) -> Store:
    return Store(kept[0])


@contextmanager
def held(folder: Path) -> Iterator[None]:
    with closing(connect(folder / "coach.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


@contextmanager
def hampered(engine: Engine, pragma: str) -> Iterator[None]:
    """Open every connection under a limit: a page count is never less than there are pages."""

    def hamper(connection, _record):
        connection.execute(pragma).close()

    event.listen(engine, "connect", hamper)
    engine.dispose()
    yield
    event.remove(engine, "connect", hamper)
    engine.dispose()


@contextmanager
def away(engine: Engine, folder: Path) -> Iterator[None]:
    engine.dispose()
    folder.rename(folder.with_name("elsewhere"))
    yield
    folder.with_name("elsewhere").rename(folder)


@contextmanager
def stopped(server: Server) -> Iterator[None]:
    server.stop()
    try:
        yield
    finally:
        server.start()


def test_people_get_a_plain_sentence_and_afterwards_their_answer(desk, kept, caplog):
    _, trouble = kept
    with trouble():
        command = desk.answer(payloads.command(LONG))
        form = desk.answer(payloads.submission("check_form", LONG))
        message = desk.ask(payloads.event(payloads.direct_message(LONG))).status
        said = caplog.text
    answered = desk.answer(payloads.command(LONG))

    sentence = "I cannot get at my database right now, so nothing of this was kept."
    assert command["text"].startswith(sentence)
    assert form["errors"]["line"].startswith(sentence)
    assert message == 500  # not acknowledged, so that Slack delivers it again
    assert "Traceback" not in said
    assert "red flags" not in said
    assert "of 100" in answered["text"]
    assert desk.ask(payloads.event(payloads.direct_message(LONG))).status == 200
    assert desk.store.count_slots()[SlotState.PENDING] == 1


def test_what_waits_is_sent_once_when_the_database_is_back(coach, store, kept, caplog):
    _, trouble = kept
    with Sandbox() as slack:
        dm = slack.dm("U0MAYA")
        slot = Slot("T0DEMO", "U0MAYA", SlotKind.HELP, "Ev1", "", dm, None, now())
        store.record_event("T0DEMO", "Ev1", now(), slot)
        client = WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[], timeout=5)
        delivery = Delivery(store, one_client(client), replies(coach, now), now, idle=SOON)
        with trouble():
            delivery.start()
            sleep(6 * SOON)  # it tries in vain, but for a full database: a claim needs no room
        until_sent(store)
        delivery.stop(5)
        calls = len(slack.calls_of("chat.postMessage"))

    assert calls == 1
    assert "Traceback" not in caplog.text
    told = [record.message for record in caplog.records if "could not go on" in record.message]
    assert all(one.startswith(f"{TRIES_AGAIN}: the database ") for one in told)


def until_sent(store: Store) -> None:
    until = monotonic() + 30
    while monotonic() < until:
        if store.count_slots()[SlotState.SENT]:
            return
        sleep(SOON)
    raise TimeoutError
