"""Funders, and sharing out what moves each loan.

The sealed transactions are shared in their order, each once: whoever posts to a loan need not know its funders. The
lender keeps the whole loan on its books; another funder's part of the principal is `funder_principal`, its part of income
and losses leaves the lender's, and `funder_settlement` is what the two sides owe each other.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.db import insert_if_absent
from backend.funding.errors import FunderExists, UnknownFunder
from backend.funding.models import FunderRow, FundingCursor, FundingPolicyRow, FundingShareRow
from backend.funding.rules import OWN, FunderKind, check_kind, parts_per_million, split
from backend.ledger.seals import next_sealed
from backend.ledger.service import Account, Entry, balance, post
from backend.loans.flows import loan_moved
from contract.lending.ledger import SealedTransaction
from contract.lending.products import Licence
from contract.money import Money
from contract.texts import LocalText

KEY = "funding:"
# Everything else that moves with a loan is income or a loss, and is shared.
OF_THE_LENDER = ("cash", "loans_receivable", "borrower_credit", "borrower_debt", "suspense")


@dataclass(frozen=True, slots=True)
class Funder:
    id: str
    kind: FunderKind
    name: LocalText


def add_funder(session: Session, funder: Funder, licence: Licence) -> None:
    """Safe to repeat. Raises `IndividualLendersNotAllowed`, or `FunderExists` for another funder of this id."""
    check_kind(funder.kind, licence)
    insert_if_absent(session, FunderRow, id=funder.id, kind=funder.kind, name=funder.name)
    kept = session.get_one(FunderRow, funder.id)
    if (kept.kind, kept.name) != (funder.kind, funder.name):
        raise FunderExists(funder_id=funder.id)


def set_shares(session: Session, percents: Mapping[str, Decimal], licence: Licence, now: datetime) -> None:
    """How payouts from now on are funded. Raises `SharesNotWhole`, `UnknownFunder`, `IndividualLendersNotAllowed`."""
    shares = parts_per_million(percents)
    kinds = {row.id: row.kind for row in session.scalars(select(FunderRow).where(FunderRow.id.in_(shares)))}
    if unknown := sorted(shares.keys() - kinds.keys()):
        raise UnknownFunder(funder_ids=unknown)
    for kind in kinds.values():
        check_kind(cast(FunderKind, kind), licence)
    session.add(FundingPolicyRow(since=now, shares=shares))
    session.flush()


def shares_at(session: Session, moment: datetime) -> dict[str, int]:
    """The shares in which a payout of this moment is funded, parts per million."""
    policies = select(FundingPolicyRow).where(FundingPolicyRow.since <= moment)
    newest = policies.order_by(FundingPolicyRow.since.desc(), FundingPolicyRow.number.desc()).limit(1)
    return session.scalars(newest).one().shares


def share_next(session: Session, reserve_percent: Decimal, now: datetime) -> bool:
    """Share out the next sealed transaction and bring its loan's risk reserve up to date; false when none is left.

    One a transaction: holding the balances of several postings could block a payment that holds others.
    """
    cursor = session.scalars(select(FundingCursor).with_for_update()).one()
    found = next_sealed(session, (cursor.seal, cursor.position))
    if found is None:
        return False
    (cursor.seal, cursor.position), transaction = found
    if not transaction.key.startswith(KEY):
        _share(session, transaction, reserve_percent, now)
    session.flush()
    return True


def _share(session: Session, transaction: SealedTransaction, reserve_percent: Decimal, now: datetime) -> None:
    moved = loan_moved(session, transaction.number)
    loan_id = moved.loan_id if moved else _subject(transaction)
    if moved and moved.kind == "payout":
        _fix_shares(session, moved.loan_id, datetime.fromisoformat(transaction.posted_at))
    rows = list(session.scalars(select(FundingShareRow).where(FundingShareRow.loan_id == loan_id)))
    if not rows or not transaction.entries:
        return
    currency = transaction.entries[0].currency
    entries = [*_share_principal(rows, transaction), *_share_income(rows, transaction)]
    entries += _reserve(session, rows, reserve_percent, currency)
    if any(entry.amount.minor for entry in entries):
        post(session, f"{KEY}{transaction.number}", now, entries)


def _subject(transaction: SealedTransaction) -> str:
    return next((entry.subject for entry in transaction.entries if entry.account == "loans_receivable"), "")


def _fix_shares(session: Session, loan_id: str, paid_out_at: datetime) -> None:
    for funder_id, ppm in shares_at(session, paid_out_at).items():
        insert_if_absent(session, FundingShareRow, loan_id=loan_id, funder_id=funder_id, ppm=ppm, principal=0)


def _share_principal(rows: list[FundingShareRow], transaction: SealedTransaction) -> list[Entry]:
    """The parts always are those of the whole still lent, so that nothing of any part is left at the loan's end."""
    change = sum(entry.minor for entry in transaction.entries if entry.account == "loans_receivable")
    lent = sum(row.principal for row in rows) + change
    parts = split(lent, {row.funder_id: row.ppm for row in rows})
    entries: list[Entry] = []
    for row in rows:
        more = Money(parts[row.funder_id] - row.principal, transaction.entries[0].currency)
        row.principal = parts[row.funder_id]
        if row.funder_id != OWN:
            entries.append(Entry("funder_settlement", more, row.funder_id))
            entries.append(Entry("funder_principal", -more, f"{row.loan_id}/{row.funder_id}"))
    return entries


def _share_income(rows: list[FundingShareRow], transaction: SealedTransaction) -> list[Entry]:
    shares = {row.funder_id: row.ppm for row in rows}
    entries: list[Entry] = []
    for entry in transaction.entries:
        if entry.account in OF_THE_LENDER:
            continue
        for funder_id, minor in split(entry.minor, shares).items():
            if funder_id != OWN:
                part = Money(minor, entry.currency)
                entries.append(Entry("funder_settlement", part, funder_id))
                entries.append(Entry(cast(Account, entry.account), -part, entry.subject))
    return entries


def _reserve(session: Session, rows: list[FundingShareRow], percent: Decimal, currency: str) -> list[Entry]:
    """The lender's own part is at its own risk: so much of it is set aside."""
    own = sum(row.principal for row in rows if row.funder_id == OWN)
    loan_id = rows[0].loan_id
    more = Money(own, currency).times(percent / 100) + balance(session, "risk_reserve", loan_id, currency)
    return [Entry("risk_provision", more), Entry("risk_reserve", -more, loan_id)]
