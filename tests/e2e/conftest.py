"""Windows of a real browser. Python's event loop can't run beside Playwright's, so a browser lives for one module."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.e2e.browser import DESKTOP, PHONE, BorrowerPage, DeskPage, launch
from tests.stack import Stack


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        yield chromium
        chromium.close()


@pytest.fixture
def borrower_page(browser: Browser, stack: Stack) -> Iterator[Callable[[str], BorrowerPage]]:
    """Opens a phone-sized window for a language, not signed in."""
    with ExitStack() as pages:
        yield lambda language: pages.enter_context(closing(BorrowerPage(browser, stack.url, language, PHONE)))


@pytest.fixture
def desk_page(browser: Browser, stack: Stack) -> Iterator[Callable[[str], DeskPage]]:
    """Opens a desktop window for a language, not signed in."""
    with ExitStack() as pages:
        yield lambda language: pages.enter_context(closing(DeskPage(browser, stack.url, language, DESKTOP)))
