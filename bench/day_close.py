"""Closing a day for many loans, and how it grows: written straight into the tables, closed as the worker closes."""

import resource
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from backend.applications.models import ApplicationRow
from backend.borrowers.models import BorrowerRow
from backend.db import Database
from backend.loans.close import close_day
from backend.loans.models import InstalmentRow, LoanRow
from backend.tables import open_database
from contract.dates import add_months
from contract.lending.applications import ApplicationFields
from servicekit.calendar import next_working_day

NOW = datetime(2026, 6, 30, 16, 0, tzinfo=UTC)
FIRST_DUE = date(2026, 1, 31)
DAYS = (date(2026, 6, 29), date(2026, 6, 30))
MONTHS = 12
BATCH = 2000


@dataclass(frozen=True, slots=True)
class DayClosed:
    """Seconds to close the first day, on which everything overdue is counted at once, and an ordinary day after it."""

    database: str
    loans: int
    first: float
    ordinary: float
    peak_mib: float


def measure(sizes: Iterable[int], postgres_urls: Iterable[str] = ()) -> list[DayClosed]:
    """Each size on SQLite, and on a fresh PostgreSQL database as long as there are any."""
    measured = []
    urls = iter(postgres_urls)
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            measured.append(_closed(f"sqlite:///{Path(folder) / 'bench.db'}", "SQLite", size))
        if url := next(urls, None):
            measured.append(_closed(url, "PostgreSQL", size))
    return measured


def rows(measured: Iterable[DayClosed]) -> list[tuple[object, ...]]:
    """For a table: `HEAD`."""
    return [
        (one.database, f"{one.loans:,}", f"{one.first:.2f}", f"{one.ordinary:.2f}",
         f"{1e6 * one.ordinary / one.loans:.1f}", f"{one.peak_mib:.0f}")
        for one in measured
    ]  # fmt: skip


HEAD = ("database", "loans", "first close s", "ordinary day s", "µs a loan", "process peak MiB")


def lend(database: Database, count: int) -> None:
    """Loans of a year from January; a third are up to date, the rest have up to six instalments unpaid."""
    for start in range(0, count, BATCH):
        numbers = range(start, min(start + BATCH, count))
        with database.writing() as session:
            borrowers = [{"id": f"b{n:07}", "language": "zh", "created_at": NOW} for n in numbers]
            session.execute(insert(BorrowerRow), borrowers)
            session.execute(insert(ApplicationRow), [_application(n) for n in numbers])
            session.execute(insert(LoanRow), [_loan(n) for n in numbers])
            session.execute(insert(InstalmentRow), [row for n in numbers for row in _instalments(n)])


def _closed(url: str, name: str, size: int) -> DayClosed:
    with _opened(url) as database:
        lend(database, size)
        first, ordinary = (_seconds(database, day) for day in DAYS)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return DayClosed(name, size, first, ordinary, peak)


def _seconds(database: Database, day: date) -> float:
    started = time.perf_counter()
    close_day(database, day, NOW)
    return time.perf_counter() - started


@contextmanager
def _opened(url: str) -> Iterator[Database]:
    database = open_database(url)
    yield database
    database.close()


def _application(number: int) -> dict[str, Any]:
    return {
        "id": f"a{number:07}",
        "borrower_id": f"b{number:07}",
        "status": "accepted",
        "product_chosen": False,
        "fields": ApplicationFields(),
        "skipped": [],
        "created_at": NOW,
        "updated_at": NOW,
    }


def _loan(number: int) -> dict[str, Any]:
    return {
        "id": f"l{number:07}",
        "borrower_id": f"b{number:07}",
        "application_id": f"a{number:07}",
        "product_id": "consumer-flex",
        "product_version": 2,
        "status": "active",
        "currency": "CNY",
        "principal": 12_000_00,
        "rate_percent": Decimal(12),
        "term_months": MONTHS,
        "method": "equal_principal",
        "late_rate_percent": Decimal(18),
        "grace_days": 3,
        "days_past_due": 0,
        "bucket": "M0",
        "disbursed_on": add_months(FIRST_DUE, -1),
        "created_at": NOW,
    }


def _instalments(number: int) -> list[dict[str, Any]]:
    """Of the first five, due by June, loans 0, 1, 2 of nine have paid all; the others 0 to 5 of them."""
    paid = max(5 - number % 9, 0) if number % 9 > 2 else 5
    return [
        {
            "loan_id": f"l{number:07}",
            "number": month,
            "due_date": add_months(FIRST_DUE, month - 1),
            "pay_by": next_working_day(add_months(FIRST_DUE, month - 1)),
            "days": 30,
            "principal": 1_000_00,
            "interest": 100_00,
            "fee": 0,
            "paid_principal": 1_000_00 if month <= paid else 0,
            "paid_interest": 100_00 if month <= paid else 0,
            "paid_fee": 0,
            "paid_penalty": 0,
            "late_minor_days": 0,
        }
        for month in range(1, MONTHS + 1)
    ]
