"""The tables of a team's own rules.

Rows are never changed. What replaces one ends it, so that the rules of each version can be told
for as long as a line that they judged is kept.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.tables import Base


class TeamTrapRow(Base):
    """A trap of a team's own, in force from version `since`, before `until` if that is set."""

    __tablename__ = "team_traps"
    __table_args__ = (
        ForeignKeyConstraint(["workspace"], ["workspaces.id"], ondelete="CASCADE"),
        Index(None, "ended_at"),
    )

    workspace: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    since: Mapped[int] = mapped_column(primary_key=True)
    until: Mapped[int | None]
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    name: Mapped[str]
    why: Mapped[str]
    say_instead: Mapped[list[Any]]
    phrases: Mapped[list[Any]]
    caught: Mapped[list[Any]]
    passed: Mapped[list[Any]]


class TeamExceptionRow(Base):
    """An accepted finding, of which no text is kept. In force as a trap is."""

    __tablename__ = "team_exceptions"
    __table_args__ = (
        ForeignKeyConstraint(["workspace"], ["workspaces.id"], ondelete="CASCADE"),
        Index(None, "ended_at"),
    )

    workspace: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    since: Mapped[int] = mapped_column(primary_key=True)
    until: Mapped[int | None]
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    rule: Mapped[str]
    fingerprint: Mapped[str]
