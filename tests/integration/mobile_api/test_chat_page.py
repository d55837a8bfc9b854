"""The chat page in a real browser, in front of a real gateway with a scripted dialogue."""

import pyotp
import pytest
from playwright.async_api import expect

from contract.dialogue import HandoffRequest, Reply
from contract.texts import Language
from tests.e2e.browser import DESKTOP
from tests.integration.mobile_api.conftest import PASSWORD, Gateway
from tests.integration.mobile_api.talking_page import axe_is_content, close_all, sign_in
from tests.marks import slow


async def test_what_is_written_into_a_conversation_that_staff_closed_goes_on_in_the_new_one(small_gateway, new_page):
    page = await new_page()
    await page.goto(small_gateway.url)
    await sign_in(page)
    await close_all(small_gateway)

    field = page.get_by_role("textbox", name="Your message")
    await field.fill("I still have a question")
    await field.press("Enter")

    await expect(page.get_by_text("echo I still have a question")).to_be_visible()
    await expect(page.locator(".message.from-borrower .bubble")).to_have_text("I still have a question")
    assert await page.get_by_role("button", name="Retry").count() == 0


@pytest.mark.parametrize(
    ("language", "button", "line"),
    [("zh", "回到助手", "正在等候人工客服"), *slow(("en", "Back to the assistant", "Waiting for a person"))],
)
async def test_while_a_person_is_waited_for_the_keyboard_reaches_the_way_back(
    small_gateway: Gateway, new_page, language: Language, button, line
):
    called = Reply(text="…", language=language, handoff=HandoffRequest(reason="asked", summary=""))
    small_gateway.dialogue.script["a person"] = [called]
    page = await new_page()
    await page.goto(small_gateway.url)
    await sign_in(page)
    if language == "zh":
        await page.get_by_role("button", name="切换到中文").click()
    field = page.locator("#composer-text")
    for text in ("a person", "我上个月多付了一笔", "是3号那天"):
        # What was sent before leaves the field a moment after it is shown.
        await expect(field).to_have_value("")
        await field.fill(text)
        await field.press("Enter")
        await expect(page.locator(".message.from-borrower .bubble").last).to_have_text(text)
    back = page.get_by_role("button", name=button, exact=True)

    await expect(page.get_by_text(line)).to_be_visible()
    await expect(back).to_have_count(1)
    await axe_is_content(page)
    await back.focus()
    await page.keyboard.press("Enter")

    await expect(page.locator(".owner-bot")).to_be_visible()
    await expect(back).to_have_count(0)
    await expect(page.get_by_text("echo handback")).to_be_visible()


# One key of one browser.
@pytest.mark.slow
async def test_the_enter_that_ends_a_composition_in_safari_sends_nothing(small_gateway, new_page):
    page = await new_page()
    await page.goto(small_gateway.url)
    await sign_in(page)
    field = page.locator("#composer-text")
    await field.fill("wo xiang")
    await field.evaluate(
        """(field) => {
          field.dispatchEvent(new CompositionEvent("compositionend", { bubbles: true, data: "我想" }));
          const enter = new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true });
          Object.defineProperty(enter, "keyCode", { value: 229 });
          field.dispatchEvent(enter);
        }"""
    )
    assert await field.input_value() == "wo xiang"
    await field.press("Enter")
    await expect(page.locator(".message.from-borrower .bubble")).to_have_text("wo xiang")


async def test_a_colleague_takes_a_conversation_over_on_the_desks_page(small_gateway, new_page):
    borrower = await small_gateway.talking_borrower()
    await borrower.say("m1", "我要人工")
    holder = await small_gateway.staff("li")
    [handoff] = (await holder.get("/desk/handoffs")).json()["handoffs"]
    await holder.post(f"/desk/handoffs/{handoff['id']}/claim")
    secret = await small_gateway.add_staff("wang")
    page = await new_page(DESKTOP)
    await page.goto(f"{small_gateway.url}/desk")
    await page.get_by_role("textbox", name="Username").fill("wang")
    await page.get_by_label("Password", exact=True).fill(PASSWORD)
    await page.get_by_label("One-time password").fill(pyotp.TOTP(secret).at(small_gateway.clock()))
    await page.get_by_role("button", name="Sign in", exact=True).click()

    await page.get_by_role("button", name="Open conversation").click()
    await page.get_by_role("button", name="Take over", exact=True).click()
    await axe_is_content(page)
    await page.get_by_label("Why you take over").fill("Li is off duty")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")

    await expect(page.get_by_role("textbox", name="Reply to the borrower")).to_be_visible()
    await expect(page.locator(".staff-note")).to_contain_text("Li is off duty")
    await expect(page.get_by_text(handoff["number"]).first).to_be_visible()
