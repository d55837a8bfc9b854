"""A conversation passes from the bot to a person and back, seen in two windows."""

from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import expect

from tests.e2e.borrower_app import new_phone
from tests.e2e.browser import BorrowerPage, DeskPage
from tests.marks import slow
from tests.stack import Stack

CALL = {"zh": "转人工", "en": "I want to talk to a person"}


@pytest.mark.parametrize("language", ["zh", *slow("en")])
def test_staff_claim_answer_and_return_while_the_borrower_watches(
    language: str,
    stack: Stack,
    borrower_page: Callable[[str], BorrowerPage],
    desk_page: Callable[[str], DeskPage],
) -> None:
    borrower, desk = borrower_page(language), desk_page(language)
    desk.page.goto(f"{desk.url}/desk")
    desk.assert_accessible()
    desk.sign_in(stack)
    borrower.sign_in(new_phone())
    borrower.say(CALL[language])
    borrower.sees("in_line")
    borrower.assert_accessible()

    entry = desk.waiting(CALL[language])
    expect(entry).to_be_visible(timeout=30_000)
    desk.assert_accessible()
    entry.get_by_role("button", name=desk.words["claim"]).click()
    borrower.sees("with_person")
    expect(desk.page.locator(".understanding").first).to_contain_text("talk_to_human")

    desk.field("reply").fill("Li here. 您好！")
    desk.field("reply").press("Enter")
    expect(borrower.page.locator(".message.from-staff .bubble")).to_have_text("Li here. 您好！", timeout=30_000)
    borrower.say("OK 好的")
    expect(desk.page.locator(".message.from-borrower", has_text="OK 好的")).to_be_visible(timeout=30_000)
    desk.assert_accessible()

    desk.button("return").click()
    desk.field("note").fill("answered")
    desk.assert_accessible()
    desk.button("return_now").click()
    desk.sees("returned")
    borrower.sees("with_bot")
    borrower.assert_accessible()


# That it is refused shows in `tests/integration/mobile_api/test_desk.py`.
@pytest.mark.slow
def test_a_claim_that_came_too_late_says_so(
    stack: Stack, borrower_page: Callable[[str], BorrowerPage], desk_page: Callable[[str], DeskPage]
) -> None:
    borrower, desk = borrower_page("en"), desk_page("en")
    borrower.sign_in(new_phone())
    borrower.say(CALL["en"])
    borrower.sees("in_line")
    desk.freeze_queue()
    desk.sign_in(stack)
    entry = desk.waiting()
    expect(entry).to_be_visible(timeout=30_000)

    claim_all(stack, desk.token())
    entry.get_by_role("button", name=desk.words["claim"]).click()

    expect(desk.page.get_by_role("alert")).to_contain_text(desk.words["taken"])
    desk.assert_accessible()


def claim_all(stack: Stack, token: str) -> None:
    with httpx.Client(base_url=f"{stack.url}/v1/desk", headers={"Authorization": f"Bearer {token}"}) as http:
        for handoff in http.get("/handoffs").raise_for_status().json()["handoffs"]:
            if handoff["state"] == "queued":
                http.post(f"/handoffs/{handoff['id']}/claim").raise_for_status()
