"""The page of one's own data: a download, and closing the account down to the receipt."""

from playwright.async_api import expect
from sqlalchemy import select

from contract.lending.rights import HeldTable
from mobile_api.auth.models import Account
from tests.integration.mobile_api.conftest import Gateway
from tests.integration.mobile_api.talking_page import axe_is_content, sign_in
from tests.integration.mobile_api.test_data_rights import KEPT, LOAN, RUNNING


async def test_a_copy_is_downloaded_and_a_closed_account_leaves_its_receipt(small_gateway: Gateway, new_page):
    page = await new_page()
    await page.goto(small_gateway.url)
    await sign_in(page)
    async with small_gateway.parts.database.reading() as session:
        [borrower] = await session.scalars(select(Account.id))
    small_gateway.backend.answers[f"GET /borrowers/{borrower}/data"] = [HeldTable.about(KEPT, LOAN)]
    small_gateway.backend.answers[f"POST /borrowers/{borrower}/erasure"] = RUNNING.model_copy(
        update={"loan_open": False}
    )

    await page.get_by_role("link", name="Me", exact=True).click()
    await page.get_by_role("link", name="My data").click()
    async with page.expect_download() as downloading:
        await page.get_by_role("button", name="Download (ZIP)").click()
    assert (await downloading.value).suggested_filename == "loantalk.zip"
    await axe_is_content(page)

    close = page.get_by_role("button", name="Delete my account")
    await expect(close).to_be_disabled()
    await page.get_by_role("textbox", name="To confirm").fill("delete my account")
    await close.click()
    await axe_is_content(page)
    await page.get_by_role("button", name="Get a code").click()
    await page.get_by_role("textbox", name="Code").fill("0000")
    for_good = page.get_by_role("button", name="Delete it for good")
    await for_good.click()
    await expect(page.get_by_text("The code is not right")).to_be_visible()
    await page.get_by_role("button", name="Development: read the code").click()
    await for_good.click()

    await expect(page.get_by_role("heading", name="Receipt of erasure")).to_be_visible()
    await expect(page.get_by_text("The account is closed")).to_be_visible()
    await expect(page.get_by_role("heading", name="Kept and restricted")).to_be_visible()
    await axe_is_content(page)
    # It is read without an account.
    await page.reload()
    await expect(page.get_by_text("The account is closed")).to_be_visible()
    assert await page.get_by_role("link", name="My loans").count() == 0
