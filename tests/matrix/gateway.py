"""Whom each route of the gateway is for. A route that is not named here, or is gone, fails `test_gateway.py`.

`{name}` stands for something of the planted borrower (`people.py`), in an address as in what is sent. What is sent is valid: a
refusal must not be one of the body's form.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from contract.texts import LANGUAGES
from mobile_api.published.examples import EXAMPLES
from tests import papers
from tests.matrix.callers import RULES, Answer, Answers, Caller, Who

Json = Any


@dataclass(frozen=True)
class Row:
    """`call`: `METHOD /path`, or `WS /path`. `but`: who is answered otherwise than `who` says, for the reason `why`; a route that is for
    others than its tag's says why, too. `away`: a part that it needs is not loaded in the test, so who may gets a 503. `about`: by a name in
    the address, that of `people.py` for which it stands here. `leaves`: it changes its caller's sign-in, so who may is another one of the kind.
    `meets`: a problem with which who may is answered, since nothing that is sent here can be right."""

    call: str
    who: Who
    json: Json = None
    form: Mapping[str, str] | None = None
    file: bytes | None = None
    query: Mapping[str, str] = field(default_factory=dict)
    but: Answers = field(default_factory=dict)
    why: str = ""
    away: bool = False
    about: Mapping[str, str] = field(default_factory=dict)
    leaves: bool = False
    meets: str = ""

    @property
    def method(self) -> str:
        return self.call.split()[0]

    @property
    def path(self) -> str:
        return self.call.split()[1]

    def answers(self) -> Answers:
        return {**RULES[self.who], **self.but}

    def callers(self, *answers: Answer) -> Iterator[tuple[Caller, Answer]]:
        """Those who get one of these answers."""
        return ((caller, answer) for caller, answer in self.answers().items() if answer in answers)


ANYBODY, SIGNED_IN, BORROWER, OWNER, STAFF, REVIEWER = Who
OF_BORROWERS = (
    "sign-in", "numbers", "conversations", "streams", "loans", "identity", "complaints", "notifications", "help", "consents",
    "data",
)  # fmt: skip
# Whom the routes of a tag are for: without an id in the address, and with one. A route for fewer needs no reason.
TAGS: Mapping[str, tuple[Who, Who]] = {
    **dict.fromkeys(OF_BORROWERS, (BORROWER, OWNER)),
    "desk": (STAFF, STAFF),
    "about": (ANYBODY, ANYBODY),
    "health": (ANYBODY, ANYBODY),
    "pages": (ANYBODY, ANYBODY),
}

MONEY = {"minor": 100_000, "currency": "CNY"}
WHY = {"reason": "A reason of the tests"}
SIGNING_IN = "This is how a token is got."
OWN_SESSIONS = "Staff have sessions, too; each meets their own."
DEVELOPMENT = "In development alone."
SOCKET = "A socket takes a ticket of its own role; any other is none."
LIMITED = {Caller.LIMITED: Answer.UNAUTHENTICATED}
NOT_OWNERS = {**dict.fromkeys((Caller.SUPPORT, Caller.REVIEWER), Answer.UNAUTHENTICATED), **LIMITED}
WHILE_LIMITED, OPENS = {Caller.LIMITED: Answer.MAY}, "This is how a limited session ends."
TOLD = {"name": "{name}", "id_number": "{id_number}"}
OTHERS = (Caller.OTHER, Caller.SUPPORT, Caller.REVIEWER)
LOAN, APPLICATION, CONVERSATION = (
    "/v1/loans/{loan_id}",
    "/v1/applications/{application_id}",
    "/v1/conversations/{conversation_id}",
)
DESK, REVIEW, HANDOFF = "/v1/desk", "/v1/desk/reviews/{review_id}", "/v1/desk/handoffs/{handoff_id}"
DESK_BORROWER = "/v1/desk/borrowers/{borrower_id}"
DESK_LOAN = f"{DESK_BORROWER}/loans/{{loan_id}}"


def example(call: str) -> Json:
    return EXAMPLES[call].request


ROWS = (
    # Signing in
    Row("POST /v1/auth/otp", ANYBODY, json=example("POST /v1/auth/otp"), why=SIGNING_IN),
    Row("POST /v1/auth/token", ANYBODY, form={"grant_type": "refresh_token", "refresh_token": "{refresh_token}"}, why=SIGNING_IN),
    Row("WS /v1/auth/voice", ANYBODY, why=SIGNING_IN),
    Row("POST /v1/auth/revoke", ANYBODY, form={"token": "{refresh_token}"}, why="Whoever holds a token may end its session."),
    Row("POST /v1/stream-tickets", SIGNED_IN, why="A ticket opens what its holder's role may open."),
    Row("GET /v1/me", BORROWER),
    Row("PATCH /v1/me", BORROWER, json={"language": LANGUAGES[0]}),
    Row("POST /v1/me/codes", BORROWER, json={"purpose": "card", "about": "{new}"}),
    Row("GET /v1/me/sessions", SIGNED_IN, but=dict.fromkeys(OTHERS, Answer.OWN), why=OWN_SESSIONS),
    Row("DELETE /v1/me/sessions", SIGNED_IN, but=dict.fromkeys(OTHERS, Answer.OWN), why=OWN_SESSIONS, leaves=True),
    Row("DELETE /v1/me/sessions/{session_id}", OWNER, but=dict.fromkeys(OTHERS, Answer.NOT_FOUND), why=OWN_SESSIONS),
    Row("GET /dev/outbox", ANYBODY, query={"to": "{phone}"}, why=DEVELOPMENT),
    Row("GET /v1/dev/outbox", ANYBODY, query={"to": "{phone}"}, why=DEVELOPMENT),
    # Numbers
    Row("POST /v1/me/match", BORROWER, json=TOLD, but=WHILE_LIMITED, why=OPENS, leaves=True),
    Row("POST /v1/me/not-mine", BORROWER, but=WHILE_LIMITED, why=OPENS, leaves=True),
    Row("POST /v1/me/phone/code", BORROWER, json={"phone": "13700137000"}),
    Row("POST /v1/me/phone", BORROWER, json={**TOLD, "name": "{new}", "phone": "13700137000", "code": "123456"}, meets="match_failed"),
    Row("POST /v1/me/reclaim", BORROWER, json=TOLD, meets="match_failed"),
    # Conversations
    Row("POST /v1/conversations", BORROWER, json={}),
    Row("GET /v1/conversations/current", BORROWER),
    Row(f"GET {CONVERSATION}/messages", OWNER),
    Row(f"POST {CONVERSATION}/messages", OWNER, json={"client_id": "{new}", "text": "你好"}),
    Row(f"POST {CONVERSATION}/rating", OWNER, json=example("POST /v1/conversations/{conversation_id}/rating")),
    Row(f"POST {CONVERSATION}/voice", OWNER, form={"client_id": "{new}", "confirmed": "你好"}, file=b"sound"),
    Row(f"WS {CONVERSATION}/stream", OWNER, but=NOT_OWNERS, why=SOCKET),
    Row(f"WS {CONVERSATION}/voice", OWNER, but=NOT_OWNERS, why=SOCKET),
    Row("GET /v1/voice", BORROWER),
    Row("POST /v1/speech", BORROWER, json={"text": "你好", "language": "zh"}),
    # Loans
    Row("GET /v1/products", BORROWER),
    Row("GET /v1/products/recommended", BORROWER),
    Row("POST /v1/quotes", BORROWER, json=example("POST /v1/quotes")),
    Row("POST /v1/applications", BORROWER, json=example("POST /v1/applications")),
    Row("GET /v1/applications", BORROWER),
    Row(f"GET {APPLICATION}", OWNER),
    Row(f"GET {APPLICATION}/documents", OWNER),
    Row(f"POST {APPLICATION}/documents", OWNER, form={"kind": "other"}, file=papers.photo()),
    Row(f"GET {APPLICATION}/contract", OWNER),
    Row(f"POST {APPLICATION}/accept", OWNER, json={"contract_hash": "{contract_hash}", "cost_sheet_hash": "{cost_sheet_hash}", "code": "{contract_code}"}),
    Row(f"POST {APPLICATION}/cancel", OWNER),
    Row(f"POST {APPLICATION}/decline", OWNER),
    Row(f"POST {APPLICATION}/review", OWNER),
    Row(f"POST {APPLICATION}/withdraw", OWNER),
    Row("GET /v1/loans", BORROWER),
    Row(f"GET {LOAN}", OWNER),
    Row(f"GET {LOAN}/schedule", OWNER),
    Row(f"GET {LOAN}/receipts", OWNER),
    Row(f"GET {LOAN}/receipts/{{receipt_id}}/proof", OWNER),
    Row(f"GET {LOAN}/settlement-certificate", OWNER),
    Row(f"GET {LOAN}/payments", OWNER),
    Row(f"POST {LOAN}/payments", OWNER, json={"amount": MONEY}),
    Row(f"GET {LOAN}/payout", OWNER),
    Row(f"POST {LOAN}/payout", OWNER),
    Row(f"GET {LOAN}/autopay", OWNER),
    Row(f"PUT {LOAN}/autopay", OWNER, json={"on": False}),
    Row(f"POST {LOAN}/payoff-quote", OWNER, json={}),
    Row(f"POST {LOAN}/proposals", OWNER, json={"kind": "due_day", "day_of_month": 20}),
    Row(f"GET {LOAN}/proposals/waiting", OWNER),
    Row(f"POST {LOAN}/proposals/{{proposal_hash}}/consent", OWNER, json={"text_version": "{text_version}"}),
    Row(f"POST {LOAN}/proposals/execute", OWNER, json={"proposal_hash": "{due_day}"}),
    Row("GET /v1/help", BORROWER, query={"q": "how do I repay"}, away=True),
    # Identity
    Row("GET /v1/me/identity", BORROWER),
    Row("PUT /v1/me/identity", BORROWER, json={"name": "{name}", "id_number": "{id_number}", "full_time_student": False}),
    Row("PUT /v1/me/identity/photo", BORROWER, file=papers.photo(shade=2)),
    Row("GET /v1/me/cards", BORROWER),
    Row("PUT /v1/me/cards", BORROWER, json={"number": "{card}", "holder_name": "{name}"}, why="With a code of its own: without one everybody who may gets `step_up_needed`."),
    # Complaints
    Row("GET /v1/complaints", BORROWER),
    Row("POST /v1/complaints", BORROWER, json={"words": "Somebody shouted at me"}),
    # Notifications
    Row("GET /v1/notifications", BORROWER),
    Row("POST /v1/notifications/{notification_id}/read", OWNER),
    Row("GET /v1/notification-preferences", BORROWER),
    Row("PUT /v1/notification-preferences", BORROWER, json={"reminders": True}),
    Row(
        "DELETE /v1/devices/{installation_id}", OWNER, but={Caller.OTHER: Answer.OWN},
        why="What is not registered is forgotten already; the other borrower's stays.",
    ),
    Row(
        "PUT /v1/devices/{installation_id}", OWNER, json={"token": "{new}-of-the-push-service", "platform": "android"},
        but={Caller.OTHER: Answer.MAY}, why="A phone that changes hands belongs to who signed in last. Its id is the app's secret.",
    ),
    # Consents, and rights in one's data
    Row("GET /v1/consent-texts", ANYBODY, why="To be read before signing in."),
    Row("GET /v1/me/consents", BORROWER),
    Row("PUT /v1/me/consents", BORROWER, json={"purpose": "marketing", "given": False}),
    Row("GET /v1/me/export", BORROWER),
    Row("DELETE /v1/me", BORROWER, json={"confirm": "delete my account"}, leaves=True, why="With a code of its own, as a card is bound."),
    Row("GET /v1/me/erasures", BORROWER),
    Row(
        "GET /v1/erasures/{receipt_id}", ANYBODY, about={"receipt_id": "erasure_id"},
        why="Who was erased has no account to read it with. The id is the secret; the receipt names no person.",
    ),
    # The desk
    Row(f"GET {DESK}/me", STAFF),
    Row(f"GET {DESK}/staff", STAFF),
    Row(f"GET {DESK}/ports", STAFF),
    Row(f"WS {DESK}/stream", STAFF, but={**dict.fromkeys((Caller.OWNER, Caller.OTHER), Answer.UNAUTHENTICATED), **LIMITED}, why=SOCKET),
    Row(f"GET {DESK}/handoffs", STAFF),
    Row(f"POST {HANDOFF}/claim", STAFF),
    Row(f"GET {DESK}/conversations/{{conversation_id}}", STAFF),
    Row(f"POST {DESK}/conversations/{{conversation_id}}/messages", STAFF, json={"client_id": "{new}", "text": "您好"}),
    Row(f"POST {HANDOFF}/take-over", STAFF, json={"from_staff_id": "{staff_id}", "note": "No answer"}),
    Row(f"POST {HANDOFF}/transfer", STAFF, json={"staff_id": "{staff_id}"}),
    Row(f"POST {HANDOFF}/release", STAFF),
    Row(f"POST {HANDOFF}/resolve", STAFF, json={}),
    Row(f"GET {DESK}/cases", STAFF),
    Row(f"POST {DESK}/cases/{{case_id}}/answer", STAFF, json={"answer": "We are sorry"}),
    Row(f"GET {DESK}/borrowers", STAFF, query={"name": "{name}"}),
    Row(f"GET {DESK_BORROWER}", STAFF),
    Row(f"POST {DESK_BORROWER}/identity/reveal", STAFF, json={**WHY, "field": "id_number"}),
    Row(f"GET {DESK_BORROWER}/identity/photo", STAFF),
    Row(f"POST {DESK_BORROWER}/identity/confirm", STAFF, json={**WHY, "claim_id": "{claim_id}"}),
    Row(f"GET {DESK_BORROWER}/loans", STAFF),
    Row(f"GET {DESK_LOAN}/schedule", STAFF),
    Row(f"GET {DESK_LOAN}/waiting", STAFF),
    Row(f"POST {DESK_LOAN}/hardship", STAFF, json={**WHY, "extra_months": 3}),
    Row(
        f"POST {DESK_LOAN}/hardship/consent", STAFF,
        json={"proposal_hash": "{proposal_hash}", "text_version": "{text_version}", "note": "In the file"},
    ),
    Row(f"POST {DESK_LOAN}/hardship/execute", STAFF, json={"proposal_hash": "{proposal_hash}"}),
    Row(f"POST {DESK_LOAN}/write-off", REVIEWER, json=WHY),
    Row(f"POST {DESK_LOAN}/write-off/execute", REVIEWER, json={"proposal_hash": "{write_off}"}),
    Row(f"GET {DESK_BORROWER}/holds", STAFF),
    Row(f"POST {DESK_BORROWER}/holds", REVIEWER, json=WHY),
    Row(f"POST {DESK_BORROWER}/holds/{{hold_id}}/lift", REVIEWER, json=WHY),
    Row(f"POST {DESK_BORROWER}/applications/{{application_id}}/cancel", REVIEWER, json=WHY),
    Row(f"GET {DESK}/reviews", REVIEWER),
    Row(f"GET {REVIEW}", REVIEWER),
    Row(f"GET {REVIEW}/documents/{{document_id}}", REVIEWER),
    Row(f"POST {REVIEW}/request-document", REVIEWER, json={"kind": "income_proof"}),
    Row(f"POST {REVIEW}/approve", REVIEWER, json={"version": 1}),
    Row(f"POST {REVIEW}/counter", REVIEWER, json={"version": 1, "amount": MONEY, "term_months": 12}),
    Row(f"POST {REVIEW}/confirm", REVIEWER, json={"version": 1}),
    Row(f"POST {REVIEW}/return", REVIEWER, json={"version": 1}),
    Row(f"POST {REVIEW}/decline", REVIEWER, json={"version": 1, "reasons": ["paper_missing"]}),
    # About the lender, probes and pages
    Row("GET /v1/about", ANYBODY),
    Row("GET /healthz", ANYBODY),
    Row("GET /readyz", ANYBODY, away=True, why="Its parts are told to the operator's key alone, and in development."),
    Row("GET /metrics", ANYBODY, why="To the operator's key alone, and in development; others get a 404."),
    Row("GET /openapi.json", ANYBODY, why=DEVELOPMENT),
    Row("GET /docs", ANYBODY, why=DEVELOPMENT),
    Row("GET /", ANYBODY),
    Row("GET /desk", ANYBODY),
    Row("GET /assets/{file}", ANYBODY),
)  # fmt: skip
