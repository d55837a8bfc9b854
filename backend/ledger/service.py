"""Posting to the ledger, and checking it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Literal

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session, selectinload

from backend.db import Base, add_up, insert_if_absent
from backend.ledger.errors import PostingKeyReused, Unbalanced
from backend.ledger.models import LedgerBalance, LedgerEntry, LedgerTransaction
from contract.canonical import canonical_hash
from contract.money import Money

# The chart of accounts. Assets grow by debits; liabilities and income by credits.
Account = Literal[
    "cash",  # asset: what the payment provider holds for the lender
    "loans_receivable",  # asset: principal owed by borrowers, by loan
    "borrower_credit",  # liability: paid beyond what was owed, to be returned, by loan
    "borrower_debt",  # asset: came back to the borrower though it was owed, by loan
    "suspense",  # money that belongs to nobody known, by item: liability if it came in, asset if it went out
    "interest_income",
    "fee_income",
    "penalty_income",
    "recovery_income",  # paid on loans that were written off
    "loan_losses",  # expense: principal written off
    "fraud_losses",  # expense: principal of loans that were not their borrower's
    "funder_principal",  # liability: another funder's part of a loan's principal, by loan/funder
    "funder_settlement",  # what a funder owes the lender (debit) or is owed (credit), by funder
    "risk_provision",  # expense
    "risk_reserve",  # liability: set aside for losses, by loan
]

# Of these no subject's balance may be below zero, or above it: a sum of others would hide it.
NEVER_CREDIT: tuple[Account, ...] = ("loans_receivable", "borrower_debt")
NEVER_DEBIT: tuple[Account, ...] = ("borrower_credit", "funder_principal", "risk_reserve")

ADD_ENTRIES = insert(Base.metadata.tables[LedgerEntry.__tablename__])


@dataclass(frozen=True, slots=True)
class Entry:
    """A positive `amount` is a debit, a negative one a credit. `subject` is the loan's id, or empty."""

    account: Account
    amount: Money
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with the ledger. `what` is a stable code, `where` names the row."""

    what: Literal[
        "unbalanced",
        "digest_differs",
        "balance_differs",
        "wrong_sign",
        "control_differs",
        "seal_missing",
        "seal_chain_broken",
        "seal_key_unknown",
        "seal_key_not_trusted",
        "seal_signature_wrong",
        "seal_root_differs",
        "seal_leaves_missing",
        "sealed_transaction_missing",
        "sealed_transaction_differs",
    ]
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
    kept = select(LedgerTransaction.id, LedgerTransaction.digest).where(LedgerTransaction.key == key)
    number, kept_digest = session.execute(kept).one()
    if kept_digest != digest:
        raise PostingKeyReused(key=key)
    if new and entries:
        _append(session, number, entries)
    return number


def balance(session: Session, account: Account, subject: str = "", currency: str = "CNY") -> Money:
    """Positive for a debit balance."""
    row = session.get(LedgerBalance, (account, subject, currency), populate_existing=True)
    return Money(row.minor if row else 0, currency)


def balances(session: Session, account: Account) -> dict[str, Money]:
    """Of all subjects that ever had one."""
    rows = session.scalars(select(LedgerBalance).where(LedgerBalance.account == account))
    return {row.subject: Money(row.minor, row.currency) for row in rows}


def balances_before(session: Session, account: Account, before: datetime, currency: str = "CNY") -> dict[str, int]:
    """The account's balances by subject, in minor units, of all that was posted before a moment."""
    moved = select(LedgerEntry.subject, func.sum(LedgerEntry.minor)).join(
        LedgerTransaction, LedgerTransaction.id == LedgerEntry.transaction_id
    )
    until = moved.where(
        LedgerEntry.account == account, LedgerEntry.currency == currency, LedgerTransaction.posted_at < before
    )
    return {subject: int(minor) for subject, minor in session.execute(until.group_by(LedgerEntry.subject))}


def debit_balances(session: Session, account: Account) -> list[tuple[str, Money]]:
    """The account's subjects with a debit balance."""
    rows = select(LedgerBalance).where(LedgerBalance.account == account, LedgerBalance.minor > 0)
    return [
        (row.subject, Money(row.minor, row.currency)) for row in session.scalars(rows.order_by(LedgerBalance.subject))
    ]


def verify(session: Session) -> list[Finding]:
    """Everything wrong with the books: transactions that do not sum to zero or are not as posted, balances unlike their
    entries, and balances of the wrong sign."""
    return [*_wrong_transactions(session), *_wrong_balances(session), *_wrong_signs(session)]


def _check_balanced(entries: Sequence[Entry]) -> None:
    sums: defaultdict[str, int] = defaultdict(int)
    for entry in entries:
        sums[entry.amount.currency] += entry.amount.minor
    for currency, total in sums.items():
        if total:
            raise Unbalanced(currency=currency, sum=total)


def _digest(key: str, entries: Sequence[Entry]) -> str:
    return canonical_hash({"key": key, "entries": entries})


def _append(session: Session, number: int, entries: Sequence[Entry]) -> None:
    """Write the entries, and add them to the balances in their order."""
    rows = [{"account": entry.account, "subject": entry.subject, **asdict(entry.amount)} for entry in entries]
    lines = [{"transaction_id": number, "line": line, **row} for line, row in enumerate(rows, 1)]
    session.connection().execute(ADD_ENTRIES, lines)
    sums: defaultdict[tuple[str, str, str], int] = defaultdict(int)
    for entry in entries:
        sums[entry.account, entry.subject, entry.amount.currency] += entry.amount.minor
    places = ("account", "subject", "currency")
    balances = [{**dict(zip(places, place, strict=True)), "minor": minor} for place, minor in sums.items()]
    add_up(session, LedgerBalance, "minor", balances)


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


def _wrong_signs(session: Session) -> Iterator[Finding]:
    account, minor = LedgerBalance.account, LedgerBalance.minor
    credit, debit = (account.in_(NEVER_CREDIT) & (minor < 0)), (account.in_(NEVER_DEBIT) & (minor > 0))
    rows = select(LedgerBalance).where(credit | debit).order_by(account, LedgerBalance.subject)
    for row in session.scalars(rows):
        yield Finding("wrong_sign", f"{row.account}/{row.subject}/{row.currency}")
