"""Connections that send slowly, too much, or nothing are closed; others are served meanwhile."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Mapping

import httpx
import pytest
from fastapi import FastAPI, Request, WebSocket
from websockets.asyncio.client import connect

from servicekit.sockets import HEAD_BYTES, bounded_http
from tests.serving import serving

BOUNDS = {"head_seconds": 0.4, "body_pause_seconds": 0.4, "body_seconds": 1.2}
# A good client keeps them on a machine that stands still for a second.
WIDE = {"head_seconds": 3.0, "body_pause_seconds": 3.0, "body_seconds": 4.0}
HALF_HEAD = b"GET / HTTP/1.1\r\nHost: x\r\n"
HALF_BODY = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf"


def app() -> FastAPI:
    app = FastAPI()

    @app.api_route("/", methods=["GET", "POST"])
    async def length(request: Request) -> int:
        return len(await request.body())

    @app.websocket("/socket")
    async def socket(socket: WebSocket) -> None:
        await socket.accept()
        while True:
            await socket.send_text(await socket.receive_text())

    return app


@contextlib.asynccontextmanager
async def server(sockets: int = 100, bounds: Mapping[str, float] = BOUNDS) -> AsyncIterator[tuple[str, int]]:
    async with serving(app(), http=bounded_http(sockets, **bounds)) as url:
        yield url, int(url.rsplit(":", 1)[1])


async def seconds_until_closed(port: int, sent: bytes, drip: bytes = b"") -> float:
    """How long the server keeps the connection; `drip` is sent again and again meanwhile."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    begun = time.monotonic()
    writer.write(sent)
    try:
        async with asyncio.timeout(60):
            while not reader.at_eof():
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(reader.read(1000), 0.1)
                writer.write(drip)
    except ConnectionError:
        pass
    finally:
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()
    return time.monotonic() - begun


@pytest.mark.parametrize("sent", [b"", b"\r\n", HALF_HEAD, HALF_BODY])
async def test_half_a_request_or_none_is_closed(sent):
    async with server() as (_, port):
        assert 0.3 < await seconds_until_closed(port, sent) < 2


@pytest.mark.parametrize(("sent", "drip", "most"), [(HALF_HEAD, b"A: b\r\n", 2.0), (HALF_BODY, b"x", 3.0)])
async def test_a_request_that_comes_drop_by_drop_is_closed(sent, drip, most):
    async with server() as (_, port):
        assert await seconds_until_closed(port, sent, drip) < most


async def test_many_slow_clients_leave_a_good_one_its_answer():
    async with server(300, WIDE) as (url, port):
        slow = [asyncio.create_task(seconds_until_closed(port, sent)) for sent in [HALF_HEAD, HALF_BODY] * 100]
        async with httpx.AsyncClient() as http:
            for _ in range(5):
                assert (await http.post(url, content=b"x" * 50)).json() == 50
        assert max(await asyncio.gather(*slow)) < 30


@pytest.mark.parametrize("headers", [{"X-Long": "a" * (HEAD_BYTES + 1)}, {f"X-{n}": "a" * 500 for n in range(80)}])
async def test_headers_that_are_too_large_are_refused(headers):
    async with server() as (url, _), httpx.AsyncClient() as http:
        try:
            assert (await http.get(url, headers=headers)).status_code == 400
        except httpx.TransportError:
            # Closed while we were still sending.
            pass
        assert (await http.get(url)).status_code == 200


async def test_a_header_without_end_is_not_kept():
    async with server() as (_, port):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(HALF_HEAD + b"X-Long: ")
        sent = 0
        with contextlib.suppress(ConnectionError):
            while not reader.at_eof() and sent < 10_000_000:
                writer.write(b"a" * 8192)
                await writer.drain()
                sent += 8192
                await asyncio.sleep(0)
        assert sent < 10_000_000
        writer.close()


async def test_no_more_sockets_than_allowed():
    async with server(sockets=10) as (_, port):
        held = [asyncio.create_task(seconds_until_closed(port, HALF_HEAD)) for _ in range(10)]
        await asyncio.sleep(0.15)
        assert await seconds_until_closed(port, HALF_HEAD) < 0.25
        assert min(await asyncio.gather(*held)) > 0.3


async def test_several_requests_on_one_connection_and_idle_websockets_live_on():
    async with server() as (url, _), httpx.AsyncClient() as http:
        async with connect(url.replace("http", "ws") + "/socket", proxy=None) as socket:
            for size in (0, 70_000, 3):
                assert (await http.post(url, content=b"x" * size)).json() == size
                await asyncio.sleep(0.5)
            await socket.send("still here")
            assert await socket.recv() == "still here"
