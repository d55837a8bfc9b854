"""A running backend as the tests see it: its client, its clock, its worker, and short ways to a draft or a loan."""

import asyncio
import base64
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from backend.db import Database
from backend.identity.indexes import Indexes
from backend.identity.versions import Identities
from backend.ledger.signing import Signer
from backend.policy.groups import Policy
from backend.scenes.applicants import SOUND
from backend.worker import Worker
from contract.dates import lender_day
from contract.lending.applications import (
    AcceptContract,
    Application,
    ApplicationFields,
    ChangeApplication,
    Contract,
    Decision,
    StartApplication,
    SubmitApplication,
)
from contract.lending.cards import BindCard
from contract.lending.client import BackendClient
from contract.lending.consents import CHECKS, ConsentPurpose, SetConsent
from contract.lending.identity import VerifyIdentity
from contract.lending.loans import Loan, NextPayment
from contract.lending.products import Quote
from contract.lending.signing_proof import with_proof
from contract.people import Person, invented_person
from servicekit.sealing import Sealer

KEY = "the-key-of-these-backend-tests"
SECRET = b"the-providers-secret"
SIGNING_SECRET = b"the-gateways-and-ours"
IDENTITY_SECRET = b"the-identities-secret"
DOCUMENTS_KEY = FIELDS_KEY = base64.b64encode(bytes(range(32))).decode()
IDENTITIES = Identities(Sealer.from_setting("BACKEND_FIELDS_KEY", FIELDS_KEY), Indexes((IDENTITY_SECRET,)))
SIGNER = Signer.from_setting(base64.b64encode(bytes(range(32))).decode())


@dataclass
class Clock:
    """Time that passes only when told."""

    now: datetime = datetime(2026, 3, 31, 4, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **length: float) -> None:
        self.now += timedelta(**length)


@dataclass
class House:
    """A running backend, and the ways to it."""

    url: str
    database: Database
    clock: Clock
    client: BackendClient
    http: httpx.AsyncClient
    worker: Worker
    borrower: str = "borrower-1"
    known: set[str] = field(default_factory=set)
    keys: Iterator[str] = field(default_factory=lambda: iter(lambda: uuid.uuid4().hex, ""))

    @property
    def policy(self) -> Policy:
        """The lender's, today."""
        return self.worker.policies.on(lender_day(self.clock.now))

    async def work(self) -> None:
        """One step of the worker."""
        await asyncio.to_thread(self.worker.step)

    async def draft(self, borrower: str | None = None, **answers: Any) -> Application:
        """A complete draft of a sound borrower, who is named the first time, with other answers where given."""
        who = borrower or self.borrower
        await self.client.register_borrower(who, "zh")
        if who not in self.known:
            await self.named(who)
        fields = SOUND.model_copy(update=answers)
        return await self.client.start_application(
            who, StartApplication(fields=fields), idempotency_key=next(self.keys)
        )

    async def submitted(self, borrower: str | None = None, **answers: Any) -> Application:
        draft = await self.draft(borrower, **answers)
        body = SubmitApplication(proposal_hash=draft.proposal_hash or "")
        return await self.client.submit_application(draft.borrower_id, draft.id, body, idempotency_key=next(self.keys))

    async def consented(self, borrower: str, *purposes: ConsentPurpose) -> None:
        """To the present texts, the borrower being registered."""
        for text in await self.client.consent_texts():
            if text.purpose in purposes:
                body = SetConsent(purpose=text.purpose, given=True, text_version=text.text_version)
                await self.client.set_consent(borrower, body)

    async def named(self, borrower: str | None = None) -> Person:
        """The borrower is an invented person, verified, with a bank card."""
        who = borrower or self.borrower
        person = invented_person(who)
        self.known.add(who)
        await self.client.register_borrower(who, "zh")
        await self.consented(who, *CHECKS)
        body = VerifyIdentity(name=person.name, id_number=person.id_number, full_time_student=False, proof="face")
        await self.client.verify_identity(who, body)
        await self.client.bind_card(who, BindCard(number=person.card_number, holder_name=person.name))
        return person

    async def accepted(self, borrower: str | None = None, **answers: Any) -> Loan:
        """A loan that waits for its payout."""
        application = await self.submitted(borrower, **answers)
        contract = await self.client.contract(application.borrower_id, application.id)
        body = self.acceptance_of(contract, application.borrower_id)
        return await self.client.accept_contract(
            application.borrower_id, application.id, body, idempotency_key=next(self.keys)
        )

    def acceptance_of(self, contract: Contract, borrower: str | None = None, **other: Any) -> AcceptContract:
        """What the gateway sends once the borrower's code was good, with other values where given."""
        said = {
            "contract_hash": contract.contract_hash,
            "cost_sheet_hash": contract.cost_sheet_hash,
            "code_check": "otp_1",
            "code_checked_at": self.clock.now,
            "device": f"installation:{borrower or self.borrower}",
        }
        body = AcceptContract.model_validate(said | other)
        return with_proof(SIGNING_SECRET, borrower or self.borrower, contract.application_id, body)

    async def paid_out(self, borrower: str | None = None, **answers: Any) -> Loan:
        """An active loan."""
        loan = await self.accepted(borrower, **answers)
        await self.work()
        return await self.client.loan(borrower or self.borrower, loan.id)

    async def change(self, application: Application, **answers: Any) -> Application:
        body = ChangeApplication(fields=ApplicationFields(**answers))
        return await self.client.change_application(application.borrower_id, application.id, body)


def decision(application: Application) -> Decision:
    assert application.decision is not None
    return application.decision


def offer(application: Application) -> Quote:
    offered = decision(application).offer
    assert offered is not None
    return offered.quote


def due(loan: Loan) -> NextPayment:
    assert loan.next_payment is not None
    return loan.next_payment
