"""An ASGI app on a real port: inside the test's own loop, or on a thread of its own."""

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator, Iterator
from typing import Any

import uvicorn
from websockets.exceptions import InvalidState


class PromptServer(uvicorn.Server):
    """It starts and ends at once. uvicorn's own looks for its end ten times a second and then waits as long again, which
    over a thousand tests is minutes. Signals stay the test runner's."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = threading.Event()
        self._over = asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets)
        self._loop = asyncio.get_running_loop()
        self.up.set()

    async def main_loop(self) -> None:
        # Sets the headers of every answer, among them the time.
        while not await self.on_tick(0):
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._over.wait(), 1)

    async def shutdown(self, sockets: Any = None) -> None:  # noqa: ARG002 - uvicorn's
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            # A WebSocket that is closing already can't be asked to.
            with contextlib.suppress(InvalidState):
                connection.shutdown()
        while self.server_state.connections or self.server_state.tasks:
            await asyncio.sleep(0.001)
        for server in self.servers:
            await server.wait_closed()
        await self.lifespan.shutdown()

    def end(self) -> None:
        """From any thread."""
        self.should_exit = True
        self._loop.call_soon_threadsafe(self._over.set)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.servers[0].sockets[0].getsockname()[1]}"


@contextlib.asynccontextmanager
async def serving(app: Any, **options: Any) -> AsyncIterator[str]:
    """Serve an ASGI app on a free port, with uvicorn's options; its URL."""
    # As the gateway is served: whom it believes about other addresses, it says itself.
    options = {"proxy_headers": False, **options}
    server = PromptServer(uvicorn.Config(app, port=0, log_config=None, ws="websockets-sansio", **options))
    task = asyncio.create_task(server.serve())
    while not (server.up.is_set() or task.done()):
        await asyncio.sleep(0.001)
    try:
        yield server.url
    finally:
        server.end()
        await task


@contextlib.contextmanager
def served(app: Any) -> Iterator[str]:
    """Serve an ASGI app on a free port from a thread of its own; its URL. Its lifespan is off: no model is loaded; as ours, it logs no addresses."""
    server = PromptServer(uvicorn.Config(app, port=0, log_config=None, lifespan="off", access_log=False))
    thread = threading.Thread(target=server.run)
    thread.start()
    while thread.is_alive() and not server.up.wait(0.1):
        pass
    try:
        yield server.url
    finally:
        server.end()
        thread.join()
