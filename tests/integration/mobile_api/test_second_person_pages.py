"""Offers that wait at the desk and plans that wait on the loan's page, in a real browser."""

import json
from decimal import Decimal
from typing import Any

import pytest
from playwright.async_api import Page, expect

from contract.lending.applications import Application, ApplicationFields, Decision
from contract.lending.loans import LoanSchedule
from contract.lending.underwriting import (
    Affordability,
    Evidence,
    Fact,
    FactName,
    FactSource,
    GradeBand,
    ProposedOffer,
    QueuedReview,
    ReviewEvidence,
    VerifiedFigures,
)
from contract.money import Money
from contract.texts import LocalText
from tests.e2e.browser import DESKTOP, PHONE
from tests.integration.mobile_api.conftest import Gateway, NewPage
from tests.integration.mobile_api.scripted_backend import AT
from tests.integration.mobile_api.talking_page import axe_is_content
from tests.integration.mobile_api.test_acceptance_by_code import loan
from tests.integration.mobile_api.test_loan_changes import CONSENT, plan
from tests.integration.mobile_api.test_reviews import REVIEW

Json = dict[str, Any]
TEXT = LocalText(zh="文字", en="Words")
AMOUNT, INCOME = Money(120_000_00), Money(40_000_00)
FIELDS = ApplicationFields(
    purpose="car", amount=AMOUNT, term_months=36, method="equal_instalment", monthly_income=INCOME, credit_check_consent=True
)  # fmt: skip
DECISION = Decision(outcome="refer", grade="CCC", reasons=[], offer=None, model_version="m1", decided_at=AT)
APPLICATION = Application(
    id="app_1", borrower_id="bor_1", status="referred", product_id="car-loan", fields=FIELDS, skipped=[], missing=[],
    proposal_hash=None, quote=None, decision=DECISION, loan_id=None, created_at=AT, submitted_at=AT,
)  # fmt: skip
AFFORDABILITY = Affordability(instalment=Money(3_800_00), affordable=Money(14_000_00))
SECOND = REVIEW.model_copy(update={"state": "waiting_for_second", "version": 3})
DECIDED = REVIEW.model_copy(update={"state": "decided"})


def band(grade: str) -> GradeBand:
    rate, least, most = Decimal(9), Decimal(6), Decimal(12)
    return GradeBand(grade=grade, text=TEXT, rate_percent=rate, rate_min_percent=least, rate_max_percent=most)


def evidence(proposed_by: str | None = None) -> ReviewEvidence:
    """Of a review that nobody has decided yet, or that waits for a second person."""
    return ReviewEvidence(
        review=SECOND if proposed_by else REVIEW, application=APPLICATION, decisions=[DECISION], probability=0.35,
        affordability=AFFORDABILITY, documents=[], acts=[], decline_reasons=[], bands=[band("A"), band("BB")],
        second_person_above=Money(100_000_00), proposed=offer(proposed_by) if proposed_by else None,
        flags=["study", "region"], evidence=[
            Evidence(flag="study", said=fact("application", "employment", "retired"), against=fact("identity_number", "age", "20"), found_at=AT),
            Evidence(flag="region", said=None, against=fact("identity_number", "province", TEXT), found_at=AT),
        ],
    )  # fmt: skip


def fact(source: FactSource, name: FactName, value: LocalText | str) -> Fact:
    return Fact(source=source, name=name, value=value, at=AT)


def offer(proposed_by: str) -> ProposedOffer:
    return ProposedOffer(
        outcome="approve", amount=AMOUNT, term_months=36, grade="BB", rate_percent=Decimal(9),
        verified=VerifiedFigures(monthly_income=INCOME), proposed_by=proposed_by, proposed_at=AT, note="payslips agree",
        affordability=AFFORDABILITY,
    )  # fmt: skip


async def page_of(new_page: NewPage, gateway: Gateway, path: str, key: str, session: Json, viewport: Any) -> Page:
    """A page of somebody who is signed in."""
    page = await new_page(viewport)
    await page.add_init_script(f"sessionStorage.setItem({json.dumps(key)}, {json.dumps(json.dumps(session))})")
    await page.goto(f"{gateway.url}{path}")
    return page


async def reviewer_at(gateway: Gateway, new_page: NewPage) -> tuple[str, Page]:
    http = await gateway.staff("wang", "reviewer")
    me = (await http.get("/desk/me")).json()["id"]
    gateway.backend.answers["GET /reviews"] = [
        QueuedReview(**dict(REVIEW), purpose="car", amount=AMOUNT, term_months=36)
    ]
    token = http.headers["Authorization"].removeprefix("Bearer ")
    session = {"access": token, "refresh": "", "username": "wang"}
    return me, await page_of(new_page, gateway, "/desk#reviews", "loantalk.desk", session, DESKTOP)


async def test_a_reviewer_chooses_grade_and_rate_and_hears_that_a_colleague_confirms(small_gateway: Gateway, new_page):
    answers = small_gateway.backend.answers
    answers["GET /reviews/review_1"] = evidence()
    me, page = await reviewer_at(small_gateway, new_page)
    await page.get_by_role("button", name="Open application").click()
    why = page.locator("section", has=page.get_by_role("heading", name="Why a person looks")).last
    await expect(why.get_by_role("listitem")).to_contain_text(["Retired", "province: Words"])
    await expect(why.get_by_role("listitem").first).to_contain_text("Identity number · age: 20")
    await page.get_by_role("button", name="Approve", exact=True).click()
    await page.locator("#act-grade").select_option("BB")
    await expect(page.get_by_text("The grade's rate is 9%; you may choose 6% to 12%")).to_be_visible()
    await page.locator("#act-rate").fill("8.5")
    await page.get_by_label("Monthly income (yuan)").fill("40000")
    await axe_is_content(page)
    answers["POST /reviews/review_1/approve"] = SECOND
    answers["GET /reviews/review_1"] = evidence(proposed_by=me)
    await page.locator("dialog button[type=submit]").click()

    await expect(page.get_by_text("The offer waits for a colleague to confirm it.")).to_be_visible()
    [sent] = [body for call, body in small_gateway.backend.calls if call.endswith("/approve")]
    assert (sent["grade"], sent["rate_percent"], sent["verified"]["monthly_income"]) == (
        "BB",
        "8.5",
        {"minor": 4_000_000, "currency": "CNY"},
    )
    await expect(page.get_by_text("You proposed this.")).to_be_visible()
    assert await page.get_by_role("button", name="Confirm", exact=True).count() == 0
    await axe_is_content(page)


# A browser each. `test_reviews.py` confirms over the API, on the page of the test before.
@pytest.mark.slow
async def test_a_colleague_confirms_the_offer_that_waits(small_gateway: Gateway, new_page):
    answers = small_gateway.backend.answers
    answers["GET /reviews/review_1"] = evidence(proposed_by="stf_other")
    answers["POST /reviews/review_1/confirm"] = DECIDED
    me, page = await reviewer_at(small_gateway, new_page)
    await page.get_by_role("button", name="Open application").click()
    await expect(page.get_by_text("Proposed by stf_other.")).to_be_visible()
    await page.get_by_role("button", name="Confirm", exact=True).click()
    await page.get_by_role("button", name="Confirm the offer").click()
    await expect(page.get_by_text("Confirmed; the borrower will be told.")).to_be_visible()
    [sent] = [body for call, body in small_gateway.backend.calls if call.endswith("/confirm")]
    assert sent == {"staff_id": me, "version": 3, "note": ""}


async def test_a_borrower_reads_the_plan_and_agrees_to_it_on_the_loans_page(small_gateway: Gateway, new_page):
    borrower = await small_gateway.borrower()
    me = (await borrower.http.get("/me")).json()["id"]
    path, answers = f"/borrowers/{me}/loans/loan_1", small_gateway.backend.answers
    answers[f"GET {path}"] = loan("loan_1", "active")
    answers[f"GET {path}/schedule"] = LoanSchedule(loan_id="loan_1", instalments=[])
    answers[f"GET {path}/receipts"] = []
    answers[f"GET {path}/proposals/waiting"] = [plan()]
    given = CONSENT.model_copy(update={"way": "app", "given_at": AT})
    answers[f"POST {path}/proposals/h1/consent"] = given
    session = {"access": borrower.tokens["access_token"], "refresh": "", "phone": borrower.phone}
    page = await page_of(new_page, small_gateway, "/#loans/loan_1", "loantalk.borrower", session, PHONE)

    await expect(page.get_by_text("Nothing changes until you agree.")).to_be_visible()
    await expect(page.get_by_text("¥12.34")).to_be_visible()
    await axe_is_content(page)
    answers[f"GET {path}/proposals/waiting"] = [plan(consent=given)]
    await page.get_by_role("button", name="I agree to this plan").click()
    await expect(page.get_by_text("It takes effect once our staff carry it out.")).to_be_visible()
    [sent] = [body for call, body in small_gateway.backend.calls if call.endswith("/consent")]
    assert sent == {"text_version": "1", "way": "app"}
