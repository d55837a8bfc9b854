"""Conversations that a past release left go on where they stood."""

import contextlib
from datetime import UTC, datetime

import pytest
from sqlalchemy import create_engine

from mobile_api.db import migrate
from tests.integration.mobile_api.conftest import Clock, start_gateway
from tests.releases.archive import RELEASES, rows, unpack

pytestmark = pytest.mark.both_databases

SAID = ["conversation_id", "seq", "sender", "text", "blocks"]


@pytest.mark.parametrize("release", RELEASES)
async def test_conversations_of_a_past_release_keep_every_word_and_go_on(
    release: str, empty_database_url: str, clock: Clock
) -> None:
    unpack(release, "mobile", empty_database_url)
    said = messages(empty_database_url)
    clock.now = datetime(2026, 12, 1, tzinfo=UTC)
    migrate(empty_database_url)
    async with contextlib.AsyncExitStack() as stack:
        gateway = await start_gateway(stack, clock, empty_database_url)
        assert messages(empty_database_url)[: len(said)] == said
        desk = await gateway.staff("new-colleague")
        queue = (await desk.get("/desk/handoffs")).raise_for_status().json()["handoffs"]
        assert {handoff["state"] for handoff in queue} == {"queued", "claimed"}
        [waiting] = [one for one in queue if one["state"] == "queued"]
        (await desk.post(f"/desk/handoffs/{waiting['id']}/claim")).raise_for_status()


def messages(database_url: str) -> list[dict[str, object]]:
    engine = create_engine(database_url.replace("postgresql+asyncpg", "postgresql+psycopg"))
    with engine.connect() as connection:
        found = rows(connection, "messages", SAID)
    engine.dispose()
    return sorted(found, key=lambda row: (str(row["conversation_id"]), int(str(row["seq"]))))
