"""A whole application by browser, in each language; every state of the page passes axe."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from assistant.demo import ANSWERS, OPENING
from contract.people import invented_person
from tests.e2e.borrower_app import new_phone
from tests.e2e.browser import BorrowerPage
from tests.marks import slow

CARDS = {
    "zh": {
        "application": "申请信息", "approved": "申请已通过", "submit": "确认提交",
        "contract": "查看合同", "alone": "没有，是我自己办",
    },
    "en": {
        "application": "Your application", "approved": "You are approved", "submit": "Submit",
        "contract": "See the contract", "alone": "No, it is just me",
    },
}  # fmt: skip


# In English the same is done over the API (`test_whole_application.py`).
@pytest.mark.parametrize("language", ["zh", *slow("en")])
def test_a_borrower_signs_in_applies_signs_and_pays(
    language: str, borrower_page: Callable[[str], BorrowerPage]
) -> None:
    page, cards = borrower_page(language), CARDS[language]
    page.page.goto(page.url)
    page.assert_accessible()
    page.sign_in(new_phone())
    page.assert_accessible()

    answer_everything(page, language)
    expect(page.card(cards["application"])).to_contain_text("¥35,000.00")
    page.assert_accessible()

    page.press(cards["submit"])
    expect(page.card(cards["approved"])).to_contain_text("¥35,000.00")
    page.assert_accessible()

    page.press(cards["contract"])
    page.press(cards["alone"])
    become_known(page)
    sign_contract(page)
    pay_first_instalment(page)
    see_where_it_went(page)
    settle_early(page)


def answer_everything(page: BorrowerPage, language: str) -> None:
    """Answer whatever is asked until the read-back; nothing is asked twice."""
    asked: list[str] = []
    replies = page.say(OPENING[language])
    while replies and (expects := replies[-1]["expects"]) in ANSWERS[language]:
        assert expects not in asked, f"{expects} was asked again: {replies[-1]['text']}"
        asked.append(expects)
        replies = page.say(ANSWERS[language][expects])


def become_known(page: BorrowerPage) -> None:
    """The contract's card leads to the forms for identity and bank card, and the way back is the chat."""
    person = invented_person(new_phone())
    lead_on(page, "identity")
    page.field("name").fill(person.name)
    page.field("id_number").fill(person.id_number)
    page.page.get_by_label(page.words["student"]).select_option("no")
    agree(page, 2)
    page.assert_accessible()
    page.button("verify").click()
    page.sees("verified")
    page.assert_accessible()
    page.page.get_by_role("link", name=page.words["back"]).click()
    lead_on(page, "card")
    page.field("holder").fill(person.name)
    page.field("card_number").fill(person.card_number)
    agree(page, 1)
    page.button("bind").click()
    page.button("get_code").click()
    page.enter_code("bind")
    page.sees("bound")
    page.assert_accessible()
    page.page.get_by_role("link", name=page.words["back"]).click()


def agree(page: BorrowerPage, consents: int) -> None:
    """To what is checked elsewhere, each by a box of its own."""
    boxes = page.page.get_by_role("group").get_by_role("checkbox")
    expect(boxes).to_have_count(consents)
    for box in boxes.all():
        box.check()


def lead_on(page: BorrowerPage, to: str) -> None:
    page.button("read_contract").last.click()
    page.page.get_by_role("dialog").get_by_role("link", name=page.words[to]).click()
    expect(page.page.get_by_role("heading", name=page.words[to], level=1)).to_be_visible()


def sign_contract(page: BorrowerPage) -> None:
    page.button("read_contract").last.click()
    expect(page.page.locator(".contract-text")).not_to_be_empty()
    page.assert_accessible()
    page.button("get_code").click()
    page.enter_code("accept")
    page.sees("signed")
    page.assert_accessible()


def pay_first_instalment(page: BorrowerPage) -> None:
    page.page.get_by_role("link", name=page.words["loans"]).click()
    page.page.get_by_role("link", name=page.words["details"]).click()
    rows = page.page.get_by_role("table").locator("tbody tr")
    expect(rows).to_have_count(12)
    page.assert_accessible()
    page.button("pay").click()
    page.sees("paid")
    expect(rows.first.locator(".paid")).to_be_visible()
    page.assert_accessible()


def see_where_it_went(page: BorrowerPage) -> None:
    receipt = page.page.locator("details").first
    receipt.locator("summary").click()
    expect(receipt).to_contain_text(page.words["where"])
    page.assert_accessible()


def settle_early(page: BorrowerPage) -> None:
    page.button("payoff").click()
    expect(page.button("settle")).to_be_visible()
    page.assert_accessible()
    page.button("settle").click()
    expect(page.page.locator("h1 .settled")).to_be_visible()
    expect(page.page.locator("h1")).to_contain_text(page.words["settled"])
    page.assert_accessible()
