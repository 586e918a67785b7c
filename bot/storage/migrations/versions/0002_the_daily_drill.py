"""The daily drill"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "holidays",
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace"],
            ["workspaces.id"],
            name=op.f("fk_holidays_workspaces"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace", "day", name=op.f("pk_holidays")),
    )
    op.create_table(
        "assignments",
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("member", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("drill", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ts", sa.Text(), nullable=True),
        sa.Column("assisted", sa.Boolean(), nullable=False),
        sa.Column("skipped", sa.Boolean(), nullable=False),
        sa.Column("answered", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace", "member"],
            ["members.workspace", "members.id"],
            name=op.f("fk_assignments_members"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace", "id", name=op.f("pk_assignments")),
    )
    op.create_index(
        op.f("ix_assignments_workspace_member_given_at"),
        "assignments",
        ["workspace", "member", "given_at"],
    )

    op.create_table(
        "cards",
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("member", sa.Text(), nullable=False),
        sa.Column("skill", sa.Text(), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace", "member"],
            ["members.workspace", "members.id"],
            name=op.f("fk_cards_members"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace", "member", "skill", name=op.f("pk_cards")),
    )
    op.create_table(
        "enrolments",
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("member", sa.Text(), nullable=False),
        sa.Column("at", sa.Time(), nullable=False),
        sa.Column("weekdays", sa.JSON(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.Column("skip", sa.Date(), nullable=True),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_day", sa.Date(), nullable=True),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("channel", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace", "member"],
            ["members.workspace", "members.id"],
            name=op.f("fk_enrolments_members"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace", "member", name=op.f("pk_enrolments")),
    )
    op.create_index(
        op.f("ix_enrolments_due"),
        "enrolments",
        ["next_at"],
        sqlite_where=sa.text("next_at IS NOT NULL"),
        postgresql_where=sa.text("next_at IS NOT NULL"),
    )

    op.create_table(
        "drill_attempts",
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("member", sa.Text(), nullable=False),
        sa.Column("assignment", sa.Text(), nullable=False),
        sa.Column("drill", sa.Text(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("checks", sa.JSON(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("assisted", sa.Boolean(), nullable=False),
        sa.Column("counted", sa.Boolean(), nullable=False),
        sa.Column("stance", sa.Text(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace", "assignment"],
            ["assignments.workspace", "assignments.id"],
            name=op.f("fk_drill_attempts_assignments"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace", "id", name=op.f("pk_drill_attempts")),
    )
    op.create_index(
        op.f("ix_drill_attempts_texts"),
        "drill_attempts",
        ["made_at"],
        sqlite_where=sa.text("text IS NOT NULL"),
        postgresql_where=sa.text("text IS NOT NULL"),
    )
    op.create_index(
        op.f("ix_drill_attempts_workspace_assignment_made_at"),
        "drill_attempts",
        ["workspace", "assignment", "made_at"],
    )

    with op.batch_alter_table("slots") as batch:
        batch.add_column(sa.Column("priority", sa.Integer(), server_default="0", nullable=False))
        batch.add_column(sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True))
        batch.drop_index(batch.f("ix_slots_state_created_at"))
        batch.create_index(
            "ix_slots_queue", ["state", "priority", "created_at", "workspace", "recipient", "key"]
        )
        batch.create_index("ix_slots_expiry", ["state", "expires_at"])
