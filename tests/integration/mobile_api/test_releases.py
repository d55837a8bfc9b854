"""Conversations that a past release left go on where they stood."""

import contextlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, bindparam, create_engine, select, text

from mobile_api.auth.models import Staff
from mobile_api.auth.rules import keyed_hash
from mobile_api.auth.totp import secret_of
from mobile_api.chat.models import Conversation
from mobile_api.chat.rules import sender_of
from mobile_api.db import migrate
from servicekit.storage import UtcTime
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


BEFORE_SESSIONS = ["2026-11"]
# That the gateway of a past release was given, as those of the tests are.
SECRET = "s" * 40
LIVING, REVOKED = "r" * 43, "v" * 43


@pytest.mark.parametrize("release", BEFORE_SESSIONS)
async def test_who_was_signed_in_stays_so_and_the_dialogue_knows_everybody_by_the_same_name(
    release: str, empty_database_url: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What that release was given would be refused today.
    monkeypatch.setattr("servicekit.strength.weakness", lambda *_: None)
    unpack(release, "mobile", empty_database_url)
    with connected(empty_database_url) as connection:
        keep_links(connection, clock.now)
        plain = {row["username"]: row["totp_secret"] for row in rows(connection, "staff")}
    migrate(empty_database_url)
    # The secret is replaced at the same time.
    replaced = {"token_secret": "n" * 40, "token_secret_previous": SECRET}
    async with contextlib.AsyncExitStack() as stack:
        gateway = await start_gateway(stack, clock, empty_database_url, **replaced)
        form = {"grant_type": "refresh_token", "refresh_token": LIVING}
        tokens = (await gateway.client().post("/auth/token", data=form)).raise_for_status().json()
        listed = (await gateway.client(tokens["access_token"]).get("/me/sessions")).json()
        [one] = [one for one in listed if one["current"]]
        assert (one["client"], one["created_at"]) == ("", stamp(clock.now - timedelta(days=1)))
        refused = await gateway.client().post("/auth/token", data={**form, "refresh_token": REVOKED})
        assert refused.status_code == 401
        async with gateway.parts.database.reading() as session:
            members = (await session.scalars(select(Staff))).all()
            assert {one.username: secret_of(one, gateway.settings.sealer) for one in members} == plain
            assert not {one.totp_secret for one in members} & set(plain.values())
            conversations = (await session.scalars(select(Conversation))).all()
            assert {one.sender for one in conversations} == {sender_of(SECRET, one.id) for one in conversations}


def keep_links(connection: Connection, now: datetime) -> None:
    """Two families of a borrower: one that was refreshed a day after its sign-in, and one that was revoked."""
    [subject, *_] = [row["subject"] for row in rows(connection, "refresh_tokens") if row["role"] == "borrower"]
    links = [
        ("spent", "fam_living", now - timedelta(days=1), now, None),
        (LIVING, "fam_living", now, None, None),
        (REVOKED, "fam_revoked", now, None, now),
    ]
    for token, family, issued_at, used_at, revoked_at in links:
        connection.execute(
            text(
                "INSERT INTO refresh_tokens (token_hash, family, subject, role, expires_at, used_at, revoked_at)"
                " VALUES (:hash, :family, :subject, 'borrower', :expires_at, :used_at, :revoked_at)"
            ).bindparams(
                bindparam("expires_at", type_=UtcTime()),
                bindparam("used_at", type_=UtcTime()),
                bindparam("revoked_at", type_=UtcTime()),
            ),
            {
                "hash": keyed_hash(SECRET, "refresh", token),
                "family": family,
                "subject": subject,
                "expires_at": issued_at + timedelta(days=30),
                "used_at": used_at,
                "revoked_at": revoked_at,
            },
        )


def stamp(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def messages(database_url: str) -> list[dict[str, object]]:
    with connected(database_url) as connection:
        found = rows(connection, "messages", SAID)
    return sorted(found, key=lambda row: (str(row["conversation_id"]), int(str(row["seq"]))))


@contextlib.contextmanager
def connected(database_url: str) -> Iterator[Connection]:
    engine = create_engine(database_url)
    with engine.begin() as connection:
        yield connection
    engine.dispose()
