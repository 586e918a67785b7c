"""Points in the database: kept with what earns them, and added up from an index alone."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import text
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import SQLAlchemyError

from bot.core.boards import Score
from bot.core.calendar import Schedule
from bot.core.fingerprints import fingerprint
from bot.core.periods import ALL_TIME, Period, week_of
from bot.core.scoring import Award, Deed, Entry
from bot.core.streaks import Streak
from bot.storage.points import scores_of
from bot.storage.practice import Claim
from tests.core.small import SCORING
from tests.databases import fresh_engine
from tests.storage.values import ATTEMPT, MAYA, MINUTE, NOON

MEMBERS = [f"U{number}" for number in range(1000)]


@pytest.mark.parametrize("period", [week_of(NOON.date()), ALL_TIME])
@pytest.mark.parametrize("members", [MEMBERS[:1], MEMBERS])
def test_a_board_is_added_up_from_its_index_alone(tmp_path, period: Period, members):
    query = scores_of("T1", members, period).compile(
        dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True}
    )
    with fresh_engine(tmp_path) as engine, engine.connect() as connection:
        plan = [row[3] for row in connection.execute(text(f"EXPLAIN QUERY PLAN {query}"))]

    assert plan[0] == (
        "SEARCH ledger USING COVERING INDEX ix_ledger_board"
        " (workspace=? AND member=? AND day>? AND day<?)"
    )
    assert not any("SCAN ledger" in step or "TEMP B-TREE" in step for step in plan)


CLAIMED = Claim(
    SCORING,
    Deed(MAYA, ATTEMPT.id, ATTEMPT.score, NOON, NOON.date(), line=fingerprint("Any day?")),
    Schedule(),
)
EVER = (NOON.date(), NOON.date())


def practise(store, number: int = 0) -> None:
    attempt = replace(ATTEMPT, id=f"a{number}", made_at=NOON + number * MINUTE)
    deed = replace(CLAIMED.deed, attempt=attempt.id, made_at=attempt.made_at)
    store.record_attempt(attempt, f"Ev{number}", None, (), replace(CLAIMED, deed=deed))


def test_an_attempt_brings_its_points_in_the_same_transaction(store):
    practise(store)

    assert store.scores("T1", ["U1", "U2"], ALL_TIME) == (Score(MAYA, 3, 1),)
    assert [(entry.kind, entry.points) for entry in store.entries(MAYA, ALL_TIME, 9)] == [
        (Award.NEW_LINE, 3)
    ]
    assert store.streaks("T1", ["U1"], NOON)[MAYA].days == 1
    assert [work.score for work in store.works("T1", ["U1"], *EVER)] == [ATTEMPT.score]
    assert store.participants("T1") == {"U1"}
    assert store.participants("T1", ["U2"]) == frozenset()
    assert store.joined("T1", ["U1"]) == frozenset()


def test_an_attempt_whose_points_cannot_be_kept_is_not_kept(store):
    practise(store)
    broken = replace(CLAIMED.deed, made_at=datetime(2026, 3, 2))  # noqa: DTZ001 - the mistake is the point

    with pytest.raises(SQLAlchemyError):
        store.record_attempt(
            replace(ATTEMPT, id="a9"),
            "Ev9",
            None,
            (),
            replace(CLAIMED, deed=replace(broken, line=fingerprint("Another one, quite new."))),
        )
    assert store.attempt(MAYA, "a9") is None
    assert len(store.ledger(MAYA)) == 2


def test_one_line_told_at_once_by_many_threads_earns_once(store):
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: practise(store, number), range(12)))

    assert store.scores("T1", ["U1"], ALL_TIME) == (Score(MAYA, 3, 1),)
    assert [done.counts for done in store.done(MAYA)] == [True] + [False] * 11


def test_what_a_replay_reads_is_what_was_kept_and_what_it_mends_is_kept(store):
    practise(store)
    (done,) = store.done(MAYA)
    mend = Entry(MAYA, "drill:x", Award.DRILL, 5, NOON, NOON.date())
    store.mend(MAYA, [mend], [(True, Streak(7, 1, NOON.date()))])

    assert store.practised() == (MAYA,)
    assert done.deed == replace(CLAIMED.deed, attempt="a0")
    assert store.done(MAYA) == (replace(done, streak=Streak(7, 1, NOON.date())),)
    assert mend in store.ledger(MAYA)
