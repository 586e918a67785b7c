"""The tables of the daily drill."""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.tables import Base, partial_index


class EnrolmentRow(Base):
    """A member's choices about the daily drill. `next_at` is null unless they have joined."""

    __tablename__ = "enrolments"
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace", "member"], ["members.workspace", "members.id"], ondelete="CASCADE"
        ),
        partial_index("ix_enrolments_due", "next_at", where="next_at IS NOT NULL"),
    )

    workspace: Mapped[str] = mapped_column(primary_key=True)
    member: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[time]
    weekdays: Mapped[list[Any]]  # [0, ...], Monday is 0
    zone: Mapped[str]
    pinned: Mapped[bool]
    paused_until: Mapped[date | None]
    skip: Mapped[date | None]
    joined_at: Mapped[datetime | None]
    next_day: Mapped[date | None]
    next_at: Mapped[datetime | None]
    last_day: Mapped[date | None]
    last_at: Mapped[datetime | None]
    channel: Mapped[str | None]


class HolidayRow(Base):
    """A day without a drill for a whole workspace."""

    __tablename__ = "holidays"
    __table_args__ = (ForeignKeyConstraint(["workspace"], ["workspaces.id"], ondelete="CASCADE"),)

    workspace: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)


class CardRow(Base):
    """How well a member masters one trap, move or step. `state` is the scheduler's own."""

    __tablename__ = "cards"
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace", "member"], ["members.workspace", "members.id"], ondelete="CASCADE"
        ),
    )

    workspace: Mapped[str] = mapped_column(primary_key=True)
    member: Mapped[str] = mapped_column(primary_key=True)
    skill: Mapped[str] = mapped_column(primary_key=True)
    due: Mapped[datetime]
    state: Mapped[str]


class AssignmentRow(Base):
    """A drill that was given to a member. `ts` is its message, once that is known."""

    __tablename__ = "assignments"
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace", "member"], ["members.workspace", "members.id"], ondelete="CASCADE"
        ),
        Index(None, "workspace", "member", "given_at"),
    )

    workspace: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    member: Mapped[str]
    kind: Mapped[str]
    key: Mapped[str]
    drill: Mapped[str]
    reason: Mapped[str]
    day: Mapped[date]
    given_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    ts: Mapped[str | None]
    assisted: Mapped[bool]
    skipped: Mapped[bool]
    answered: Mapped[bool]


class DrillAttemptRow(Base):
    """An answer to a drill."""

    __tablename__ = "drill_attempts"
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace", "assignment"],
            ["assignments.workspace", "assignments.id"],
            ondelete="CASCADE",
        ),
        Index(None, "workspace", "assignment", "made_at"),
        partial_index("ix_drill_attempts_texts", "made_at", where="text IS NOT NULL"),
    )

    workspace: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    member: Mapped[str]
    assignment: Mapped[str]
    drill: Mapped[str]
    score: Mapped[int]
    passed: Mapped[bool]
    checks: Mapped[list[Any]]  # [[check id, met], ...]
    findings: Mapped[list[Any]]  # [rule id, ...]
    assisted: Mapped[bool]
    counted: Mapped[bool]
    stance: Mapped[str]
    rules: Mapped[str]
    text: Mapped[str | None]
    made_at: Mapped[datetime]
