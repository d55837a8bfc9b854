"""Signing in by voice over the real socket: speech is told what it hears, the rest is as it is."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import select
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin

from contract.lending.identity import Identity, Matched
from mobile_api.voice.errors import SignInBusy
from mobile_api.voice.models import SignInPlace
from tests.integration.mobile_api.scripted_speech import ScriptedSpeech, final

PHONE = "13900139000"


class SignIn:
    """An app that signs in, and speech's end of its stream."""

    def __init__(self, gateway: Any, socket: Any, speech: Any) -> None:
        self.gateway, self.socket, self._speech = gateway, socket, speech

    async def hears(self, *texts: str) -> None:
        for text in texts:
            await self._speech.send_json(final(text))

    async def event(self, kind: str) -> dict[str, Any]:
        """The next event of this kind; those between are passed over."""
        while True:
            event: dict[str, Any] = json.loads(await asyncio.wait_for(self.socket.recv(), 10))
            if event["type"] == kind:
                return event

    async def says(self, begin: str) -> None:
        """Waits until a line that begins so is said."""
        async with asyncio.timeout(60):
            while not (await self.event("say"))["text"].startswith(begin):
                pass

    async def code(self) -> str:
        client = self.gateway.client()
        message = (await client.get("/dev/outbox", params={"to": PHONE})).json()["messages"][-1]
        assert message["by"] == "call"
        return str(message["code"])

    async def closing(self) -> tuple[int, str]:
        with contextlib.suppress(ConnectionClosed):
            while True:
                await asyncio.wait_for(self.socket.recv(), 10)
        return self.socket.close_code, self.socket.close_reason


@pytest.fixture
async def sign_in(request, gateway_on, tmp_path, serve) -> AsyncIterator[Any]:
    """Opens a sign-in. The parameter: more settings."""
    speech = ScriptedSpeech()
    async with serve(speech.app()) as speech_url, contextlib.AsyncExitStack() as sockets:
        settings = {"speech_url": speech_url, **getattr(request, "param", {})}
        gateway = await gateway_on(f"sqlite:///{tmp_path / 's.db'}", **settings)

        address = gateway.url.replace("http", "ws", 1) + "/v1/auth/voice"

        async def begin(language: str = "zh") -> SignIn:
            socket = await sockets.enter_async_context(connect(f"{address}?lang={language}", proxy=None))
            begun = SignIn(gateway, socket, await asyncio.wait_for(speech.opened.get(), 10))
            await begun.event("listening")
            return begun

        begin.speech, begin.gateway, begin.address = speech, gateway, address  # type: ignore[attr-defined]
        yield begin


async def test_a_number_and_a_code_that_are_spoken_sign_in(sign_in):
    app = await sign_in()
    await app.says("您好，这里是贷话")
    await app.hears("一三九，零零一三，九零零零")
    await app.says("我听到的是：1 3 9, 0 0 1 3, 9 0 0 0")
    await app.hears("对")
    await app.says("正在给您打电话")
    await app.hears(" ".join(await app.code()))
    tokens = await app.event("signed_in")
    me = (await app.gateway.client(tokens["access_token"]).get("/me")).json()
    assert (me["phone"], (await app.closing())[0]) == ("+86139****9000", 1000)
    assert tokens["refresh_token"]


async def test_english_is_spoken_and_a_wrong_code_is_asked_for_again(sign_in):
    app = await sign_in("en")
    await app.says("Hello, this is Loantalk")
    await app.hears("one three nine", "zero zero one three nine zero zero zero", "Yes, that's right.")
    await app.says("I am calling you now")
    code = await app.code()
    await app.hears(f"{(int(code) + 1) % 1_000_000:06d}")
    await app.says("The code is wrong")
    await app.hears(code[:3])
    await app.says("Go on")
    await app.hears(code[3:])
    await app.event("signed_in")


async def test_only_a_line_with_the_digits_heard_is_private(sign_in):
    app = await sign_in("en")
    assert (await app.event("say"))["private"] is False
    await app.hears("one three nine zero zero one three nine zero zero zero")
    assert (await app.event("say"))["private"] is True
    await app.hears("yes")
    calling = await app.event("say")
    assert ("six-digit" in calling["text"], calling["private"]) == (True, False)


async def test_speech_is_told_what_kind_of_answer_comes(sign_in):
    app = await sign_in()
    frame = bytes(3200)
    await app.socket.send(frame)
    await app.hears(PHONE)
    await app.says("我听到的是")
    await app.socket.send(frame)
    await app.socket.send(json.dumps({"type": "finish"}))
    async with asyncio.timeout(60):
        while {"type": "finish"} not in sign_in.speech.heard:
            await asyncio.sleep(0.01)
    phone, yes_no = ({"type": "expect", "narrow": narrow} for narrow in ("phone", "yes_no"))
    assert sign_in.speech.heard == [phone, frame, yes_no, frame, {"type": "finish"}]


async def test_five_wrong_codes_end_the_code_and_another_call_brings_a_new_one(sign_in):
    app = await sign_in()
    await app.hears(PHONE, "对")
    await app.says("正在给您打电话")
    wrong = f"{(int(await app.code()) + 1) % 1_000_000:06d}"
    await app.hears(*[wrong] * 6)
    await app.says("这个验证码不能用了")
    sign_in.gateway.clock.pass_(seconds=1)
    await app.hears("再打一次")
    await app.says("正在给您打电话")
    await app.hears(await app.code())
    await app.event("signed_in")


@pytest.mark.parametrize("sign_in", [{"otp_per_phone": 1}], indirect=True)
async def test_the_limits_of_codes_hold_here_too(sign_in):
    app = await sign_in()
    await app.hears(PHONE, "对")
    await app.says("正在给您打电话")
    await app.hears("再打一次")
    await app.says("现在打不了电话")


async def test_one_sign_in_at_a_time_from_an_address(sign_in):
    first = await sign_in()
    async with connect(sign_in.address, proxy=None) as socket:
        second = SignIn(first.gateway, socket, None)
        refused = await second.event("error")
        assert (refused["code"], refused["retry_after"]) == ("sign_in_busy", 20)
        assert await second.closing() == (1013, "sign_in_busy")
    await first.hears("你好")
    await first.says("没听出数字")


@pytest.mark.parametrize("origin", [Origin("https://elsewhere.example"), Origin("null")])
async def test_a_page_of_another_site_opens_no_sign_in(sign_in, origin):
    async with connect(sign_in.address, proxy=None, origin=origin) as socket:
        assert await SignIn(sign_in.gateway, socket, None).closing() == (1008, "forbidden")


@pytest.mark.parametrize("sign_in", [{"origins": {"https://app.example"}}], indirect=True)
async def test_our_own_pages_open_one(sign_in):
    for origin in (sign_in.gateway.url, "https://app.example"):
        async with connect(sign_in.address, proxy=None, origin=Origin(origin)) as socket:
            app = SignIn(sign_in.gateway, socket, await asyncio.wait_for(sign_in.speech.opened.get(), 10))
            await app.says("您好，这里是贷话")
        await places_are_free(sign_in.gateway)


@pytest.mark.parametrize("sign_in", [{"call_countries": {"HK"}}], indirect=True)
async def test_a_number_that_is_not_called_is_said_and_another_one_heard(sign_in):
    app = await sign_in()
    await app.hears(PHONE, "对")
    await app.says("这个国家或地区的号码我们不打电话")
    await app.hears(PHONE)
    await app.says("我听到的是")


async def test_a_stranger_who_asks_for_codes_of_the_number_does_not_end_the_call(sign_in):
    app = await sign_in()
    await app.hears(PHONE, "对")
    await app.says("正在给您打电话")
    code = await app.code()
    sign_in.gateway.clock.pass_(seconds=1)
    await sign_in.gateway.code_for(PHONE)
    await app.hears(code)
    await app.event("signed_in")


async def places_are_free(gateway):
    async with asyncio.timeout(10):
        while True:
            async with gateway.parts.database.reading() as session:
                places = (await session.scalars(select(SignInPlace.free_at))).all()
            if all(free_at <= gateway.clock() for free_at in places):
                return
            await asyncio.sleep(0.01)


@pytest.mark.both_databases
async def test_places_hold_in_all_processes_and_a_process_that_died_frees_its_own(gateway, clock):
    other = await gateway.another_process()
    async with contextlib.AsyncExitStack() as places:
        for number in (1, 2):
            await places.enter_async_context(gateway.parts.sign_ins.place(f"203.0.113.{number}"))
        assert await may_begin(other, "203.0.113.1") is False
        async with other.sign_ins.place("203.0.113.3"):
            assert await may_begin(gateway.parts, "203.0.113.4") is False
        assert await may_begin(other, "203.0.113.4")
        # As if the first process had died: it does not move its places on.
        clock.pass_(seconds=31)
        assert await may_begin(other, "203.0.113.1")
    await other.close()


async def may_begin(parts, address):
    try:
        async with parts.sign_ins.place(address):
            return True
    except SignInBusy:
        return False


@pytest.mark.both_databases
async def test_two_processes_asked_at_once_give_one_place_to_an_address(gateway):
    other = await gateway.another_process()

    async with contextlib.AsyncExitStack() as places:
        asked = [parts.sign_ins.place("203.0.113.1") for parts in (gateway.parts, other) * 4]
        answers = await asyncio.gather(*map(places.enter_async_context, asked), return_exceptions=True)
    await other.close()
    assert sum(isinstance(answer, SignInBusy) for answer in answers) == 7


async def test_a_large_frame_ends_it_and_an_unknown_control_does_not(sign_in):
    app = await sign_in()
    await app.socket.send('{"type": "confirm"}')
    assert (await app.event("error"))["code"] == "control_unreadable"
    await app.socket.send(bytes(16_002))
    assert (await app.event("error"))["code"] == "frame_too_large"
    assert await app.closing() == (1008, "frame_too_large")


@pytest.mark.parametrize("sign_in", [{"sign_in_digit_seconds": 0.3}], indirect=True)
async def test_a_number_that_nobody_goes_on_with_gives_its_place_up(sign_in):
    app = await sign_in()
    await app.hears("一")
    await app.says("1，请接着说")
    assert await app.closing() == (1008, "voice_idle")


@pytest.mark.parametrize("sign_in", [{"sign_in_digit_seconds": 0.3}], indirect=True)
async def test_nobody_loses_a_place_while_the_welcome_is_read_out(sign_in):
    app = await sign_in()
    await app.says("您好，这里是贷话")
    await asyncio.sleep(1)
    await app.hears(PHONE)
    await app.says("我听到的是")


async def test_sound_that_comes_faster_than_it_can_be_spoken_ends_it_and_is_waited_for_before_the_next(sign_in):
    app = await sign_in()
    for _ in range(62):  # half a second each
        await app.socket.send(bytes(16_000))
    refused = await app.event("error")
    assert (refused["code"], refused["max_seconds_ahead"]) == ("sound_too_fast", 30)
    assert await app.closing() == (1008, "sound_too_fast")
    async with connect(sign_in.address, proxy=None) as socket:
        again = SignIn(app.gateway, socket, None)
        assert (await again.event("error"))["code"] == "sign_in_busy"


async def test_ending_one_utterance_after_the_other_costs_as_much_as_speaking(sign_in):
    app = await sign_in()
    for _ in range(32):
        await app.socket.send(bytes(320))
        await app.socket.send(json.dumps({"type": "finish"}))
    assert await app.closing() == (1008, "sound_too_fast")


async def test_a_number_and_its_code_may_come_as_fast_as_they_are_sent(sign_in):
    app = await sign_in()
    for said in (PHONE, "对"):
        for _ in range(16):
            await app.socket.send(bytes(16_000))
        await app.socket.send(json.dumps({"type": "finish"}))
        await app.hears(said)
    await app.says("正在给您打电话")


async def test_what_is_said_to_the_voice_is_no_answer(sign_in):
    app = await sign_in()
    await app.hears("再说一遍")
    assert (await app.event("command"))["command"] == "repeat"


async def test_nothing_spoken_is_in_the_log(sign_in, caplog):
    caplog.set_level("INFO")
    app = await sign_in()
    await app.hears(PHONE, "对")
    await app.says("正在给您打电话")
    code = await app.code()
    await app.hears(code)
    await app.event("signed_in")
    ours = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("mobile_api"))
    assert PHONE not in ours
    assert code not in ours


async def test_without_speech_it_says_so(small_gateway):
    address = f"{small_gateway.url.replace('http', 'ws', 1)}/v1/auth/voice?lang=en"
    async with connect(address, proxy=None) as socket:
        app = SignIn(small_gateway, socket, None)
        assert (await app.event("error"))["code"] == "speech_unavailable"
        assert await app.closing() == (1013, "speech_unavailable")


async def known_elsewhere(sign_in) -> str:
    """The phone's account has a name at the lender, and was signed in to on a device; what that keeps."""
    gateway = sign_in.gateway
    form = {"grant_type": "otp", "phone": PHONE, "code": await gateway.code_for(PHONE)}
    tokens = (await gateway.client().post("/auth/token", data=form)).json()
    me = (await gateway.client(tokens["access_token"]).get("/me")).json()["id"]
    gateway.backend.answers[f"GET /borrowers/{me}/applications"] = []
    gateway.backend.answers[f"GET /borrowers/{me}/identity"] = Identity(verified=True, name="王*")
    gateway.backend.answers[f"POST /borrowers/{me}/identity/match"] = Matched(matched=False)
    sign_in.match = f"POST /borrowers/{me}/identity/match"
    return str(tokens["device"])


async def say_number_and_code(app: SignIn) -> None:
    await app.hears(PHONE, "对")
    await app.says("正在给您打电话")
    await app.hears(await app.code())


async def test_at_an_unknown_device_two_endings_are_spelled(sign_in):
    await known_elsewhere(sign_in)
    app = await sign_in()
    await say_number_and_code(app)
    await app.says("您的账户还不认识这台设备")
    await app.hears("三一零零二", "四二四二")
    await app.says("与我们的记录不符")
    sign_in.gateway.backend.answers[sign_in.match] = Matched(matched=True)
    await app.hears("三一零零二", "四二四二")
    assert (await app.event("signed_in"))["limited"] is False
    asked = [body for call, body in sign_in.gateway.backend.calls if call == sign_in.match]
    assert asked == [{"id_number": "31002", "card_last4": "4242"}] * 2


async def test_at_a_known_device_nothing_more_is_asked(sign_in):
    device = await known_elsewhere(sign_in)
    app = await sign_in()
    await app.socket.send(json.dumps({"type": "device", "device": device}))
    await say_number_and_code(app)
    signed_in = await app.event("signed_in")
    assert (signed_in["limited"], signed_in["device"]) == (False, device)


async def test_who_skips_that_gets_a_limited_session(sign_in):
    await known_elsewhere(sign_in)
    app = await sign_in()
    await say_number_and_code(app)
    await app.hears("跳过")
    await app.says("好的。请在页面上")
    tokens = await app.event("signed_in")
    assert (await sign_in.gateway.client(tokens["access_token"]).get("/me")).status_code == 403
