"""From an offer to a loan: the contract shown, and its acceptance."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from backend.applications.contracts import draw_up_contract, made_out_to
from backend.applications.errors import (
    CodeCheckStale,
    ContractChanged,
    OfferExpired,
    OfferNoLongerPossible,
    WrongStatus,
)
from backend.applications.exposure import check_still_possible, refusal_data
from backend.applications.findings import check_related_signing, note_evidence
from backend.applications.models import ApplicationRow
from backend.applications.parties import pin_party, signed_party
from backend.applications.service import borrowers_application, locked_application, product_of
from backend.cards.service import check_card
from backend.identity.versions import Identities
from backend.loans.service import Agreement, borrowers_loan, open_loan, shown_loan
from backend.payments.service import start_payout
from backend.products.quotes import DEFAULT_LENDER, Lender
from contract.dates import lender_day
from contract.lending.applications import OPEN_OFFER, Acceptance, AcceptContract, Contract, Offer
from contract.lending.loans import Loan

CODE_CHECK_HOLDS = timedelta(minutes=15)


def contract_of(
    session: Session,
    identities: Identities,
    borrower_id: str,
    application_id: str,
    now: datetime,
    lender: Lender = DEFAULT_LENDER,
    *,
    masked: bool = False,
) -> Contract:
    """The accepted contract, for ever; before that the one of the open offer. It names its borrower, to all but the borrower
    `masked`.

    Raises `OfferNoLongerPossible`, `IdentityNeeded` or `CardNeeded`: nobody shall read, and be sent a code for, what cannot be
    accepted.
    """
    row = borrowers_application(session, borrower_id, application_id)
    if row.contract is None:
        # It may be accepted or taken back until then, and who it is made out to is written down: it is read again.
        session.expunge(row)
        row = locked_application(session, borrower_id, application_id)
    if row.contract is not None:
        contract = row.contract.model_copy(update={"acceptance": row.acceptance})
        party = signed_party(session, identities, row.id)
        if party is None:
            return contract
    else:
        offer = _open_offer(row, now)
        check_still_possible(session, identities, row, offer, lender, now)
        check_related_signing(session, identities, row, offer.quote.amount, lender, now)
        party = pin_party(session, identities, row, now)
        check_card(session, borrower_id)
        contract = draw_up_contract(row.id, offer.quote, party)
    return made_out_to(contract, party.masked() if masked else party)


def accept_contract(
    session: Session,
    identities: Identities,
    borrower_id: str,
    application_id: str,
    body: AcceptContract,
    now: datetime,
    lender: Lender = DEFAULT_LENDER,
) -> Loan:
    """Open the loan and order its payout. Accepting the same contract again answers the same loan.

    What the borrower owes is looked at once more, under the borrower's lock: raises `OfferNoLongerPossible`. Raises
    `IdentityNeeded` without a verified, named borrower, and `CardNeeded` without a card in that name, which is paid out to.
    """
    row = locked_application(session, borrower_id, application_id)
    if row.contract is not None and row.loan_id is not None:
        _check_hashes(row.contract, body)
        return shown_loan(session, borrowers_loan(session, borrower_id, row.loan_id), now)
    offer = _open_offer(row, now)
    contract = draw_up_contract(row.id, offer.quote, pin_party(session, identities, row, now))
    _check_hashes(contract, body)
    if abs(now - body.code_checked_at) > CODE_CHECK_HOLDS:
        raise CodeCheckStale()
    check_still_possible(session, identities, row, offer, lender, now)
    if note_evidence(session, identities, row, lender, now):
        # It came while this was signed; nothing of this is kept, and the next call leaves it to a person.
        raise OfferNoLongerPossible(**refusal_data("review_by_a_person"))
    check_related_signing(session, identities, row, offer.quote.amount, lender, now)
    loan = open_loan(session, _agreement(session, row, offer), now, lender.policy(lender_day(now)))
    start_payout(session, loan.id, borrower_id, offer.quote.amount, now)
    row.contract, row.accepted_at, row.loan_id = contract, now, loan.id
    row.acceptance = Acceptance(accepted_at=now, **body.model_dump())
    row.status, row.updated_at = "accepted", now
    return shown_loan(session, loan, now)


def _open_offer(row: ApplicationRow, now: datetime) -> Offer:
    offer = row.decision.offer if row.decision else None
    if row.status == "referred":
        raise OfferNoLongerPossible(**refusal_data("review_by_a_person"))
    if row.status not in OPEN_OFFER or offer is None:
        raise WrongStatus(status=row.status)
    if offer.expires_at <= now:
        raise OfferExpired(expired_at=offer.expires_at.isoformat())
    return offer


def _check_hashes(contract: Contract, body: AcceptContract) -> None:
    if (contract.contract_hash, contract.cost_sheet_hash) != (body.contract_hash, body.cost_sheet_hash):
        raise ContractChanged(contract_hash=contract.contract_hash, cost_sheet_hash=contract.cost_sheet_hash)


def _agreement(session: Session, row: ApplicationRow, offer: Offer) -> Agreement:
    product = product_of(session, row)
    assert product is not None  # noqa: S101 - an offer is made for a product
    return Agreement(
        borrower_id=row.borrower_id,
        application_id=row.id,
        product_id=product.id,
        product_version=product.version,
        principal=offer.quote.amount,
        rate_percent=offer.quote.rate_percent,
        term_months=offer.quote.term_months,
        method=offer.quote.method,
        late=offer.quote.late,
    )
