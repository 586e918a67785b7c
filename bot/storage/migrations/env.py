"""Alembic's entry: runs the scripts on the connection that bot.storage.migrate hands over."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import TypeDecorator

from bot.storage.metadata import METADATA


def as_plain_type(kind: str, item: Any, _: AutogenContext) -> str | Literal[False]:
    """Write a column type of ours as what it is in the database: a script outlives our code."""
    plain = kind == "type" and isinstance(item, TypeDecorator)
    return f"sa.{item.impl_instance!r}" if plain else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,  # SQLite cannot alter a table: it is rebuilt
    render_item=as_plain_type,
    transactional_ddl=True,  # all or nothing, in the transaction that is open already
)
with context.begin_transaction():
    context.run_migrations()
