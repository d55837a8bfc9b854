"""Offers that wait at the desk and plans that wait on the loan's page, in a real browser."""

import json
from typing import Any

import pytest
from playwright.async_api import Page, async_playwright, expect

from tests.e2e.browser import CHROMIUM, DESKTOP, FLAGS, PHONE
from tests.integration.mobile_api.talking_page import axe_is_content
from tests.integration.mobile_api.test_acceptance_by_code import LOAN
from tests.integration.mobile_api.test_loan_changes import PLAN
from tests.integration.mobile_api.test_reviews import REVIEW

Json = dict[str, Any]
TEXT = {"zh": "文字", "en": "Words"}


def yuan(minor: int) -> Json:
    return {"minor": minor, "currency": "CNY"}


FIELDS: Json = {
    "purpose": "car", "amount": yuan(12_000_000), "term_months": 36, "method": "equal_instalment",
    "monthly_income": yuan(4_000_000), "credit_check_consent": True,
}  # fmt: skip
DECISION: Json = {
    "outcome": "refer", "grade": "CCC", "reasons": [], "offer": None, "model_version": "m1",
    "decided_at": "2026-03-31T04:00:00Z",
}  # fmt: skip
APPLICATION: Json = {
    "id": "app_1", "borrower_id": "bor_1", "status": "referred", "product_id": "car-loan", "fields": FIELDS, "skipped": [],
    "missing": [], "proposal_hash": None, "quote": None, "decision": DECISION, "loan_id": None,
    "created_at": "2026-03-31T04:00:00Z", "submitted_at": "2026-03-31T04:00:00Z",
}  # fmt: skip
BAND = {"text": TEXT, "rate_percent": "9", "rate_min_percent": "6", "rate_max_percent": "12"}
AFFORDABILITY = {"instalment": yuan(380_000), "affordable": yuan(1_400_000)}
EVIDENCE: Json = {
    "review": REVIEW, "application": APPLICATION, "decisions": [DECISION], "probability": 0.35,
    "affordability": AFFORDABILITY, "documents": [], "acts": [], "decline_reasons": [],
    "bands": [{"grade": "A", **BAND}, {"grade": "BB", **BAND}], "second_person_above": yuan(10_000_000), "proposed": None,
}  # fmt: skip
SECOND: Json = {**REVIEW, "state": "waiting_for_second", "version": 3}


def proposed_by(staff_id: str) -> Json:
    offer = {
        "outcome": "approve", "amount": yuan(12_000_000), "term_months": 36, "grade": "BB", "rate_percent": "9",
        "verified": {"monthly_income": yuan(4_000_000)}, "proposed_by": staff_id, "proposed_at": "2026-03-31T05:00:00Z",
        "note": "payslips agree", "affordability": AFFORDABILITY,
    }  # fmt: skip
    return EVIDENCE | {"review": SECOND, "proposed": offer}


@pytest.fixture
async def browser():
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        await browser.close()


async def page_of(browser: Any, gateway: Any, path: str, key: str, session: Json, viewport: Any) -> Page:
    """A page of somebody who is signed in."""
    context = await browser.new_context(locale="en-GB", viewport=viewport, reduced_motion="reduce")
    page: Page = await context.new_page()
    page.set_default_timeout(20_000)
    await page.add_init_script(f"sessionStorage.setItem({json.dumps(key)}, {json.dumps(json.dumps(session))})")
    await page.goto(f"{gateway.url}{path}")
    return page


async def reviewer_at(gateway: Any, browser: Any) -> tuple[str, Page]:
    http = await gateway.staff("wang", "reviewer")
    me = (await http.get("/desk/me")).json()["id"]
    asked = {name: FIELDS[name] for name in ("purpose", "amount", "term_months")}
    gateway.backend.answers["GET /reviews"] = (200, [{**REVIEW, **asked}])
    token = http.headers["Authorization"].removeprefix("Bearer ")
    session = {"access": token, "refresh": "", "username": "wang"}
    return me, await page_of(browser, gateway, "/desk#reviews", "loantalk.desk", session, DESKTOP)


async def test_a_reviewer_chooses_grade_and_rate_and_hears_that_a_colleague_confirms(small_gateway, browser):
    answers = small_gateway.backend.answers
    answers["GET /reviews/review_1"] = (200, EVIDENCE)
    me, page = await reviewer_at(small_gateway, browser)
    await page.get_by_role("button", name="Open application").click()
    await page.get_by_role("button", name="Approve", exact=True).click()
    await page.locator("#act-grade").select_option("BB")
    await expect(page.get_by_text("The grade's rate is 9%; you may choose 6% to 12%")).to_be_visible()
    await page.locator("#act-rate").fill("8.5")
    await page.get_by_label("Monthly income (yuan)").fill("40000")
    await axe_is_content(page)
    answers["POST /reviews/review_1/approve"] = (200, SECOND)
    answers["GET /reviews/review_1"] = (200, proposed_by(me))
    await page.locator("dialog button[type=submit]").click()

    await expect(page.get_by_text("The offer waits for a colleague to confirm it.")).to_be_visible()
    [sent] = [body for call, body in small_gateway.backend.calls if call.endswith("/approve")]
    assert (sent["grade"], sent["rate_percent"], sent["verified"]["monthly_income"]) == ("BB", "8.5", yuan(4_000_000))
    await expect(page.get_by_text("You proposed this.")).to_be_visible()
    assert await page.get_by_role("button", name="Confirm", exact=True).count() == 0
    await axe_is_content(page)


async def test_a_colleague_confirms_the_offer_that_waits(small_gateway, browser):
    answers = small_gateway.backend.answers
    answers["GET /reviews/review_1"] = (200, proposed_by("stf_other"))
    answers["POST /reviews/review_1/confirm"] = (200, REVIEW | {"state": "decided"})
    me, page = await reviewer_at(small_gateway, browser)
    await page.get_by_role("button", name="Open application").click()
    await expect(page.get_by_text("Proposed by stf_other.")).to_be_visible()
    await page.get_by_role("button", name="Confirm", exact=True).click()
    await page.get_by_role("button", name="Confirm the offer").click()
    await expect(page.get_by_text("Confirmed; the borrower will be told.")).to_be_visible()
    [sent] = [body for call, body in small_gateway.backend.calls if call.endswith("/confirm")]
    assert sent == {"staff_id": me, "version": 3, "note": ""}


async def test_a_borrower_reads_the_plan_and_agrees_to_it_on_the_loans_page(small_gateway, browser):
    borrower = await small_gateway.borrower()
    me = (await borrower.http.get("/me")).json()["id"]
    loan, answers = f"/borrowers/{me}/loans/loan_1", small_gateway.backend.answers
    answers[f"GET {loan}"] = (200, LOAN | {"id": "loan_1", "status": "active"})
    answers[f"GET {loan}/schedule"] = (200, {"loan_id": "loan_1", "instalments": []})
    answers[f"GET {loan}/receipts"] = (200, [])
    answers[f"GET {loan}/proposals/waiting"] = (200, [PLAN])
    given = PLAN["consent"] | {"way": "app", "given_at": "2026-03-02T09:00:00Z"}
    answers[f"POST {loan}/proposals/h1/consent"] = (200, given)
    session = {"access": borrower.tokens["access_token"], "refresh": "", "phone": borrower.phone}
    page = await page_of(browser, small_gateway, "/#loans/loan_1", "loantalk.borrower", session, PHONE)

    await expect(page.get_by_text("Nothing changes until you agree.")).to_be_visible()
    await expect(page.get_by_text("¥12.34")).to_be_visible()
    await axe_is_content(page)
    answers[f"GET {loan}/proposals/waiting"] = (200, [PLAN | {"consent": given}])
    await page.get_by_role("button", name="I agree to this plan").click()
    await expect(page.get_by_text("It takes effect once our staff carry it out.")).to_be_visible()
    [sent] = [body for call, body in small_gateway.backend.calls if call.endswith("/consent")]
    assert sent == {"text_version": "1", "way": "app"}
