"""The worker processes: started, fed, restarted. A crash in native code costs one utterance and never the service."""

import asyncio
import contextlib
import json
import logging
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import uuid4

from contract.speech import Narrow
from contract.texts import Language
from servicekit.problems import Problem
from speech.engines.choice import WorkerSpec
from speech.errors import BY_CODE, EngineCrashed, LanguageUnavailable, SpeechBusy
from speech.settings import EngineSettings

logger = logging.getLogger(__name__)

# An answer of 60 s of quick speech is some 40 kB in one line.
LINE_LIMIT = 4 * 1024 * 1024
# Back-off between starts that did not last.
FIRST_WAIT, LONGEST_WAIT = 1.0, 15.0
BUSY_RETRY_SECONDS = 5


class WorkerProcess:
    """One process and its queue. Requests are taken one at a time, in order of arrival.

    `command`: what Python is started with; the process keeps to the protocol of `speech.worker`. `failed`: raised, with its
    reason, for a request that the process did not live to answer.
    """

    def __init__(self, command: Sequence[str], settings: EngineSettings, failed: type[Problem]) -> None:
        self._command, self._settings, self._failed = command, settings, failed
        self._process: Process | None = None
        self._ready = asyncio.Event()
        self._turn = asyncio.Lock()
        self._keeper: asyncio.Task[None] | None = None

    @property
    def ready(self) -> bool:
        return self._ready.is_set()

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Start the process in the background and keep one alive until `stop`."""
        self._keeper = asyncio.create_task(self._keep_alive())

    async def stop(self) -> None:
        if self._keeper:
            self._keeper.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._keeper
        if self._process:
            # The keeper may have been ending it already, and was cancelled over it.
            await self._end(self._process)

    @property
    def busy(self) -> bool:
        """Whether a request is under way."""
        return self._turn.locked()

    async def ask(self, request: Mapping[str, Any], data: bytes = b"") -> dict[str, Any]:
        """The answer of the process to one request. Raises its problem or `failed`."""
        while True:
            # Before the turn: those who wait for a process that never comes are told so together, not one after another.
            process = await self._running()
            async with self._turn:
                # Else it died of the request before.
                if process is self._process and self.ready:
                    return await self._exchange(process, request, data)

    async def _exchange(self, process: Process, request: Mapping[str, Any], data: bytes) -> dict[str, Any]:
        try:
            async with asyncio.timeout(self._settings.utterance_seconds):
                answer = await _ask(process, request, data)
        except TimeoutError as error:
            self._abandon(process)
            raise self._failed(reason="timed_out") from error
        except OSError as error:
            self._abandon(process)
            raise self._failed(reason="died") from error
        except asyncio.CancelledError:
            # Its answer would be taken for the next recording's.
            self._abandon(process)
            raise
        if problem := answer.get("problem"):
            raise BY_CODE[problem](**answer["data"])
        return answer

    async def _running(self) -> Process:
        try:
            async with asyncio.timeout(self._settings.start_seconds):
                await self._ready.wait()
        except TimeoutError as error:
            raise self._failed(reason="not_started") from error
        assert self._process is not None  # noqa: S101 - ready means started
        return self._process

    def _abandon(self, process: Process) -> None:
        self._ready.clear()
        with contextlib.suppress(ProcessLookupError):
            process.kill()

    async def _keep_alive(self) -> None:
        wait = FIRST_WAIT
        while True:
            was_ready = await self._live_once()
            logger.warning("%s ended (ready before: %s); starting it again", self._command[1], was_ready)
            wait = FIRST_WAIT if was_ready else min(wait * 2, LONGEST_WAIT)
            await asyncio.sleep(wait)

    async def _live_once(self) -> bool:
        """Start a process and see it through to its end. Answers whether it ever was ready."""
        try:
            process = self._process = await self._started()
        except OSError as error:
            # The machine may have memory to spare again later.
            logger.error("%s could not be started: %s", self._command[1], error)
            return False
        try:
            async with asyncio.timeout(self._settings.start_seconds):
                await _line(process)
            self._ready.set()
            await process.wait()
            return True
        except (OSError, TimeoutError):
            return False
        finally:
            await self._end(process)

    async def _end(self, process: Process) -> None:
        self._abandon(process)
        await process.wait()
        await _close_pipes(process)

    async def _started(self) -> Process:
        # Not inherited: a Ctrl-C at the terminal is the service's to handle.
        return await asyncio.create_subprocess_exec(
            sys.executable, *self._command, stdin=PIPE, stdout=PIPE, limit=LINE_LIMIT, start_new_session=True
        )


class RecogniserProcess(WorkerProcess):
    """The recognisers of some languages."""

    def __init__(self, spec: WorkerSpec, settings: EngineSettings) -> None:
        super().__init__(("-m", "speech.worker", spec.to_json(), str(settings.cpu_threads)), settings, EngineCrashed)
        self.spec = spec
        self._recordings: set[str] = set()
        self._streams: set[str] = set()

    async def transcribe(self, data: bytes, language: Language, narrow: Narrow | None = None) -> dict[str, Any]:
        """The transcription of a recording. Raises its problem, `SpeechBusy` or `EngineCrashed`."""
        with counted(self._recordings, self._settings.queue_limit):
            return await self.ask({"do": "transcribe", "language": language, "narrow": narrow}, data)

    @contextlib.contextmanager
    def streaming(self) -> Iterator[str]:
        """The id of a new stream, which may be heard until the end of the block. Raises `SpeechBusy`."""
        stream = uuid4().hex
        with counted(self._streams, self._settings.stream_limit, stream):
            yield stream


@contextlib.contextmanager
def counted(held: set[str], limit: int, one: str | None = None) -> Iterator[None]:
    """Hold one more until the end of the block. Raises `SpeechBusy` when `limit` are held."""
    if len(held) >= limit:
        raise SpeechBusy(retry_after=BUSY_RETRY_SECONDS)
    one = one or uuid4().hex
    held.add(one)
    try:
        yield
    finally:
        held.discard(one)


class Pool:
    """The workers of a service, by language."""

    def __init__(self, specs: Iterable[WorkerSpec], settings: EngineSettings) -> None:
        self._workers = [RecogniserProcess(spec, settings) for spec in specs]

    def start(self) -> None:
        for worker in self._workers:
            worker.start()

    async def stop(self) -> None:
        await asyncio.gather(*(worker.stop() for worker in self._workers))

    def worker(self, language: Language) -> RecogniserProcess:
        for worker in self._workers:
            if language in worker.spec.languages:
                return worker
        raise LanguageUnavailable(language=language)

    async def transcribe(self, data: bytes, language: Language, narrow: Narrow | None = None) -> dict[str, Any]:
        return await self.worker(language).transcribe(data, language, narrow)


async def _ask(process: Process, request: Mapping[str, Any], data: bytes) -> dict[str, Any]:
    assert process.stdin is not None  # noqa: S101 - started with a pipe
    process.stdin.write(json.dumps({**request, "bytes": len(data)}).encode() + b"\n" + data)
    await process.stdin.drain()
    return await _line(process)


async def _close_pipes(process: Process) -> None:
    """Of a process that has ended: else they would outlive the loop when the service stops just then."""
    assert process.stdin is not None  # noqa: S101 - started with a pipe
    assert process.stdout is not None  # noqa: S101 - started with a pipe
    process.stdin.close()
    with contextlib.suppress(OSError):
        await process.stdin.wait_closed()
    await process.stdout.read()


async def _line(process: Process) -> dict[str, Any]:
    """One message of the worker. Raises `ConnectionResetError` when it ended instead."""
    assert process.stdout is not None  # noqa: S101 - started with a pipe
    line = await process.stdout.readline()
    if not line.endswith(b"\n"):
        raise ConnectionResetError
    message: dict[str, Any] = json.loads(line)
    return message
