"""A ledger that was tampered with is found out, and mended by entries that reverse."""

import pytest
from sqlalchemy import delete, insert, update

from bot.coach.replay import Replays
from bot.core.periods import ALL_TIME
from bot.core.scoring import Award, Entry
from bot.storage.board_rows import entry_columns
from bot.storage.board_tables import LedgerRow, PracticeRow
from bot.storage.engine import WRITING
from tests.coach.practice import GOOD
from tests.coach.team_of import A_DAY, LIBRARY, LINES, MONDAY, check, coach_of, drill, member

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
