import sqlite3
from contextlib import closing
from threading import Timer

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from bot.errors import StoreError
from bot.storage.engine import open_engine, place, read_url
from tests.databases import fresh_engine

EXAMPLES = "such as sqlite:///coach.db or postgresql://user:password@host/coach"


def test_every_connection_to_a_file_is_prepared_for_lasting_safe_writes(tmp_path):
    with fresh_engine(tmp_path) as engine, engine.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "busy_timeout", "foreign_keys", "synchronous")
        }
    full = 2
    assert found == {
        "journal_mode": "wal",
        "busy_timeout": 5000,
        "foreign_keys": 1,
        "synchronous": full,
    }


def test_a_new_file_that_another_process_is_writing_is_waited_for(tmp_path):
    file = tmp_path / "new.db"
    with closing(sqlite3.connect(file, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("CREATE TABLE one (id)")
        done = Timer(0.2, other.execute, ["COMMIT"])
        done.start()
        engine = open_engine(f"sqlite:///{file}")
        with engine.connect() as connection:
            mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar()
        engine.dispose()
        done.join()
    assert mode == "wal"


def test_a_new_file_that_another_process_keeps_to_itself_is_given_up(tmp_path):
    file = tmp_path / "new.db"
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        engine = open_engine(f"sqlite:///{file}", patience=0.05)
        with pytest.raises(OperationalError, match="locked"):
            engine.connect()
        engine.dispose()


def test_no_connection_to_a_server_waits_for_ever(postgresql):
    engine = open_engine(postgresql.url("tests"))
    with engine.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"SHOW {name}").scalar()
            for name in (
                "statement_timeout",
                "lock_timeout",
                "idle_in_transaction_session_timeout",
                "application_name",
            )
        }
    engine.dispose()
    assert found == {
        "statement_timeout": "15s",
        "lock_timeout": "5s",
        "idle_in_transaction_session_timeout": "1min",
        "application_name": "close-coach",
    }


def test_no_statement_rests_in_a_connection_which_a_pooler_may_lend_to_others(postgresql):
    engine = open_engine(postgresql.url("tests"))
    with engine.connect() as connection:
        for number in range(20):
            connection.execute(text("SELECT :number + 1"), {"number": number})
        prepared = connection.execute(text("SELECT count(*) FROM pg_prepared_statements")).scalar()
    engine.dispose()
    assert prepared == 0


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_usual_address_of_a_postgresql_database_names_the_same_one(scheme):
    url = read_url(f"{scheme}://coach:secret@db.example:5432/coach?sslmode=require")

    assert url.render_as_string() == (
        "postgresql+psycopg://coach:***@db.example:5432/coach?sslmode=require"
    )
    assert place(url) == "coach on db.example"


@pytest.mark.parametrize("url", ["", "coach.db", "no such thing://"])
def test_what_is_no_database_url_is_refused_with_an_example(url):
    with pytest.raises(StoreError) as refusal:
        open_engine(url)
    assert str(refusal.value) == (f"DATABASE_URL is not a database URL, {EXAMPLES}.")


@pytest.mark.parametrize(
    "url",
    [
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite+aiosqlite:///coach.db",
        "postgresql://coach:secret@localhost",
        "postgresql+psycopg2://coach:secret@localhost/coach",
        "mysql://coach:secret@localhost/coach",
    ],
)
def test_a_database_that_cannot_be_used_is_refused_without_its_password(url):
    with pytest.raises(StoreError) as refusal:
        open_engine(url)
    assert str(refusal.value) == (
        f"DATABASE_URL must name a SQLite file or a PostgreSQL one, {EXAMPLES}."
    )
