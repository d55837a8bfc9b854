"""`python -m tests.screenshots`: take the README's pictures from the running system, in `docs/images`."""

import argparse
import tempfile
from contextlib import closing
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from assistant.demo import ANSWERS, CONFIRMATION, OPENING
from tests.e2e.borrower_app import new_phone
from tests.e2e.browser import DESKTOP, PHONE, BorrowerPage, DeskPage, launch
from tests.stack import ROOT, Stack, start

IMAGES = ROOT / "docs" / "images"


def main() -> None:
    argparse.ArgumentParser(prog="python -m tests.screenshots", description=__doc__).parse_args()
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as var, start(Path(var)) as stack, sync_playwright() as playwright:
        with closing(launch(playwright)) as browser:
            with closing(BorrowerPage(browser, stack.url, "zh", PHONE)) as page:
                picture_decision(page)
            with closing(BorrowerPage(browser, stack.url, "en", PHONE)) as page:
                with closing(DeskPage(browser, stack.url, "en", DESKTOP)) as desk:
                    picture_desk(stack, page, desk)
            with closing(browser.new_page(viewport=DESKTOP)) as reference:
                picture_reference(reference, stack.url)


def picture_decision(page: BorrowerPage) -> None:
    page.sign_in(new_phone())
    replies = page.say(OPENING["zh"])
    while (expects := replies[-1]["expects"]) in ANSWERS["zh"]:
        replies = page.say(ANSWERS["zh"][expects])
    page.say(CONFIRMATION["zh"])
    page.page.locator(".message.from-bot").last.evaluate("message => message.scrollIntoView()")
    page.page.screenshot(path=IMAGES / "chat.png")


def picture_desk(stack: Stack, page: BorrowerPage, desk: DeskPage) -> None:
    page.sign_in(new_phone())
    for said in (
        "I want to borrow 30,000 to renovate my home",
        "Can I pay it off early?",
        "I want to talk to a person",
    ):
        page.say(said)
    desk.sign_in(stack)
    desk.button("claim").first.click()
    desk.field("reply").fill("Hello, this is Li. I have read your question.")
    desk.button("send").click()
    desk.page.get_by_text("this is Li").wait_for()
    desk.page.screenshot(path=IMAGES / "desk.png")


def picture_reference(page: Page, url: str) -> None:
    page.goto(f"{url}/docs")
    operation = page.locator(".opblock", has=page.get_by_text("/v1/quotes", exact=True))
    operation.locator(".opblock-summary").click()
    operation.get_by_text("Example Value").first.wait_for()
    operation.evaluate("operation => operation.scrollIntoView()")
    page.screenshot(path=IMAGES / "reference.png")


if __name__ == "__main__":
    main()
