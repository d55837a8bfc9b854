"""Refunds that failed are ordered again, once the provider was asked what became of them."""

from datetime import datetime, timedelta

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session, aliased

from backend.db import Database
from backend.ledger.service import Entry, debit_balances, post
from backend.loans.postings import claim_of, credit_of
from backend.loans.service import locked_loan
from backend.payments.ending import differs, settle
from backend.payments.failures import FOR_GOOD, GIVEN_UP
from backend.payments.findings import NOT_TRIED_AGAIN, note
from backend.payments.models import FindingRow, TransferRow
from backend.payments.provider import Fate, Provider
from backend.payments.refunds import order_again, tell_of_claim
from backend.payments.transfers import BATCH, locked_transfer
from backend.policy.groups import Policy
from backend.policy.rules import Policies
from contract.dates import lender_day
from contract.money import Money


def mend_refunds(database: Database, provider: Provider, policies: Policies, now: datetime) -> None:
    """Order refunds that failed again, once the provider was asked what became of them; and ask for what was given back
    too much by a release that let it be. Raises `ProviderUnavailable`."""
    policy = policies.on(lender_day(now))
    failed_before = now - timedelta(hours=policy.payments.refund_retry_hours)
    with database.reading() as session:
        failed = _failed(session, failed_before)
        overpaid = [subject for subject, _ in debit_balances(session, "borrower_credit")]
    for refund_id in failed:
        fate = provider.status(refund_id)
        with database.writing() as session:
            _retry(session, refund_id, fate, policy, now)
    for loan_id in overpaid:
        with database.writing() as session:
            _claim_overpaid(session, loan_id, now)


def _failed(session: Session, before: datetime) -> list[str]:
    again = aliased(TransferRow)
    given_up = exists().where(FindingRow.transfer_id == TransferRow.id, FindingRow.verdict.in_(NOT_TRIED_AGAIN))
    rows = select(TransferRow.id).where(
        TransferRow.direction == "refund",
        TransferRow.status == "failed",
        or_(TransferRow.failure.is_(None), TransferRow.failure.not_in(GIVEN_UP)),
        TransferRow.settled_at <= before,
        ~exists().where(again.stands_in_for == TransferRow.id),
        ~given_up,
    )
    return list(session.scalars(rows.order_by(TransferRow.settled_at).limit(BATCH)))


def _retry(session: Session, refund_id: str, fate: Fate, policy: Policy, now: datetime) -> None:
    refund = locked_transfer(session, refund_id)
    if refund.status != "failed" or fate == "under_way":
        return
    if differs(refund, fate):
        note(session, refund, "amount_differs", now)
    elif not isinstance(fate, str) and fate.status == "succeeded" and refund.failure not in FOR_GOOD:
        settle(session, fate, now, policy)
    elif _tries(session, refund) >= policy.payments.refund_tries:
        note(session, refund, "refund_failed", now)
    else:
        order_again(session, refund_id, now, to_current_card=False)


def _tries(session: Session, refund: TransferRow) -> int:
    tries = 1
    while refund.stands_in_for is not None:
        refund = session.get_one(TransferRow, refund.stands_in_for)
        tries += 1
    return tries


def _claim_overpaid(session: Session, loan_id: str, now: datetime) -> None:
    """Whoever got back more than was owed back owes it: kept by a past release as a credit below zero."""
    row = locked_loan(session, loan_id)
    overpaid = Money(-credit_of(session, row), row.currency)
    if overpaid.minor <= 0:
        return
    before = claim_of(session, row)
    entries = [Entry("borrower_debt", overpaid, row.id), Entry("borrower_credit", -overpaid, row.id)]
    post(session, f"overpaid:{row.id}:{overpaid.minor}", now, entries)
    tell_of_claim(session, row, before, now)
