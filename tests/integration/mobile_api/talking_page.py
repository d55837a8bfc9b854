"""The borrower's page in a real browser, spoken to: speech is told what it hears, and the device's voice notes what it says."""

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator
from typing import Any

from fastapi import WebSocket
from playwright.async_api import Page, expect
from sqlalchemy import select

from contract.speech import Heard
from mobile_api.chat.log import lock
from mobile_api.chat.models import Conversation
from tests.e2e.browser import AXE, FAKE_VOICE
from tests.integration.mobile_api.conftest import Gateway, NewPage
from tests.integration.mobile_api.scripted_speech import ScriptedSpeech
from tests.serving import serving

# The borrower is asked for the microphone, and answers with `allow` or `refuse`.
ASKED_FOR_MICROPHONE = """
  const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = (wanted) => new Promise((allow, refuse) => {
    window.allow = allow;
    window.refuse = () => refuse(new DOMException("", "NotAllowedError"));
  }).then(() => open(wanted));
"""


class TalkingPage:
    """A borrower's page, and speech's end of its stream."""

    def __init__(self, page: Page, speech: ScriptedSpeech, gateway: Gateway) -> None:
        self.page, self.speech, self.gateway = page, speech, gateway
        self.stream: WebSocket | None = None

    async def talk(self) -> None:
        # What the page does not know yet is read out.
        await expect(self.page.locator(".message.from-bot").first).to_be_visible()
        await self.button("Talk by voice").click()
        await self.is_heard()

    async def is_heard(self) -> None:
        """Waits until a stream has reached speech."""
        self.stream = await asyncio.wait_for(self.speech.opened.get(), 20)

    async def hears(self, event: dict[str, Any]) -> None:
        assert self.stream is not None
        await self.stream.send_json(event)

    def recorded(self, utterance: Heard) -> None:
        self.speech.recorded = utterance

    def button(self, name: str) -> Any:
        return self.page.get_by_role("button", name=name, exact=True)

    async def reads_out(self, words: str) -> None:
        """Waits until these words are being read out, and lets the voice finish."""
        await self.page.wait_for_function("(words) => window.spoken.at(-1) === words", arg=words)
        await self.page.evaluate("window.finishReading()")

    async def codes(self) -> list[str]:
        """Those that were read out in calls."""
        answer = await self.page.request.get(f"{self.gateway.url}/dev/outbox?to=13800138000")
        return [message["code"] for message in (await answer.json())["messages"] if message["by"] == "call"]

    async def set(self, **settings: bool) -> None:
        await self.page.evaluate("(s) => localStorage.setItem('loantalk.voice', JSON.stringify(s))", settings)
        await self.page.reload()


@contextlib.asynccontextmanager
async def strangers_page(gateway_on: Any, database_url: str, new_page: NewPage) -> AsyncIterator[TalkingPage]:
    """The page of somebody who is not signed in; `gateway_on` and `new_page` are the fixtures."""
    speech = ScriptedSpeech()
    async with serving(speech.app()) as speech_url:
        gateway: Gateway = await gateway_on(database_url, speech_url=speech_url)
        page = await new_page()
        await page.add_init_script(FAKE_VOICE)
        await page.goto(gateway.url)
        yield TalkingPage(page, speech, gateway)
        # Speech waits for its streams to end, and the page holds one.
        await page.context.close()


async def sign_in(page: Page, *, agreed: bool = True) -> None:
    """Ends with the greeting in view, or where a real backend asks to agree to its texts first and is not answered."""
    await page.get_by_role("textbox", name="Phone number").fill("13800138000")
    await page.get_by_role("button", name="Call me and read it out").click()
    await page.get_by_role("button", name="Development: read the code").click()
    await expect(page.get_by_role("textbox", name="Code")).to_have_value(re.compile(r"\d{6}"))
    await page.get_by_role("button", name="Sign in", exact=True).click()
    greeting, door = page.locator(".message.from-bot").first, page.get_by_role("checkbox", name="I have read")
    await expect(greeting.or_(door)).to_be_visible()
    if agreed and await door.count():
        await door.check()
        await page.get_by_role("button", name="Agree and continue").click()
    if agreed:
        await expect(greeting).to_be_visible()


@contextlib.asynccontextmanager
async def expect_no_socket(page: Page) -> AsyncIterator[None]:
    opened: list[str] = []
    page.on("websocket", lambda socket: opened.append(socket.url))
    yield
    assert opened == []


async def until(holds) -> None:
    async with asyncio.timeout(60):
        while not holds():
            await asyncio.sleep(0.01)


async def axe_is_content(page: Page) -> None:
    await page.evaluate(AXE.read_text())
    found = await page.evaluate("axe.run().then((run) => run.violations)")
    assert [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found] == []


async def close_all(gateway: Gateway) -> None:
    """A colleague closes every conversation."""
    async with gateway.parts.database.transaction() as session:
        for id_ in (await session.scalars(select(Conversation.id))).all():
            (await lock(session, id_)).closed_at = gateway.clock()
