"""How the database goes about a board: through indexes that hold all that it adds up."""

import pytest
from sqlalchemy import text
from sqlalchemy.dialects import sqlite

from bot.core.periods import ALL_TIME, Period, week_of
from bot.storage.points import scores_of
from tests.databases import fresh_engine
from tests.storage.values import NOON

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
