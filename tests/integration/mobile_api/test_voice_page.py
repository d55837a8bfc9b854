"""Talking to the page: a real browser and gateway; speech is told what it hears, and the device's voice notes what it says."""

from collections.abc import AsyncIterator

import numpy as np
import pytest
from playwright.async_api import Route, expect

from contract.dialogue import Reply
from speech.voices.protocol import Sound
from speech.voices.worker import mp3
from tests.integration.mobile_api.scripted_speech import final, heard
from tests.integration.mobile_api.talking_page import (
    TalkingPage,
    axe_is_content,
    close_all,
    sign_in,
    strangers_page,
    until,
)


@pytest.fixture
async def talking(gateway_on, tmp_path, new_page) -> AsyncIterator[TalkingPage]:
    """The page of somebody who is signed in."""
    async with strangers_page(gateway_on, f"sqlite:///{tmp_path / 'p.db'}", new_page) as talking:
        talking.gateway.dialogue.script["how much do I owe"] = [Reply(text="You owe 1,234.56 yuan.", language="en")]
        await sign_in(talking.page)
        yield talking


async def test_a_doubtful_number_is_asked_about_aloud_and_a_pressed_yes_posts_it(talking):
    await talking.talk()
    await talking.hears(final("thirty thousand", 0.3))
    await talking.reads_out("Did you say “thirty thousand”?")
    assert await talking.page.locator(".message.from-borrower").count() == 0
    await axe_is_content(talking.page)
    await talking.button("Yes").click()
    await talking.reads_out("echo thirty thousand")
    await expect(talking.page.locator(".message.from-borrower .bubble")).to_have_text("thirty thousand")


# A browser for each test. What is not slow here shows a question, the reading, the keyboard, a screen reader and a lost voice once each.
@pytest.mark.slow
async def test_hands_free_too_what_was_hardly_heard_is_asked_about(talking):
    await talking.talk()
    await talking.hears(final("loan", confidence=0.16))
    await talking.reads_out("Did you say “loan”?")
    assert await talking.page.locator(".message.from-borrower").count() == 0
    await talking.hears(final("No.", 1.0, confidence=0.3))
    await talking.reads_out("All right, please say it again.")
    assert await talking.page.locator(".message.from-borrower").count() == 0


@pytest.mark.slow
async def test_a_doubtful_yes_posts_nothing_and_words_are_proposed_that_are_heard_well(talking):
    await talking.talk()
    await talking.hears(final("thirty thousand", 0.3))
    await talking.reads_out("Did you say “thirty thousand”?")
    await talking.hears(final("Yes.", 0.3))
    await talking.reads_out(
        "I did not catch that. Did you say “thirty thousand”? Please say “that’s right” or “that’s wrong”."
    )
    assert await talking.page.locator(".message.from-borrower").count() == 0
    await talking.hears(final("That's right.", 0.9))
    await talking.reads_out("echo thirty thousand")


async def test_where_the_browser_can_only_record_a_doubtful_number_is_asked_about_too(talking):
    await talking.page.add_init_script("delete window.AudioWorkletNode")
    await talking.page.reload()
    talking.recorded(heard("thirty thousand", 0.3))
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


@pytest.mark.slow
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


@pytest.mark.slow
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


@pytest.mark.slow
async def test_that_a_language_is_on_trial_is_heard_once(talking):
    await talking.button("切换到中文").click()
    trial = "中文语音识别为试用：可能听错，请核对每个数字。"
    await talking.button("语音对话").click()
    await talking.is_heard()
    await talking.reads_out(trial)
    await expect(talking.page.get_by_role("status").filter(has_text=trial)).to_have_attribute("aria-live", "off")
    await talking.button("结束语音").click()
    await talking.button("语音对话").click()
    await talking.is_heard()
    await talking.hears(final("你好"))
    await talking.reads_out("echo 你好")
    assert (await talking.page.evaluate("window.spoken")).count(trial) == 1


@pytest.mark.slow
async def test_what_was_said_stays_readable_when_the_voice_is_opened_elsewhere(talking, stream_of):
    await talking.talk()
    await talking.hears(final("hello"))
    await talking.reads_out("echo hello")
    await talking.hears(final("and now?"))
    await talking.page.wait_for_function("() => window.spoken.at(-1) === 'echo and now?'")
    http = talking.gateway.client(await talking.page.evaluate("JSON.parse(localStorage['loantalk.borrower']).access"))
    conversation = (await http.get("/conversations/current")).json()["id"]
    async with stream_of(http, f"/conversations/{conversation}/voice"):
        await talking.reads_out("The voice has been opened somewhere else.")
    await expect(talking.page.get_by_role("alert")).to_have_text("The voice has been opened somewhere else.")
    shown = talking.page.locator(".message .bubble")
    await expect(shown).to_have_text(["echo greeting", "hello", "echo hello", "and now?", "echo and now?"])
    await axe_is_content(talking.page)


async def test_with_a_screen_reader_the_log_tells_and_the_voice_is_silent(talking):
    await talking.set(screenReader=True)
    await talking.talk()
    await talking.hears(final("hello"))
    await expect(talking.page.get_by_text("echo hello", exact=True)).to_be_visible()
    await expect(talking.page.get_by_role("log")).to_have_attribute("aria-live", "polite")
    assert await talking.page.evaluate("window.spoken") == []
    phase = talking.page.get_by_role("status").filter(has=talking.page.locator(".pulse"))
    await expect(phase).to_have_attribute("aria-live", "polite")
    await talking.hears({"type": "speaking"})
    await expect(phase).to_have_attribute("aria-live", "off")


@pytest.mark.slow
async def test_without_one_each_message_is_heard_once_from_the_voice(talking):
    await talking.talk()
    await talking.hears(final("hello"))
    await talking.reads_out("echo hello")
    await expect(talking.page.get_by_role("log")).to_have_attribute("aria-live", "off")
    await talking.button("Voice settings").click()
    await expect(talking.page.get_by_role("checkbox", name="Others can hear")).not_to_be_checked()
    await axe_is_content(talking.page)


async def test_the_keyboard_stays_with_the_voice_and_comes_back(talking):
    await talking.button("Talk by voice").press("Enter")
    await talking.is_heard()
    await expect(talking.page.get_by_role("region", name="Talking by voice")).to_be_focused()
    await talking.button("End voice").press("Enter")
    await expect(talking.button("Talk by voice")).to_be_focused()
    await talking.talk()
    await talking.page.get_by_role("textbox", name="Your message").focus()
    await talking.stream.close(1013, "speech_busy")
    await expect(talking.button("Talk by voice")).to_be_visible()
    await expect(talking.page.get_by_role("textbox", name="Your message")).to_be_focused()


@pytest.mark.slow
async def test_why_the_voice_ended_is_said_aloud(talking):
    await talking.talk()
    assert talking.stream is not None
    await talking.hears({"type": "busy", "retry_after": 5})
    await talking.stream.close(1013, "speech_busy")
    await talking.reads_out("Speech recognition is busy. Please try again in a moment.")
    await expect(talking.button("Talk by voice")).to_be_visible()


@pytest.mark.slow
async def test_a_reply_that_comes_while_somebody_speaks_waits_until_they_have_finished(talking):
    told: list[str] = []
    talking.page.on(
        "websocket",
        lambda socket: "/voice" in socket.url and socket.on("framereceived", lambda frame: told.append(str(frame))),
    )
    await talking.talk()
    await talking.hears({"type": "speaking"})
    await until(lambda: any('"speaking"' in frame for frame in told))
    await talking.page.get_by_role("textbox", name="Your message").fill("hello")
    await talking.page.keyboard.press("Enter")
    await until(lambda: any("echo hello" in frame for frame in told))
    await expect(talking.page.get_by_text("echo hello", exact=True)).to_be_visible()
    assert "echo hello" not in await talking.page.evaluate("window.spoken")
    await talking.hears({"type": "no_speech"})
    await talking.reads_out("echo hello")


MOVED_ON = "That conversation was closed, and a new one is open. Please say it again."


async def test_a_talk_that_a_colleague_closed_goes_on_in_the_new_conversation_and_says_so(talking):
    await talking.talk()
    await close_all(talking.gateway)
    await talking.hears(final("hello"))
    await talking.is_heard()
    await talking.reads_out(MOVED_ON)
    await expect(talking.page.get_by_role("alert")).to_have_text(MOVED_ON)
    await talking.reads_out("echo greeting")
    await talking.hears(final("hello"))
    await talking.reads_out("echo hello")
    await expect(talking.page.get_by_role("alert")).to_be_empty()
    await expect(talking.page.locator(".message.from-borrower .bubble")).to_have_text("hello")


@pytest.mark.slow
async def test_a_conversation_closed_while_the_voice_was_away_is_not_come_back_to(talking):
    await talking.talk()
    await close_all(talking.gateway)
    await talking.stream.close(1011)
    await talking.reads_out("The connection was lost. Connecting again.")
    await talking.is_heard()
    await talking.reads_out(MOVED_ON)
    await talking.reads_out("echo greeting")


@pytest.mark.slow
async def test_where_no_new_conversation_can_be_opened_yet_it_is_tried_again(talking):
    refused: list[Route] = []
    await talking.talk()
    await close_all(talking.gateway)
    await talking.page.route("**/v1/conversations", lambda route: refused.append(route), times=1)
    await talking.hears(final("hello"))
    await until(lambda: refused)
    await refused[0].abort()
    await talking.reads_out("The connection was lost. Connecting again.")
    await talking.is_heard()
    await talking.reads_out(MOVED_ON)


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


@pytest.mark.slow
async def test_a_talk_that_was_ended_before_it_was_open_does_not_come_back_into_the_next(talking):
    asked: list[Route] = []
    await talking.page.route("**/v1/voice", lambda route: asked.append(route))
    await talking.button("Talk by voice").click()
    await until(lambda: len(asked) == 1)
    await talking.button("End voice").click()
    await talking.button("Talk by voice").click()
    await until(lambda: len(asked) == 2)
    for route in asked:
        await route.continue_()
    await talking.is_heard()
    await talking.hears(final("hello"))
    await talking.reads_out("echo hello")
    assert talking.speech.opened.empty()


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


@pytest.mark.slow
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


@pytest.mark.slow
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


@pytest.mark.slow
async def test_a_service_without_a_voice_leaves_it_to_the_device(talking):
    await talking.page.add_init_script("speechSynthesis.getVoices = () => []")
    await talking.page.reload()
    await talking.talk()
    await talking.hears(final("hello"))
    await talking.reads_out("echo hello")
    assert talking.speech.said == []


def mp3_of_silence(seconds: float) -> bytes:
    return mp3(Sound(np.zeros(int(seconds * 24_000), np.int16), 24_000))
