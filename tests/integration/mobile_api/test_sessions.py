"""Sessions: what a lost answer may cost, what ends them, and what ends with them."""

import asyncio
import contextlib

import pytest
from sqlalchemy import text
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from mobile_api import measures
from mobile_api.auth import members
from mobile_api.auth.models import UserSession
from mobile_api.auth.rules import REFRESH_GRACE
from mobile_api.auth.sessions import end_sessions
from mobile_api.parts import build_parts
from tests.marks import slow

OLDER, NEWER = "the-older-secret-of-these-tests-long-enough", "the-newer-secret-of-these-tests-long-enough"
GRACE = REFRESH_GRACE.total_seconds()
AT_ONCE = 8


async def refresh(gateway, token, client=None):
    return await (client or gateway.client()).post(
        "/auth/token", data={"grant_type": "refresh_token", "refresh_token": token}
    )


async def revoke(gateway, token, **hint):
    return await gateway.client().post("/auth/revoke", data={"token": token, **hint})


async def is_signed_in(gateway, tokens, path="/me/sessions"):
    return (await gateway.client(tokens["access_token"]).get(path)).status_code == 200


class Another:
    """The same person, signed in on another device."""

    def __init__(self, gateway, tokens):
        self.tokens, self.http = tokens, gateway.client(tokens["access_token"])


async def another_device(gateway, borrower, user_agent=""):
    code = await gateway.code_for(borrower.phone)
    form = {"grant_type": "otp", "phone": borrower.phone, "code": code}
    answer = await gateway.client().post("/auth/token", data=form, headers={"User-Agent": user_agent})
    return Another(gateway, answer.json())


# Of the ways in which answers get lost: nobody hears one, or tabs ask at once and the app keeps any of the answers.
@pytest.mark.both_databases
@pytest.mark.parametrize("races", [4, *slow(20)])
async def test_of_races_of_lost_answers_none_signs_out_and_no_replay_is_taken_after_the_grace(gateway, clock, races):
    token, client = (await gateway.borrower()).tokens["refresh_token"], gateway.client()
    spent = []
    for _ in range(races):
        answers = await asyncio.gather(*(refresh(gateway, token, client) for _ in range(AT_ONCE)))
        assert [answer.status_code for answer in answers] == [200] * AT_ONCE
        # Which of them the app heard does not matter.
        kept = answers[-1].json()
        assert {answer.json()["refresh_token"] for answer in answers} == {kept["refresh_token"]}
        assert await is_signed_in(gateway, kept)
        spent.append(token)
        token = kept["refresh_token"]
    clock.pass_(seconds=GRACE)
    replays = [await refresh(gateway, one, client) for one in spent]
    assert {replay.status_code for replay in replays} == {401}
    assert not await is_signed_in(gateway, kept)


async def test_a_late_duplicate_that_comes_after_the_successor_was_spent_ends_nothing(gateway, clock):
    first = (await gateway.borrower()).tokens["refresh_token"]
    second = (await refresh(gateway, first)).json()["refresh_token"]
    third = (await refresh(gateway, second)).json()
    clock.pass_(seconds=GRACE - 1)
    late = await refresh(gateway, first)
    assert (late.status_code, late.json()["code"]) == (401, "invalid_credentials")
    assert await is_signed_in(gateway, third)
    assert (await refresh(gateway, third["refresh_token"])).status_code == 200


async def test_the_grace_is_not_extended_by_asking_again(gateway, clock):
    first = (await gateway.borrower()).tokens["refresh_token"]
    assert (await refresh(gateway, first)).status_code == 200
    clock.pass_(seconds=GRACE - 1)
    again = (await refresh(gateway, first)).json()
    clock.pass_(seconds=1)
    assert (await refresh(gateway, first)).status_code == 401
    assert not await is_signed_in(gateway, again)


async def test_a_spent_token_that_comes_back_ends_its_own_session_alone(gateway, clock):
    borrower = await gateway.borrower()
    stolen, phone = await another_device(gateway, borrower), borrower
    await refresh(gateway, stolen.tokens["refresh_token"])
    clock.pass_(minutes=1)
    assert (await refresh(gateway, stolen.tokens["refresh_token"])).status_code == 401
    assert not await is_signed_in(gateway, stolen.tokens)
    assert await is_signed_in(gateway, phone.tokens)


@pytest.mark.both_databases
async def test_where_one_is_signed_in_is_listed_and_ended_one_by_one_or_all_at_once(gateway, clock):
    android = (
        "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36"
    )
    borrower, stranger = await gateway.borrower(), await gateway.borrower()
    clock.pass_(minutes=1)
    phone = await another_device(gateway, borrower, android)
    await phone.http.put("/devices/installation-1", json={"platform": "android", "token": "t" * 40})
    listed = (await phone.http.get("/me/sessions")).json()
    assert [(one["client"], one["device"], one["current"]) for one in listed] == [
        ("Chrome · Android", "installation-1", True),
        (listed[1]["client"], None, False),
    ]
    path = f"/me/sessions/{listed[1]['id']}"
    assert (await stranger.http.delete(path)).status_code == 404
    assert await is_signed_in(gateway, borrower.tokens)
    assert [(await phone.http.delete(path)).status_code for _ in range(2)] == [204, 204]
    assert not await is_signed_in(gateway, borrower.tokens)
    third = await another_device(gateway, borrower)
    assert (await third.http.delete("/me/sessions?others=true")).status_code == 204
    assert (await is_signed_in(gateway, phone.tokens), await is_signed_in(gateway, third.tokens)) == (False, True)
    assert (await third.http.delete("/me/sessions")).status_code == 204
    assert not await is_signed_in(gateway, third.tokens)
    assert (await refresh(gateway, third.tokens["refresh_token"])).status_code == 401
    assert await is_signed_in(gateway, stranger.tokens)


@pytest.mark.parametrize("which", ["refresh_token", "access_token", "spent"])
async def test_revoking_any_token_of_a_session_ends_it(gateway, clock, which):
    borrower = await gateway.borrower()
    tokens = borrower.tokens
    if which == "spent":
        tokens = (await refresh(gateway, tokens["refresh_token"])).json()
        clock.pass_(minutes=1)
    revoked = borrower.tokens["refresh_token"] if which == "spent" else tokens[which]
    answer = await revoke(gateway, revoked, token_type_hint="refresh_token")
    assert (answer.status_code, answer.content) == (200, b"")
    assert not await is_signed_in(gateway, tokens)
    assert (await refresh(gateway, tokens["refresh_token"])).status_code == 401


@pytest.mark.parametrize("token", ["rubbish", "a.b.c"])
async def test_revoking_what_is_no_token_answers_the_same(small_gateway, token):
    answer = await revoke(small_gateway, token)
    assert (answer.status_code, answer.content) == (200, b"")


async def closed_with(socket):
    """Why it was closed; what it still told is read."""
    async with asyncio.timeout(10):
        with contextlib.suppress(ConnectionClosed):
            while True:
                await socket.recv()
    return socket.close_code, socket.close_reason


@pytest.mark.both_databases
async def test_a_session_takes_its_streams_tickets_and_pushes_along(gateway):
    borrower = await gateway.talking_borrower()
    await borrower.http.put("/devices/installation-1", json={"platform": "android", "token": "t" * 40})
    ticket = (await borrower.http.post("/stream-tickets")).json()["ticket"]
    async with borrower.stream() as socket:
        await socket.recv()
        await revoke(gateway, borrower.tokens["refresh_token"])
        assert await closed_with(socket) == (1008, "unauthenticated")
    address = f"{gateway.url}/v1/conversations/{borrower.conversation}/stream?ticket={ticket}"
    async with gateway_socket(address) as refused:
        assert await closed_with(refused) == (1008, "unauthenticated")
    async with gateway.parts.database.reading() as session:
        assert (await session.scalars(text("SELECT count(*) FROM devices"))).one() == 0


def gateway_socket(address):
    return connect(address.replace("http://", "ws://"), proxy=None)


async def test_a_session_that_another_process_or_the_clock_ended_closes_its_streams_at_the_next_look(
    gateway_on, database_url, clock
):
    gateway = await gateway_on(database_url, session_days=1)
    ended, expired = await gateway.talking_borrower(), await gateway.talking_borrower()
    desk = await gateway.staff("li")
    async with ended.stream() as first, expired.stream() as second:
        await asyncio.gather(first.recv(), second.recv())
        elsewhere = build_parts(gateway.settings, clock)
        async with elsewhere.database.transaction() as session:
            await end_sessions(session, UserSession.subject == await subject_of(ended), "by_operator", clock())
        await elsewhere.close()
        await gateway.parts.session_watch.look()
        assert await closed_with(first) == (1008, "unauthenticated")
        assert (await expired.post("m1", "还在")).status_code == 200
        clock.pass_(days=1)
        await gateway.parts.session_watch.look()
        assert await closed_with(second) == (1008, "unauthenticated")
    assert (await desk.get("/desk/me")).status_code == 401


async def subject_of(borrower):
    return (await borrower.http.get("/me")).json()["id"]


async def test_a_borrowers_session_ends_after_half_a_year_however_often_it_is_used(gateway, clock):
    tokens = (await gateway.borrower()).tokens
    for _ in range(180 // 20 - 1):
        clock.pass_(days=20)
        tokens = (await refresh(gateway, tokens["refresh_token"])).json()
        assert await is_signed_in(gateway, tokens)
    clock.pass_(days=20)
    assert (await refresh(gateway, tokens["refresh_token"])).status_code == 401


async def test_staff_are_signed_out_when_idle_and_at_the_end_of_a_shift(gateway, clock):
    secret = await gateway.add_staff("li")

    async def sign_in():
        return (await gateway.sign_in_staff("li", secret)).raise_for_status().json()

    idle = await sign_in()
    clock.pass_(minutes=59)
    idle = (await refresh(gateway, idle["refresh_token"])).raise_for_status().json()
    clock.pass_(minutes=60)
    assert (await refresh(gateway, idle["refresh_token"])).status_code == 401
    busy = await sign_in()
    for _ in range(23):
        clock.pass_(minutes=30)
        busy = (await refresh(gateway, busy["refresh_token"])).raise_for_status().json()
    clock.pass_(minutes=30)
    assert (await refresh(gateway, busy["refresh_token"])).status_code == 401


@pytest.mark.both_databases
async def test_a_changed_role_and_a_disabled_member_act_at_the_next_request(gateway, clock, stream_of):
    secret = await gateway.add_staff("li", "reviewer")
    tokens = (await gateway.sign_in_staff("li", secret)).json()
    desk, database = gateway.client(tokens["access_token"]), gateway.parts.database
    gateway.backend.answers["GET /reviews"] = []
    assert (await desk.get("/desk/reviews")).status_code == 200
    async with database.transaction() as session:
        await members.change_role(session, "li", "support")
    assert ((await desk.get("/desk/reviews")).status_code, (await desk.get("/desk/me")).status_code) == (403, 200)
    async with stream_of(desk, "/desk/stream") as queue:
        await queue.recv()
        async with database.transaction() as session:
            await members.disable_staff(session, "li", clock())
        assert (await desk.get("/desk/me")).status_code == 401
        await gateway.parts.session_watch.look()
        assert await closed_with(queue) == (1008, "unauthenticated")
    assert (await refresh(gateway, tokens["refresh_token"])).status_code == 401
    clock.pass_(minutes=1)
    assert (await gateway.sign_in_staff("li", secret)).status_code == 401
    async with database.transaction() as session:
        await members.enable_staff(session, "li")
    assert (await refresh(gateway, tokens["refresh_token"])).status_code == 401
    clock.pass_(minutes=1)
    assert (await gateway.sign_in_staff("li", secret)).status_code == 200


async def test_new_credentials_end_what_the_old_ones_opened(gateway, clock):
    old = await gateway.add_staff("li")
    tokens = (await gateway.sign_in_staff("li", old)).json()
    async with gateway.parts.database.transaction() as session:
        new = await members.reset_staff(session, gateway.settings.sealer, "li", "brass window tuesday", clock())
    assert not await is_signed_in(gateway, tokens)
    clock.pass_(minutes=1)
    answers = [
        await gateway.sign_in_staff("li", old),
        await gateway.sign_in_staff("li", old, password="brass window tuesday"),
        await gateway.sign_in_staff("li", new.totp_secret, password="brass window tuesday"),
    ]
    assert [answer.status_code for answer in answers] == [401, 401, 200]


async def test_a_new_token_secret_signs_nobody_out_while_the_old_one_is_known(gateway_on, database_url):
    old, new = OLDER, NEWER
    before = await gateway_on(database_url, token_secret=old)
    tokens = (await before.borrower()).tokens
    code = await before.code_for("13912345678")
    during = await gateway_on(database_url, token_secret=new, token_secret_previous=old)
    assert await is_signed_in(during, tokens)
    assert await old_tokens(during) == 1
    raced = await asyncio.gather(*(refresh(during, tokens["refresh_token"]) for _ in range(4)))
    assert {answer.status_code for answer in raced} == {200}
    renewed = raced[0].json()
    assert await old_tokens(during) == 0
    form = {"grant_type": "otp", "phone": "13912345678", "code": code}
    assert (await during.client().post("/auth/token", data=form)).status_code == 200
    after = await gateway_on(database_url, token_secret=new)
    assert not await is_signed_in(after, tokens)
    assert await is_signed_in(after, renewed)
    assert (await refresh(after, renewed["refresh_token"])).status_code == 200


async def old_tokens(gateway):
    await measures.take(gateway.parts)
    return measures.OLD_TOKENS._value.get()


async def test_a_conversation_keeps_its_name_in_the_dialogue_when_the_token_secret_is_replaced(
    gateway_on, database_url, clock
):
    before = await gateway_on(database_url, token_secret=OLDER)
    borrower = await before.talking_borrower()
    clock.pass_(seconds=1)
    async with before.parts.database.transaction() as session:
        # As a release that derived it left it.
        await session.execute(text("UPDATE conversations SET sender = NULL"))
    await borrower.say("m1", "我想借三万")
    after = await gateway_on(database_url, token_secret=NEWER, token_secret_previous=OLDER)
    later = after.client(borrower.tokens["access_token"])
    path = f"/conversations/{borrower.conversation}/messages"
    (await later.post(path, json={"client_id": "m2", "text": "十二期"})).raise_for_status()
    [(_, derived)] = [call for call in before.dialogue.calls if call[1].get("text") == "我想借三万"]
    [(_, kept)] = [call for call in after.dialogue.calls if call[1].get("text") == "十二期"]
    assert kept["sender"] == derived["sender"]
