import pytest

from bot.errors import StoreError
from bot.storage.engine import open_engine


def test_every_connection_is_prepared_for_lasting_safe_writes(engine):
    with engine.connect() as connection:
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


@pytest.mark.parametrize("url", ["", "coach.db", "no such thing://"])
def test_what_is_no_database_url_is_refused_with_an_example(url):
    with pytest.raises(StoreError) as refusal:
        open_engine(url)
    assert str(refusal.value) == ("DATABASE_URL is not a database URL, such as sqlite:///coach.db.")


@pytest.mark.parametrize(
    "url", ["sqlite://", "sqlite:///:memory:", "postgresql://coach:secret@localhost/coach"]
)
def test_a_database_that_is_no_sqlite_file_is_refused_without_its_password(url):
    with pytest.raises(StoreError) as refusal:
        open_engine(url)
    assert str(refusal.value) == (
        "DATABASE_URL must name an SQLite file, such as sqlite:///coach.db."
    )
