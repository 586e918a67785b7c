"""For developers: `python -m bot.storage.revise "what changes"` writes the next migration.

The script is what tables.py has and the scripts so far do not make. Read it before committing it.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic import command

from bot.storage.engine import WRITING, open_engine
from bot.storage.migrate import SCRIPTS, script_config


def revise(message: str, scripts: Path = SCRIPTS) -> None:
    """Write a script that brings the tables of the scripts so far to those of the code."""
    numbers = (int(script.name.partition("_")[0]) for script in scripts.glob("versions/*.py"))
    number = f"{max(numbers, default=0) + 1:04}"
    with TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{folder}/empty.db")
        with engine.execution_options(**{WRITING: True}).begin() as connection:
            config = script_config(connection, scripts)
            command.upgrade(config, "head")
            command.revision(config, message, autogenerate=True, rev_id=number)
        engine.dispose()


if __name__ == "__main__":
    revise(sys.argv[1])
