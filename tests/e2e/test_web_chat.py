"""The chat page when things go wrong, and in its smaller duties."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.e2e.borrower_app import new_phone
from tests.e2e.browser import BorrowerPage


def test_a_message_written_without_a_network_is_kept_and_goes_out_once(
    borrower_page: Callable[[str], BorrowerPage],
) -> None:
    page = borrower_page("en")
    page.sign_in(new_phone())
    page.go_offline()
    page.field("message").fill("what do you offer?")
    page.button("send").click()
    page.sees("not_sent")
    page.assert_accessible()

    page.go_online()
    page.button("retry").click()
    mine = page.page.locator(".message.from-borrower", has_text="what do you offer?")
    expect(mine.locator("time")).to_be_visible(timeout=30_000)

    page.page.reload()
    expect(mine).to_have_count(1)


def test_the_whole_page_changes_its_language(borrower_page: Callable[[str], BorrowerPage]) -> None:
    page = borrower_page("zh")
    page.page.goto(page.url)
    assert page.page.locator("html").get_attribute("lang") == "zh-CN"

    page.button("switch").click()

    expect(page.page.get_by_label("Phone number")).to_be_visible()
    assert page.page.locator("html").get_attribute("lang") == "en"
    assert page.page.title() == "Loantalk · your loan assistant"


def test_markup_in_a_message_is_shown_as_written(borrower_page: Callable[[str], BorrowerPage]) -> None:
    page = borrower_page("en")
    page.sign_in(new_phone())
    hostile = "<img src=x onerror=alert(1)><b>hello</b>"
    page.say(hostile)
    mine = page.page.locator(".message.from-borrower .bubble").last
    assert mine.inner_text() == hostile
    assert mine.locator("*").count() == 0


def test_a_wrong_code_is_refused_in_words(borrower_page: Callable[[str], BorrowerPage]) -> None:
    page = borrower_page("zh")
    page.page.goto(page.url)
    page.field("phone").fill(new_phone())
    page.button("get_code").click()
    page.page.locator("#code").fill("0000")
    page.button("sign_in").click()
    expect(page.page.get_by_role("alert")).to_contain_text("验证码不正确")
    page.assert_accessible()


def test_everything_on_the_way_to_a_message_can_be_done_by_keyboard(
    borrower_page: Callable[[str], BorrowerPage],
) -> None:
    page = borrower_page("en")
    page.sign_in(new_phone())
    offered = page.page.locator(".quick").first
    title = offered.inner_text()
    offered.focus()
    page.page.keyboard.press("Enter")
    expect(page.page.locator(".message.from-borrower", has_text=title)).to_be_visible()
    assert page.page.evaluate("document.activeElement.id") == "log"


def test_the_page_fits_a_small_phone_with_large_type(borrower_page: Callable[[str], BorrowerPage]) -> None:
    page = borrower_page("en")
    page.page.set_viewport_size({"width": 360, "height": 640})
    page.sign_in(new_phone())
    page.page.evaluate("document.documentElement.style.fontSize = '24px'")
    page.assert_accessible()
