"""What a form turn costs: through the gateway beside the bare dialogue server, and Rasa as we run it beside stock Rasa."""

import asyncio
import secrets
import statistics
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import psutil

from assistant.demo import ANSWERS, OPENING
from contract.lending.client import BackendClient
from contract.texts import Language
from mobile_api.upstreams.dialogue import as_read
from tests.e2e.borrower_app import BorrowerApp, new_phone
from tests.stack import Stack

ASSISTANT = ("dialogue", "actions")
SERVERS = (*ASSISTANT, "backend", "mobile")


@dataclass
class Sample:
    """Wall seconds of each turn, and CPU seconds by process over all of them."""

    walls: list[float] = field(default_factory=list)
    cpu: dict[str, float] = field(default_factory=dict)

    def cpu_ms(self, *names: str) -> float:
        """CPU milliseconds a turn, of the named processes together."""
        return 1000 * sum(self.cpu[name] for name in names) / len(self.walls)

    def quantile_ms(self, share: float) -> float:
        return 1000 * statistics.quantiles(self.walls, n=100)[round(100 * share) - 1]


def alternate(stack: Stack, rounds: int) -> tuple[Sample, Sample]:
    """`(bare, gateway)`: the same form, alternately straight into the dialogue channel and through the gateway."""
    bare, gateway = Sample(), Sample()
    play_bare(stack, Sample())
    play_through_gateway(stack, Sample())
    for _ in range(rounds):
        play_bare(stack, bare)
        play_through_gateway(stack, gateway)
    return bare, gateway


def play_bare(stack: Stack, sample: Sample) -> None:
    with dialogue(stack) as http:
        converse = conversation(stack, http, "zh")

        def say(text: str) -> list[dict[str, Any]]:
            return [{"expects": converse(text)["expects"]}]

        play_form(stack, sample, say)


@contextmanager
def dialogue(stack: Stack) -> Iterator[httpx.Client]:
    """The running dialogue's channel, with no gateway before it."""
    key = {"X-Service-Key": stack.settings["DIALOGUE_CHANNEL_KEY"]}
    url = f"http://127.0.0.1:{stack.ports['dialogue']}/webhooks/loantalk"
    with httpx.Client(base_url=url, headers=key, timeout=60, trust_env=False) as http:
        yield http


def conversation(stack: Stack, http: httpx.Client, language: Language) -> Callable[[str], dict[str, Any]]:
    """A new borrower's conversation: what is said goes in, the turn comes out."""
    borrower = f"br_{secrets.token_hex(8)}"
    asyncio.run(register(stack, borrower, language))
    metadata = {"borrower_id": borrower, "language": language, "input": "text"}

    def say(text: str) -> dict[str, Any]:
        body = {"sender": borrower, "message_id": uuid.uuid4().hex, "text": text, "metadata": metadata}
        return dict(http.post("/turns", json=as_read(body)).raise_for_status().json())

    return say


def play_through_gateway(stack: Stack, sample: Sample) -> None:
    app = BorrowerApp.sign_up(stack.url, new_phone(), "zh")

    def say(text: str) -> list[dict[str, Any]]:
        return list(app.post_message(text=text).raise_for_status().json()["replies"])

    play_form(stack, sample, say)
    app.http.close()


def play_form(stack: Stack, sample: Sample, say: Callable[[str], list[dict[str, Any]]]) -> None:
    """Fill the form up to the read-back; only turns that fill a slot are counted."""
    replies = say(OPENING["zh"])
    with counting_cpu(stack, sample):
        while (expects := replies[-1]["expects"]) in ANSWERS["zh"]:
            started = time.perf_counter()
            replies = say(ANSWERS["zh"][expects])
            sample.walls.append(time.perf_counter() - started)


@contextmanager
def counting_cpu(stack: Stack, sample: Sample) -> Iterator[None]:
    processes = {name: stack.process(name) for name in SERVERS}
    before = {name: cpu_seconds(process) for name, process in processes.items()}
    yield
    for name, process in processes.items():
        sample.cpu[name] = sample.cpu.get(name, 0) + cpu_seconds(process) - before[name]


def cpu_seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


async def register(stack: Stack, borrower_id: str, language: Language) -> None:
    client = BackendClient(stack.settings["MOBILE_BACKEND_URL"], stack.settings["MOBILE_BACKEND_KEY"])
    await client.register_borrower(borrower_id, language)
    await client.close()
