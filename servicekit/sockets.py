"""HTTP connections with limits on size and time: one that sends half a request, or nothing, is closed."""

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_BYTES = 32 * 1024
# From the connection, or the first byte of a request on it, to the end of its headers.
HEAD_SECONDS = 10.0
# Between two pieces of a body, and for the whole of it: a paper over a slow phone takes a minute.
BODY_PAUSE_SECONDS = 15.0
BODY_SECONDS = 120.0


class HeadTooLarge(Exception):
    """More bytes before the body than anybody needs."""


class BoundedHttp(HttpToolsProtocol):
    """Given to uvicorn as `http`. A WebSocket leaves it with its handshake."""

    head_bytes = HEAD_BYTES
    head_seconds = HEAD_SECONDS
    body_pause_seconds = BODY_PAUSE_SECONDS
    body_seconds = BODY_SECONDS
    most_sockets: int

    _timer: asyncio.TimerHandle | None = None
    _body_ends: float = 0.0
    _head_size: int = 0
    _in_head: bool = True

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if len(self.connections) > self.most_sockets:
            return transport.abort()
        return self._close_in(self.head_seconds)

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_timer()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._in_head:
            # The parser keeps a header until it is whole: only we see how much that is by now.
            self._head_size += len(data)
            if self._head_size - len(data) > self.head_bytes:
                return self.send_400_response("The headers are too large.")
            if self._timer is None:
                self._close_in(self.head_seconds)
        return super().data_received(data)

    def on_message_begin(self) -> None:
        self._head_size, self._in_head = 0, True
        self._close_in(self.head_seconds)
        super().on_message_begin()

    def on_header(self, name: bytes, value: bytes) -> None:
        self._head_size += len(name) + len(value)
        if self._head_size > self.head_bytes:
            raise HeadTooLarge()
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self._in_head = False
        self._body_ends = self.loop.time() + self.body_seconds
        self._close_in(self.body_pause_seconds)
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self._close_in(min(self.body_pause_seconds, self._body_ends - self.loop.time()))
        super().on_body(body)

    def on_message_complete(self) -> None:
        # Between requests uvicorn's own timer runs.
        self._stop_timer()
        self._head_size, self._in_head = 0, True
        super().on_message_complete()

    def handle_websocket_upgrade(self) -> None:
        self._stop_timer()
        super().handle_websocket_upgrade()

    def _close_in(self, seconds: float) -> None:
        self._stop_timer()
        self._timer = self.loop.call_later(max(seconds, 0), self._give_up)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _give_up(self) -> None:
        self._timer = None
        self.transport.abort()


def bounded_http(sockets: int, **bounds: float) -> type[BoundedHttp]:
    """`sockets`: beyond so many a new connection is closed at once, for each costs a file handle, whether it speaks or not.
    Other bounds go by the names of the class's."""
    return type("BoundedHttp", (BoundedHttp,), {"most_sockets": sockets, **bounds})
