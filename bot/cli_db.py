"""The commands about the database: `close-coach db`. As in cli.py, each imports what it needs."""

from pathlib import Path
from typing import Annotated

import typer

db = typer.Typer(help="The database.", no_args_is_help=True)


@db.command()
def upgrade() -> None:
    """Bring the database's tables up to date."""
    from bot.settings import DatabaseSettings, load
    from bot.storage.migrate import upgrade as migrate

    url = load(DatabaseSettings).database_url
    migrate(url)
    typer.echo("The database is up to date.")


@db.command("new-key")
def print_key() -> None:
    """Print a new key for ENCRYPTION_KEYS, with today's date for its id."""
    from datetime import UTC, datetime

    from bot.storage.keyring import new_key

    typer.echo(f"k{datetime.now(UTC):%Y%m%d}:{new_key()}")


@db.command("rotate-keys")
def rotate_keys() -> None:
    """Encrypt every token with the first key of ENCRYPTION_KEYS."""
    from bot.settings import KeySettings, load
    from bot.storage.engine import open_engine
    from bot.storage.installations import InstallationStore
    from bot.storage.keyring import Keyring

    settings = load(KeySettings)
    engine = open_engine(settings.database_url)
    try:
        count = InstallationStore(engine, Keyring(settings.keys)).rotate()
    finally:
        engine.dispose()
    typer.echo(f"Encrypted anew: {count}. Keys after the first are needed no more.")


@db.command()
def copy(
    source: Annotated[str, typer.Argument(metavar="FROM", help="The address of a database.")],
    target: Annotated[str, typer.Argument(metavar="TO", help="The address of an empty one.")],
) -> None:
    """Copy everything into another database, and compare every row: stop the bot before."""
    from bot.storage.transfer import copy as copy_rows

    typer.echo(f"Copied and compared: {copy_rows(source, target)}.")


@db.command()
def backup(
    file: Annotated[Path, typer.Argument(help="The backup to write, such as coach.backup.")],
) -> None:
    """Copy a SQLite database into a file, while the bot runs, and verify that."""
    from bot.settings import DatabaseSettings, load
    from bot.storage.transfer import backup as back_up

    typer.echo(f"Backed up and verified: {back_up(load(DatabaseSettings).database_url, file)}.")


@db.command()
def restore(
    file: Annotated[Path, typer.Argument(help="The backup to restore.")],
    only_verify: Annotated[
        bool, typer.Option("--verify", help="Only say whether it holds together.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace the present database.")] = False,
) -> None:
    """Put a backup in the place of a SQLite database: stop the bot before."""
    from bot.settings import DatabaseSettings, load
    from bot.storage.transfer import restore as put_back

    url = load(DatabaseSettings).database_url
    found = put_back(url, file, force=force, only_verify=only_verify)
    typer.echo(f"{'Verified' if only_verify else 'Restored'}: {found}.")
