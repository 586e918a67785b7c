import multiprocessing
import sqlite3
from contextlib import closing
from multiprocessing.synchronize import Barrier

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from bot.errors import StoreError
from bot.storage import migrate
from bot.storage.engine import WRITING, open_engine
from bot.storage.migrate import is_current, upgrade
from bot.storage.tables import Base
from tests.databases import url_in
from tests.storage.values import ATTEMPT, MAYA, NOON, SLOT

SPAWN = multiprocessing.get_context("spawn")


def test_the_scripts_make_exactly_the_tables_of_the_code(engine):
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_a_database_is_current_once_it_is_upgraded(tmp_path):
    engine = open_engine(url_in(tmp_path))
    before = is_current(engine)
    upgrade(url_in(tmp_path))
    after = is_current(engine)
    engine.dispose()

    assert (before, after) == (False, True)


def test_an_upgrade_of_a_filled_database_keeps_what_is_in_it(store, tmp_path):
    store.record_attempt(ATTEMPT, "Ev1", SLOT)
    store.record_dispute(MAYA, "a1", "passive-exit", NOON)
    disputes = store.disputes("T1")

    upgrade(url_in(tmp_path))

    assert store.attempt(MAYA, "a1") == ATTEMPT
    assert store.disputes("T1") == disputes
    assert store.record_event("T1", "Ev1", NOON) is False


def test_the_folder_of_a_new_database_is_made(tmp_path):
    upgrade(url_in(tmp_path / "not" / "yet"))
    assert (tmp_path / "not" / "yet" / "coach.db").is_file()


def upgrade_together(url: str, all_ready: Barrier) -> None:
    all_ready.wait()
    upgrade(url)


def test_processes_that_start_at_once_upgrade_one_after_the_other(tmp_path):
    all_ready = SPAWN.Barrier(3)
    processes = [
        SPAWN.Process(target=upgrade_together, args=(url_in(tmp_path), all_ready)) for _ in range(3)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join()

    assert [process.exitcode for process in processes] == [0, 0, 0]
    engine = open_engine(url_in(tmp_path))
    assert is_current(engine)
    engine.dispose()


def test_a_file_that_is_no_database_is_reported_and_left_alone(tmp_path):
    file = tmp_path / "coach.db"
    file.write_text("a shopping list, and quite a long one at that")

    with pytest.raises(StoreError) as refusal:
        upgrade(url_in(tmp_path))
    assert str(refusal.value) == (
        f"The database in {tmp_path} cannot be brought up to date: file is not a database."
    )
    assert file.read_text() == "a shopping list, and quite a long one at that"


def test_a_database_of_a_newer_version_is_reported(engine, tmp_path):
    with engine.execution_options(**{WRITING: True}).begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'newer'")

    with pytest.raises(StoreError) as refusal:
        upgrade(url_in(tmp_path))
    assert str(refusal.value) == (
        f"The database in {tmp_path} cannot be brought up to date: "
        "Can't locate revision identified by 'newer'."
    )


def test_a_folder_that_cannot_be_made_is_reported(tmp_path):
    (tmp_path / "taken").write_text("")
    with pytest.raises(StoreError, match="cannot be brought up to date"):
        upgrade(url_in(tmp_path / "taken"))


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
    url = f"sqlite:///{tmp_path / 'bot.db'}"
    upgrade(url)

    with closing(sqlite3.connect(tmp_path / "bot.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        upgrade(url)
        other.execute("ROLLBACK")

    engine = open_engine(url)
    assert is_current(engine)
    engine.dispose()


def test_a_database_that_another_process_holds_is_told_from_a_broken_one(tmp_path, monkeypatch):
    monkeypatch.setattr(migrate, "WAIT", 50)

    with closing(sqlite3.connect(tmp_path / "bot.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="another process holds it"):
            upgrade(f"sqlite:///{tmp_path / 'bot.db'}")
