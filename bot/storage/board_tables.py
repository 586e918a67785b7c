"""The tables of points and boards, and of what managers did."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.tables import Base, partial_index

OF_A_MEMBER = (["workspace", "member"], ["members.workspace", "members.id"])


class LedgerRow(Base):
    """One award. The index holds all that a board adds up, so that no row is looked at."""

    __tablename__ = "ledger"
    __table_args__ = (
        ForeignKeyConstraint(*OF_A_MEMBER, ondelete="CASCADE"),
        Index("ix_ledger_board", "workspace", "member", "day", "points", "days"),
    )

    workspace: Mapped[str] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(primary_key=True)
    member: Mapped[str]
    kind: Mapped[str]
    points: Mapped[int]
    days: Mapped[int]  # with practice: 1 for the first award of a day, -1 where it is undone
    made_at: Mapped[datetime]
    day: Mapped[date]
    reverses: Mapped[str | None]


class PracticeRow(Base):
    """What the points need to know of an attempt beside itself, as it was then.

    `number` counts what a member did. With the attempts, these rows are all that the ledger
    follows from. `streak`, `freezes` and `last` are the member's streak afterwards.
    """

    __tablename__ = "practice"
    __table_args__ = (
        ForeignKeyConstraint(*OF_A_MEMBER, ondelete="CASCADE"),
        Index("ix_practice_day", "workspace", "member", "day"),
        Index("ix_practice_attempt", "workspace", "attempt", unique=True),
    )

    workspace: Mapped[str] = mapped_column(primary_key=True)
    member: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    attempt: Mapped[str]  # of attempts or drill_attempts
    is_line: Mapped[bool]
    day: Mapped[date]
    counts: Mapped[bool]  # False for what repeats what was there before
    working: Mapped[bool]
    missed: Mapped[int]  # working days without practice since the day of practice before
    streak: Mapped[int]
    freezes: Mapped[int]
    last: Mapped[date | None]
    fingerprint: Mapped[str]  # of the text, which can not be read from it; empty for an answer


class DayOffRow(Base):
    """Days on which a member is not expected to practise: from `start`, before `until`."""

    __tablename__ = "days_off"
    __table_args__ = (ForeignKeyConstraint(*OF_A_MEMBER, ondelete="CASCADE"),)

    workspace: Mapped[str] = mapped_column(primary_key=True)
    member: Mapped[str] = mapped_column(primary_key=True)
    start: Mapped[date] = mapped_column(primary_key=True)
    until: Mapped[date] = mapped_column(primary_key=True)


class BoardRow(Base):
    """The board of a channel. `next_at` is null while it is paused."""

    __tablename__ = "boards"
    __table_args__ = (
        ForeignKeyConstraint(["workspace"], ["workspaces.id"], ondelete="CASCADE"),
        partial_index("ix_boards_due", "next_at", where="next_at IS NOT NULL"),
    )

    workspace: Mapped[str] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(primary_key=True)
    cadence: Mapped[str]
    weekday: Mapped[int]
    hour: Mapped[int]
    zone: Mapped[str]
    shows: Mapped[list[Any]]
    set_by: Mapped[str]
    set_at: Mapped[datetime]
    next_at: Mapped[datetime | None]
    paused: Mapped[bool]
    paused_reason: Mapped[str]
    version: Mapped[int]


class ManagerRow(Base):
    """Somebody whom an admin or owner of the workspace made manager."""

    __tablename__ = "managers"
    __table_args__ = (ForeignKeyConstraint(["workspace"], ["workspaces.id"], ondelete="CASCADE"),)

    workspace: Mapped[str] = mapped_column(primary_key=True)
    member: Mapped[str] = mapped_column(primary_key=True)
    made_by: Mapped[str]
    made_at: Mapped[datetime]


class PreferencesRow(Base):
    """What a member has chosen about boards and their manager."""

    __tablename__ = "preferences"
    __table_args__ = (
        ForeignKeyConstraint(*OF_A_MEMBER, ondelete="CASCADE"),
        partial_index("ix_preferences_reports", "report_at", where="report_at IS NOT NULL"),
    )

    workspace: Mapped[str] = mapped_column(primary_key=True)
    member: Mapped[str] = mapped_column(primary_key=True)
    hidden: Mapped[bool]
    help_at: Mapped[datetime | None]
    report_zone: Mapped[str]
    report_at: Mapped[datetime | None]


class AuditRow(Base):
    """One thing that a manager did. Rows are numbered within their workspace."""

    __tablename__ = "audit"
    __table_args__ = (ForeignKeyConstraint(["workspace"], ["workspaces.id"], ondelete="CASCADE"),)

    workspace: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    done_by: Mapped[str]
    action: Mapped[str]
    what: Mapped[str]
    whom: Mapped[str]
