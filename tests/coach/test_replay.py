"""A ledger that was tampered with is found out, and mended by entries that reverse."""

import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, update

from bot.coach.replay import Replays
from bot.core.periods import ALL_TIME
from bot.core.scoring import Award, Entry
from bot.storage.board_rows import entry_columns
from bot.storage.board_tables import LedgerRow, PracticeRow
from bot.storage.engine import WRITING
from bot.storage.store import Store
from tests.coach.practice import GOOD, HALF, POOR
from tests.coach.team_of import (
    A_DAY,
    BEGGING,
    LIBRARY,
    LINES,
    MONDAY,
    check,
    coach_of,
    drill,
    member,
)
from tests.databases import fresh_engine

MAYA = member(1)


@pytest.fixture(name="coach")
def _coach(store):
    return coach_of(store)


@pytest.fixture(name="replays")
def _replays(store):
    return Replays(LIBRARY.scoring, store)


@pytest.fixture(name="tamper")
def _tamper(engine):
    def tamper(statement):
        with engine.execution_options(**{WRITING: True}).begin() as connection:
            connection.execute(statement)

    return tamper


@pytest.fixture(name="practised")
def _practised(coach, store):
    for day in range(3):
        drill(coach, MAYA, GOOD, MONDAY + day * A_DAY)
    check(coach, MAYA, LINES[0], MONDAY)
    return store.scores("T1", [MAYA.id], ALL_TIME)


STRAY = Entry(MAYA, "drill:none", Award.DRILL, 50, MONDAY, MONDAY.date())
WRONG = {
    "an award that was never earned": insert(LedgerRow).values(entry_columns(STRAY)),
    "points that were changed": update(LedgerRow)
    .where(LedgerRow.kind == "new-line")
    .values(points=90),
    "awards that were lost": delete(LedgerRow).where(LedgerRow.kind == "streak"),
    "a streak that was changed": update(PracticeRow).values(streak=50),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_named_and_mended_to_the_point(what, practised, replays, store, tamper):
    assert replays.run().agrees
    tamper(WRONG[what])

    assert not replays.run(write=True).agrees
    assert replays.run().agrees
    assert store.scores("T1", [MAYA.id], ALL_TIME) == practised


def test_a_mended_ledger_keeps_what_was_wrong(practised, replays, store, tamper):
    tamper(WRONG["an award that was never earned"])
    replays.run(write=True)

    kept = {entry.source: (entry.points, entry.reverses) for entry in store.ledger(MAYA)}
    assert kept["drill:none"] == (50, None)
    assert kept["drill:none~1"] == (-50, "drill:none")


def test_a_ledger_can_be_mended_again_and_again(practised, replays, store, tamper):
    for points in (90, 91):
        newest = LedgerRow.kind == "new-line"
        tamper(update(LedgerRow).where(newest, LedgerRow.points > 0).values(points=points))
        replays.run(write=True)

    assert store.scores("T1", [MAYA.id], ALL_TIME) == practised
    assert replays.run().agrees


def test_changed_rules_are_counted_into_the_past_when_that_is_wished(practised, store):
    generous = LIBRARY.scoring.model_copy(
        update={"streak": LIBRARY.scoring.streak.model_copy(update={"points": 20})}
    )
    Replays(generous, store).run(write=True)

    (before,), (after,) = practised, store.scores("T1", [MAYA.id], ALL_TIME)
    assert after.points == before.points + 2 * 18
    assert after.practice_days == before.practice_days


ZONES = st.sampled_from(["UTC", "Asia/Tokyo", "America/Los_Angeles", "Pacific/Kiritimati"])
STEPS = st.one_of(
    st.tuples(st.just("check"), st.sampled_from([*LINES, BEGGING])),
    st.tuples(st.just("better"), st.sampled_from([*LINES, BEGGING])),
    st.tuples(st.just("drill"), st.sampled_from([GOOD, HALF, POOR])),
    st.tuples(st.just("again"), st.sampled_from([GOOD, HALF, POOR])),
    st.tuples(st.just("wait"), st.integers(1, 90)),
    st.tuples(st.just("travel"), ZONES),
    st.tuples(st.just("pause"), st.integers(1, 6)),
    st.tuples(st.sampled_from(["resume", "skip", "forget", "leave_out"]), st.none()),
    st.tuples(st.just("holidays"), st.frozensets(st.integers(0, 12), max_size=4)),
)


class Life:
    """One member who does all sorts of things, hour after hour."""

    def __init__(self, store: Store) -> None:
        self.store, self.coach, self.now = store, coach_of(store), MONDAY
        self.events, self.last, self.given = 0, "", ""
        self.coach.schedules.join(MAYA, zone="UTC", now=self.now, event_key="join")

    def live(self, what: str, how: Any) -> None:
        """Do one of what the methods below are named after."""
        self.now += timedelta(minutes=7)
        self.events += 1
        getattr(self, what)(how)

    @property
    def once(self) -> dict[str, Any]:
        return {"now": self.now, "event_key": f"Ev{self.events}"}

    def check(self, line: str) -> None:
        self.last = check(self.coach, MAYA, line, self.now)

    def better(self, line: str) -> None:
        self.coach.critiques.review(MAYA, line, earlier=self.last or None, **self.once)

    def drill(self, text: str) -> None:
        self.given = drill(self.coach, MAYA, text, self.now)

    def again(self, text: str) -> None:
        if self.given:
            self.coach.drills.answer(MAYA, self.given, text, **self.once)

    def leave_out(self, _: None) -> None:
        if self.given:
            self.coach.drills.skip(MAYA, self.given)

    def wait(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    def travel(self, zone: str) -> None:
        self.coach.schedules.change(MAYA, zone=zone, **self.once)

    def pause(self, days: int) -> None:
        until = (self.now + days * A_DAY + A_DAY).date()
        self.coach.schedules.pause(MAYA, until, **self.once)

    def resume(self, _: None) -> None:
        self.coach.schedules.resume(MAYA, **self.once)

    def skip(self, _: None) -> None:
        self.coach.schedules.skip(MAYA, **self.once)

    def forget(self, _: None) -> None:
        self.store.forget_texts(self.now)

    def holidays(self, days: frozenset[int]) -> None:
        dates = [MONDAY.date() + day * A_DAY for day in days]
        self.coach.schedules.set_holidays(MAYA, dates, is_manager=True, now=self.now)


@settings(max_examples=25)
@given(st.lists(STEPS, max_size=25))
def test_whatever_a_member_does_a_replay_agrees_to_the_point(steps):
    with tempfile.TemporaryDirectory() as folder, fresh_engine(Path(folder)) as engine:
        store = Store(engine)
        life = Life(store)
        for what, how in steps:
            life.live(what, how)
        replayed = Replays(LIBRARY.scoring, store).run()
        scores = store.scores("T1", [MAYA.id], ALL_TIME)

    assert replayed.differences == ()
    assert replayed.streaks == 0
    assert replayed.points == sum(score.points for score in scores)
