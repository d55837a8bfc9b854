"""How a borrower's applications and loans stand, in the names that the understanding weighs beside the words."""

import asyncio
from collections.abc import Sequence
from datetime import date, timedelta

from contract.lending.applications import OPEN_OFFER, Application
from contract.lending.client import BackendClient
from contract.lending.loans import OVER, Loan
from contract.situation import Standing

# An instalment is near.
SOON_DAYS = 5
# Past due for so long that it is no slip any more.
LATE_DAYS = 30


async def standing_of(backend: BackendClient, borrower_id: str, today: date) -> list[Standing]:
    """Raises `BackendProblem`, `BackendUnavailable`."""
    applications, loans = await asyncio.gather(backend.applications(borrower_id), backend.loans(borrower_id))
    return [*standing_of_applications(applications), *standing_of_loans(loans, today)]


def standing_of_applications(applications: Sequence[Application]) -> list[Standing]:
    """Newest first. Of those that are over a refusal counts, until something newer came."""
    if not applications:
        return ["application_none"]
    found: list[Standing] = []
    for application in applications:
        if application.status == "draft":
            found.append("application_draft")
        elif application.status in OPEN_OFFER:
            found.append("application_offered")
        elif application.status == "referred":
            found.append("application_referred")
            if application.review is not None and application.review.requested is not None:
                found.append("paper_missing")
    if not found:
        found.append("application_declined" if applications[0].status == "declined" else "application_none")
    return list(dict.fromkeys(found))


def standing_of_loans(loans: Sequence[Loan], today: date) -> list[Standing]:
    """Of those that are not over, each; else how the newest ended."""
    open_ones = [loan for loan in loans if loan.status not in OVER]
    if not open_ones:
        return ["loan_settled" if loans and loans[0].status == "settled" else "loan_none"]
    several: list[Standing] = ["loans_several"] if len(open_ones) > 1 else []
    return list(dict.fromkeys([*several, *(_standing_of(loan, today) for loan in open_ones)]))


def _standing_of(loan: Loan, today: date) -> Standing:
    if loan.status == "pending_payout":
        return "loan_waits_for_payout"
    if loan.status == "written_off":
        return "loan_written_off"
    if loan.days_past_due:
        return "loan_late" if loan.days_past_due > LATE_DAYS else "loan_overdue"
    if loan.disbursed_on is not None and today - loan.disbursed_on <= timedelta(days=1):
        return "loan_paid_out"
    due = loan.next_payment
    return "loan_due_soon" if due is not None and due.due_date - today <= timedelta(days=SOON_DAYS) else "loan_current"
