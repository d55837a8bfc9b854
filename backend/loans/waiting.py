"""Plans and write-offs that wait: for the borrower's consent, or for the member of staff who executes them."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.loans.consents import consent_to, consent_view, keep_consent
from backend.loans.errors import ChangeNotPossible, LoanProposalStale, LoanProposalUnknown
from backend.loans.limits import needs_second_person
from backend.loans.models import LoanRow, ProposalRow
from backend.loans.proposals import BY_STAFF, change_view, check_fresh, effect_of, shown_proposal
from backend.loans.service import borrowers_loan, locked_loan
from backend.policy.groups import ChangePolicy, Policy
from backend.policy.rules import SHIPPED
from contract.dates import lender_day
from contract.lending.loans import GiveConsent, PlanConsent, WaitingProposal


def waiting_proposals(
    session: Session, borrower_id: str, loan_id: str, now: datetime, policy: Policy | None = None
) -> list[WaitingProposal]:
    """Those that can still be executed today, the newest first."""
    row, today = borrowers_loan(session, borrower_id, loan_id), lender_day(now)
    rules = (policy or SHIPPED.on(today)).changes
    proposed = select(ProposalRow).where(
        ProposalRow.loan_id == row.id,
        ProposalRow.kind.in_(BY_STAFF),
        ProposalRow.day == today,
        ProposalRow.executed_at.is_(None),
    )
    rows = session.scalars(proposed.order_by(ProposalRow.created_at.desc(), ProposalRow.id))
    return [] if row.status != "active" else list(_possible(session, row, rows.all(), rules, now))


def give_consent(
    session: Session, borrower_id: str, loan_id: str, proposal_hash: str, body: GiveConsent, now: datetime
) -> PlanConsent:
    """To a hardship plan, as it was shown; safe to repeat. Raises `LoanProposalExpired` or `LoanProposalStale`."""
    row = locked_loan(session, borrowers_loan(session, borrower_id, loan_id).id)
    proposal = shown_proposal(session, row, proposal_hash)
    if proposal.kind != "hardship":
        raise LoanProposalUnknown(proposal_hash=proposal_hash)
    if consent_to(session, proposal) is None:
        check_fresh(session, row, proposal, now)
        keep_consent(session, row, proposal, body, now)
    return consent_view(consent_to(session, proposal))


def _possible(
    session: Session, row: LoanRow, proposals: Sequence[ProposalRow], rules: ChangePolicy, now: datetime
) -> Iterator[WaitingProposal]:
    """Without those that the loan, or a limit, has left behind since."""
    for proposal in proposals:
        with suppress(LoanProposalStale, ChangeNotPossible):
            check_fresh(session, row, proposal, now)
            yield _view(session, row, proposal, rules)


def _view(session: Session, row: LoanRow, proposal: ProposalRow, rules: ChangePolicy) -> WaitingProposal:
    effect = effect_of(session, row, proposal.kind, proposal.day, proposal.facts, rules)
    consent, principal = consent_to(session, proposal), effect.before.principal
    on_paper = consent is not None and consent.on_paper
    return WaitingProposal(
        **change_view(session, row, proposal, effect).model_dump(),
        proposed_by=proposal.facts["staff_id"],
        reason=proposal.facts["reason"],
        needs_second_person=needs_second_person(proposal.kind, principal, rules, on_paper=on_paper),
    )
