"""The backend's typed HTTP client.

Every call may raise `BackendProblem` (the backend's own coded error) or `BackendUnavailable` (no answer in time; the
caller may repeat the call, money writes with the same idempotency key).
"""

import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from typing import Any, TypeVar

import httpx
from pydantic import BaseModel, TypeAdapter

from contract.lending.about import About
from contract.lending.applications import (
    AcceptContract,
    Application,
    CancelContract,
    ChangeApplication,
    Contract,
    StartApplication,
    SubmitApplication,
)
from contract.lending.borrowers import Borrower, CardHold, Interaction, RegisterBorrower
from contract.lending.cards import BindCard, Card
from contract.lending.cases import AnswerCase, Case, OpenCase
from contract.lending.consents import Consent, ConsentText, SetConsent
from contract.lending.documents import Document, DocumentKind
from contract.lending.events import Event
from contract.lending.help import HelpAnswer
from contract.lending.holds import Hold, LiftHold, PlaceHold
from contract.lending.identity import (
    ConfirmIdentity,
    FindBorrowers,
    FindOwner,
    FoundBorrower,
    FoundOwner,
    Identity,
    MatchBorrower,
    Matched,
    RevealedIdentity,
    VerifyIdentity,
)
from contract.lending.ledger import InclusionProof
from contract.lending.loans import (
    AskChange,
    AskPayoff,
    ExecuteProposal,
    GiveConsent,
    Loan,
    LoanProposal,
    LoanSchedule,
    Payment,
    PayoffQuote,
    PlanConsent,
    Receipt,
    SettlementCertificate,
    StartPayment,
    WaitingProposal,
)
from contract.lending.payments import Autopay, Payout, SetAutopay
from contract.lending.ports import Port
from contract.lending.problems import BackendCode, known_code
from contract.lending.products import (
    Product,
    Quote,
    QuoteRequest,
    RecommendedProduct,
)
from contract.lending.reviews import RequestDocument, Review, StaffAct
from contract.lending.rights import Erased, HeldTable
from contract.lending.underwriting import (
    ApproveReview,
    ConfirmReview,
    CounterReview,
    DeclineReview,
    QueuedReview,
    ReviewEvidence,
)
from contract.texts import Language

T = TypeVar("T")
log = logging.getLogger(__name__)
# Opening and scanning a file takes longer than other calls.
FILE_SECONDS = 60.0


class BackendProblem(Exception):
    """The backend refused: `code` and `data` as in its problem+json.

    `code` may be one of a newer backend, so it is only passed on. Who acts on one asks `known`, or `is_one_of`.
    """

    def __init__(self, status: int, code: str, title: str, data: Mapping[str, Any]) -> None:
        super().__init__(code)
        self.status, self.code, self.title, self.data = status, code, title, data

    @property
    def known(self) -> BackendCode | None:
        return known_code(self.code)

    def is_one_of(self, *codes: BackendCode) -> bool:
        return self.code in codes


class BackendUnavailable(Exception):
    """The backend could not be reached, did not answer in time, or failed."""


class BackendClient:
    """One per process; holds a connection pool. `key` is the caller's service key; `transport` replaces the network, `on_request` sees each
    request before it goes."""

    def __init__(
        self,
        url: str,
        key: str,
        *,
        timeout: float = 10.0,
        transport: httpx.AsyncBaseTransport | None = None,
        on_request: Callable[[httpx.Request], Awaitable[None]] | None = None,
    ) -> None:
        self._http = httpx.AsyncClient(
            base_url=url,
            headers={"X-Service-Key": key},
            timeout=timeout,
            transport=transport,
            event_hooks={"request": [on_request] if on_request else []},
        )

    async def close(self) -> None:
        await self._http.aclose()

    async def ready(self) -> bool:
        try:
            return (await self._http.get("/readyz")).status_code == 200
        except httpx.TransportError:
            return False

    # Borrowers

    async def register_borrower(self, borrower_id: str, language: Language) -> Borrower:
        """Create the borrower, or update the language; safe to repeat."""
        return await self._call(Borrower, "PUT", f"/borrowers/{borrower_id}", RegisterBorrower(language=language))

    async def hold_cards(self, borrower_id: str) -> CardHold:
        """The borrower gets another phone number: no card can be bound for a while. Safe to repeat."""
        return await self._call(CardHold, "POST", f"/borrowers/{borrower_id}/card-hold")

    async def record_interaction(self, borrower_id: str, interaction: Interaction) -> None:
        await self._send("POST", f"/borrowers/{borrower_id}/interactions", interaction)

    async def identity(self, borrower_id: str) -> Identity:
        return await self._call(Identity, "GET", f"/borrowers/{borrower_id}/identity")

    async def verify_identity(self, borrower_id: str, body: VerifyIdentity) -> Identity:
        """Safe to repeat; another identity than was verified for the borrower is refused."""
        return await self._call(Identity, "PUT", f"/borrowers/{borrower_id}/identity", body)

    async def send_identity_photo(self, borrower_id: str, content: bytes) -> None:
        """Of the identity card that was claimed; the newest counts. What is wrong with a file comes as its own problem."""
        await self._request("PUT", f"/borrowers/{borrower_id}/identity/photo", content, timeout=FILE_SECONDS)

    async def identity_photo(self, borrower_id: str) -> tuple[bytes, str]:
        """The content and its media type."""
        answer = await self._request("GET", f"/borrowers/{borrower_id}/identity/photo", None, timeout=FILE_SECONDS)
        return answer.content, answer.headers["Content-Type"]

    async def confirm_identity(self, borrower_id: str, body: ConfirmIdentity) -> Identity:
        return await self._call(Identity, "POST", f"/borrowers/{borrower_id}/identity/confirm", body)

    async def reveal_identity(self, borrower_id: str) -> RevealedIdentity:
        return await self._call(RevealedIdentity, "POST", f"/borrowers/{borrower_id}/identity/reveal")

    async def find_borrowers(self, body: FindBorrowers) -> list[FoundBorrower]:
        return await self._call(list[FoundBorrower], "POST", "/identities/search", body)

    async def match_borrower(self, borrower_id: str, body: MatchBorrower) -> bool:
        """Whether all that is told is this borrower's."""
        return (await self._call(Matched, "POST", f"/borrowers/{borrower_id}/identity/match", body)).matched

    async def find_owner(self, body: FindOwner) -> str | None:
        """Who was verified with this name and number. A face that does not match comes as its own problem."""
        return (await self._call(FoundOwner, "POST", "/identities/owner", body)).borrower_id

    async def found_borrower(self, borrower_id: str) -> FoundBorrower:
        """As the search finds them, also where nothing was told yet."""
        return await self._call(FoundBorrower, "GET", f"/identities/{borrower_id}")

    async def consent_texts(self) -> list[ConsentText]:
        return await self._call(list[ConsentText], "GET", "/consent-texts")

    async def consents(self, borrower_id: str) -> list[Consent]:
        return await self._call(list[Consent], "GET", f"/borrowers/{borrower_id}/consents")

    async def set_consent(self, borrower_id: str, body: SetConsent) -> list[Consent]:
        """Safe to repeat."""
        return await self._call(list[Consent], "PUT", f"/borrowers/{borrower_id}/consents", body)

    async def cards(self, borrower_id: str) -> list[Card]:
        """The current one, to which payouts go, first."""
        return await self._call(list[Card], "GET", f"/borrowers/{borrower_id}/cards")

    async def bind_card(self, borrower_id: str, body: BindCard) -> list[Card]:
        """Bind a card in the verified name and make it the current one; safe to repeat."""
        return await self._call(list[Card], "PUT", f"/borrowers/{borrower_id}/cards", body)

    async def note_device(self, borrower_id: str, device: str) -> None:
        """The borrower is signed in on this device; safe to repeat."""
        await self._send("PUT", f"/borrowers/{borrower_id}/devices/{device}")

    async def note_study(self, borrower_id: str) -> None:
        """The borrower said in the conversation to be a full-time student; safe to repeat."""
        await self._send("PUT", f"/borrowers/{borrower_id}/study")

    # Products and quotes

    async def ports(self) -> list[Port]:
        """Which of the backend's ports are connected."""
        return await self._call(list[Port], "GET", "/ports")

    async def about(self) -> About:
        return await self._call(About, "GET", "/about")

    async def products(self) -> list[Product]:
        return await self._call(list[Product], "GET", "/products")

    async def recommended_products(self, borrower_id: str, limit: int = 3) -> list[RecommendedProduct]:
        return await self._call(
            list[RecommendedProduct], "GET", f"/borrowers/{borrower_id}/recommendations", params={"limit": limit}
        )

    async def quote(self, request: QuoteRequest) -> Quote:
        return await self._call(Quote, "POST", "/quotes", request)

    # Applications

    async def applications(self, borrower_id: str) -> list[Application]:
        """Newest first."""
        return await self._call(list[Application], "GET", f"/borrowers/{borrower_id}/applications")

    async def application(self, borrower_id: str, application_id: str) -> Application:
        return await self._call(Application, "GET", f"/borrowers/{borrower_id}/applications/{application_id}")

    async def start_application(self, borrower_id: str, body: StartApplication, *, idempotency_key: str) -> Application:
        """Open a draft, or answer the one that is open already with the given fields set."""
        return await self._call(
            Application, "POST", f"/borrowers/{borrower_id}/applications", body, idempotency_key=idempotency_key
        )

    async def apply(self, borrower_id: str, body: StartApplication, *, idempotency_key: str) -> Application:
        """Submit these answers, and no others, and decide them. What is not vital may be left out."""
        path = f"/borrowers/{borrower_id}/applications/apply"
        return await self._call(Application, "POST", path, body, idempotency_key=idempotency_key)

    async def change_application(self, borrower_id: str, application_id: str, body: ChangeApplication) -> Application:
        """Set or skip fields of a draft. All or nothing: one bad value raises its problem and changes nothing."""
        return await self._call(Application, "PATCH", f"/borrowers/{borrower_id}/applications/{application_id}", body)

    async def submit_application(
        self, borrower_id: str, application_id: str, body: SubmitApplication, *, idempotency_key: str
    ) -> Application:
        """Submit the draft as shown and decide it. Repeating answers the same decision."""
        path = f"/borrowers/{borrower_id}/applications/{application_id}/submit"
        return await self._call(Application, "POST", path, body, idempotency_key=idempotency_key)

    async def withdraw_application(self, borrower_id: str, application_id: str) -> Application:
        return await self._call(Application, "POST", f"/borrowers/{borrower_id}/applications/{application_id}/withdraw")

    async def decline_offer(self, borrower_id: str, application_id: str) -> Application:
        return await self._call(Application, "POST", f"/borrowers/{borrower_id}/applications/{application_id}/decline")

    async def cancel_application(
        self, borrower_id: str, application_id: str, body: CancelContract | None = None
    ) -> Application:
        """End an accepted contract before its payout; safe to repeat. `body` where staff do."""
        path = f"/borrowers/{borrower_id}/applications/{application_id}/cancel"
        return await self._call(Application, "POST", path, body)

    async def review_application(self, borrower_id: str, application_id: str) -> Application:
        """Ask for a person to review the decision; safe to repeat."""
        return await self._call(Application, "POST", f"/borrowers/{borrower_id}/applications/{application_id}/review")

    async def contract(self, borrower_id: str, application_id: str) -> Contract:
        return await self._call(Contract, "GET", f"/borrowers/{borrower_id}/applications/{application_id}/contract")

    async def accept_contract(
        self, borrower_id: str, application_id: str, body: AcceptContract, *, idempotency_key: str
    ) -> Loan:
        path = f"/borrowers/{borrower_id}/applications/{application_id}/accept"
        return await self._call(Loan, "POST", path, body, idempotency_key=idempotency_key)

    # Papers and reviews

    async def send_document(
        self, borrower_id: str, application_id: str, kind: DocumentKind, content: bytes
    ) -> Document:
        """Safe to repeat: the same file is one paper. What is wrong with a file comes as its own problem."""
        path = f"/borrowers/{borrower_id}/applications/{application_id}/documents"
        answer = await self._request("POST", path, content, params={"kind": kind}, timeout=FILE_SECONDS)
        return Document.model_validate_json(answer.content)

    async def documents(self, borrower_id: str, application_id: str) -> list[Document]:
        return await self._call(
            list[Document], "GET", f"/borrowers/{borrower_id}/applications/{application_id}/documents"
        )

    async def reviews(self) -> list[QueuedReview]:
        """Those that are open, the earliest deadline first."""
        return await self._call(list[QueuedReview], "GET", "/reviews")

    async def review(self, review_id: str) -> ReviewEvidence:
        return await self._call(ReviewEvidence, "GET", f"/reviews/{review_id}")

    async def request_document(self, review_id: str, body: RequestDocument) -> Review:
        """This and the three ends: safe to repeat; a lost race is the problem `review_changed` or `review_over`."""
        return await self._call(Review, "POST", f"/reviews/{review_id}/request-document", body)

    async def approve_review(self, review_id: str, body: ApproveReview) -> Review:
        return await self._call(Review, "POST", f"/reviews/{review_id}/approve", body)

    async def counter_review(self, review_id: str, body: CounterReview) -> Review:
        return await self._call(Review, "POST", f"/reviews/{review_id}/counter", body)

    async def decline_review(self, review_id: str, body: DeclineReview) -> Review:
        return await self._call(Review, "POST", f"/reviews/{review_id}/decline", body)

    async def confirm_review(self, review_id: str, body: ConfirmReview) -> Review:
        """The second person's yes to the offer that waits."""
        return await self._call(Review, "POST", f"/reviews/{review_id}/confirm", body)

    async def return_review(self, review_id: str, body: StaffAct) -> Review:
        """The offer that waits is looked at again."""
        return await self._call(Review, "POST", f"/reviews/{review_id}/return", body)

    async def review_document(self, review_id: str, document_id: str, staff_id: str) -> tuple[bytes, str]:
        """The content and its media type. That this staff member opened it is put on record."""
        path = f"/reviews/{review_id}/documents/{document_id}"
        answer = await self._send("GET", path, params={"staff_id": staff_id})
        return answer.content, answer.headers["Content-Type"]

    # Loans

    async def loans(self, borrower_id: str) -> list[Loan]:
        """Newest first."""
        return await self._call(list[Loan], "GET", f"/borrowers/{borrower_id}/loans")

    async def loan(self, borrower_id: str, loan_id: str) -> Loan:
        return await self._call(Loan, "GET", f"/borrowers/{borrower_id}/loans/{loan_id}")

    async def loan_schedule(self, borrower_id: str, loan_id: str) -> LoanSchedule:
        return await self._call(LoanSchedule, "GET", f"/borrowers/{borrower_id}/loans/{loan_id}/schedule")

    async def loan_receipts(self, borrower_id: str, loan_id: str) -> list[Receipt]:
        return await self._call(list[Receipt], "GET", f"/borrowers/{borrower_id}/loans/{loan_id}/receipts")

    async def settlement_certificate(self, borrower_id: str, loan_id: str) -> SettlementCertificate:
        path = f"/borrowers/{borrower_id}/loans/{loan_id}/settlement-certificate"
        return await self._call(SettlementCertificate, "GET", path)

    async def receipt_proof(self, borrower_id: str, loan_id: str, receipt_id: str) -> InclusionProof:
        """What `backend/ledger/verify_receipt.py` checks offline."""
        path = f"/borrowers/{borrower_id}/loans/{loan_id}/receipts/{receipt_id}/proof"
        return await self._call(InclusionProof, "GET", path)

    async def start_payment(
        self, borrower_id: str, loan_id: str, body: StartPayment, *, idempotency_key: str
    ) -> Payment:
        path = f"/borrowers/{borrower_id}/loans/{loan_id}/payments"
        return await self._call(Payment, "POST", path, body, idempotency_key=idempotency_key)

    async def payments(self, borrower_id: str, loan_id: str) -> list[Payment]:
        return await self._call(list[Payment], "GET", f"/borrowers/{borrower_id}/loans/{loan_id}/payments")

    async def payoff_quote(self, borrower_id: str, loan_id: str, on: date | None = None) -> PayoffQuote:
        """What settles the loan on that day (today when left out); pay it with `StartPayment.proposal_hash`."""
        path = f"/borrowers/{borrower_id}/loans/{loan_id}/payoff-quote"
        return await self._call(PayoffQuote, "POST", path, AskPayoff(on=on))

    async def propose_change(self, borrower_id: str, loan_id: str, body: AskChange) -> LoanProposal:
        """What a change would do. Only staff may ask for a hardship plan or a write-off: the caller checks that."""
        path = f"/borrowers/{borrower_id}/loans/{loan_id}/proposals"
        answer = await self._send("POST", path, body)
        return LoanProposal.model_validate_json(answer.content)

    async def execute_change(
        self, borrower_id: str, loan_id: str, body: ExecuteProposal, *, idempotency_key: str
    ) -> Loan:
        path = f"/borrowers/{borrower_id}/loans/{loan_id}/proposals/execute"
        return await self._call(Loan, "POST", path, body, idempotency_key=idempotency_key)

    async def waiting_proposals(self, borrower_id: str, loan_id: str) -> list[WaitingProposal]:
        """Plans and write-offs that can still be executed today, the newest first."""
        path = f"/borrowers/{borrower_id}/loans/{loan_id}/proposals/waiting"
        return await self._call(list[WaitingProposal], "GET", path)

    async def give_consent(self, borrower_id: str, loan_id: str, proposal_hash: str, body: GiveConsent) -> PlanConsent:
        """The borrower's, to a hardship plan as it was shown; safe to repeat."""
        path = f"/borrowers/{borrower_id}/loans/{loan_id}/proposals/{proposal_hash}/consent"
        return await self._call(PlanConsent, "POST", path, body)

    async def payout(self, borrower_id: str, loan_id: str) -> Payout:
        return await self._call(Payout, "GET", f"/borrowers/{borrower_id}/loans/{loan_id}/payout")

    async def retry_payout(self, borrower_id: str, loan_id: str, *, idempotency_key: str) -> Payout:
        """Order a failed payout again."""
        path = f"/borrowers/{borrower_id}/loans/{loan_id}/payout"
        return await self._call(Payout, "POST", path, idempotency_key=idempotency_key)

    async def autopay(self, borrower_id: str, loan_id: str) -> Autopay:
        return await self._call(Autopay, "GET", f"/borrowers/{borrower_id}/loans/{loan_id}/autopay")

    async def set_autopay(self, borrower_id: str, loan_id: str, body: SetAutopay) -> Autopay:
        """Consent to the text's version, or withdraw; safe to repeat."""
        return await self._call(Autopay, "PUT", f"/borrowers/{borrower_id}/loans/{loan_id}/autopay", body)

    # Cases

    async def open_case(self, borrower_id: str, body: OpenCase, *, idempotency_key: str) -> Case:
        """A new case, or the open one of this kind about this loan with the words added."""
        return await self._call(Case, "POST", f"/borrowers/{borrower_id}/cases", body, idempotency_key=idempotency_key)

    async def cases(self, borrower_id: str) -> list[Case]:
        """Newest first."""
        return await self._call(list[Case], "GET", f"/borrowers/{borrower_id}/cases")

    async def waiting_cases(self, after: str | None = None) -> list[Case]:
        """Everybody's open ones, urgent ones first, then the longest waiting; a page that begins behind the case `after`.
        For staff alone: the caller checks that."""
        params = {"after": after} if after else None
        return await self._call(list[Case], "GET", "/cases", params=params)

    async def answer_case(self, case_id: str, body: AnswerCase) -> Case:
        """Close a case; the borrower is told. For staff alone: the caller checks that."""
        return await self._call(Case, "POST", f"/cases/{case_id}/answer", body)

    # Holds, for reviewers alone: the caller checks that

    async def holds(self, borrower_id: str) -> list[Hold]:
        """Newest first, those that are over too."""
        return await self._call(list[Hold], "GET", f"/borrowers/{borrower_id}/holds")

    async def place_hold(self, borrower_id: str, body: PlaceHold) -> Hold:
        return await self._call(Hold, "POST", f"/borrowers/{borrower_id}/holds", body)

    async def lift_hold(self, borrower_id: str, hold_id: str, body: LiftHold) -> Hold:
        """Safe to repeat."""
        return await self._call(Hold, "POST", f"/borrowers/{borrower_id}/holds/{hold_id}/lift", body)

    # A borrower's rights in their data

    async def held_data(self, borrower_id: str) -> list[HeldTable]:
        """All that is held of a borrower, by table."""
        path = f"/borrowers/{borrower_id}/data"
        answer = await self._request("GET", path, None, timeout=FILE_SECONDS)
        return TypeAdapter(list[HeldTable]).validate_json(answer.content)

    async def own_paper(self, borrower_id: str, document_id: str) -> bytes:
        answer = await self._request(
            "GET", f"/borrowers/{borrower_id}/papers/{document_id}", None, timeout=FILE_SECONDS
        )
        return answer.content

    async def erase_borrower(self, borrower_id: str) -> Erased:
        """Erase what may go now; safe to repeat, also for a borrower who is unknown."""
        answer = await self._request("POST", f"/borrowers/{borrower_id}/erasure", None, timeout=FILE_SECONDS)
        return Erased.model_validate_json(answer.content)

    # Help and events

    async def help(self, question: str, language: Language, limit: int = 3) -> list[HelpAnswer]:
        """The best answers, best first; empty when nothing in the help centre answers this."""
        return await self._call(
            list[HelpAnswer], "GET", "/help", params={"q": question, "lang": language, "limit": limit}
        )

    async def help_answer(self, answer_id: str) -> HelpAnswer:
        return await self._call(HelpAnswer, "GET", f"/help/{answer_id}")

    async def events(self, after: int, limit: int = 100) -> list[Event]:
        return await self._call(list[Event], "GET", "/events", params={"after": after, "limit": limit})

    async def _call(
        self,
        answer: type[T],
        method: str,
        path: str,
        body: BaseModel | None = None,
        *,
        params: Mapping[str, Any] | None = None,
        idempotency_key: str | None = None,
    ) -> T:
        response = await self._send(method, path, body, params=params, idempotency_key=idempotency_key)
        return TypeAdapter(answer).validate_json(response.content)

    async def _send(
        self,
        method: str,
        path: str,
        body: BaseModel | None = None,
        *,
        params: Mapping[str, Any] | None = None,
        idempotency_key: str | None = None,
    ) -> httpx.Response:
        headers = {"Idempotency-Key": idempotency_key} if idempotency_key else {}
        content = body.model_dump_json(exclude_unset=True) if body is not None else None
        if content is not None:
            headers["Content-Type"] = "application/json"
        return await self._request(method, path, content, params=params, headers=headers)

    async def _request(
        self,
        method: str,
        path: str,
        content: str | bytes | None,
        *,
        params: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float | None = None,
    ) -> httpx.Response:
        """One call; `timeout` in seconds where it is not the client's."""
        patience = httpx.USE_CLIENT_DEFAULT if timeout is None else timeout
        try:
            response = await self._http.request(
                method, path, content=content, params=params, headers=headers, timeout=patience
            )
        except httpx.TransportError as error:
            raise unavailable(type(error).__name__) from error
        if response.status_code >= 500:
            raise unavailable(str(response.status_code))
        if response.is_error:
            raise problem_in(response)
        return response


def unavailable(why: str) -> BackendUnavailable:
    """Logged where it is found: callers answer it in words of their own."""
    log.warning("the backend does not answer: %s", why)
    return BackendUnavailable(why)


def problem_in(response: httpx.Response) -> BackendProblem | BackendUnavailable:
    """The backend's own refusal; an error in another form comes from something between us and it."""
    try:
        problem = response.json()
        return BackendProblem(response.status_code, problem["code"], problem["title"], problem.get("data", {}))
    except (ValueError, KeyError, TypeError):
        return BackendUnavailable(str(response.status_code))
