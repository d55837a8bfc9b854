"""A borrower speaks to the page: a real recorder, fed with a recording instead of a microphone."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.conftest import new_phone
from tests.e2e.browser import PHONE, BorrowerPage
from tests.stack import Stack

pytestmark = [pytest.mark.stack, pytest.mark.shared_data]

CLIP_MS = 6000


@pytest.mark.parametrize(("language", "word"), [("zh", "三万"), ("en", "thirty thousand")])
def test_what_was_said_appears_as_the_borrowers_words_and_is_answered(
    language: str, word: str, shared_data: Path, stack: Stack, hearing_browser: Callable[[Path], Browser]
) -> None:
    browser = hearing_browser(shared_data / "clips" / language / "loan-00.wav")
    with closing(BorrowerPage(browser, stack.url, language, PHONE)) as page:
        page.sign_in(new_phone())
        page.button("speak").click()
        page.page.wait_for_timeout(CLIP_MS)
        page.assert_accessible()
        page.button("stop_and_send").click()

        mine = page.page.locator(".message.from-borrower .bubble")
        expect(mine).to_contain_text(word, timeout=120_000)
        expect(page.page.locator(".message.from-borrower ~ .message.from-bot").first).to_be_visible()
        page.assert_accessible()
