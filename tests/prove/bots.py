"""Bots as processes of their own that give and send drills until they are killed."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from multiprocessing.synchronize import Event

from slack_sdk import WebClient
from sqlalchemy import Engine, insert, select

from bot.coach.coach import Coach
from bot.core.boards import BoardWish, Cadence
from bot.core.people import Member
from bot.core.slots import SlotState
from bot.slack.board_posts import BoardPosts
from bot.slack.clients import one_client
from bot.slack.conversation import replies
from bot.slack.delivery import Delivery
from bot.slack.directory import Directory
from bot.slack.settings import stop_for
from bot.storage.engine import open_engine
from bot.storage.metadata import METADATA
from bot.storage.store import Store
from tests.shipped import critic

OPEN = (SlotState.PENDING, SlotState.SENDING)
ROUND = 0.01  # seconds between two rounds of a bot
A_MINUTE = timedelta(minutes=1)
CALL_TIMEOUT = 3  # seconds: less than a lease


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock that goes faster than the true one. All processes share what it began with."""

    began: datetime
    true: float  # of time.time()
    speed: float

    def __call__(self) -> datetime:
        return self.began + timedelta(seconds=(time.time() - self.true) * self.speed)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the bots work."""

    database: str
    slack: str
    clock: Clock


def work(place: Place, ready: Event, go: Event) -> None:
    """Be a bot: give what is due, settle what is open, send, until nothing is left.

    Says when it is ready, and begins when it is told to.
    """
    engine = open_engine(place.database)
    store = Store(engine)
    coach = Coach.over(critic(), store)
    client = WebClient("xoxb-prove", base_url=place.slack, retry_handlers=[], timeout=CALL_TIMEOUT)
    posts = BoardPosts(coach, Directory(place.clock), one_client(client), place.clock)
    delivery = Delivery(
        store,
        one_client(client),
        replies(coach, place.clock, more=posts.messages),
        place.clock,
        gone=partial(stop_for, coach.schedules, place.clock),
    )
    ready.set()
    go.wait()
    recovered = place.clock()
    coach.tick.run(recovered)
    while still_open(store):
        if place.clock() - recovered >= A_MINUTE:
            recovered = place.clock()
            delivery.recover(recovered)
        delivery.send_pending()
        time.sleep(ROUND)
    engine.dispose()


def still_open(store: Store) -> int:
    """Count what is neither delivered nor given up."""
    counts = store.count_slots()
    return sum(counts[state] for state in OPEN)


def enrol(coach: Coach, count: int, joined: datetime) -> None:
    """Let so many members join, each with a drill at nine in the morning UTC."""
    for number in range(count):
        who = Member("T0PROVE", f"U{number:05}")
        coach.schedules.join(who, zone="UTC", now=joined, event_key=f"join-{number}")


def enrol_many(engine: Engine, coach: Coach, count: int, joined: datetime) -> None:
    """Let one member join, and so many in all be like them. It takes no minutes for thousands."""
    enrol(coach, min(1, count), joined)
    with engine.begin() as connection:
        for kept, name in (("members", "id"), ("enrolments", "member")):
            table = METADATA.tables[kept]
            first = connection.execute(select(table)).mappings().first()
            rest = [dict(first or {}) | {name: f"U{number:05}"} for number in range(1, count)]
            if rest:
                connection.execute(insert(table), rest)


def set_up_boards(coach: Coach, count: int, since: datetime) -> None:
    """Give so many channels a daily board, each due at nine in the morning UTC."""
    wish = BoardWish("UTC", Cadence.DAILY, hour=9)
    for number in range(count):
        who = Member("T0PROVE", "U0BOSS")
        coach.boards.set_up(who, f"C{number:05}", wish, is_manager=True, now=since)


def at(hour: int) -> datetime:
    """Return an hour of the Monday on which all this takes place."""
    return datetime(2026, 11, 23, hour, tzinfo=UTC)
