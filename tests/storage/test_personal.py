"""What is kept about a member is found in every table, and gone from every one."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import JSON, String, insert, select

from bot.core.people import Member
from bot.storage import personal
from bot.storage.metadata import METADATA
from bot.storage.tables import Utc, Words
from tests.storage.rows_of import SAMPLES
from tests.storage.values import DAY, MAYA, MINUTE, NOON

TABLES = METADATA.sorted_tables
NO_WORKSPACE = {"oauth_states", "pulses"}  # they hold neither members nor what members did

# Columns of text in which no member can be named. A new column has to be put here, or to get a
# name by which `personal` finds it.
NOBODY = {
    "attempts": "id kind verdict stance rules text earlier",
    "assignments": "id kind key drill reason ts",
    "audit": "action what",
    "boards": "channel cadence zone paused_reason",
    "cards": "skill state",
    "disputes": "attempt rule stance rules decision fingerprint",
    "drill_attempts": "id assignment drill stance rules text",
    "enrolments": "zone channel",
    "holidays": "",
    "installations": "name token key_id bot_user",
    "ledger": "source kind reverses",
    "practice": "attempt fingerprint",
    "preferences": "report_zone",
    "seen_events": "key",  # of our own making, one names a member: it is deleted by that
    "slots": "kind key subject channel thread_ts state error",  # as is the news of a manager
    "team_exceptions": "id rule fingerprint",
    "team_traps": "id name why",  # what managers wrote for all
    "workspaces": "stance",
}


def is_text(column):
    return isinstance(column.type, Words | String)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_column_of_text_is_known_to_name_a_member_or_nobody(table):
    """This fails for a new table or column until somebody has thought about it."""
    workspace = {"workspace"} if table.name != "workspaces" else {"id"}
    if table.name in NO_WORKSPACE:
        assert not workspace & set(table.c.keys())
        return
    found = {column.name for column in personal._owners(table) + personal._doers(table)}
    texts = {column.name for column in table.columns if is_text(column)}

    assert texts == found | workspace | set(NOBODY.get(table.name, "").split())


def fill(connection, who, other):
    """Put a row of each kind into every table: about a member, and about another one."""
    for table in TABLES:
        if table.name in NO_WORKSPACE:
            continue
        for number, member in enumerate((who, other)):
            connection.execute(insert(table).values(row(table, member, number)))


def row(table, who, number):
    values = {}
    for column in table.columns:
        values[column.name] = sample(column, number)
        if column in personal._owners(table) or column in personal._doers(table):
            values[column.name] = who.id
        for key in column.foreign_keys:
            if key.column.name == "id" and column.name not in ("workspace", "member"):
                values[column.name] = f"id {number}"
    return values | {"id" if table.name == "workspaces" else "workspace": who.workspace}


def sample(column, number):
    if is_text(column):
        return f"{column.name} {number}"
    if isinstance(column.type, JSON):
        return []
    kind = datetime if isinstance(column.type, Utc) else column.type.python_type
    return number if kind is int and column.primary_key else SAMPLES[kind]


def contents(connection):
    """Return every row of every table, as words."""
    return [
        f"{table.name} {dict(row)}"
        for table in TABLES
        for row in connection.execute(select(table)).mappings()
    ]


@pytest.fixture(name="filled")
def _filled(engine):
    """A member in every table, and others everywhere beside them."""
    with engine.connect() as connection:
        fill(connection, MAYA, Member("T2", "U-OTHER"))
        connection.commit()
    return engine


def test_a_member_is_gone_from_every_table_and_everybody_else_is_still_there(filled, store):
    store.forget_member(MAYA, NOON)

    with filled.connect() as connection:
        left = contents(connection)
    assert [line for line in left if "'U1'" in line] == []
    tables = {line.split()[0] for line in left if "'U-OTHER'" in line}
    assert tables == {
        table.name for table in TABLES if personal._owners(table) + personal._doers(table)
    }


def test_the_same_id_in_another_workspace_is_another_person(engine, store):
    with engine.connect() as connection:
        fill(connection, MAYA, Member("T2", MAYA.id))
        connection.commit()

    store.forget_member(MAYA, NOON)

    with engine.connect() as connection:
        left = [line for line in contents(connection) if "'U1'" in line]
    assert left
    assert all("'T2'" in line for line in left)


def test_an_export_holds_a_row_of_every_table_and_nothing_of_others(filled, store):
    found = store.all_about(MAYA)

    assert set(found) == {
        table.name for table in TABLES if personal._owners(table) + personal._doers(table)
    }
    assert "U-OTHER" not in str(found)
    assert "token" not in found["installations"][0]


def test_of_who_is_unknown_nothing_is_kept_and_nothing_breaks(store):
    store.forget_member(MAYA, NOON)

    assert store.all_about(MAYA) == {}


def test_a_file_is_scrubbed_once_a_day_after_a_deletion_and_a_server_never(engine, store):
    once = engine.dialect.name == "sqlite"

    assert not store.scrub(NOON, DAY)
    store.forget_member(MAYA, NOON)
    assert store.scrub(NOON + MINUTE, DAY) is once
    assert not store.scrub(NOON + MINUTE, DAY)
    store.forget_member(MAYA, NOON + 2 * MINUTE)
    assert not store.scrub(NOON + timedelta(hours=23), DAY)
    assert store.scrub(NOON + DAY + 2 * MINUTE, DAY) is once
