"""Posting to the ledger, and checking it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from backend.canonical import canonical_hash
from backend.db import insert_if_absent
from backend.ledger.errors import PostingKeyReused, Unbalanced
from backend.ledger.models import LedgerBalance, LedgerEntry, LedgerTransaction
from backend.money import Money

# The chart of accounts. Assets grow by debits; liabilities and income by credits.
Account = Literal[
    "cash",  # asset: what the payment provider holds for the lender
    "loans_receivable",  # asset: principal owed by borrowers, by loan
    "borrower_credit",  # liability: paid beyond what was owed, to be returned, by loan
    "interest_income",
    "fee_income",
    "penalty_income",
    "recovery_income",  # paid on loans that were written off
    "loan_losses",  # expense: principal written off
]


@dataclass(frozen=True, slots=True)
class Entry:
    """A positive `amount` is a debit, a negative one a credit. `subject` is the loan's id, or empty."""

    account: Account
    amount: Money
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with the ledger. `what` is a stable code, `where` names the row."""

    what: Literal["unbalanced", "digest_differs", "balance_differs"]
    where: str


def post(session: Session, key: str, posted_at: datetime, entries: Sequence[Entry]) -> int:
    """Post the entries as one transaction and answer its number; a replay of the key answers the first one's.

    Entries of zero are left out. Raises `Unbalanced`, or `PostingKeyReused` for a key with other entries.
    """
    # In one order always: two transactions that lock balances in different orders would wait for each other.
    entries = sorted((e for e in entries if e.amount.minor), key=lambda e: (e.account, e.subject, e.amount.minor))
    _check_balanced(entries)
    moment = posted_at.astimezone(UTC)
    digest = _digest(key, entries)
    new = insert_if_absent(session, LedgerTransaction, key=key, posted_at=moment, digest=digest)
    transaction = session.scalars(select(LedgerTransaction).where(LedgerTransaction.key == key)).one()
    if not new:
        if transaction.digest != digest:
            raise PostingKeyReused(key=key)
        return transaction.id
    for line, entry in enumerate(entries, 1):
        _append(session, transaction.id, line, entry)
    session.flush()
    return transaction.id


def balance(session: Session, account: Account, subject: str = "", currency: str = "CNY") -> Money:
    """Positive for a debit balance."""
    row = session.get(LedgerBalance, (account, subject, currency), populate_existing=True)
    return Money(row.minor if row else 0, currency)


def verify(session: Session) -> list[Finding]:
    """Everything wrong: transactions that do not sum to zero or are not as posted, balances unlike their entries."""
    return [*_wrong_transactions(session), *_wrong_balances(session)]


def _check_balanced(entries: Sequence[Entry]) -> None:
    sums: defaultdict[str, int] = defaultdict(int)
    for entry in entries:
        sums[entry.amount.currency] += entry.amount.minor
    for currency, total in sums.items():
        if total:
            raise Unbalanced(currency=currency, sum=total)


def _digest(key: str, entries: Sequence[Entry]) -> str:
    return canonical_hash({"key": key, "entries": entries})


def _append(session: Session, transaction_id: int, line: int, entry: Entry) -> None:
    currency, minor = entry.amount.currency, entry.amount.minor
    session.add(
        LedgerEntry(
            transaction_id=transaction_id,
            line=line,
            account=entry.account,
            subject=entry.subject,
            currency=currency,
            minor=minor,
        )
    )
    where = {"account": entry.account, "subject": entry.subject, "currency": currency}
    insert_if_absent(session, LedgerBalance, **where, minor=0)
    kept = select(LedgerBalance).filter_by(**where).with_for_update().execution_options(populate_existing=True)
    session.scalars(kept).one().minor += minor


def _wrong_transactions(session: Session) -> Iterator[Finding]:
    rows = select(LedgerTransaction).options(selectinload(LedgerTransaction.entries)).order_by(LedgerTransaction.id)
    for row in session.scalars(rows.execution_options(yield_per=500)):
        entries = [Entry(line.account, Money(line.minor, line.currency), line.subject) for line in row.entries]  # type: ignore[arg-type]
        try:
            _check_balanced(entries)
        except Unbalanced:
            yield Finding("unbalanced", row.key)
        if _digest(row.key, entries) != row.digest:
            yield Finding("digest_differs", row.key)


def _wrong_balances(session: Session) -> Iterator[Finding]:
    place = (LedgerEntry.account, LedgerEntry.subject, LedgerEntry.currency)
    sums = {
        (account, subject, currency): int(total)
        for account, subject, currency, total in session.execute(
            select(*place, func.sum(LedgerEntry.minor)).group_by(*place)
        )
    }
    kept = {(row.account, row.subject, row.currency): row.minor for row in session.scalars(select(LedgerBalance))}
    for where in sorted({*sums, *kept}):
        if sums.get(where, 0) != kept.get(where, 0):
            yield Finding("balance_differs", "/".join(where))
