import multiprocessing
import sqlite3
from contextlib import closing, contextmanager
from multiprocessing.synchronize import Barrier

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from bot.errors import StoreError
from bot.storage import migrate
from bot.storage.engine import WRITING, open_engine
from bot.storage.metadata import METADATA
from bot.storage.migrate import SCRIPTS, is_current, known_revisions, script_config, upgrade
from tests.databases import ENGINES, url_in
from tests.storage.rows_of import fill, read, tables

SPAWN = multiprocessing.get_context("spawn")
REVISIONS = sorted(script.revision for script in ScriptDirectory(str(SCRIPTS)).walk_revisions())
INDEXES = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL",
    "postgresql": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
}


@pytest.fixture(params=ENGINES, name="empty_url")
def _empty_url(request, tmp_path):
    """Name a database without any table."""
    if request.param == "sqlite":
        return url_in(tmp_path)
    server = request.getfixturevalue("postgresql")
    server.make("empty")
    return server.url("empty")


@contextmanager
def writing(url):
    engine = open_engine(url)
    try:
        with engine.execution_options(**{WRITING: True}).begin() as connection:
            yield connection
    finally:
        engine.dispose()


def indexes(connection):
    """Return how each index is made, conditions included, by its name."""
    found = connection.execute(text(INDEXES[connection.dialect.name]))
    return {name: " ".join(sql.split()).replace('"', "") for name, sql in found}


def test_the_scripts_make_exactly_the_tables_of_the_code(engine):
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, METADATA) == []


def test_the_scripts_make_exactly_the_indexes_of_the_code(empty_url):
    with writing(empty_url) as connection:
        METADATA.create_all(connection)
        wanted = indexes(connection)
        METADATA.drop_all(connection)

    upgrade(empty_url)

    with writing(empty_url) as connection:
        made = indexes(connection)
    made.pop("alembic_version_pkc", None)
    assert made == wanted


def test_the_scripts_are_numbered_in_the_order_in_which_they_run():
    assert sorted(known_revisions()) == REVISIONS
    assert ScriptDirectory(str(SCRIPTS)).get_heads() == [max(known_revisions())]


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_filled_database_of_every_earlier_revision_is_upgraded_with_all_its_rows(
    empty_url, revision
):
    """A new script is tested from every revision before it, with no change here."""
    with writing(empty_url) as connection:
        command.upgrade(script_config(connection), revision)
        fill(connection)
        before = {table.name: read(connection, table) for table in tables(connection)}

    upgrade(empty_url)

    with writing(empty_url) as connection:
        after = {table.name: read(connection, table) for table in tables(connection)}
    for name, rows in before.items():
        kept = [{column: row[column] for column in rows[0] if column in row} for row in after[name]]
        assert kept == rows
        assert len(rows) == 3


def test_a_database_is_current_once_it_is_upgraded(empty_url):
    engine = open_engine(empty_url)
    before = is_current(engine)
    upgrade(empty_url)
    after = is_current(engine)
    engine.dispose()

    assert (before, after) == (False, True)


def test_the_folder_of_a_new_database_is_made(tmp_path):
    upgrade(url_in(tmp_path / "not" / "yet"))
    assert (tmp_path / "not" / "yet" / "coach.db").is_file()


def upgrade_together(url: str, all_ready: Barrier) -> None:
    all_ready.wait()
    upgrade(url)


def test_processes_that_start_at_once_upgrade_one_after_the_other(empty_url):
    all_ready = SPAWN.Barrier(2)
    processes = [
        SPAWN.Process(target=upgrade_together, args=(empty_url, all_ready)) for _ in range(2)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join()

    assert [process.exitcode for process in processes] == [0, 0]
    engine = open_engine(empty_url)
    assert is_current(engine)
    engine.dispose()


def test_a_file_that_is_no_database_is_reported_and_left_alone(tmp_path):
    file = tmp_path / "coach.db"
    file.write_text("a shopping list, and quite a long one at that")

    with pytest.raises(StoreError) as refusal:
        upgrade(url_in(tmp_path))
    assert str(refusal.value) == (
        f"The database {file} cannot be brought up to date: it is damaged, or is no database."
        " Check the address in DATABASE_URL, or restore a backup."
    )
    assert file.read_text() == "a shopping list, and quite a long one at that"


def test_a_database_of_a_newer_version_is_reported(empty_url):
    upgrade(empty_url)
    with writing(empty_url) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'newer'")

    with pytest.raises(StoreError) as refusal:
        upgrade(empty_url)
    assert str(refusal.value) == (
        "The database was made by a newer version of Close Coach: run that version,"
        " or restore a backup from before it."
    )


def test_a_folder_that_cannot_be_made_is_reported(tmp_path):
    (tmp_path / "taken").write_text("")
    with pytest.raises(StoreError, match="cannot be brought up to date"):
        upgrade(url_in(tmp_path / "taken"))


def test_a_server_that_is_not_there_is_reported_without_user_and_password(tmp_path):
    with pytest.raises(StoreError) as refusal:
        upgrade(f"postgresql://ada:secret@/coach?host={tmp_path}")
    assert str(refusal.value) == (
        f"The database coach on {tmp_path} cannot be brought up to date: it cannot be reached."
        " Check that it is there and running, and the address in DATABASE_URL."
    )


def test_an_upgrade_that_would_leave_rows_without_their_parent_changes_nothing(tmp_path):
    connection = sqlite3.connect(tmp_path / "coach.db")
    connection.executescript(
        "CREATE TABLE parents (id PRIMARY KEY);"
        "CREATE TABLE children (parent REFERENCES parents (id));"
        "INSERT INTO children VALUES ('lost');"
    )
    with pytest.raises(StoreError, match="would leave 1 rows without their parent"):
        upgrade(url_in(tmp_path))

    tables = connection.execute("SELECT name FROM sqlite_master ORDER BY name").fetchall()
    connection.close()
    assert [name for (name,) in tables if not name.startswith("sqlite_")] == ["children", "parents"]


def test_a_database_that_is_up_to_date_is_not_waited_for(tmp_path):
    upgrade(url_in(tmp_path))

    with closing(sqlite3.connect(tmp_path / "coach.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        upgrade(url_in(tmp_path))
        other.execute("ROLLBACK")

    engine = open_engine(url_in(tmp_path))
    assert is_current(engine)
    engine.dispose()


def test_a_database_that_another_process_holds_is_told_from_a_broken_one(tmp_path, monkeypatch):
    monkeypatch.setattr(migrate, "WAIT", 50)

    with closing(sqlite3.connect(tmp_path / "coach.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="it is held by another process"):
            upgrade(url_in(tmp_path))
