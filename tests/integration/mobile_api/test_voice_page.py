"""Talking to the page: a real browser and gateway; speech is told what it hears, and the device's voice notes what it says."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import numpy as np
import pytest
from fastapi import WebSocket
from playwright.async_api import Page, async_playwright, expect

from speech.voices.protocol import Sound
from speech.voices.worker import mp3
from tests.e2e.browser import AXE, CHROMIUM, FAKE_VOICE, FLAGS, PHONE
from tests.integration.mobile_api.scripted_speech import ScriptedSpeech, final


class TalkingPage:
    """A signed-in borrower's page with the voice on, and speech's end of its stream."""

    def __init__(self, page: Page, speech: ScriptedSpeech, url: str) -> None:
        self.page, self.speech, self.url = page, speech, url
        self.stream: WebSocket | None = None

    async def talk(self) -> None:
        await self.button("Talk by voice").click()
        await self.is_heard()

    async def is_heard(self) -> None:
        """Waits until a stream has reached speech."""
        self.stream = await asyncio.wait_for(self.speech.opened.get(), 20)

    async def hears(self, event: dict[str, Any]) -> None:
        assert self.stream is not None
        await self.stream.send_json(event)

    def recorded(self, event: dict[str, Any]) -> None:
        self.speech.recorded = event

    def button(self, name: str) -> Any:
        return self.page.get_by_role("button", name=name, exact=True)

    async def reads_out(self, words: str) -> None:
        """Waits until these words are being read out, and lets the voice finish."""
        await self.page.wait_for_function("(words) => window.spoken.at(-1) === words", arg=words)
        await self.page.evaluate("window.finishReading()")

    async def codes(self) -> list[str]:
        """Those that were read out in calls."""
        answer = await self.page.request.get(f"{self.url}/dev/outbox?to=13800138000")
        return [message["code"] for message in (await answer.json())["messages"] if message["by"] == "call"]

    async def set(self, **settings: bool) -> None:
        await self.page.evaluate("(s) => localStorage.setItem('loantalk.voice', JSON.stringify(s))", settings)
        await self.page.reload()


@pytest.fixture
async def stranger(gateway_on, tmp_path, serve, said) -> AsyncIterator[TalkingPage]:
    """The page of somebody who is not signed in."""
    speech = ScriptedSpeech()
    async with serve(speech.app()) as speech_url, async_playwright() as playwright:
        gateway = await gateway_on(f"sqlite:///{tmp_path / 'p.db'}", speech_url=speech_url)
        gateway.dialogue.script["how much do I owe"] = [said("You owe 1,234.56 yuan.", language="en")]
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context = await browser.new_context(locale="en-GB", viewport=PHONE, reduced_motion="reduce")
        page = await context.new_page()
        page.set_default_timeout(20_000)
        await page.add_init_script(FAKE_VOICE)
        await page.goto(gateway.url)
        yield TalkingPage(page, speech, gateway.url)
        await browser.close()


@pytest.fixture
async def talking(stranger: TalkingPage) -> TalkingPage:
    await sign_in(stranger.page)
    return stranger


async def sign_in(page: Page) -> None:
    await page.get_by_role("textbox", name="Phone number").fill("13800138000")
    await page.get_by_role("button", name="Call me and read it out").click()
    await page.get_by_role("button", name="Development: read the code").click()
    await page.get_by_role("button", name="Sign in", exact=True).click()
    await expect(page.locator(".message.from-bot").first).to_be_visible(timeout=20_000)


async def test_a_doubtful_number_is_asked_about_aloud_and_a_pressed_yes_posts_it(talking):
    await talking.talk()
    await talking.hears(final("thirty thousand", 0.3))
    await talking.reads_out("Did you say “thirty thousand”?")
    assert await talking.page.locator(".message.from-borrower").count() == 0
    await axe_is_content(talking.page)
    await talking.button("Yes").click()
    await talking.reads_out("echo thirty thousand")
    await expect(talking.page.locator(".message.from-borrower .bubble")).to_have_text("thirty thousand")


async def test_where_the_browser_can_only_record_a_doubtful_number_is_asked_about_too(talking):
    await talking.page.add_init_script("delete window.AudioWorkletNode")
    await talking.page.reload()
    talking.recorded(final("thirty thousand", 0.3))
    for answer in ("No", "Yes"):
        await talking.button("Speak").click()
        await talking.button("Stop and send").click()
        await expect(talking.page.get_by_text("Did you say “thirty thousand”?")).to_be_visible()
        assert await talking.page.locator(".message.from-borrower").count() == 0
        await axe_is_content(talking.page)
        await talking.button(answer).click()
        await expect(talking.page.get_by_text("Did you say")).to_have_count(0)
    await expect(talking.page.get_by_text("echo thirty thousand", exact=True)).to_be_visible()
    await expect(talking.page.locator(".message.from-borrower .bubble")).to_have_text("thirty thousand")


async def test_figures_wait_for_read_it_where_others_hear(talking):
    await talking.set(othersHear=True)
    await talking.talk()
    await talking.hears(final("how much do I owe"))
    await talking.reads_out("This answer holds private figures. To hear them, say “read it”.")
    await talking.hears(final("Read it, please."))
    await talking.reads_out("You owe 1,234.56 yuan.")
    assert await talking.page.locator(".message.from-borrower").count() == 1


async def test_speaking_stops_the_reading_and_slower_says_it_again_slower(talking):
    await talking.talk()
    await talking.hears(final("hello"))
    await talking.page.wait_for_function("() => window.spoken.at(-1) === 'echo hello'")
    before = await talking.page.evaluate("window.cancelled")
    await talking.hears({"type": "speaking"})
    await talking.page.wait_for_function("(before) => window.cancelled > before", arg=before)
    await talking.hears(final("speak more slowly"))
    await talking.page.wait_for_function("() => window.spoken.length === 2 && window.rates.at(-1) < window.rates[0]")
    assert await talking.page.evaluate("window.spoken") == ["echo hello", "echo hello"]


async def test_a_voice_that_never_tells_its_end_is_given_up_and_the_page_hears_again(talking):
    await talking.page.clock.install()
    await talking.set(interrupt=False)
    await talking.talk()
    await talking.hears(final("hello"))
    await expect(talking.page.get_by_text("Reading aloud")).to_be_visible()
    before = await talking.page.evaluate("window.cancelled")
    await talking.page.clock.fast_forward(15_000)
    await expect(talking.page.get_by_text("Go ahead, I am listening")).to_be_visible()
    assert await talking.page.evaluate("window.cancelled") == before + 1


async def test_a_voice_of_the_device_that_fails_is_told_of_where_it_was_to_speak(stranger):
    await stranger.button("Sign in by voice").click()
    await stranger.page.wait_for_function("() => window.spoken.length === 1")
    await stranger.page.evaluate("window.failReading()")
    await expect(stranger.page.get_by_role("alert")).to_contain_text("could not be read out")


async def test_with_a_screen_reader_the_log_tells_and_the_voice_is_silent(talking):
    await talking.set(screenReader=True)
    await talking.talk()
    await talking.hears(final("hello"))
    await expect(talking.page.get_by_text("echo hello", exact=True)).to_be_visible()
    await expect(talking.page.get_by_role("log")).to_have_attribute("aria-live", "polite")
    assert await talking.page.evaluate("window.spoken") == []


async def test_without_one_each_message_is_heard_once_from_the_voice(talking):
    await talking.talk()
    await talking.hears(final("hello"))
    await talking.reads_out("echo hello")
    await expect(talking.page.get_by_role("log")).to_have_attribute("aria-live", "off")
    await talking.button("Voice settings").click()
    await expect(talking.page.get_by_role("checkbox", name="Others can hear")).not_to_be_checked()
    await axe_is_content(talking.page)


async def test_why_the_voice_ended_is_said_aloud(talking):
    await talking.talk()
    assert talking.stream is not None
    await talking.hears({"type": "busy", "retry_after": 5})
    await talking.stream.close(1013, "speech_busy")
    await talking.reads_out("Speech recognition is busy. Please try again in a moment.")
    await expect(talking.button("Talk by voice")).to_be_visible()


async def test_a_dropped_voice_comes_back_by_itself_and_tells_what_was_missed(talking):
    await talking.talk()
    await talking.hears(final("hello"))
    await talking.reads_out("echo hello")
    await talking.stream.close(1011)
    await talking.reads_out("The connection was lost. Connecting again.")
    await talking.is_heard()
    await talking.reads_out("Connected again. Please go on.")
    await talking.hears(final("still there?"))
    await talking.reads_out("echo still there?")


async def test_a_stranger_signs_in_without_looking_and_goes_on_by_voice(stranger):
    await expect(stranger.button("Sign in by voice")).to_be_focused()
    await stranger.page.keyboard.press("Enter")
    await stranger.is_heard()
    await stranger.page.wait_for_function("() => window.spoken[0]?.startsWith('Hello, this is Loantalk')")
    await axe_is_content(stranger.page)
    await stranger.page.evaluate("window.finishReading()")
    await stranger.hears(final("one three eight zero zero one three eight zero zero zero"))
    await stranger.reads_out("I heard 1 3 8, 0 0 1 3, 8 0 0 0. Is that right?")
    await stranger.hears(final("Yes."))
    await stranger.page.wait_for_function("() => window.spoken.at(-1).startsWith('I am calling you now')")
    [code] = await stranger.codes()
    await stranger.page.evaluate("window.finishReading()")
    await stranger.hears(final(" ".join(code)))
    await stranger.page.wait_for_function("() => window.spoken.at(-1).startsWith('You are signed in')")
    cancelled = await stranger.page.evaluate("window.cancelled")
    await expect(stranger.page.get_by_text("Reading aloud")).to_be_visible()
    assert await stranger.page.locator(".message").count() == 0
    assert await stranger.page.evaluate("window.cancelled") == cancelled
    await stranger.page.evaluate("window.finishReading()")

    await stranger.is_heard()
    await stranger.reads_out("echo greeting")
    await expect(stranger.page.locator(".message.from-bot .bubble").first).to_have_text("echo greeting")
    await stranger.hears(final("hello"))
    await stranger.reads_out("echo hello")


async def test_no_letter_key_opens_the_microphone(stranger):
    await stranger.page.get_by_role("heading", name="Sign in to Loantalk").click()
    for key in ("v", "h", "b"):
        await stranger.page.keyboard.press(key)
    await expect(stranger.button("Sign in by voice")).to_be_visible()
    assert stranger.speech.opened.empty()
    await axe_is_content(stranger.page)


async def test_where_the_device_cannot_speak_signing_in_by_voice_says_so(stranger):
    await stranger.page.add_init_script("speechSynthesis.getVoices = () => [{ lang: 'zh-CN' }]")
    await stranger.page.reload()
    await expect(stranger.button("Sign in by voice")).to_be_disabled()
    await expect(stranger.page.get_by_text("This device has no voice for English")).to_be_visible()
    await axe_is_content(stranger.page)


async def test_a_voice_that_the_device_finds_later_opens_the_way(stranger):
    await stranger.page.add_init_script("speechSynthesis.getVoices = () => []")
    await stranger.page.reload()
    await expect(stranger.button("Sign in by voice")).to_be_disabled()
    await stranger.page.evaluate(
        "() => { speechSynthesis.getVoices = () => [{ lang: 'en-GB' }]; speechSynthesis.onvoiceschanged(); }"
    )
    await expect(stranger.button("Sign in by voice")).to_be_enabled()


async def test_where_the_device_has_no_voice_the_service_reads_sentence_by_sentence(talking):
    talking.speech.voices["en"] = "kokoro"
    talking.speech.sound = mp3_of_silence(seconds=0.3)
    await talking.page.add_init_script("speechSynthesis.getVoices = () => [{ lang: 'zh-CN' }]")
    await talking.page.reload()
    await talking.talk()
    await talking.hears(final("how much do I owe"))
    await expect(talking.page.get_by_text("Reading aloud")).to_be_visible()
    await expect(talking.page.get_by_text("Go ahead, I am listening")).to_be_visible()
    await talking.hears(final("Hello. Again"))
    await expect(talking.page.get_by_text("Go ahead, I am listening")).to_be_visible()
    await until(lambda: len(talking.speech.said) == 3)
    assert [said["text"] for said in talking.speech.said] == ["You owe 1,234.56 yuan.", "echo Hello.", "Again"]
    assert await talking.page.evaluate("window.spoken") == []


async def test_a_voice_of_the_service_that_fails_is_told_of_and_listening_goes_on(talking):
    talking.speech.voices["en"] = "kokoro"
    await talking.page.add_init_script("speechSynthesis.getVoices = () => []")
    await talking.page.reload()
    talking.speech.can_speak = False
    await talking.talk()
    await talking.hears(final("hello"))
    await expect(talking.page.get_by_role("alert")).to_contain_text("could not be read out")
    await expect(talking.page.get_by_text("Go ahead, I am listening")).to_be_visible()
    await axe_is_content(talking.page)


async def test_speaking_stops_the_services_voice_too(talking):
    talking.speech.voices["en"] = "kokoro"
    talking.speech.sound = mp3_of_silence(seconds=60)
    await talking.page.add_init_script("speechSynthesis.getVoices = () => []")
    await talking.page.reload()
    await talking.talk()
    await talking.hears(final("hello"))
    await expect(talking.page.get_by_text("Reading aloud")).to_be_visible()
    await talking.hears({"type": "speaking"})
    await expect(talking.page.get_by_text("Reading aloud")).to_be_hidden()
    await talking.hears({"type": "no_speech"})
    await expect(talking.page.get_by_text("Go ahead, I am listening")).to_be_visible()


async def test_a_service_without_a_voice_leaves_it_to_the_device(talking):
    await talking.page.add_init_script("speechSynthesis.getVoices = () => []")
    await talking.page.reload()
    await talking.talk()
    await talking.hears(final("hello"))
    await talking.reads_out("echo hello")
    assert talking.speech.said == []


def mp3_of_silence(seconds: float) -> bytes:
    return mp3(Sound(np.zeros(int(seconds * 24_000), np.int16), 24_000))


async def until(holds) -> None:
    async with asyncio.timeout(10):
        while not holds():
            await asyncio.sleep(0.01)


async def axe_is_content(page: Page) -> None:
    await page.evaluate(AXE.read_text())
    found = await page.evaluate("axe.run().then((run) => run.violations)")
    assert [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found] == []
