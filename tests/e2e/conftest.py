"""Windows of a real browser. Python's event loop can't run beside Playwright's, so a browser lives for one module."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.e2e.browser import DESKTOP, PHONE, BorrowerPage, DeskPage, launch
from tests.stack import Stack


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    with closing(launch(playwright)) as chromium:
        yield chromium


@pytest.fixture
def hearing_browser(playwright: Playwright) -> Iterator[Callable[..., Browser]]:
    """A browser whose microphone hears a WAV file once, or `again` and again."""
    with ExitStack() as browsers:
        yield lambda clip, **how: browsers.enter_context(closing(launch(playwright, microphone=clip, **how)))


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
