"""Who lends here, before anybody has signed in: by the API and on the page, in both languages."""

import httpx
from playwright.async_api import expect

from contract.lending.about import About
from contract.texts import LocalText
from tests.integration.mobile_api.conftest import Gateway, NewPage
from tests.integration.mobile_api.talking_page import axe_is_content
from tests.lender import TOLD

ABOUT = About(
    lender=LocalText(**TOLD["lender_name"]),
    licence="microlender",
    licence_number=TOLD["licence_number"],
    supervisor=LocalText(**TOLD["supervisor"]),
    hotline=TOLD["service_phone"],
    regulator_phone="12378",
    complaints=LocalText(**TOLD["complaints"]),
)


async def test_everybody_may_know_who_lends(small_gateway: Gateway) -> None:
    small_gateway.backend.answers["GET /about"] = ABOUT
    async with httpx.AsyncClient(base_url=small_gateway.url) as stranger:
        answer = await stranger.get("/v1/about")
    assert answer.raise_for_status().json() == ABOUT.model_dump(mode="json")


async def test_the_page_tells_it_in_both_languages_before_signing_in(small_gateway: Gateway, new_page: NewPage) -> None:
    small_gateway.backend.answers["GET /about"] = ABOUT
    page = await new_page()
    await page.goto(small_gateway.url)
    await page.get_by_role("link", name="Who lends here").click()
    for text in (ABOUT.lender.en, ABOUT.licence_number, ABOUT.supervisor.en, ABOUT.complaints.en):
        await expect(page.locator("main")).to_contain_text(text)
    await expect(page.get_by_role("link", name=ABOUT.hotline)).to_have_attribute("href", f"tel:{ABOUT.hotline}")
    await axe_is_content(page)
    await page.get_by_role("button", name="中文").click()
    for text in (ABOUT.lender.zh, ABOUT.supervisor.zh, ABOUT.complaints.zh):
        await expect(page.locator("main")).to_contain_text(text)
    await page.get_by_role("link", name="返回").click()
    await expect(page.get_by_label("手机号")).to_be_visible()
