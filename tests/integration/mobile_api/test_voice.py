"""A spoken message is transcribed and then taken like a typed one."""

from fastapi import FastAPI, UploadFile
from fastapi.responses import JSONResponse


def speech_that_hears(heard):
    """Speech's one path: `heard` maps a recording's bytes to a text, or to a problem's status and code."""
    app = FastAPI()

    @app.post("/transcriptions")
    async def transcribe(file: UploadFile, lang: str):
        found = heard[await file.read()]
        if isinstance(found, tuple):
            status, code = found
            problem = {"title": "No.", "status": status, "code": code}
            return JSONResponse(problem, status, media_type="application/problem+json")
        return {"text": f"{found} {lang}", "engine": "e", "language": lang, "audio_seconds": 1, "cpu_seconds": 0.1}

    return app


async def test_an_utterance_takes_the_way_of_a_typed_message(gateway_on, tmp_path, serve):
    heard = {b"good": "我想借钱", b"broken": (422, "audio_unreadable")}
    async with serve(speech_that_hears(heard)) as speech_url:
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
