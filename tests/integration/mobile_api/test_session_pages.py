"""One session for all tabs of a borrower's browser, and the page that shows where else there is one."""

import json

import pytest
from playwright.async_api import expect

from tests.integration.mobile_api.talking_page import axe_is_content, sign_in

KEPT = "JSON.parse(localStorage.getItem('loantalk.borrower'))"


def token_requests(page):
    """What this page asks `/auth/token` for, from now on."""
    asked = []

    def note(request):
        if request.url.endswith("/auth/token"):
            asked.append(request.post_data)

    page.on("request", note)
    return asked


@pytest.fixture
async def tabs(small_gateway, new_page):
    """Two tabs of a borrower who signed in on the first."""
    first = await new_page()
    await first.goto(small_gateway.url)
    await sign_in(first)
    second = await first.context.new_page()
    await second.goto(small_gateway.url)
    await expect(second.locator(".message.from-bot").first).to_be_visible()
    return first, second


async def test_tabs_share_a_session_refresh_it_once_and_sign_out_together(small_gateway, clock, tabs):
    first, second = tabs
    before = await first.evaluate(KEPT)
    asked = [token_requests(tab) for tab in tabs]
    clock.pass_(minutes=20)
    for tab in tabs:
        await tab.evaluate("location.hash = 'loans'")
    for tab in tabs:
        await expect(tab.get_by_role("heading", name="My loans", level=1)).to_be_visible()
        await expect(tab.get_by_role("status").filter(has_text="Loading")).to_have_count(0)
    assert sum(map(len, asked)) == 1
    after = await second.evaluate(KEPT)
    assert after["refresh"] != before["refresh"]
    await second.get_by_role("button", name="Sign out").click()
    await expect(first.get_by_role("textbox", name="Phone number")).to_be_visible()
    form = {"grant_type": "refresh_token", "refresh_token": after["refresh"]}
    assert (await small_gateway.client().post("/auth/token", data=form)).status_code == 401


@pytest.mark.slow
async def test_a_tab_of_somebody_else_is_loaded_again(small_gateway, tabs):
    first, second = tabs
    other = await small_gateway.borrower()
    theirs = {"access": other.tokens["access_token"], "refresh": other.tokens["refresh_token"], "phone": other.phone}
    async with first.expect_navigation():
        await second.evaluate("(s) => localStorage.setItem('loantalk.borrower', s)", json.dumps(theirs))


@pytest.mark.slow
async def test_a_tab_that_kept_its_own_session_goes_on(small_gateway, new_page):
    borrower = await small_gateway.borrower()
    own = {
        "access": borrower.tokens["access_token"],
        "refresh": borrower.tokens["refresh_token"],
        "phone": borrower.phone,
    }
    page = await new_page()
    await page.goto(f"{small_gateway.url}/assets/icon.svg")
    await page.evaluate("(s) => sessionStorage.setItem('loantalk.borrower', s)", json.dumps(own))
    await page.goto(small_gateway.url)
    await expect(page.locator(".message.from-bot").first).to_be_visible()
    assert (await page.evaluate(KEPT))["refresh"] == own["refresh"]


async def test_other_devices_are_seen_and_signed_out_on_a_page(small_gateway, new_page):
    page = await new_page()
    await page.goto(small_gateway.url)
    await sign_in(page)
    form = {"grant_type": "otp", "phone": "13800138000", "code": await small_gateway.code_for("13800138000")}
    user_agent = {"User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Safari/604.1"}
    phone = (await small_gateway.client().post("/auth/token", data=form, headers=user_agent)).json()
    await page.get_by_role("link", name="Where you are signed in").click()
    cards = page.get_by_role("listitem")
    await expect(cards).to_have_count(2)
    await expect(cards.filter(has_text="Safari · iPhone")).to_be_visible()
    await expect(cards.filter(has_text="Sign out here")).to_contain_text("Chrome · Linux This device")
    await axe_is_content(page)
    await cards.filter(has_text="iPhone").get_by_role("button", name="Sign out this device").click()
    await expect(cards).to_have_count(1)
    assert (await small_gateway.client(phone["access_token"]).get("/me")).status_code == 401
