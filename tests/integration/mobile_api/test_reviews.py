"""Papers and reviews at the gateway: who may, what is passed on, and what the borrower hears."""

from datetime import UTC, datetime

import pytest

from contract.lending.documents import Document, DocumentKind
from contract.lending.events import Event, EventKind
from contract.lending.reviews import Review
from contract.lending.underwriting import QueuedReview
from contract.money import Money
from mobile_api.push.events import apply_events
from tests import papers
from tests.integration.mobile_api.conftest import Gateway
from tests.integration.mobile_api.scripted_backend import AT, Refusal, event

DUE = datetime(2026, 4, 1, 10, tzinfo=UTC)
REVIEW = Review(
    id="review_1", application_id="app_1", borrower_id="bor_1", cause="referred", state="waiting_for_review", version=2,
    due_at=DUE, requested=None, opened_at=AT,
)  # fmt: skip
QUEUED = QueuedReview(**dict(REVIEW), purpose="car", amount=Money(35_000_00), term_months=24)
DOCUMENT = Document(
    id="doc_1", application_id="app_1", kind="income_proof", media_type="image/jpeg", size=10, pages=1, scan="not_scanned",
    received_at=AT, erased_at=None,
)  # fmt: skip


def told(position: int, borrower_id: str, kind: EventKind, **payload: str) -> Event:
    whole = {"application_id": "app_1", "due_at": "2026-04-01T18:00:00+08:00", **payload}
    return event(position, borrower_id, kind, **whole)


async def test_an_act_is_signed_by_the_one_signed_in_and_a_lost_race_is_a_409(small_gateway: Gateway):
    gateway = small_gateway
    reviewer = await gateway.staff("wang", "reviewer")
    me = (await reviewer.get("/desk/me")).json()["id"]
    gateway.backend.answers["POST /reviews/review_1/decline"] = REVIEW
    gateway.backend.answers["POST /reviews/review_1/approve"] = Refusal("review_changed")

    done = await reviewer.post("/desk/reviews/review_1/decline", json={"version": 1, "reasons": ["paper_missing"]})
    lost = await reviewer.post("/desk/reviews/review_1/approve", json={"version": 1})
    forged = await reviewer.post("/desk/reviews/review_1/approve", json={"staff_id": "stf_other"})

    assert done.status_code == 200
    [told] = [body for call, body in gateway.backend.calls if call.endswith("/decline")]
    assert (told["staff_id"], told["version"], told["reasons"]) == (me, 1, ["paper_missing"])
    assert (lost.status_code, lost.json()["code"]) == (409, "review_changed")
    assert (forged.status_code, forged.json()["code"]) == (422, "invalid_request")


async def test_a_second_reviewer_confirms_or_sends_back_in_their_own_name(small_gateway: Gateway):
    gateway = small_gateway
    reviewer = await gateway.staff("wang", "reviewer")
    me = (await reviewer.get("/desk/me")).json()["id"]
    for act in ("confirm", "return"):
        gateway.backend.answers[f"POST /reviews/review_1/{act}"] = REVIEW
        await reviewer.post(f"/desk/reviews/review_1/{act}", json={"version": 2, "note": "seen"})
        assert gateway.backend.calls[-1][1] == {"staff_id": me, "version": 2, "note": "seen"}


async def test_what_the_backend_refuses_the_gateway_itself_is_not_the_clients_fault(small_gateway: Gateway):
    reviewer = await small_gateway.staff("wang", "reviewer")
    small_gateway.backend.answers["GET /reviews"] = Refusal("caller_not_allowed")
    answer = await reviewer.get("/desk/reviews")
    assert (answer.status_code, answer.json()["code"]) == (503, "service_misconfigured")


async def test_a_form_without_a_file_or_with_an_unknown_kind_is_refused(small_gateway):
    borrower = await small_gateway.borrower()
    path = "/applications/app_1/documents"
    answers = [
        await borrower.http.post(path, files={"other": ("a.jpg", b"x")}),
        await borrower.http.post(path, content=b"not a form"),
        await borrower.http.post(path, files={"file": ("a.jpg", b"x")}, data={"kind": "love_letter"}),
    ]
    assert [one.json()["code"] for one in answers] == ["document_unreadable"] * 2 + ["invalid_request"]
    assert not [call for call, _ in small_gateway.backend.calls if "documents" in call]


async def test_fifty_megabytes_are_refused_whether_announced_or_found(small_gateway):
    borrower = await small_gateway.borrower()

    async def unannounced():
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n'
        for _ in range(50):
            yield bytes(1_000_000)

    form = {"Content-Type": "multipart/form-data; boundary=x"}
    answers = [
        await borrower.http.post("/applications/app_1/documents", content=content, headers=form)
        for content in (bytes(50_000_000), unannounced())
    ]
    assert {(one.status_code, one.json()["code"]) for one in answers} == {(413, "body_too_large")}
    assert not [call for call, _ in small_gateway.backend.calls if "documents" in call]


async def test_each_step_is_a_notification_and_a_message_with_its_card(gateway: Gateway):
    borrower = await gateway.talking_borrower()
    me = (await borrower.http.get("/me")).json()["id"]
    gateway.backend.events = [
        told(1, me, "application.decided", outcome="refer", decided_by="model"),
        told(2, me, "application.review_started"),
        told(3, me, "application.document_requested", document_kind="income_proof"),
        told(4, me, "application.decided", outcome="counter", decided_by="person"),
    ]
    before = len(await borrower.log())

    for _ in range(2):
        await apply_events(gateway.parts.database, gateway.parts.backend, gateway.clock())

    kinds = [one["kind"] for one in (await borrower.http.get("/notifications")).json()]
    assert kinds == ["application.decided", "application.document_requested", "application.review_started"]
    heard = (await borrower.log())[before:]
    assert [message["from"] for message in heard] == ["system"] * 3
    assert "4月1日 18:00" in heard[0]["text"]
    review, contract = ({"type": kind, "application_id": "app_1"} for kind in ("review", "contract"))
    assert [message["blocks"] for message in heard] == [[review], [review], [review, contract]]


async def test_a_decision_of_the_model_is_left_to_the_assistant_to_say(small_gateway: Gateway):
    borrower = await small_gateway.talking_borrower()
    me = (await borrower.http.get("/me")).json()["id"]
    small_gateway.backend.events = [told(1, me, "application.decided", outcome="approve", decided_by="model")]
    before = await borrower.log()
    await apply_events(small_gateway.parts.database, small_gateway.parts.backend, small_gateway.clock())
    assert await borrower.log() == before
    assert len((await borrower.http.get("/notifications")).json()) == 1


@pytest.mark.parametrize("kind", ["id_card", "other"])
async def test_a_paper_is_passed_on_as_it_came(small_gateway: Gateway, kind: DocumentKind):
    borrower = await small_gateway.borrower()
    me = (await borrower.http.get("/me")).json()["id"]
    path = f"POST /borrowers/{me}/applications/app_1/documents"
    small_gateway.backend.answers[path] = DOCUMENT
    answer = await borrower.http.post(
        "/applications/app_1/documents", data={"kind": kind}, files={"file": ("x.exe", papers.photo())}
    )
    assert answer.json() == DOCUMENT.model_dump(mode="json")
    assert small_gateway.backend.calls[-1] == (path, papers.photo())
    assert small_gateway.backend.queries[-1] == {"kind": kind}
