"""Borrowers' identities at the desk, in a real browser: found, shown in clear with a reason, confirmed and refused."""

import pytest
from playwright.async_api import Page, ViewportSize, expect

from contract.lending.cards import Card
from contract.lending.consents import Consent
from contract.lending.identity import FoundBorrower, Identity, RevealedIdentity, StaffedProof, WaitingClaim
from contract.money import Money
from contract.texts import LocalText
from tests.e2e.browser import DESKTOP, PHONE
from tests.integration.mobile_api.conftest import Gateway, NewPage
from tests.integration.mobile_api.scripted_backend import AT, Refusal
from tests.integration.mobile_api.talking_page import axe_is_content
from tests.integration.mobile_api.test_borrowers import reads_of
from tests.integration.mobile_api.test_second_person_pages import page_of
from tests.papers import photo

ID, NUMBER = "brw_1", "11010519491231002X"
CLAIM = WaitingClaim(id="idn_1", claimed_at=AT, valid_from=None, valid_until=None, long_term=True)
MASKED = {"name": "王*", "id_number": "1****************X", "long_term": True}
CLEAR = RevealedIdentity(
    name="王小明", id_number=NUMBER, address=None, occupation="教师", valid_from=None, valid_until=None, long_term=True
)
CARD = Card(id="card_1", bank=LocalText(zh="工商银行", en="ICBC"), last4="0000", current=True, bound_at=AT)
TEXT = LocalText(zh="查询征信", en="Credit check")
CONSENT = Consent(
    purpose="credit_check", recipient="credit_bureau", recipient_name=TEXT, title=TEXT, text=TEXT, withdrawing=TEXT,
    text_version="1", given=True, consented_version="1", given_at=AT,
)  # fmt: skip


def waiting(way: StaffedProof) -> FoundBorrower:
    identity = Identity(verified=False, waits_for=way, next=["face"], **MASKED)
    return FoundBorrower(borrower_id=ID, identity=identity, claim=CLAIM)


def proved(way: StaffedProof) -> FoundBorrower:
    identity = Identity(
        verified=True, verified_at=AT, proof=way, limit=Money(20_000_00), next=["face", "video"], **MASKED
    )
    return FoundBorrower(borrower_id=ID, identity=identity)


def stands(gateway: Gateway, found: FoundBorrower) -> None:
    """From now on the backend shows the borrower so."""
    answers = gateway.backend.answers
    answers["POST /identities/search"] = [found]
    answers[f"GET /identities/{ID}"] = found
    answers[f"GET /borrowers/{ID}/cards"] = [CARD]
    answers[f"GET /borrowers/{ID}/consents"] = [CONSENT]


async def desk_page(gateway: Gateway, new_page: NewPage, name: str, path: str, viewport: ViewportSize) -> Page:
    http = await gateway.staff(name)
    token = http.headers["Authorization"].removeprefix("Bearer ")
    session = {"access": token, "refresh": "", "username": name}
    return await page_of(new_page, gateway, f"/desk#{path}", "loantalk.desk", session, viewport)


async def fill_in(page: Page, reason: str) -> None:
    for box in await page.get_by_role("checkbox").all():
        await box.check()
    await page.locator("#proof-reason").fill(reason)


async def test_staff_find_a_borrower_by_keyboard_and_see_one_field_in_clear(small_gateway: Gateway, new_page):
    stands(small_gateway, proved("card_and_photo"))
    small_gateway.backend.answers[f"POST /borrowers/{ID}/identity/reveal"] = CLEAR
    page = await desk_page(small_gateway, new_page, "wang", "borrowers", DESKTOP)
    await page.get_by_role("textbox", name="Full name").fill("王小明")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Found: 1")).to_be_visible()
    await page.get_by_role("link", name="Open 王*").first.press("Enter")
    await expect(page.get_by_role("heading", name="王*")).to_be_focused()
    for shown in ("¥20,000.00", "ICBC ···· 0000", "Credit check"):
        await expect(page.get_by_text(shown).first).to_be_visible()
    await axe_is_content(page)

    await page.get_by_role("button", name="Show: Identity number").press("Enter")
    confirm = page.get_by_role("button", name="Show it")
    await confirm.click()
    assert not [call for call, _ in small_gateway.backend.calls if call.endswith("/reveal")], "a reason is needed"
    await page.locator("#staff-note").fill("asked by the court")
    await confirm.click()
    await expect(page.get_by_text(NUMBER)).to_be_visible()
    assert await page.get_by_text("王小明").count() == 0
    hide = page.get_by_role("button", name="Hide: Identity number")
    await expect(hide).to_be_focused()
    await hide.press("Enter")
    await expect(page.get_by_text(NUMBER)).to_have_count(0)
    assert ("identity", ID, "id_number", "asked by the court") in await reads_of(small_gateway)


# Two browsers. The backend's own race is in `backend/test_identity_and_cards.py`.
@pytest.mark.slow
async def test_a_photo_is_compared_point_by_point_and_the_second_of_two_hears_that_it_is_done(
    small_gateway: Gateway, new_page
):
    answers, confirmation = small_gateway.backend.answers, f"POST /borrowers/{ID}/identity/confirm"
    stands(small_gateway, waiting("card_and_photo"))
    small_gateway.backend.files[f"GET /borrowers/{ID}/identity/photo"] = photo()
    wang, li = [await desk_page(small_gateway, new_page, name, f"borrowers/{ID}", DESKTOP) for name in ("wang", "li")]
    await wang.get_by_role("button", name="Show the photo").click()
    picture = wang.get_by_role("img", name="Identity card")
    await expect(picture).to_be_visible()
    assert await picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 640
    await wang.locator("#proof-reason").fill("all of it agrees")
    await wang.get_by_role("button", name="Confirm identity").click()
    await expect(wang.get_by_text("every point must hold")).to_be_visible()
    await axe_is_content(wang)
    await fill_in(wang, "all of it agrees")
    await fill_in(li, "it agrees")

    answers[confirmation] = proved("card_and_photo").identity
    await wang.get_by_role("button", name="Confirm identity").click()
    await expect(wang.get_by_text("Confirmed. The identity is verified.")).to_be_visible()
    stands(small_gateway, proved("card_and_photo"))
    answers["POST /identities/search"] = []
    answers[confirmation] = Refusal("nothing_to_confirm")
    await li.get_by_role("button", name="Confirm identity").click()

    await expect(li.get_by_text("already decided by a colleague")).to_be_visible()
    await expect(li.locator("#borrower-heading")).to_contain_text("Verified")
    await expect(li.locator("#borrower-heading")).to_be_focused()
    await expect(li.get_by_text("Nobody is waiting.")).to_be_visible()
    assert await li.get_by_role("button", name="Confirm identity").count() == 0
    await axe_is_content(li)
    said = [body for call, body in small_gateway.backend.calls if call == confirmation]
    assert [(body["claim_id"], body["confirmed"]) for body in said] == [("idn_1", True)] * 2


# As long again as the page before it, whose layout and language alone differ; `test_borrowers.py` refuses over the API.
@pytest.mark.slow
async def test_a_call_is_refused_on_a_phone_in_chinese(small_gateway: Gateway, new_page):
    stands(small_gateway, waiting("video"))
    page = await desk_page(small_gateway, new_page, "wang", "borrowers", PHONE)
    await page.get_by_role("button", name="Switch to").or_(page.get_by_text("中文")).first.click()
    await expect(page.get_by_text("待确认的身份")).to_be_visible()
    await axe_is_content(page)
    await page.get_by_role("link", name="查看 王*").click()
    await expect(page.get_by_role("heading", name="视频通话确认")).to_be_visible()
    await expect(page.get_by_text("待确认的身份")).to_be_hidden()
    assert not await page.evaluate("document.documentElement.scrollWidth > innerWidth"), "the page scrolls sideways"
    await axe_is_content(page)

    refuse = page.get_by_role("button", name="不予确认")
    await refuse.click()
    assert not [call for call, _ in small_gateway.backend.calls if call.endswith("/confirm")], "a reason is needed"
    await page.locator("#proof-reason").fill("不是本人")
    refused = Identity(verified=False, next=["face", "video", "card_and_photo"], **MASKED)
    small_gateway.backend.answers[f"POST /borrowers/{ID}/identity/confirm"] = refused
    stands(small_gateway, FoundBorrower(borrower_id=ID, identity=refused))
    await refuse.click()
    await expect(page.get_by_text("未予确认。")).to_be_visible()
    [said] = [body for call, body in small_gateway.backend.calls if call.endswith("/confirm")]
    assert said["confirmed"] is False
    assert ("identity", ID, "identity_refused", "不是本人") in await reads_of(small_gateway)
    await page.get_by_role("link", name="返回列表").click()
    await expect(page.get_by_text("待确认的身份")).to_be_visible()
