import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from backend.db import MIGRATIONS, Database, migrate
from backend.tables import METADATA
from servicekit.storage import alembic_config

pytestmark = pytest.mark.both_databases


def test_the_models_and_the_migrations_agree(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []


def test_the_first_migration_can_be_taken_back_and_done_again(database: Database) -> None:
    with database.engine.begin() as connection:
        command.downgrade(alembic_config(connection, MIGRATIONS), "base")
        assert inspect(connection).get_table_names() == ["alembic_version"]
    migrate(database.engine.url.render_as_string(hide_password=False))
