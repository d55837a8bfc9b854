from datetime import UTC, datetime

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, select, text

from backend.db import MIGRATIONS, Database, migrate
from backend.identity.models import IdentityRow
from backend.tables import METADATA
from servicekit.storage import alembic_config

pytestmark = pytest.mark.both_databases


def test_the_models_and_the_migrations_agree(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []


def test_identities_of_hashes_alone_are_kept_as_first_versions(empty_database_url: str) -> None:
    database = Database(empty_database_url)
    with database.engine.begin() as connection:
        config = alembic_config(connection, MIGRATIONS)
        command.upgrade(config, "0012")
        connection.execute(
            text("INSERT INTO borrowers (id, language, created_at) VALUES ('b', 'zh', '2026-01-01 00:00:00')")
        )
        connection.execute(text("INSERT INTO identities VALUES ('b', 'number', 'name', '王*', '2026-01-02 03:04:05')"))
        command.upgrade(config, "head")
    with database.reading() as session:
        [row] = session.scalars(select(IdentityRow))
        assert (row.borrower_id, row.version, row.number_index, row.name_index) == ("b", 1, "number", "name")
        assert (row.name, row.number, row.proof, row.replaced_at) == (None, None, None, None)
        assert row.verified_at == row.claimed_at == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    with database.engine.begin() as connection:
        command.downgrade(alembic_config(connection, MIGRATIONS), "0012")
        assert "id_number_hash" in {column["name"] for column in inspect(connection).get_columns("identities")}
    database.close()


def test_the_first_migration_can_be_taken_back_and_done_again(database: Database) -> None:
    with database.engine.begin() as connection:
        command.downgrade(alembic_config(connection, MIGRATIONS), "base")
        assert inspect(connection).get_table_names() == ["alembic_version"]
    migrate(database.engine.url.render_as_string(hide_password=False))
