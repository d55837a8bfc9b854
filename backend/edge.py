"""What a route may ask for: a transaction, the time, the lender, an idempotency key."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Header, Path, Request
from sqlalchemy.orm import Session

from backend.applications.decisions import Decide
from backend.cards.binder import CardBinder
from backend.db import Database
from backend.documents.errors import DocumentTooLarge
from backend.documents.rules import MAX_BYTES
from backend.documents.service import Archive
from backend.idempotency import IdempotencyKeyMissing
from backend.identity.versions import Identities
from backend.payments.callbacks import CallbackCheck
from backend.policy.groups import Policy
from backend.policy.rules import Policies
from backend.ports import Ports
from backend.products.quotes import Lender
from backend.proofs.service import Provers
from backend.recommendations.service import Rankings
from backend.reviews.rules import Deadlines
from contract.dates import Clock, lender_day
from contract.lending.about import About
from servicekit.lasting import LastingActs
from servicekit.retention import Stores
from servicekit.uploads import FileTooLarge, read_body


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything the routes work with, built once by `build_app`.

    No proof of signing is asked for without `signing_secrets`: in development alone. Of secrets the newest comes first.
    """

    database: Database
    clock: Clock
    lender: Lender
    policies: Policies
    decide: Decide
    demo_may_decide: bool
    deadlines: Deadlines
    archive: Archive
    rankings: Rankings
    provider_secrets: tuple[bytes, ...]
    callbacks: CallbackCheck
    identities: Identities
    signing_secrets: tuple[bytes, ...]
    provers: Provers
    binder: CardBinder
    lasting_acts: LastingActs
    kept: Stores
    about: About
    ports: Ports


def parts_of(request: Request) -> Parts:
    parts = request.app.state.parts
    assert isinstance(parts, Parts)  # noqa: S101 - set by build_app
    return parts


PartsDep = Annotated[Parts, Depends(parts_of)]


def _write_session(parts: PartsDep) -> Iterator[Session]:
    with parts.database.writing() as session:
        yield session


def _read_session(parts: PartsDep) -> Iterator[Session]:
    with parts.database.reading() as session:
        yield session


def _now(parts: PartsDep) -> datetime:
    return parts.clock()


def _lender(parts: PartsDep) -> Lender:
    return parts.lender


def _policy(parts: PartsDep) -> Policy:
    return parts.policies.on(lender_day(parts.clock()))


def _lends(parts: PartsDep) -> None:
    parts.ports.check()


async def _sent_file(request: Request) -> bytes:
    """The body, refused as soon as it is found to be too large."""
    try:
        return await read_body(request, MAX_BYTES)
    except FileTooLarge as error:
        raise DocumentTooLarge(max_bytes=MAX_BYTES) from error


def _idempotency_key(idempotency_key: Annotated[str, Header(max_length=200)] = "") -> str:
    if not idempotency_key:
        raise IdempotencyKeyMissing()
    return idempotency_key


# For routes that lead to a new loan. Raises `PortNotConnected`.
LENDS = Depends(_lends)
# "function": the transaction is committed, or has failed, before the answer is sent.
WriteSession = Annotated[Session, Depends(_write_session, scope="function")]
ReadSession = Annotated[Session, Depends(_read_session, scope="function")]
Now = Annotated[datetime, Depends(_now)]
LenderDep = Annotated[Lender, Depends(_lender)]
PolicyDep = Annotated[Policy, Depends(_policy)]
IdempotencyKey = Annotated[str, Depends(_idempotency_key)]
SentFile = Annotated[bytes, Depends(_sent_file)]
BorrowerId = Annotated[str, Path(min_length=1, max_length=100, pattern=r"^[A-Za-z0-9_.:-]+$")]
