"""What migrations make of rows that an earlier release left."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from alembic import command
from sqlalchemy import create_engine, text

from mobile_api.auth.service import clashes
from mobile_api.db import MIGRATIONS, Database, migrate
from servicekit.storage import alembic_config

BEFORE = "0011"
START = datetime(2026, 1, 1, tzinfo=UTC)
# In the order of their sign-up.
PHONES = {
    "bor_alone": "+86１３８００１３８０００",
    "bor_national": "+4407911123456",
    "bor_impossible": "+9991234567",
    "bor_plain": "+8613900139000",
    "bor_later": "+86139001３９０００",
    "bor_odd": "+86137001３７０００",
    "bor_usurper": "+8613700137000",
}


@pytest.mark.both_databases
def test_each_number_gets_one_form_and_its_oldest_account(empty_database_url, caplog):
    engine = create_engine(empty_database_url)
    with engine.begin() as connection:
        command.upgrade(alembic_config(connection, MIGRATIONS), BEFORE)
        for day, (id, phone) in enumerate(PHONES.items()):
            account = {"id": id, "phone": phone, "at": START + timedelta(days=day)}
            connection.execute(
                text("INSERT INTO accounts (id, phone, language, created_at) VALUES (:id, :phone, 'zh', :at)"), account
            )
        code = {"at": START, "over": START + timedelta(minutes=5), "phone": PHONES["bor_plain"]}
        for id, about in (("otp_1", None), ("otp_2", "c")):
            connection.execute(
                text(
                    "INSERT INTO one_time_codes (id, phone, address, code_hash, contract_hash, tries, created_at, expires_at) "
                    "VALUES (:id, :phone, 'here', 'h', :about, 0, :at, :over)"
                ),
                {**code, "id": id, "about": about},
            )
    caplog.set_level("WARNING")
    migrate(empty_database_url)

    with engine.connect() as connection:
        found = connection.execute(text("SELECT id, phone FROM accounts"))
        phones = {account.id: account.phone for account in found}
        codes = connection.execute(text("SELECT purpose, borrower_id, about FROM one_time_codes ORDER BY id")).all()
    engine.dispose()
    assert phones == {
        "bor_alone": "+8613800138000",
        "bor_national": "+447911123456",
        "bor_impossible": "+9991234567",
        "bor_plain": "+8613900139000",
        "bor_later": PHONES["bor_later"],
        "bor_odd": "+8613700137000",
        "bor_usurper": PHONES["bor_odd"],
    }
    assert codes == [("sign_in", None, None), ("contract", "bor_plain", "c")]
    told = "\n".join(record.getMessage() for record in caplog.records)
    assert "bor_later has the number of bor_plain" in told
    assert "bor_usurper has the number of bor_odd" in told
    assert "139001" not in told
    assert asyncio.run(found_by_the_command(empty_database_url)) == [
        ("bor_later", "bor_plain"),
        ("bor_usurper", "bor_odd"),
    ]


async def found_by_the_command(database_url):
    database = Database(database_url)
    async with database.reading() as session:
        found = [(account.id, signs_in.id) for account, signs_in in await clashes(session)]
    await database.close()
    return found
