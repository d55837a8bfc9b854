"""A borrower speaks to the page: a real microphone's way, fed with a recording, and a voice that notes what it reads out."""

import wave
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.borrower_app import new_phone
from tests.e2e.browser import FAKE_VOICE, PHONE, BorrowerPage
from tests.marks import slow
from tests.stack import Stack

pytestmark = pytest.mark.shared_data

CLIP_MS = 6000
HEARD_MS = 120_000
# Something is read out, beyond that the language is on trial.
ANSWERED_ALOUD = "() => window.spoken.some((words) => !words.includes('试用'))"
NO_WORKLET = "delete window.AudioWorkletNode"


# In English the same clip is heard by `test_spoken_turn.py`.
@pytest.mark.parametrize(("language", "word"), [("zh", "三万"), *slow(("en", "thirty thousand"))])
def test_what_was_said_is_answered_aloud_and_it_listens_again(
    language: str, word: str, shared_data: Path, stack: Stack, hearing_browser: Callable[..., Browser]
) -> None:
    browser = hearing_browser(shared_data / "clips" / language / "loan-00.wav")
    with closing(BorrowerPage(browser, stack.url, language, PHONE)) as page:
        page.page.add_init_script(FAKE_VOICE)
        page.sign_in(new_phone())
        page.button("talk").click()

        expect(mine(page.page)).to_contain_text(word, timeout=HEARD_MS)
        reply = page.page.locator(".message.from-borrower ~ .message.from-bot .bubble").first
        expect(reply).to_be_visible(timeout=HEARD_MS)
        page.page.wait_for_function(ANSWERED_ALOUD)
        expect(page.page.locator("[role=log]")).to_have_attribute("aria-live", "off")
        page.assert_accessible()

        read = page.page.evaluate("window.spoken")
        page.button("repeat").click()
        assert page.page.evaluate("window.spoken") == [*read, read[-1]]

        while page.page.locator(".voice-phase.reading").count():
            page.page.evaluate("window.finishReading()")
        page.sees("listening")
        page.button("end_voice").click()
        expect(page.button("talk")).to_be_visible()
        expect(page.page.locator("[role=log]")).to_have_attribute("aria-live", "polite")


# These three are played with scripted sound in `tests/integration/mobile_api/test_voice_page.py`.
@pytest.mark.slow
def test_speaking_stops_what_is_being_read_out(
    shared_data: Path, stack: Stack, tmp_path: Path, hearing_browser: Callable[..., Browser]
) -> None:
    spoken = with_silence(shared_data / "clips" / "zh" / "loan-04.wav", tmp_path / "again.wav", seconds=8)
    browser = hearing_browser(spoken, again=True)
    with closing(BorrowerPage(browser, stack.url, "zh", PHONE)) as page:
        page.page.add_init_script(FAKE_VOICE)
        page.sign_in(new_phone())
        page.button("talk").click()
        page.page.wait_for_function(ANSWERED_ALOUD, timeout=HEARD_MS)
        before = page.page.evaluate("window.cancelled")
        expect(page.page.locator(".voice-phase.reading")).to_be_visible()
        # The voice is never done by itself: only the next time the sentence is heard ends it.
        page.page.wait_for_function(f"() => window.cancelled > {before}", timeout=HEARD_MS)


@pytest.mark.slow
def test_with_a_screen_reader_nothing_is_read_out_twice(
    shared_data: Path, stack: Stack, hearing_browser: Callable[..., Browser]
) -> None:
    browser = hearing_browser(shared_data / "clips" / "zh" / "loan-04.wav")
    with closing(BorrowerPage(browser, stack.url, "zh", PHONE)) as page:
        page.page.add_init_script(FAKE_VOICE)
        page.page.add_init_script("localStorage.setItem('loantalk.voice', '{\"screenReader\": true}')")
        page.sign_in(new_phone())
        page.button("talk").click()
        expect(page.page.locator(".message.from-borrower ~ .message.from-bot").first).to_be_visible(timeout=HEARD_MS)
        expect(page.page.locator("[role=log]")).to_have_attribute("aria-live", "polite")
        page.button("settings").click()
        page.assert_accessible()
        assert page.page.evaluate("window.spoken") == []


@pytest.mark.slow
def test_where_sound_cannot_be_streamed_an_utterance_is_recorded_and_sent(
    shared_data: Path, stack: Stack, hearing_browser: Callable[..., Browser]
) -> None:
    browser = hearing_browser(shared_data / "clips" / "en" / "loan-00.wav")
    with closing(BorrowerPage(browser, stack.url, "en", PHONE)) as page:
        page.page.add_init_script(NO_WORKLET)
        page.sign_in(new_phone())
        page.button("speak").click()
        page.page.wait_for_timeout(CLIP_MS)
        page.assert_accessible()
        page.button("stop_and_send").click()

        expect(mine(page.page)).to_contain_text("thirty thousand", timeout=HEARD_MS)
        expect(page.page.locator(".message.from-borrower ~ .message.from-bot").first).to_be_visible()
        page.assert_accessible()


def mine(page: Page) -> Locator:
    """The borrower's words. A number heard with little confidence is asked about first: yes."""
    words = page.locator(".message.from-borrower .bubble")
    question = page.locator(".voice-question button").first
    page.add_locator_handler(page.locator(".voice-question"), lambda: question.click())
    return words


def with_silence(clip: Path, target: Path, *, seconds: int) -> Path:
    """The recording, and then nothing for a while."""
    with wave.open(str(clip)) as sound, wave.open(str(target), "wb") as longer:
        longer.setparams(sound.getparams())
        longer.writeframes(sound.readframes(sound.getnframes()))
        longer.writeframes(bytes(seconds * sound.getframerate() * sound.getsampwidth() * sound.getnchannels()))
    return target
