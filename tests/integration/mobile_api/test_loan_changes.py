"""Changing a loan through the gateway: what borrowers may ask for, and what staff alone may."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from contract.lending.loans import LoanProposal, PlanConsent, ProposalKind, WaitingProposal
from contract.money import Money
from contract.texts import LocalText
from mobile_api.desk.models import StaffRead
from mobile_api.push.events import apply_events
from tests.integration.mobile_api.conftest import Gateway
from tests.integration.mobile_api.scripted_backend import AT, Refusal, event

PROPOSED = LoanProposal(
    loan_id="loan_1", kind="due_day", on=AT.date(), amount=Money(0), interest_difference=Money(12_34), instalments=[],
    proposal_hash="h1", expires_at=AT + timedelta(hours=7),
)  # fmt: skip
CONSENT = PlanConsent(text=LocalText(zh="同意", en="I agree"), text_version="1")


def proposed(kind: ProposalKind) -> LoanProposal:
    return PROPOSED.model_copy(update={"kind": kind})


def plan(kind: ProposalKind = "hardship", consent: PlanConsent = CONSENT) -> WaitingProposal:
    """It waits at the desk, for one person."""
    shown = dict(proposed(kind)) | {"consent": consent}
    return WaitingProposal(**shown, proposed_by="stf_1", reason="Lost the job", needs_second_person=False)


KEY = {"Idempotency-Key": "key-12345"}


async def test_a_borrower_sees_another_due_day_before_it_is_done_under_the_apps_key(small_gateway: Gateway):
    borrower = await small_gateway.borrower()
    me = (await borrower.http.get("/me")).json()["id"]
    backend = small_gateway.backend
    backend.answers[f"POST /borrowers/{me}/loans/loan_1/proposals"] = PROPOSED

    shown = await borrower.http.post("/loans/loan_1/proposals", json={"kind": "due_day", "day_of_month": 8})
    await borrower.http.post("/loans/loan_1/proposals/execute", json={"proposal_hash": "h1"}, headers=KEY)

    assert shown.json() == PROPOSED.model_dump(mode="json")
    path, body = backend.calls[-1]
    assert path == f"POST /borrowers/{me}/loans/loan_1/proposals/execute"
    assert body == {"proposal_hash": "h1", "kinds": ["due_day"]}
    assert backend.keys[-1] == "key-12345"


@pytest.mark.parametrize("kind", ["hardship", "write_off", "payoff"])
async def test_what_staff_grant_cannot_be_asked_for_by_a_borrower(small_gateway, kind):
    borrower = await small_gateway.borrower()
    before = len(small_gateway.backend.calls)
    ask = {"kind": kind, "extra_months": 6, "staff_id": "me", "reason": "please"}
    refused = await borrower.http.post("/loans/loan_1/proposals", json=ask)
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_request")
    assert len(small_gateway.backend.calls) == before


async def test_staff_propose_a_hardship_plan_in_their_own_name(small_gateway: Gateway):
    desk = await small_gateway.staff("li")
    me = (await desk.get("/desk/me")).json()["id"]
    path = "/borrowers/borrower_1/loans/loan_1/proposals"
    small_gateway.backend.answers[f"POST {path}"] = proposed("hardship")

    body = {"extra_months": 6, "reason": "Lost the job", "staff_id": "somebody-else"}
    shown = await desk.post("/desk/borrowers/borrower_1/loans/loan_1/hardship", json=body)
    await desk.post(
        "/desk/borrowers/borrower_1/loans/loan_1/hardship/execute", json={"proposal_hash": "h1"}, headers=KEY
    )

    assert shown.json()["kind"] == "hardship"
    (proposing, asked), (executing, done) = small_gateway.backend.calls[-2:]
    assert (proposing, executing) == (f"POST {path}", f"POST {path}/execute")
    assert asked == {
        "kind": "hardship", "interest_only_months": 0, "extra_months": 6, "reason": "Lost the job", "staff_id": me,
    }  # fmt: skip
    assert done == {"proposal_hash": "h1", "kinds": ["hardship"], "staff_id": me}


async def test_a_borrower_sees_the_plan_that_waits_and_agrees_to_it(small_gateway: Gateway):
    borrower = await small_gateway.borrower()
    me = (await borrower.http.get("/me")).json()["id"]
    path, backend = f"/borrowers/{me}/loans/loan_1/proposals", small_gateway.backend
    backend.answers[f"GET {path}/waiting"] = [plan(), plan("write_off")]
    backend.answers[f"POST {path}/h1/consent"] = CONSENT

    [shown] = (await borrower.http.get("/loans/loan_1/proposals/waiting")).json()
    given = await borrower.http.post("/loans/loan_1/proposals/h1/consent", json={"text_version": "1"})
    forged = {"text_version": "1", "way": "paper", "staff_id": "me", "note": "folder 12"}
    on_paper = await borrower.http.post("/loans/loan_1/proposals/h1/consent", json=forged)

    assert (shown["kind"], shown["consent"]) == ("hardship", CONSENT.model_dump())
    assert not {"proposed_by", "reason", "needs_second_person"} & shown.keys()
    assert given.json() == CONSENT.model_dump()
    assert backend.calls[-1] == (f"POST {path}/h1/consent", {"text_version": "1", "way": "app"})
    assert (on_paper.status_code, on_paper.json()["code"]) == (422, "invalid_request")


async def test_staff_take_a_consent_down_from_paper_in_their_own_name(small_gateway: Gateway):
    desk = await small_gateway.staff("li")
    me = (await desk.get("/desk/me")).json()["id"]
    path = "POST /borrowers/borrower_1/loans/loan_1/proposals/h1/consent"
    small_gateway.backend.answers[path] = CONSENT
    body = {"proposal_hash": "h1", "text_version": "1", "note": "folder 12", "staff_id": "somebody-else"}
    await desk.post("/desk/borrowers/borrower_1/loans/loan_1/hardship/consent", json=body)
    kept = {"text_version": "1", "way": "paper", "staff_id": me, "note": "folder 12"}
    assert small_gateway.backend.calls[-1] == (path, kept)


async def test_each_look_at_a_borrowers_loans_is_on_record_also_where_there_are_none(gateway: Gateway):
    desk = await gateway.staff("li")
    me = (await desk.get("/desk/me")).json()["id"]
    loan = "/borrowers/borrower_1/loans/loan_1"
    gateway.backend.answers["GET /borrowers/borrower_1/loans"] = []
    gateway.backend.answers[f"GET {loan}/proposals/waiting"] = [plan()]
    await desk.get("/desk/borrowers/borrower_1/loans")
    await desk.get(f"/desk{loan}/schedule")
    [waiting] = (await desk.get(f"/desk{loan}/waiting")).json()
    assert waiting["proposed_by"] == "stf_1"
    async with gateway.parts.database.reading() as session:
        reads = (await session.scalars(select(StaffRead))).all()
    assert {(one.staff_id, one.borrower_id, one.what, one.subject_id) for one in reads} == {
        (me, "borrower_1", "loans", "borrower_1"),
        (me, "borrower_1", "schedule", "loan_1"),
        (me, "borrower_1", "proposals", "loan_1"),
    }


async def test_the_borrower_hears_of_a_plan_with_its_card(gateway: Gateway):
    borrower = await gateway.talking_borrower()
    me = (await borrower.http.get("/me")).json()["id"]
    gateway.backend.events = [event(1, me, "loan.plan_proposed", loan_id="loan_1")]
    await apply_events(gateway.parts.database, gateway.parts.backend, gateway.clock())
    [told] = (await borrower.http.get("/notifications")).json()
    assert (told["kind"], told["data"]) == ("loan.plan_proposed", {"loan_id": "loan_1"})
    assert (await borrower.log())[-1]["blocks"] == [{"type": "plan", "loan_id": "loan_1"}]


async def test_staff_see_a_borrowers_loans_and_are_told_of_one_that_is_not_there(small_gateway: Gateway):
    desk = await small_gateway.staff("li")
    small_gateway.backend.answers["GET /borrowers/borrower_1/loans"] = []
    small_gateway.backend.answers["GET /borrowers/borrower_1/loans/loan_2/schedule"] = Refusal("not_found")
    assert (await desk.get("/desk/borrowers/borrower_1/loans")).json() == []
    assert (await desk.get("/desk/borrowers/borrower_1/loans/loan_2/schedule")).json()["code"] == "not_found"
