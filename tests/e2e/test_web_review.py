"""A referred application in the browser, from the paper that is asked for to the answer, in two windows."""

import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests import papers
from tests.e2e.borrower_app import new_phone
from tests.e2e.browser import BorrowerPage, DeskPage
from tests.marks import slow
from tests.stack import Stack

# Nothing told that can be left out: the model leaves it to a person.
FIELDS = {
    "purpose": "consumption",
    "amount": {"minor": 3_500_000, "currency": "CNY"},
    "term_months": 24,
    "method": "equal_instalment",
    "monthly_income": {"minor": 900_000, "currency": "CNY"},
    "credit_check_consent": True,
}
WORDS = {
    "zh": {
        "reviewing": "正在人工审核", "wanted": "需要您补充材料", "file": "照片或 PDF", "send": "上传材料", "here": "材料已收到",
        "refused": "只接受 JPEG", "reviews": "审核", "open": "查看申请", "request": "要求材料", "message": "给客户的说明",
        "ask": "发送给客户", "view": "查看", "close": "关闭", "counter": "调整方案", "amount": "金额（元）",
        "offer": "发出新方案", "done": "新方案已发出", "countered": "我们可以提供另一个方案", "sign": "阅读并签约",
        "income": "月收入（元）",
        "decline": "拒绝", "reason": "您提供的材料不能证明所填写的收入", "decline_now": "确认拒绝", "declined": "这次未能通过",
    },
    "en": {
        "reviewing": "A person is reviewing it", "wanted": "We need a paper from you", "file": "Photo or PDF",
        "send": "Upload the paper", "here": "Your paper is here", "refused": "Only JPEG", "reviews": "Reviews",
        "open": "Open application", "request": "Request a paper", "message": "Message to the borrower",
        "ask": "Send to the borrower", "view": "View", "close": "Close", "counter": "Counter-offer",
        "amount": "Amount (yuan)", "offer": "Send the offer", "done": "The offer is sent",
        "countered": "We can offer different terms", "sign": "Read and sign", "income": "Monthly income (yuan)",
        "decline": "Decline", "reason": "Your papers do not prove the income", "decline_now": "Decline now",
        "declined": "Not this time",
    },
}  # fmt: skip
SOON_MS = 30_000


@pytest.mark.parametrize("language", ["zh", *slow("en")])
def test_a_paper_is_asked_for_sent_looked_at_and_answered_with_an_offer(
    language: str,
    stack: Stack,
    borrower_page: Callable[[str], BorrowerPage],
    desk_page: Callable[[str], DeskPage],
    tmp_path: Path,
) -> None:
    words = WORDS[language]
    borrower, desk = borrower_page(language), desk_page(language)
    borrower.sign_in(new_phone())
    apply(borrower)
    expect(borrower.card(words["reviewing"])).to_be_visible(timeout=SOON_MS)
    borrower.assert_accessible()

    open_newest_review(desk, stack, words)
    desk.assert_accessible()
    desk.page.get_by_role("button", name=words["request"]).click()
    desk.page.get_by_label(words["message"]).fill("近三个月 / three months")
    desk.assert_accessible()
    desk.page.get_by_role("button", name=words["ask"]).click()

    card = borrower.card(words["wanted"])
    expect(card).to_contain_text("近三个月 / three months", timeout=SOON_MS)
    borrower.assert_accessible()
    send(borrower, words, tmp_path / "tool.jpg", b"MZ" + bytes(2000))
    expect(card.get_by_role("alert")).to_contain_text(words["refused"])
    borrower.assert_accessible()
    send(borrower, words, tmp_path / "payslip.jpg", papers.photo())
    expect(borrower.card(words["reviewing"])).to_be_visible(timeout=SOON_MS)

    open_newest_review(desk, stack, words)
    desk.page.get_by_role("button", name=words["view"], exact=True).click()
    picture = desk.page.get_by_role("dialog").get_by_role("img")
    expect(picture).to_have_js_property("naturalWidth", 640)
    desk.assert_accessible()
    desk.page.get_by_role("button", name=words["close"]).click()
    desk.page.get_by_role("button", name=words["counter"]).click()
    desk.page.get_by_label(words["amount"]).first.fill("20000")
    desk.page.get_by_label(words["income"]).fill("9000")
    desk.assert_accessible()
    desk.page.get_by_role("button", name=words["offer"]).click()
    expect(desk.page.get_by_text(words["done"])).to_be_visible()
    desk.assert_accessible()

    expect(borrower.card(words["countered"])).to_contain_text("¥20,000.00", timeout=SOON_MS)
    expect(borrower.page.get_by_role("button", name=words["sign"]).last).to_be_visible()
    borrower.assert_accessible()


# Both windows are those of the offer above; declining is in `tests/integration/mobile_api/test_reviews.py`.
@pytest.mark.slow
def test_a_decline_reaches_the_borrower_with_its_reasons(
    stack: Stack, borrower_page: Callable[[str], BorrowerPage], desk_page: Callable[[str], DeskPage]
) -> None:
    words = WORDS["zh"]
    borrower, desk = borrower_page("zh"), desk_page("zh")
    borrower.sign_in(new_phone())
    apply(borrower)
    open_newest_review(desk, stack, words)
    desk.page.get_by_role("button", name=words["decline"]).click()
    desk.page.get_by_role("checkbox", name=words["reason"]).check()
    desk.assert_accessible()
    desk.page.get_by_role("button", name=words["decline_now"]).click()
    expect(borrower.card(words["declined"])).to_contain_text(words["reason"], timeout=SOON_MS)
    borrower.assert_accessible()


def apply(borrower: BorrowerPage) -> dict[str, Any]:
    """As another of the borrower's devices would, with the same sign-in."""
    token = borrower.page.evaluate("JSON.parse(localStorage.getItem('loantalk.borrower')).access")
    answer = borrower.context.request.post(
        f"{borrower.url}/v1/applications",
        data={"fields": FIELDS},
        headers={"Authorization": f"Bearer {token}", "Idempotency-Key": uuid.uuid4().hex},
    )
    assert answer.ok, answer.text()
    application: dict[str, Any] = answer.json()
    assert application["status"] == "referred"
    return application


def open_newest_review(desk: DeskPage, stack: Stack, words: dict[str, str]) -> None:
    """Deadlines are alike, so the newest comes last."""
    if desk.page.url == "about:blank":
        desk.sign_in(stack, "reviewer")
        desk.page.get_by_role("link", name=words["reviews"]).click()
    entry = desk.page.locator(".waiting").last
    expect(entry).to_be_visible(timeout=SOON_MS)
    entry.get_by_role("button", name=words["open"]).click()
    expect(desk.page.locator(".evidence")).to_be_visible()


def send(borrower: BorrowerPage, words: dict[str, str], file: Path, content: bytes) -> None:
    file.write_bytes(content)
    borrower.page.get_by_label(words["file"]).last.set_input_files(file)
    borrower.page.get_by_role("button", name=words["send"]).last.click()
