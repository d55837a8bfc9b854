"""Bank cards over HTTP."""

from fastapi import APIRouter

from backend.callers import ACTIONS, GATEWAY, only
from backend.cards.service import bind_card, cards_of
from backend.edge import BorrowerId, Now, PartsDep, PolicyDep, ReadSession
from contract.lending.cards import BindCard, Card

routes = APIRouter(tags=["cards"], prefix="/borrowers/{borrower_id}/cards", dependencies=[only(ACTIONS, GATEWAY)])


@routes.get("")
def get_cards(session: ReadSession, borrower_id: BorrowerId) -> list[Card]:
    return cards_of(session, borrower_id)


@routes.put("", dependencies=[only(GATEWAY)])
def put_card(parts: PartsDep, now: Now, policy: PolicyDep, borrower_id: BorrowerId, body: BindCard) -> list[Card]:
    return bind_card(parts.database, parts.identities, parts.binder, policy.identity, borrower_id, body, now)
