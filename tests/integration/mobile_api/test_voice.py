"""A spoken message is transcribed and then taken like a typed one."""

import pytest
from fastapi import FastAPI, Request

from contract.dialogue import Reply
from contract.speech import Heard, Narrow, Transcription
from contract.texts import Language
from mobile_api.chat.log import lock
from mobile_api.voice.uploads import AUDIO_LIMIT
from servicekit import problems
from servicekit.problems import Problem
from servicekit.uploads import read_form
from speech.errors import STATUSES, AudioUnreadable
from tests.disk import no_file_beyond
from tests.integration.mobile_api.conftest import Gateway
from tests.integration.mobile_api.scripted_speech import heard, transcription


def speech_that_hears(hears: dict[bytes, Heard | Problem]) -> FastAPI:
    """Speech's one path, and what it was called with: `hears` maps a recording's bytes to what is heard in it, the language
    added, or to a problem."""
    app = FastAPI()
    app.state.calls = []
    problems.install(app, STATUSES)

    @app.post("/transcriptions")
    async def transcribe(request: Request, lang: Language, narrow: Narrow | None = None) -> Transcription:
        app.state.calls.append((lang, narrow))
        found = hears[(await read_form(request, AUDIO_LIMIT)).file or b""]
        if isinstance(found, Problem):
            raise found
        return transcription(found.model_copy(update={"text": f"{found.text} {lang}"}), lang)

    return app


async def test_an_utterance_takes_the_way_of_a_typed_message(gateway_on, tmp_path, serve):
    async with serve(speech_that_hears({b"good": heard("我想借钱"), b"broken": AudioUnreadable()})) as speech_url:
        gateway = await gateway_on(f"sqlite:///{tmp_path / 'v.db'}", speech_url=speech_url)
        borrower = await gateway.talking_borrower()
        path = f"/conversations/{borrower.conversation}/voice"

        async def speak(client_id, recording, **lang):
            files = {"file": ("a.webm", recording, "audio/webm")}
            return await borrower.http.post(path, params=lang, data={"client_id": client_id}, files=files)

        spoken = (await speak("v1", b"good", lang="en")).json()
        broken = await speak("v2", b"broken")

    assert spoken["transcript"] == spoken["message"]["text"] == "我想借钱 en"
    assert spoken["replies"][0]["text"] == "echo 我想借钱 en"
    assert gateway.dialogue.calls[-1][1]["metadata"]["input"] == "voice"
    assert (broken.status_code, broken.json()["code"]) == (422, "audio_unreadable")


async def test_a_doubtful_number_is_asked_about_and_posted_once_its_words_come_back(gateway_on, tmp_path, serve):
    async with serve(speech_that_hears({b"number": heard("三万", 0.2)})) as speech_url:
        gateway = await gateway_on(f"sqlite:///{tmp_path / 'v.db'}", speech_url=speech_url)
        borrower = await gateway.talking_borrower()
        path = f"/conversations/{borrower.conversation}/voice"
        asked = await borrower.http.post(path, data={"client_id": "v1"}, files={"file": ("a.webm", b"number")})
        unposted = await borrower.log(after=1)
        form = {"client_id": (None, "v1"), "confirmed": (None, asked.json()["transcript"])}
        confirmed, again = [(await borrower.http.post(path, files=form)).json() for _ in range(2)]

    assert asked.json() == {"transcript": "三万 zh", "uncertain": True, "message": None, "replies": []}
    assert unposted == []
    assert confirmed == again
    assert confirmed["uncertain"] is False
    assert [m["text"] for m in await borrower.log(after=1)] == ["三万 zh", "echo 三万 zh"]
    assert gateway.dialogue.calls[-1][1]["metadata"]["input"] == "voice"


@pytest.mark.parametrize(
    "doubt",
    [heard("贷款", 0.2), *(heard(words, confidence=0.2) for words in ("贷款", "我要投诉", "三万元"))],
    ids=lambda doubt: f"{doubt.text} {doubt.answer_confidence}",
)
async def test_what_was_hardly_heard_opens_nothing_until_its_words_come_back(gateway_on, tmp_path, serve, doubt: Heard):
    async with serve(speech_that_hears({b"noise": doubt})) as speech_url:
        gateway = await gateway_on(f"sqlite:///{tmp_path / 'v.db'}", speech_url=speech_url)
        borrower = await gateway.talking_borrower()
        path = f"/conversations/{borrower.conversation}/voice"
        asked = (await borrower.http.post(path, data={"client_id": "v1"}, files={"file": ("a.webm", b"noise")})).json()

    assert (asked["uncertain"], asked["message"]) == (True, None)
    assert [kind for kind, _ in gateway.dialogue.calls] == ["greeting"]
    assert await borrower.log(after=1) == []


async def test_what_the_dialogue_asks_for_is_listened_for_in_a_recording_too(speaking):
    _, borrower, speak, calls = speaking
    await borrower.say("m1", "我想借钱")  # the scripted dialogue asks for an amount
    await speak("v1")
    assert calls == [("zh", "money")]


async def test_no_recording_reaches_a_disk_or_a_database(gateway_on, tmp_path, serve):
    recording = b"a voice " * 300_000  # more than a framework's form parser keeps in memory
    async with serve(speech_that_hears({recording: heard("我想借钱")})) as speech_url:
        gateway = await gateway_on(f"sqlite:///{tmp_path / 'v.db'}", speech_url=speech_url)
        borrower = await gateway.talking_borrower()
        path = f"/conversations/{borrower.conversation}/voice"
        with no_file_beyond(len(recording) // 2):
            spoken = await borrower.http.post(path, data={"client_id": "v1"}, files={"file": ("a.webm", recording)})
    assert spoken.status_code == 200
    kept = [file for file in tmp_path.rglob("*") if file.is_file() and b"a voice " in file.read_bytes()]
    assert kept == []


async def test_the_transcript_of_a_code_that_was_asked_for_does_not_show_it(gateway_on, tmp_path, serve):
    async with serve(speech_that_hears({b"code": heard("好的，三七一九二零")})) as speech_url:
        gateway: Gateway = await gateway_on(f"sqlite:///{tmp_path / 'v.db'}", speech_url=speech_url)
        card = {"type": "contract", "application_id": "app_1", "contract_hash": "c" * 64, "cost_sheet_hash": "s" * 64}
        gateway.dialogue.script["greeting"] = [Reply(text="请说验证码", language="zh", blocks=[card])]
        gateway.dialogue.expects["greeting"] = "acceptance_code"
        borrower = await gateway.talking_borrower()
        path = f"/conversations/{borrower.conversation}/voice"
        files = {"file": ("a.webm", b"code", "audio/webm")}
        spoken = (await borrower.http.post(path, data={"client_id": "v1"}, files=files)).json()
    assert spoken["transcript"] == "好的，•••••• zh"


@pytest.fixture
async def speaking(gateway_on, tmp_path, serve):
    """A gateway with speech that hears one recording, a borrower in it, and all that speech heard."""
    app = speech_that_hears({b"good": heard("我想借钱")})
    async with serve(app) as speech_url:
        url = f"sqlite:///{tmp_path / 'v.db'}"
        gateway = await gateway_on(url, speech_url=speech_url, messages_per_minute=2)
        borrower = await gateway.talking_borrower()

        async def speak(client_id, **form):
            files = {"file": ("a.webm", b"good", "audio/webm")}
            path = f"/conversations/{borrower.conversation}/voice"
            return await borrower.http.post(path, data={"client_id": client_id, **form}, files=files)

        yield gateway, borrower, speak, app.state.calls


async def test_a_recording_sent_again_is_answered_as_before_and_not_transcribed_again(speaking):
    _, _, speak, calls = speaking
    first, again = (await speak("v1")).json(), (await speak("v1")).json()
    assert again == first
    assert len(calls) == 1


async def test_a_recording_beyond_the_limit_of_messages_is_not_transcribed(speaking):
    _, _, speak, calls = speaking
    for client_id in ("v1", "v2"):
        await speak(client_id)
    refused = await speak("v3")
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_requests")
    assert len(calls) == 2


async def test_a_recording_for_a_closed_conversation_is_not_transcribed(speaking):
    gateway, borrower, speak, calls = speaking
    async with gateway.parts.database.transaction() as session:
        (await lock(session, borrower.conversation)).closed_at = gateway.clock()
    refused = await speak("v1")
    assert (refused.status_code, refused.json()["code"]) == (409, "conversation_closed")
    assert calls == []


@pytest.mark.parametrize(
    ("form", "at"), [({"client_id": "a:b"}, "body.client_id"), ({"client_id": "v1", "lang": "fr"}, "body.lang")]
)
async def test_what_stands_beside_the_recording_is_checked(speaking, form, at):
    _, _, speak, calls = speaking
    refused = await speak(**form)
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_request")
    assert [field["at"] for field in refused.json()["data"]["fields"]] == [at]
    assert calls == []


async def test_a_form_without_a_recording_is_refused(small_gateway):
    borrower = await small_gateway.talking_borrower()
    path = f"/conversations/{borrower.conversation}/voice"
    answers = [
        await borrower.http.post(path, files={"client_id": (None, "v1")}),
        await borrower.http.post(path, json={"client_id": "v1"}),
        await borrower.http.post(path, content=b"rubbish", headers={"Content-Type": "multipart/form-data; boundary=x"}),
    ]
    assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(422, "audio_unreadable")}
