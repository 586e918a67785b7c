"""The tables. Every key is led by the workspace, so that no row of another can be reached."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    DateTime,
    Dialect,
    ForeignKeyConstraint,
    Index,
    MetaData,
    Text,
    TypeDecorator,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

UNKEEPABLE = dict.fromkeys((0, *range(55296, 57344)), "�")


class Utc(TypeDecorator[datetime]):
    """An aware datetime, kept in UTC. SQLite has no time zones: what it returns is made aware."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a datetime must be aware")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Words(TypeDecorator[str]):
    """Text. What no database can hold (NUL, lone surrogates) becomes U+FFFD."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        if value is None or (value.isascii() and "\0" not in value):
            return value
        return value.translate(UNKEEPABLE)


def partial_index(name: str, *columns: str, where: str) -> Index:
    """Return an index of only those rows for which `where` holds."""
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


class Base(DeclarativeBase):
    """Constraints are named, so that a migration can find them again."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {str: Words, datetime: Utc, list[Any]: JSON}  # noqa: RUF012 - SQLAlchemy's


class WorkspaceRow(Base):
    """A workspace and its choices. `stance` is null until a manager chooses one.

    `rules_version` counts the changes of the team's own rules.
    """

    __tablename__ = "workspaces"

    id: Mapped[str] = mapped_column(primary_key=True)
    created_at: Mapped[datetime]
    stance: Mapped[str | None]
    stance_by: Mapped[str | None]
    stance_at: Mapped[datetime | None]
    rules_version: Mapped[int] = mapped_column(server_default="0")


class MemberRow(Base):
    """A person who has used the bot in a workspace."""

    __tablename__ = "members"
    __table_args__ = (ForeignKeyConstraint(["workspace"], ["workspaces.id"], ondelete="CASCADE"),)

    workspace: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    created_at: Mapped[datetime]


class AttemptRow(Base):
    """A checked line. `earlier` is no foreign key: a try outlives the one that it betters."""

    __tablename__ = "attempts"
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace", "member"], ["members.workspace", "members.id"], ondelete="CASCADE"
        ),
        Index(None, "workspace", "member", "made_at"),
        partial_index("ix_attempts_texts", "made_at", where="text IS NOT NULL"),
    )

    workspace: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    member: Mapped[str]
    kind: Mapped[str]
    score: Mapped[int]
    verdict: Mapped[str]
    checks: Mapped[list[Any]]  # [[check id, met], ...]
    findings: Mapped[list[Any]]  # [rule id, ...]
    stance: Mapped[str]
    rules: Mapped[str]
    text: Mapped[str | None]
    made_at: Mapped[datetime]
    earlier: Mapped[str | None]


class DisputeRow(Base):
    """A member's "not a trap" on one finding of one attempt.

    The fingerprint is that of the passage, null where its text was no longer kept.
    """

    __tablename__ = "disputes"
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace", "attempt"], ["attempts.workspace", "attempts.id"], ondelete="CASCADE"
        ),
    )

    workspace: Mapped[str] = mapped_column(primary_key=True)
    attempt: Mapped[str] = mapped_column(primary_key=True)
    rule: Mapped[str] = mapped_column(primary_key=True)
    member: Mapped[str]
    stance: Mapped[str]
    rules: Mapped[str]
    made_at: Mapped[datetime]
    decision: Mapped[str] = mapped_column(server_default="open")
    decided_by: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    fingerprint: Mapped[str | None]


class EventRow(Base):
    """An event that has had its effect: delivered again, it has no second one."""

    __tablename__ = "seen_events"
    __table_args__ = (Index(None, "seen_at"),)

    workspace: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    seen_at: Mapped[datetime]


class SlotRow(Base):
    """One thing to deliver. `lease_until` is set while a sender holds it."""

    __tablename__ = "slots"
    __table_args__ = (  # in the order in which slots are claimed: the claim never sorts
        Index("ix_slots_queue", "state", "priority", "created_at", "workspace", "recipient", "key"),
        Index("ix_slots_expiry", "state", "expires_at"),
    )

    workspace: Mapped[str] = mapped_column(primary_key=True)
    recipient: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str]
    channel: Mapped[str]
    thread_ts: Mapped[str | None]
    created_at: Mapped[datetime]
    state: Mapped[str]
    tries: Mapped[int]
    lease_until: Mapped[datetime | None]
    changed_at: Mapped[datetime]
    error: Mapped[str]
    priority: Mapped[int] = mapped_column(server_default="0")
    expires_at: Mapped[datetime | None]


class InstallationRow(Base):
    """The bot in a workspace. `token` is encrypted with the key `key_id`, both empty once gone."""

    __tablename__ = "installations"
    __table_args__ = (ForeignKeyConstraint(["workspace"], ["workspaces.id"], ondelete="CASCADE"),)

    workspace: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    token: Mapped[str]
    key_id: Mapped[str]
    bot_user: Mapped[str]
    scopes: Mapped[list[Any]]  # [scope, ...]
    installer: Mapped[str]
    installed_at: Mapped[datetime]
    uninstalled_at: Mapped[datetime | None]


class OauthStateRow(Base):
    """An installation that somebody began. The state itself is not kept, only its SHA-256."""

    __tablename__ = "oauth_states"

    digest: Mapped[str] = mapped_column(primary_key=True)
    expires_at: Mapped[datetime]


class PulseRow(Base):
    """When a part of the bot last did its work, whichever process it lives in."""

    __tablename__ = "pulses"

    name: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
