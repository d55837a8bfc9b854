"""Streams: in order, without gaps, whoever wrote."""

import asyncio
import contextlib
import json

import pytest
from sqlalchemy import event
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from mobile_api.chat.log import Entry, append, lock


async def events_until(stream, done):
    """Events up to the first for which `done` holds."""
    events = []
    while True:
        events.append(json.loads(await asyncio.wait_for(stream.recv(), 10)))
        if done(events[-1]):
            return events


def anything(_):
    return True


def texts(events):
    return [event["message"]["text"] for event in events if event["type"] == "message"]


async def test_a_stream_tells_the_log_the_owner_and_who_is_typing(small_gateway):
    borrower = await small_gateway.talking_borrower()
    async with borrower.stream() as stream:
        start = await events_until(stream, lambda e: e["type"] == "owner_changed")
        small_gateway.dialogue.gate.clear()
        posting = asyncio.create_task(borrower.say("m1", "我要人工"))
        typing = await events_until(stream, lambda e: e["type"] == "typing")
        small_gateway.dialogue.gate.set()
        end = await events_until(stream, lambda e: e == {"type": "typing", "typing": False})
        await posting

    assert texts(start) == ["echo greeting"]
    assert start[-1] == {"type": "owner_changed", "owner": "bot"}
    assert typing[-1] == {"type": "typing", "typing": True}
    assert texts(typing) == ["我要人工"]
    assert {"type": "owner_changed", "owner": "queue"} in end
    assert [e["message"]["seq"] for e in start + typing + end if e["type"] == "message"] == [1, 2, 3, 4]


async def test_a_reconnecting_client_gets_exactly_what_it_missed(small_gateway):
    borrower = await small_gateway.talking_borrower()
    for n in range(3):
        await borrower.say(f"m{n}", f"话 {n}")
    async with borrower.stream(after=4) as stream:
        events = await events_until(stream, lambda e: e["type"] == "owner_changed")
    assert [e["message"]["seq"] for e in events if e["type"] == "message"] == [5, 6, 7]


async def test_what_another_process_writes_arrives_without_a_wake_up(small_gateway):
    borrower = await small_gateway.talking_borrower()
    other = await small_gateway.another_process()
    async with borrower.stream(after=1) as stream:
        await events_until(stream, lambda e: e["type"] == "owner_changed")
        async with other.database.transaction() as session:
            conversation = await lock(session, borrower.conversation)
            await append(session, conversation, Entry("system", "来自别处"), other.clock())
        events = await events_until(stream, lambda e: e["type"] == "message")
    assert texts(events) == ["来自别处"]
    await other.close()


async def test_a_forged_ticket_opens_no_stream(small_gateway):
    borrower = await small_gateway.talking_borrower()
    path = f"/conversations/{borrower.conversation}/stream"
    forged = small_gateway.url.replace("http", "ws") + f"/v1{path}?ticket=forged"
    assert await refusal(connect(forged, proxy=None)) == (1008, "unauthenticated")


async def refusal(opening):
    """The code and the reason with which a stream was closed."""
    async with opening as stream:
        with pytest.raises(ConnectionClosed) as closed:
            await asyncio.wait_for(stream.recv(), 10)
    assert closed.value.rcvd is not None
    return closed.value.rcvd.code, closed.value.rcvd.reason


async def test_a_ticket_works_once_for_thirty_seconds(small_gateway, clock):
    borrower = await small_gateway.talking_borrower()
    ticket = (await borrower.http.post("/stream-tickets")).json()
    parts = small_gateway.parts
    late = (await borrower.http.post("/stream-tickets")).json()["ticket"]

    assert ticket["expires_in"] == 30
    assert (await redeemed(parts, ticket["ticket"])).role == "borrower"
    assert await redeemed(parts, ticket["ticket"]) is None
    clock.pass_(seconds=31)
    assert await redeemed(parts, late) is None


async def redeemed(parts, ticket):
    from mobile_api.streaming import ticket_holder

    return await ticket_holder(parts, ticket)


async def test_the_desk_stream_tells_the_queue_and_when_a_conversation_moved_on(small_gateway, stream_of):
    borrower = await small_gateway.talking_borrower()
    desk = await small_gateway.staff("li")
    async with stream_of(desk, "/desk/stream") as stream:
        [empty] = await events_until(stream, anything)
        await borrower.say("m1", "我要人工")
        queued = (await events_until(stream, lambda e: e["handoffs"]))[-1]["handoffs"][0]
        await borrower.say("m2", "在吗")
        moved = (await events_until(stream, anything))[-1]["handoffs"][0]

    assert empty == {"type": "handoffs", "handoffs": []}
    assert queued["state"] == "queued"
    assert moved["last_seq"] == queued["last_seq"] + 1


async def test_a_binary_frame_closes_the_stream_with_a_code(small_gateway):
    borrower = await small_gateway.talking_borrower()
    async with borrower.stream() as stream:
        await stream.send("ignored")
        await stream.send(b"\x00")
        with pytest.raises(ConnectionClosed) as closed:
            await events_until(stream, lambda _: False)
    assert closed.value.rcvd is not None
    assert (closed.value.rcvd.code, closed.value.rcvd.reason) == (1003, "text_expected")


async def test_a_person_has_so_many_streams_at_once_and_no_more(gateway_on, tmp_path):
    gateway = await gateway_on(f"sqlite:///{tmp_path / 'x.db'}", streams_per_person=2)
    borrower, other = await gateway.talking_borrower(), await gateway.talking_borrower()
    async with borrower.stream(), borrower.stream():
        async with borrower.stream() as third:
            with pytest.raises(ConnectionClosed) as closed:
                await third.recv()
            assert str(closed.value.rcvd) == "1008 (policy violation) too_many_streams"
        async with other.stream() as socket:
            assert json.loads(await socket.recv())["type"] == "message"
    async with borrower.stream() as socket:
        assert json.loads(await socket.recv())["type"] == "message"


# Watches for six seconds.
@pytest.mark.slow
async def test_idle_streams_cost_one_query_a_second_together(gateway_on, database_url):
    gateway = await gateway_on(database_url, streams_per_person=50)
    borrower = await gateway.talking_borrower()
    async with contextlib.AsyncExitStack() as streams:
        sockets = [await streams.enter_async_context(borrower.stream()) for _ in range(30)]
        await asyncio.sleep(2.5)
        queries = []
        engine = gateway.parts.database._engine.sync_engine
        event.listen(engine, "before_cursor_execute", lambda *call: queries.append(call[2]))
        await asyncio.sleep(3.2)
        assert 2 <= len([query for query in queries if query.startswith("SELECT")]) <= 6
        # What another process writes still reaches each of them.
        another = await gateway.another_process()
        async with another.database.transaction() as session:
            conversation = await lock(session, borrower.conversation)
            await append(session, conversation, Entry("system", "from elsewhere"), another.clock())
        for socket in sockets:
            async with asyncio.timeout(60):
                while "from elsewhere" not in await socket.recv():
                    pass
        await another.close()
