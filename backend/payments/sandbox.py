"""The sandbox that stands in for a payment provider. It moves no money, and keeps a book of its own.

The amount's last two digits choose what happens: .13 fails, a debit of .14 is taken twice, of .15 no callback is ever sent.
"""

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime
from pathlib import Path

import httpx

from backend.payments.provider import Fate, ProviderUnavailable
from backend.payments.signature import SIGNATURE_HEADER, TIMESTAMP_HEADER, sign
from backend.payments.statement import StatementLine, as_callback, write_statement
from contract.dates import lender_day
from contract.lending.payments import Callback, Direction, TransferOrder

FAILING, TWICE, SILENT = 13, 14, 15
FAILURES: dict[Direction, str] = {
    "debit": "insufficient_funds",
    "payout": "account_closed",
    "refund": "account_closed",
}


class SandboxBook:
    """What the sandbox did: a small file that outlives its process."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def write(self, line: StatementLine) -> None:
        """What is written already stays as it is."""
        with self._opened() as book:
            what = (line.reference, lender_day(line.ended_at).isoformat(), line.model_dump_json())
            book.execute("INSERT OR IGNORE INTO lines VALUES (?, ?, ?)", what)

    def lines(self, day: date) -> list[StatementLine]:
        with self._opened() as book:
            rows = book.execute("SELECT line FROM lines WHERE day = ? ORDER BY reference", (day.isoformat(),))
            return [StatementLine.model_validate_json(line) for (line,) in rows]

    def first_of(self, transfer_id: str) -> StatementLine | None:
        """The first movement of an order."""
        with self._opened() as book:
            row = book.execute("SELECT line FROM lines WHERE reference = ?", (_reference(transfer_id, 1),)).fetchone()
            return StatementLine.model_validate_json(row[0]) if row else None

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self._path, timeout=15)) as book, book:
            book.execute("CREATE TABLE IF NOT EXISTS lines (reference TEXT PRIMARY KEY, day TEXT, line TEXT)")
            yield book


class Sandbox(ABC):
    """Ends every order at once: in its book, and by a callback. `refuses`: no order succeeds."""

    def __init__(
        self, secret: bytes, clock: Callable[[], datetime], book: SandboxBook, *, refuses: bool = False
    ) -> None:
        self._secret, self._clock, self._book, self._refuses = secret, clock, book, refuses

    @abstractmethod
    def call_back(self, outcome: Callback) -> None:
        """Tell the lender how an order ended."""

    def order(self, order: TransferOrder) -> None:
        outcome, cents = self._outcome(order), order.amount.minor % 100
        for number in range(1, 3 if order.direction == "debit" and cents == TWICE else 2):
            self._book.write(self._line(order, outcome, number))
        if cents != SILENT:
            self.call_back(outcome)

    def status(self, transfer_id: str) -> Fate:
        line = self._book.first_of(transfer_id)
        return as_callback(line) if line else "not_known"

    def statement(self, day: date) -> bytes:
        return write_statement(self._secret, day, self._book.lines(day))

    def _outcome(self, order: TransferOrder) -> Callback:
        fails = self._refuses or order.amount.minor % 100 == FAILING
        failure = FAILURES[order.direction] if fails else None
        status = "failed" if failure else "succeeded"
        return Callback(
            transfer_id=order.transfer_id, status=status, amount=order.amount, failure=failure, ended_at=self._clock()
        )

    def _line(self, order: TransferOrder, outcome: Callback, number: int) -> StatementLine:
        return StatementLine(
            reference=_reference(order.transfer_id, number),
            transfer_id=order.transfer_id,
            direction=order.direction,
            minor=order.amount.minor,
            currency=order.amount.currency,
            status=outcome.status,
            failure=outcome.failure or "",
            ended_at=self._clock(),
        )


class SandboxProvider(Sandbox):
    """Its callbacks are signed, and go over HTTP."""

    def __init__(self, http: httpx.Client, secret: bytes, clock: Callable[[], datetime], book: SandboxBook) -> None:
        super().__init__(secret, clock, book)
        self._http = http

    def call_back(self, outcome: Callback) -> None:
        body, timestamp = outcome.model_dump_json().encode(), str(int(self._clock().timestamp()))
        headers = {
            "Content-Type": "application/json",
            TIMESTAMP_HEADER: timestamp,
            SIGNATURE_HEADER: sign(self._secret, timestamp, body),
        }
        try:
            self._http.post("/provider/callbacks", content=body, headers=headers).raise_for_status()
        except httpx.HTTPError as error:
            raise ProviderUnavailable(type(error).__name__) from error


def _reference(transfer_id: str, number: int) -> str:
    return f"sandbox-{transfer_id}-{number}"
