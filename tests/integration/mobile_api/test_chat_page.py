"""The chat page in a real browser, in front of a real gateway with a scripted dialogue."""

import pytest
from playwright.async_api import async_playwright, expect

from tests.e2e.browser import CHROMIUM, FLAGS, PHONE
from tests.integration.mobile_api.talking_page import close_all, sign_in


@pytest.fixture
async def browser():
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        await browser.close()


async def test_what_is_written_into_a_conversation_that_staff_closed_goes_on_in_the_new_one(small_gateway, browser):
    context = await browser.new_context(locale="en-GB", viewport=PHONE, reduced_motion="reduce")
    page = await context.new_page()
    await page.goto(small_gateway.url)
    await sign_in(page)
    await close_all(small_gateway)

    field = page.get_by_role("textbox", name="Your message")
    await field.fill("I still have a question")
    await field.press("Enter")

    await expect(page.get_by_text("echo I still have a question")).to_be_visible(timeout=20_000)
    await expect(page.locator(".message.from-borrower .bubble")).to_have_text("I still have a question")
    assert await page.get_by_role("button", name="Retry").count() == 0
