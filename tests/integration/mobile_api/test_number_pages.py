"""What a borrower meets at a browser that their account does not know, and where they change their number."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.integration.mobile_api.talking_page import axe_is_content, sign_in
from tests.integration.mobile_api.test_recycled_numbers import NEW_NUMBER, known_borrower, matching

PHONE = "13800138000"
LIMITED = "Is this your account?"


@pytest.fixture
async def owner(small_gateway, new_page):
    """A borrower whom the lender knows, signed in on the page, and that page."""
    page = await new_page()
    await page.goto(small_gateway.url)
    await sign_in(page)
    token = await page.evaluate("JSON.parse(localStorage.getItem('loantalk.borrower')).access")
    borrower = await known_borrower(small_gateway, small_gateway.client(token))
    small_gateway.backend.answers[f"GET /borrowers/{borrower}/cards"] = []
    return borrower, page


async def type_code(page: Page, action: str) -> None:
    await page.get_by_role("button", name="Development: read the code").click()
    await expect(page.get_by_role("textbox", name="Code")).to_have_value(re.compile(r"\d{6}"))
    await page.get_by_role("button", name=action, exact=True).click()


async def sign_in_elsewhere(small_gateway, new_page):
    page = await new_page()
    await page.goto(small_gateway.url)
    await page.get_by_role("textbox", name="Phone number").fill(PHONE)
    await page.get_by_role("button", name="Get a code").click()
    await type_code(page, "Sign in")
    heading = page.get_by_role("heading", name=LIMITED)
    await expect(heading).to_be_focused()
    return page


@pytest.mark.slow
async def test_an_unknown_browser_shows_nothing_until_the_borrower_is_known(small_gateway, new_page, owner):
    borrower, _ = owner
    page = await sign_in_elsewhere(small_gateway, new_page)
    await axe_is_content(page)
    await expect(page.get_by_role("navigation")).to_have_count(0)
    matching(small_gateway, borrower, matched=False)
    await page.get_by_role("button", name="Open my account").click()
    await expect(page.get_by_role("alert")).to_contain_text("at least two")
    await page.get_by_role("textbox", name="Name, as on").fill("王小明")
    await page.get_by_role("textbox", name="Last six").fill("31002X")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("alert")).to_contain_text("Tries left today: 4")
    matching(small_gateway, borrower)
    other = await page.context.new_page()
    await other.goto(small_gateway.url)
    await expect(other.get_by_role("heading", name=LIMITED)).to_be_visible()
    await page.keyboard.press("Enter")
    for tab in (page, other):
        await expect(tab.locator(".message.from-bot").first).to_be_visible()
    # Signing out does not forget the browser.
    await page.get_by_role("button", name="Sign out").click()
    await sign_in(page)


@pytest.mark.slow
async def test_not_mine_asks_once_more_and_leads_to_an_account_of_ones_own(small_gateway, new_page, owner):
    page = await sign_in_elsewhere(small_gateway, new_page)
    await page.get_by_role("button", name="This is not my account").click()
    dialog = page.get_by_role("dialog", name="Not your account?")
    await axe_is_content(page)
    await dialog.get_by_role("button", name="Go back").click()
    await expect(page.get_by_role("button", name="This is not my account")).to_be_focused()
    await page.keyboard.press("Enter")
    await dialog.get_by_role("button", name="Yes, it is not mine").click()
    await expect(page.get_by_role("status").filter(has_text="This number is free")).to_be_visible()
    await sign_in(page)
    # The owner is told where they are still signed in.
    _, theirs = owner
    await theirs.evaluate("location.hash = 'me'")
    await expect(theirs.get_by_text("Please give your account a new number")).to_be_visible()


@pytest.mark.slow
async def test_the_number_is_changed_on_the_page(owner):
    _, page = owner
    await page.evaluate("location.hash = 'me/phone'")
    await page.get_by_role("textbox", name="New phone number").fill(NEW_NUMBER)
    await page.get_by_role("textbox", name="Name, as on").fill("王小明")
    await page.get_by_role("textbox", name="Last four").fill("4242")
    await axe_is_content(page)
    await page.get_by_role("button", name="Get a code").click()
    await type_code(page, "Change phone number")
    await expect(page.get_by_text("Your number is +86137****7000 now.")).to_be_visible()
    kept = await page.evaluate("JSON.parse(localStorage.getItem('loantalk.borrower')).phone")
    assert kept == NEW_NUMBER
