"""Team rules"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "team_traps",
        *_in_force(),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("say_instead", sa.JSON(), nullable=False),
        sa.Column("phrases", sa.JSON(), nullable=False),
        sa.Column("caught", sa.JSON(), nullable=False),
        sa.Column("passed", sa.JSON(), nullable=False),
        *_keys("team_traps"),
    )
    op.create_index("ix_team_traps_ended_at", "team_traps", ["ended_at"])
    op.create_table(
        "team_exceptions",
        *_in_force(),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        *_keys("team_exceptions"),
    )
    op.create_index("ix_team_exceptions_ended_at", "team_exceptions", ["ended_at"])
    op.add_column(
        "workspaces", sa.Column("rules_version", sa.Integer(), server_default="0", nullable=False)
    )
    op.add_column("disputes", sa.Column("fingerprint", sa.Text(), nullable=True))


def _in_force() -> list[sa.Column[Any]]:
    return [
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
    ]


def _keys(table: str) -> list[sa.Constraint]:
    return [
        sa.ForeignKeyConstraint(
            ["workspace"],
            ["workspaces.id"],
            name=op.f(f"fk_{table}_workspaces"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace", "id", "since", name=op.f(f"pk_{table}")),
    ]
