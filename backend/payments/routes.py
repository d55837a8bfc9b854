"""Payments over HTTP, and the provider's callback, which carries a signature instead of a service key."""

from dataclasses import dataclass
from typing import Annotated, Generic, TypeVar

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, ValidationError

from backend.callers import ACTIONS, GATEWAY, only
from backend.edge import BorrowerId, IdempotencyKey, Now, PartsDep, PolicyDep, ReadSession, WriteSession
from backend.idempotency import once
from backend.payments.autopay import WITHDRAWN, autopay_of, set_autopay
from backend.payments.callbacks import spend
from backend.payments.errors import CallbackMismatch
from backend.payments.service import payments_of, payout_of, retry_payout, reverse, settle, start_payment
from contract.lending.loans import Payment, StartPayment
from contract.lending.payments import Autopay, Callback, Payout, ProviderEvent, SetAutopay

BOTH = [only(ACTIONS, GATEWAY)]
routes = APIRouter(tags=["payments"], prefix="/borrowers/{borrower_id}/loans/{loan_id}/payments", dependencies=BOTH)
payout_routes = APIRouter(
    tags=["payments"], prefix="/borrowers/{borrower_id}/loans/{loan_id}/payout", dependencies=BOTH
)
autopay_routes = APIRouter(
    tags=["payments"], prefix="/borrowers/{borrower_id}/loans/{loan_id}/autopay", dependencies=BOTH
)
callback_routes = APIRouter(tags=["provider"], prefix="/provider")
Told = TypeVar("Told", bound=BaseModel)


@routes.post("")
def post_payment(
    session: WriteSession,
    now: Now,
    policy: PolicyDep,
    key: IdempotencyKey,
    borrower_id: BorrowerId,
    loan_id: str,
    body: StartPayment,
) -> Payment:
    def start() -> Payment:
        return start_payment(session, borrower_id, loan_id, body.amount, now, body.proposal_hash, policy)

    return once(session, borrower_id, key, ["pay", loan_id, body], now, Payment, start)


@routes.get("")
def get_payments(session: ReadSession, borrower_id: BorrowerId, loan_id: str) -> list[Payment]:
    return payments_of(session, borrower_id, loan_id)


@payout_routes.get("")
def get_payout(session: ReadSession, borrower_id: BorrowerId, loan_id: str) -> Payout:
    return payout_of(session, borrower_id, loan_id)


@payout_routes.post("", dependencies=[only(GATEWAY)])
def post_payout(session: WriteSession, now: Now, key: IdempotencyKey, borrower_id: BorrowerId, loan_id: str) -> Payout:
    """Order a failed payout again."""

    def retry() -> Payout:
        return retry_payout(session, borrower_id, loan_id, now)

    return once(session, borrower_id, key, ["payout", loan_id], now, Payout, retry)


@autopay_routes.get("")
def get_autopay(session: ReadSession, borrower_id: BorrowerId, loan_id: str) -> Autopay:
    return autopay_of(session, borrower_id, loan_id)


@autopay_routes.put("")
def put_autopay(
    session: WriteSession, parts: PartsDep, now: Now, borrower_id: BorrowerId, loan_id: str, body: SetAutopay
) -> Autopay:
    shown = set_autopay(session, borrower_id, loan_id, body, now)
    if not body.on:
        parts.lasting_acts.note(WITHDRAWN, loan_id, now)
    return shown


@dataclass(frozen=True, slots=True)
class Signed(Generic[Told]):
    """What the provider told, with the nonce that it signed with."""

    told: Told
    nonce: str


@dataclass(frozen=True, slots=True)
class SignedBody:
    body: bytes
    nonce: str

    def read(self, kind: type[Told]) -> Signed[Told]:
        try:
            return Signed(kind.model_validate_json(self.body), self.nonce)
        except ValidationError as error:
            raise CallbackMismatch() from error


async def signed_body(request: Request, parts: PartsDep, now: Now) -> SignedBody:
    """Read only after its signature was found good."""
    body = await request.body()
    return SignedBody(body, parts.callbacks.check(request.headers, body, now))


def signed_callback(signed: Annotated[SignedBody, Depends(signed_body)]) -> Signed[Callback]:
    return signed.read(Callback)


def signed_event(signed: Annotated[SignedBody, Depends(signed_body)]) -> Signed[ProviderEvent]:
    return signed.read(ProviderEvent)


@callback_routes.post("/callbacks", status_code=204)
def post_callback(
    signed: Annotated[Signed[Callback], Depends(signed_callback)], session: WriteSession, now: Now, policy: PolicyDep
) -> None:
    """The signature is checked first: what is not the provider's opens no transaction."""
    spend(session, signed.nonce, now)
    settle(session, signed.told, now, policy)


@callback_routes.post("/events", status_code=204)
def post_event(
    signed: Annotated[Signed[ProviderEvent], Depends(signed_event)], session: WriteSession, now: Now
) -> None:
    """A transfer that had succeeded was undone by the bank; signed as callbacks are."""
    spend(session, signed.nonce, now)
    reverse(session, signed.told, now)
