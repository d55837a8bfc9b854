"""Alembic's entry: runs on the connection that `mobile_api.db.migrate` gives."""

from alembic import context

from mobile_api.models import Base

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata)
with context.begin_transaction():
    context.run_migrations()
