"""Agents can be archived."""

from alembic import op

revision = "0003_archived_agents"
down_revision = "0002_threads"


def upgrade():
    op.execute("ALTER TABLE agents ADD COLUMN archived boolean NOT NULL DEFAULT false")


def downgrade():
    op.execute("ALTER TABLE agents DROP COLUMN archived")
