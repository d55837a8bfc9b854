"""Consents over HTTP."""

from fastapi import APIRouter

from backend.callers import ACTIONS, GATEWAY, only
from backend.consents.service import WITHDRAWN, consents_of, set_consent
from backend.consents.texts import present_texts
from backend.edge import BorrowerId, LenderDep, Now, PartsDep, ReadSession, WriteSession
from contract.lending.consents import Consent, ConsentText, SetConsent

routes = APIRouter(tags=["consents"], dependencies=[only(ACTIONS, GATEWAY)])


@routes.get("/consent-texts")
def get_texts(lender: LenderDep) -> list[ConsentText]:
    """For who has not signed in yet."""
    return present_texts(lender.name)


@routes.get("/borrowers/{borrower_id}/consents")
def get_consents(session: ReadSession, lender: LenderDep, borrower_id: BorrowerId) -> list[Consent]:
    return consents_of(session, borrower_id, lender.name)


@routes.put("/borrowers/{borrower_id}/consents")
def put_consent(
    session: WriteSession, parts: PartsDep, now: Now, lender: LenderDep, borrower_id: BorrowerId, body: SetConsent
) -> list[Consent]:
    shown = set_consent(session, borrower_id, body, lender.name, now)
    if not body.given:
        parts.lasting_acts.note(WITHDRAWN[body.purpose], borrower_id, now)
    return shown
