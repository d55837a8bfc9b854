"""sessions that end

Revision ID: 0012
Revises: 0011
"""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

# As the release before it issued refresh tokens; how long a session lasts has been a setting since.
REFRESH_LIFETIME = timedelta(days=30)
LIFETIME, STAFF_LIFETIME = timedelta(days=180), timedelta(hours=12)
PAGE = 1000


def upgrade() -> None:
    sessions = op.create_table(
        "sessions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("client", sa.String(), nullable=False),
        sa.Column("device", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_why", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessions")),
    )
    op.create_index(op.f("ix_sessions_subject"), "sessions", ["subject"])
    _make_sessions_of_families(sessions)
    op.drop_index(op.f("ix_refresh_tokens_family"), "refresh_tokens")
    op.execute("ALTER TABLE refresh_tokens RENAME COLUMN family TO session_id")
    op.create_index(op.f("ix_refresh_tokens_session_id"), "refresh_tokens", ["session_id"])
    for column in ("subject", "role", "revoked_at"):
        op.drop_column("refresh_tokens", column)
    op.add_column("refresh_tokens", sa.Column("key_id", sa.String(), nullable=True))
    # Tickets last half a minute: those of the last release are asked for again.
    op.drop_table("stream_tickets")
    op.create_table(
        "stream_tickets",
        sa.Column("ticket_hash", sa.String(), nullable=False),
        sa.Column("session_id", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("ticket_hash", name=op.f("pk_stream_tickets")),
    )
    op.add_column("devices", sa.Column("session_id", sa.String(), nullable=True))
    op.create_index(op.f("ix_devices_session_id"), "devices", ["session_id"])
    op.add_column("staff", sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "staff_sign_in_tries", sa.Column("knew_password", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("conversations", sa.Column("sender", sa.String(), nullable=True))


def _make_sessions_of_families(sessions: sa.Table) -> None:
    """A family is known by its links' ends alone: each was issued `REFRESH_LIFETIME` before. Those that ran out become
    sessions that nothing opens."""
    links = sa.table(
        "refresh_tokens",
        sa.column("family", sa.String()),
        sa.column("subject", sa.String()),
        sa.column("role", sa.String()),
        sa.column("expires_at", sa.DateTime(timezone=True)),
        sa.column("revoked_at", sa.DateTime(timezone=True)),
    )
    connection = op.get_bind()
    connection.execute(sa.delete(links).where(links.c.revoked_at.is_not(None)))
    ends = sa.func.min(links.c.expires_at), sa.func.max(links.c.expires_at)
    families = sa.select(links.c.family, links.c.subject, links.c.role, *ends).group_by(
        links.c.family, links.c.subject, links.c.role
    )
    for page in connection.execute(families).partitions(PAGE):
        connection.execute(sa.insert(sessions), [_session_of(*row) for row in page])


def _session_of(family: str, subject: str, role: str, first: datetime, last: datetime) -> dict[str, object]:
    last_used_at = _utc(last) - REFRESH_LIFETIME
    return {
        "id": family,
        "subject": subject,
        "role": role,
        "client": "",
        "created_at": _utc(first) - REFRESH_LIFETIME,
        "last_used_at": last_used_at,
        "expires_at": last_used_at + (LIFETIME if role == "borrower" else STAFF_LIFETIME),
    }


def _utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def downgrade() -> None:
    """Signs everybody out: whose a link was, its session alone knows."""
    op.drop_column("conversations", "sender")
    op.drop_column("staff_sign_in_tries", "knew_password")
    op.drop_column("staff", "disabled_at")
    op.drop_index(op.f("ix_devices_session_id"), "devices")
    op.drop_column("devices", "session_id")
    op.drop_table("stream_tickets")
    op.create_table(
        "stream_tickets",
        sa.Column("ticket_hash", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("ticket_hash", name=op.f("pk_stream_tickets")),
    )
    op.drop_table("refresh_tokens")
    op.create_table(
        "refresh_tokens",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("family", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_refresh_tokens")),
    )
    op.create_index(op.f("ix_refresh_tokens_family"), "refresh_tokens", ["family"], unique=False)
    op.drop_table("sessions")
