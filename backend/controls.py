"""Accounts held against what the domains' own rows say: the same money, kept twice."""

from collections.abc import Iterator, Mapping

from sqlalchemy.orm import Session

from backend.ledger.service import Account, Finding, balances
from backend.loans.flows import principal_by_loan
from backend.payments.suspense import open_amounts
from contract.money import Money


def control_findings(session: Session) -> list[Finding]:
    """`loans_receivable` is the principal that the loans' instalments still ask for; `suspense` what is open there."""
    receivable = _differing(session, "loans_receivable", principal_by_loan(session))
    aside = {item: -amount for item, amount in open_amounts(session).items()}
    return [*receivable, *_differing(session, "suspense", aside)]


def _differing(session: Session, account: Account, wanted: Mapping[str, Money]) -> Iterator[Finding]:
    kept = balances(session, account)
    for subject in sorted({*kept, *wanted}):
        ours, theirs = (found[subject].minor if subject in found else 0 for found in (kept, wanted))
        if ours != theirs:
            yield Finding("control_differs", f"{account}/{subject}: {ours} posted, {theirs} in the rows")
