"""What is kept moves to another database, into a backup and back, and arrives as it was."""

import sqlite3
from contextlib import closing
from threading import Event, Thread

import pytest

from bot.core.slots import SlotState
from bot.errors import StoreError
from bot.storage.engine import WRITING, open_engine
from bot.storage.store import Store
from bot.storage.transfer import backup, copy, restore, verify
from tests.databases import emptied, make_database, url_in
from tests.storage.rows_of import fill, read, tables
from tests.storage.values import ATTEMPT, MAYA, NOON


@pytest.fixture(name="filled")
def _filled(tmp_path):
    """Make a SQLite database with rows in every table."""
    (tmp_path / "filled").mkdir()
    url = make_database(tmp_path / "filled")
    engine = open_engine(url)
    with engine.execution_options(**{WRITING: True}).begin() as connection:
        fill(connection)
    engine.dispose()
    return url


def contents(url):
    engine = open_engine(url)
    with engine.connect() as connection:
        found = {table.name: read(connection, table) for table in tables(connection)}
    engine.dispose()
    return found


def instants_aware(found):
    """SQLite keeps no time zone: compare instants by what they are in UTC."""
    return {
        name: [{key: _plain(value) for key, value in row.items()} for row in rows]
        for name, rows in found.items()
    }


def _plain(value):
    return value.replace(tzinfo=None) if getattr(value, "tzinfo", None) else value


@pytest.fixture(params=["sqlite", "postgresql"], name="target")
def _target(request, tmp_path):
    if request.param == "sqlite":
        return url_in(tmp_path)
    return emptied(request.getfixturevalue("postgresql"))


def test_every_row_of_every_table_arrives_in_another_database(filled, target):
    copied = copy(filled, target)

    wanted = contents(filled)
    assert instants_aware(contents(target)) == instants_aware(wanted)
    assert copied.rows == {name: len(rows) for name, rows in wanted.items()}
    assert set(copied.rows.values()) == {3}


def test_a_copy_comes_back_from_a_server_as_it_was(filled, postgresql, tmp_path):
    copy(filled, emptied(postgresql))

    copy(postgresql.url("tests"), url_in(tmp_path))

    assert contents(url_in(tmp_path)) == contents(filled)


def test_a_target_that_holds_data_is_refused_and_left_as_it_is(filled, target):
    copy(filled, target)
    before = contents(target)

    with pytest.raises(StoreError, match="The target holds data already"):
        copy(filled, target)
    assert contents(target) == before


def test_a_copy_of_what_is_not_there_makes_nothing(target, tmp_path):
    with pytest.raises(StoreError, match=r"There is no database .*nowhere\.db"):
        copy(f"sqlite:///{tmp_path / 'nowhere.db'}", target)
    assert not (tmp_path / "nowhere.db").exists()


def test_a_database_is_not_copied_into_itself(filled):
    with pytest.raises(StoreError, match="Both addresses name the same database"):
        copy(filled, filled)


def test_a_server_that_cannot_be_reached_is_told_without_its_password(filled, tmp_path):
    with pytest.raises(StoreError) as refusal:
        copy(filled, f"postgres://ada:canary@/coach?host={tmp_path}")
    assert "canary" not in str(refusal.value)
    assert "cannot be reached" in str(refusal.value)


def test_a_backup_holds_every_row_and_is_one_file_for_its_owner(filled, tmp_path):
    file = tmp_path / "coach.backup"

    found = backup(filled, file)

    assert found == verify(file)
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.glob("coach.backup*")] == ["coach.backup"]
    assert contents(f"sqlite:///{file}") == contents(filled)


def test_a_backup_is_whole_while_others_write(tmp_path):
    url, done, kept = make_database(tmp_path), Event(), 0
    engine = open_engine(url)
    store = Store(engine)
    store.record_event("T1", "first", NOON)

    def write():
        nonlocal kept
        while not done.is_set():
            kept += store.record_event("T1", f"Ev{kept}", NOON)

    writer = Thread(target=write)
    writer.start()
    found = [backup(url, tmp_path / f"{number}.backup") for number in range(3)]
    done.set()
    writer.join()
    engine.dispose()

    counts = [each.rows["seen_events"] for each in found]
    assert counts == sorted(counts)
    assert counts[0] >= 1
    assert counts[-1] <= kept + 1


def test_a_backup_never_replaces_a_file(filled, tmp_path):
    (tmp_path / "coach.backup").write_text("mine")

    with pytest.raises(StoreError, match="is there already"):
        backup(filled, tmp_path / "coach.backup")
    assert (tmp_path / "coach.backup").read_text() == "mine"


def test_a_backup_that_cannot_be_written_leaves_nothing(filled, tmp_path):
    with pytest.raises(StoreError, match="The backup cannot be written to"):
        backup(filled, tmp_path / "no folder" / "coach.backup")


def test_what_was_restored_is_as_it_was_when_it_was_backed_up(tmp_path):
    url, file = make_database(tmp_path), tmp_path / "coach.backup"
    engine = open_engine(url)
    Store(engine).record_attempt(ATTEMPT, "Ev1")
    backup(url, file)
    Store(engine).record_event("T1", "Ev2", NOON)
    engine.dispose()

    restore(url, file, force=True)

    engine = open_engine(url)
    store = Store(engine)
    assert store.recent_attempts(MAYA, 5) == (ATTEMPT,)
    assert store.record_event("T1", "Ev2", NOON) is True
    assert store.count_slots()[SlotState.PENDING] == 0
    engine.dispose()


def test_a_present_database_is_replaced_only_by_force(filled, tmp_path):
    file, url = tmp_path / "coach.backup", make_database(tmp_path)
    backup(filled, file)

    with pytest.raises(StoreError, match="would be lost"):
        restore(url, file)
    assert set(map(len, contents(url).values())) == {0}

    restore(url, file, force=True)
    assert contents(url) == contents(filled)


def test_a_database_in_use_is_not_replaced(filled, tmp_path):
    file, url = tmp_path / "coach.backup", make_database(tmp_path)
    backup(filled, file)
    engine = open_engine(url)

    with engine.connect(), pytest.raises(StoreError, match="is in use: stop the bot first"):
        restore(url, file, force=True)
    engine.dispose()
    assert set(map(len, contents(url).values())) == {0}


def test_to_verify_changes_nothing(filled, tmp_path):
    backup(filled, tmp_path / "coach.backup")

    found = restore(url_in(tmp_path), tmp_path / "coach.backup", only_verify=True)

    assert set(found.rows.values()) == {3}
    assert not (tmp_path / "coach.db").exists()


@pytest.mark.parametrize("broken", ["text", "empty", "cut", "orphan"])
def test_a_backup_that_does_not_hold_is_refused(filled, tmp_path, broken):
    file = tmp_path / "coach.backup"
    backup(filled, file)
    if broken == "text":
        file.write_text("a shopping list, and quite a long one at that")
    elif broken == "empty":
        file.write_bytes(b"")
    elif broken == "cut":
        file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    else:
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("DELETE FROM workspaces")
            connection.commit()

    with pytest.raises(StoreError, match=r"is no database of Close Coach|is damaged"):
        restore(url_in(tmp_path), file)
    assert not (tmp_path / "coach.db").exists()


def test_for_a_server_its_own_tools_are_named(tmp_path):
    url = "postgresql://ada:canary@db.example/coach"

    with pytest.raises(StoreError, match=r"pg_dump .*pg_restore") as refusal:
        backup(url, tmp_path / "coach.backup")
    assert "canary" not in str(refusal.value)
