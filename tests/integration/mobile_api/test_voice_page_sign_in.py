"""Signing in on the page without looking at it: a real browser and gateway, and a device's voice that notes what it says."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import expect

from tests.integration.mobile_api.scripted_speech import final
from tests.integration.mobile_api.talking_page import (
    ASKED_FOR_MICROPHONE,
    TalkingPage,
    axe_is_content,
    expect_no_socket,
    strangers_page,
)


@pytest.fixture
async def stranger(gateway_on, tmp_path, new_page) -> AsyncIterator[TalkingPage]:
    """The page of somebody who is not signed in."""
    async with strangers_page(gateway_on, f"sqlite:///{tmp_path / 'p.db'}", new_page) as stranger:
        yield stranger


# The whole way, a microphone that is refused and a screen reader are not slow.
@pytest.mark.slow
async def test_a_voice_of_the_device_that_fails_is_told_of_where_it_was_to_speak(stranger):
    await stranger.button("Sign in by voice").click()
    await stranger.page.wait_for_function("() => window.spoken.length === 1")
    await stranger.page.evaluate("window.failReading()")
    await expect(stranger.page.get_by_role("alert")).to_contain_text("could not be read out")


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


@pytest.mark.slow
async def test_a_browser_that_cannot_stream_says_what_is_left_to_do(stranger):
    await stranger.page.evaluate(
        "() => { AudioContext.prototype.createMediaStreamSource = () => { throw new DOMException('', 'NotSupportedError'); }; }"
    )
    await stranger.button("Sign in by voice").click()
    why = "This browser can't listen continuously, so you can't sign in by voice here. Please type your number."
    await stranger.reads_out(why)
    await expect(stranger.page.get_by_role("alert")).to_have_text(why)
    await expect(stranger.page.get_by_role("textbox", name="Phone number")).to_be_visible()


@pytest.mark.slow
async def test_nothing_is_waited_for_before_the_microphone_is_allowed(stranger):
    await stranger.page.add_init_script(ASKED_FOR_MICROPHONE)
    await stranger.page.reload()
    async with expect_no_socket(stranger.page):
        await stranger.button("Sign in by voice").click()
        await stranger.page.wait_for_function("() => window.allow")
    await stranger.page.evaluate("window.allow()")
    await stranger.is_heard()
    await stranger.page.wait_for_function("() => window.spoken[0]?.startsWith('Hello, this is Loantalk')")


async def test_a_microphone_that_is_refused_is_told_of_aloud_and_no_place_is_taken(stranger):
    await stranger.page.add_init_script(ASKED_FOR_MICROPHONE)
    await stranger.page.reload()
    async with expect_no_socket(stranger.page):
        await stranger.button("Sign in by voice").click()
        await stranger.page.wait_for_function("() => window.refuse")
        await stranger.page.evaluate("window.refuse()")
        await stranger.reads_out("The microphone can't be used. Check the browser's permission.")
    await expect(stranger.button("Sign in by voice")).to_be_visible()


@pytest.mark.slow
async def test_signed_in_by_voice_it_is_said_aloud_that_no_conversation_opens_and_the_next_try_goes_on_by_voice(
    stranger,
):
    await stranger.page.route("**/v1/conversations", lambda route: route.abort(), times=1)
    await stranger.button("Sign in by voice").click()
    await stranger.is_heard()
    for heard in ("one three eight zero zero one three eight zero zero zero", "yes"):
        await stranger.hears({"type": "speaking"})
        await stranger.hears(final(heard))
    await stranger.page.wait_for_function("() => window.spoken.at(-1)?.startsWith('I am calling you now')")
    await stranger.page.evaluate("window.finishReading()")
    [code] = await stranger.codes()
    await stranger.hears(final(" ".join(code)))
    await stranger.reads_out("You are signed in.")
    await stranger.reads_out("The server can't be reached. Check your connection and try again.")
    await stranger.button("Try again").click()
    await stranger.is_heard()
    await stranger.reads_out("echo greeting")


@pytest.mark.slow
async def test_where_others_hear_only_the_number_is_kept_back(stranger):
    await stranger.set(othersHear=True)
    await stranger.button("Sign in by voice").click()
    await stranger.is_heard()
    await stranger.page.wait_for_function("() => window.spoken[0]?.includes('every cost is read to you first')")
    await stranger.page.evaluate("window.finishReading()")
    await stranger.hears(final("one three eight zero zero one three eight zero zero zero"))
    await stranger.reads_out("This answer holds private figures. To hear them, say “read it”.")
    await stranger.hears(final("read it"))
    await stranger.reads_out("I heard 1 3 8, 0 0 1 3, 8 0 0 0. Is that right?")
    await stranger.hears(final("yes"))
    await stranger.page.wait_for_function("() => window.spoken.at(-1).includes('a six-digit code')")


@pytest.mark.slow
async def test_no_letter_key_opens_the_microphone(stranger):
    await stranger.page.get_by_role("heading", name="Sign in to Loantalk").click()
    for key in ("v", "h", "b"):
        await stranger.page.keyboard.press(key)
    await expect(stranger.button("Sign in by voice")).to_be_visible()
    assert stranger.speech.opened.empty()
    await axe_is_content(stranger.page)


@pytest.mark.slow
async def test_where_the_device_cannot_speak_signing_in_by_voice_says_so(stranger):
    await stranger.page.add_init_script("speechSynthesis.getVoices = () => [{ lang: 'zh-CN' }]")
    await stranger.page.reload()
    await expect(stranger.button("Sign in by voice")).to_be_disabled()
    await expect(stranger.page.get_by_text("This device has no voice for English")).to_be_visible()
    await axe_is_content(stranger.page)


async def test_with_a_screen_reader_the_way_is_open_without_a_voice_and_it_is_quiet_while_they_speak(stranger):
    await stranger.page.add_init_script("speechSynthesis.getVoices = () => []")
    await stranger.page.reload()
    await stranger.page.get_by_role("checkbox", name="I use a screen reader").press("Space")
    await axe_is_content(stranger.page)
    await stranger.button("Sign in by voice").click()
    await stranger.is_heard()
    phase = stranger.page.get_by_role("status").filter(has=stranger.page.locator(".pulse"))
    await expect(phase).to_have_attribute("aria-live", "polite")
    await stranger.hears({"type": "speaking"})
    await expect(phase).to_have_text("Hearing you…")
    await expect(phase).to_have_attribute("aria-live", "off")
    await stranger.hears(final("one three eight"))
    await expect(stranger.page.get_by_role("status").filter(has_text="1 3 8")).to_have_attribute("aria-live", "polite")
    assert await stranger.page.evaluate("window.spoken") == []


@pytest.mark.slow
async def test_a_voice_that_the_device_finds_later_opens_the_way(stranger):
    await stranger.page.add_init_script("speechSynthesis.getVoices = () => []")
    await stranger.page.reload()
    await expect(stranger.button("Sign in by voice")).to_be_disabled()
    await stranger.page.evaluate(
        "() => { speechSynthesis.getVoices = () => [{ lang: 'en-GB' }]; speechSynthesis.onvoiceschanged(); }"
    )
    await expect(stranger.button("Sign in by voice")).to_be_enabled()
    await expect(stranger.button("Sign in by voice")).to_be_focused()


@pytest.mark.slow
async def test_the_keyboard_stays_with_the_voice_and_comes_back(stranger):
    await stranger.page.keyboard.press("Enter")
    await expect(stranger.page.get_by_role("region", name="Signing in by voice")).to_be_focused()
    await stranger.is_heard()
    await stranger.stream.close(1013, "speech_busy")
    await expect(stranger.button("Sign in by voice")).to_be_focused()
    await stranger.page.keyboard.press("Enter")
    await stranger.button("Type instead").click()
    await expect(stranger.page.get_by_role("textbox", name="Phone number")).to_be_focused()
