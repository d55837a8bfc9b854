"""Loans for conversations: made by the real backend at an earlier day, over the database that the running one uses."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from threading import Lock
from typing import Any

import httpx
from fastapi import FastAPI
from fastapi.testclient import TestClient

from backend.app import Models, build_app
from backend.payments.signature import SIGNATURE_HEADER, TIMESTAMP_HEADER, sign
from backend.scenes.applicants import SOUND
from backend.settings import Settings
from contract.dates import Clock
from contract.lending.applications import AcceptContract
from contract.lending.payments import Callback
from contract.lending.signing_proof import with_proof

Json = dict[str, Any]


def day_of(days_ago: int) -> datetime:
    """The present time of day, so many days ago."""
    return datetime.now(UTC) - timedelta(days=days_ago)


@dataclass(frozen=True, slots=True)
class Lender:
    """The backend on one day, as its callers meet it. `http` is the running one's client, or an earlier day's."""

    http: httpx.Client | TestClient
    secret: bytes
    signing_secret: bytes
    clock: Clock

    def lend(self, borrower: str, *, paid_out: bool = True, payout_failure: str | None = None, **answers: Any) -> Json:
        """A sound borrower's loan; without `paid_out` it waits for its payout."""
        loan = self.sign(borrower, self.offer(borrower, **answers))
        if paid_out or payout_failure:
            payout = self.http.get(f"/borrowers/{borrower}/loans/{loan['id']}/payout").raise_for_status().json()
            self._end(payout, payout_failure)
        return loan

    def offer(self, borrower: str, **answers: Any) -> str:
        """The id of a sound borrower's application, of which the offer is open."""
        fields = {**SOUND.model_dump(mode="json"), **answers}
        draft = self._post(f"/borrowers/{borrower}/applications", {"fields": fields})
        path = f"/borrowers/{borrower}/applications/{draft['id']}"
        self._post(f"{path}/submit", {"proposal_hash": draft["proposal_hash"]})
        return str(draft["id"])

    def sign(self, borrower: str, application: str) -> Json:
        path = f"/borrowers/{borrower}/applications/{application}"
        return self.accept(borrower, self.http.get(f"{path}/contract").raise_for_status().json())

    def accept(self, borrower: str, contract: Json) -> Json:
        """The loan. As the gateway does once the borrower's code was good."""
        application = contract["application_id"]
        body = AcceptContract(
            contract_hash=contract["contract_hash"],
            cost_sheet_hash=contract["cost_sheet_hash"],
            code_check="otp_1",
            code_checked_at=self.clock(),
            device=f"installation:{borrower}",
        )
        proven = with_proof(self.signing_secret, borrower, application, body)
        return self._post(f"/borrowers/{borrower}/applications/{application}/accept", proven.model_dump(mode="json"))

    def pay(self, borrower: str, loan: Json, amount: Json, *, failure: str | None = None, ended: bool = True) -> None:
        """A payment that the bank has confirmed, or refused, or, not `ended`, says nothing of yet."""
        payment = self._post(f"/borrowers/{borrower}/loans/{loan['id']}/payments", {"amount": amount})
        if ended:
            self._end(payment, failure)

    def settle(self, borrower: str, loan: Json) -> None:
        path = f"/borrowers/{borrower}/loans/{loan['id']}"
        quote = self._post(f"{path}/payoff-quote", {})
        body = {"amount": quote["amount"], "proposal_hash": quote["proposal_hash"]}
        self._end(self._post(f"{path}/payments", body), None)

    def write_off(self, borrower: str, loan: Json) -> None:
        path = f"/borrowers/{borrower}/loans/{loan['id']}/proposals"
        proposal = self._post(path, {"kind": "write_off", "staff_id": "stf_1", "reason": "long overdue"})
        self._post(f"{path}/execute", {"proposal_hash": proposal["proposal_hash"]})

    def _end(self, transfer: Json, failure: str | None) -> None:
        status = "failed" if failure else "succeeded"
        body = Callback(transfer_id=transfer["id"], status=status, amount=transfer["amount"], failure=failure)
        content, at = body.model_dump_json().encode(), str(int(self.clock().timestamp()))
        headers = {TIMESTAMP_HEADER: at, SIGNATURE_HEADER: sign(self.secret, at, content)}
        self.http.post("/provider/callbacks", content=content, headers=headers).raise_for_status()

    def _post(self, path: str, body: Json) -> Json:
        answer = self.http.post(path, json=body, headers={"Idempotency-Key": uuid.uuid4().hex})
        return dict(answer.raise_for_status().json())


@dataclass(frozen=True, slots=True)
class Lending:
    """Opens the backend on any day, over one database; by several threads at once."""

    settings: Settings
    models: Models
    running: httpx.Client
    _earlier: dict[int, FastAPI] = field(default_factory=dict)
    _building: Lock = field(default_factory=Lock)

    def on(self, days_ago: int) -> Lender:
        assert self.settings.signing_secret is not None
        secret = self.settings.provider_secret.get_secret_value().encode()
        signing_secret = self.settings.signing_secret.get_secret_value().encode()
        clock = partial(day_of, days_ago)
        http = self._client(days_ago, clock) if days_ago else self.running
        return Lender(http, secret, signing_secret, clock)

    def _client(self, days_ago: int, clock: Clock) -> TestClient:
        # FastAPI silences warnings while it builds, which only one thread at a time can do.
        with self._building:
            if days_ago not in self._earlier:
                self._earlier[days_ago] = build_app(self.settings, self.models, clock)
        return TestClient(self._earlier[days_ago], headers={"X-Service-Key": self.settings.service_keys["tests"]})

    def accept(self, borrower: str, contract: Json) -> Json:
        """The contract that was shown, today."""
        return self.on(0).accept(borrower, contract)

    def given(self, borrower: str, loan: Mapping[str, Any]) -> Json:
        """A loan as a conversation's file describes it: `days_ago`, `state`, `payment`, and answers to the application."""
        described = dict(loan)
        then, now = self.on(described.pop("days_ago", 0)), self.on(0)
        state, payment = described.pop("state", "active"), described.pop("payment", None)
        failure = "account_closed" if state == "payout_failed" else None
        lent = then.lend(borrower, paid_out=state != "pending_payout", payout_failure=failure, **described)
        if state == "settled":
            now.settle(borrower, lent)
        elif state == "written_off":
            now.write_off(borrower, lent)
        if payment:
            now.pay(borrower, lent, {"minor": 100_00, "currency": "CNY"}, **PAYMENTS[payment])
        return lent


PAYMENTS: dict[str, Json] = {
    "succeeded": {},
    "failed": {"failure": "insufficient_funds"},
    "pending": {"ended": False},
}
