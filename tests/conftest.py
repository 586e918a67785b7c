"""What every test may rely on: no setting and no .env file of the developer's own."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

# How long an example takes says more about the machine than about the code.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

SETTINGS = ("SLACK_", "DATABASE_URL", "LOG_LEVEL", "TEXT_RETENTION_DAYS")


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in tuple(os.environ):
        if name.startswith(SETTINGS) or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)


@pytest.fixture(name="empty_folder")
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder, without a .env file."""
    monkeypatch.chdir(tmp_path)
    return tmp_path
