"""From submitted to decided: many applicants at once, each through the gateway as an app would."""

import statistics
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass
from typing import Any

import httpx

from tests.e2e.borrower_app import BorrowerApp, new_phone
from tests.stack import Stack

AT_ONCE = 20
ROUNDS = 10
GOAL_MS, AIM_MS = 2000, 300
HEAD = ("applicants at once", "decisions", "p50 ms", "p95 ms", "p99 ms", "backend and gateway CPU ms a decision")
# One in three of each: approved, left to a person, declined or countered.
INCOMES = (1_200_000, 900_000, 200_000)


@dataclass(frozen=True, slots=True)
class Measured:
    walls: list[float]
    cpu_seconds: float

    def quantile_ms(self, share: float) -> float:
        return 1000 * statistics.quantiles(self.walls, n=100)[round(100 * share) - 1]


def measure(stack: Stack, at_once: int = AT_ONCE, rounds: int = ROUNDS) -> Measured:
    """All applicants submit at the same moment, round after round."""
    with ExitStack() as opened, ThreadPoolExecutor(at_once) as threads:
        clients = [opened.enter_context(closing(sign_up(stack))) for _ in range(at_once)]
        list(threads.map(submit, clients, range(at_once)))
        before = cpu_seconds(stack)
        walls = [wall for _ in range(rounds) for wall in threads.map(submit, clients, range(at_once))]
        return Measured(walls, cpu_seconds(stack) - before)


def sign_up(stack: Stack) -> httpx.Client:
    app = BorrowerApp.sign_up(stack.url, new_phone(), "zh")
    return app.http


def submit(client: httpx.Client, number: int) -> float:
    """Seconds until the answer with the decision is here."""
    body = {"fields": fields(INCOMES[number % len(INCOMES)])}
    started = time.perf_counter()
    answer = client.post("/v1/applications", json=body, headers={"Idempotency-Key": uuid.uuid4().hex})
    wall = time.perf_counter() - started
    answer.raise_for_status()
    return wall


def fields(income: int) -> dict[str, Any]:
    def yuan(minor: int) -> dict[str, Any]:
        return {"minor": minor, "currency": "CNY"}

    return {
        "purpose": "consumption",
        "amount": yuan(3_500_000),
        "term_months": 24,
        "method": "equal_instalment",
        "monthly_income": yuan(income),
        "employment": "employed",
        "debt": yuan(0),
        "credit_check_consent": True,
    }


def cpu_seconds(stack: Stack) -> float:
    times = [stack.process(name).cpu_times() for name in ("backend", "mobile")]
    return sum(one.user + one.system for one in times)


def section(measured: Measured) -> str:
    row = (
        AT_ONCE,
        len(measured.walls),
        *(f"{measured.quantile_ms(share):.0f}" for share in (0.5, 0.95, 0.99)),
        f"{1000 * measured.cpu_seconds / len(measured.walls):.1f}",
    )
    lines = [HEAD, tuple("---" for _ in HEAD), row]
    rows = "".join(f"| {' | '.join(map(str, line))} |\n" for line in lines)
    return (
        f"## Submitted to decided\n\n{rows}\n"
        f"Through the gateway, SQLite, the clients on the same cores. Goal: p99 under {GOAL_MS} ms; aim: {AIM_MS} ms.\n"
    )
