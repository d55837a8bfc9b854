"""One spoken sentence, from audio to the bot's answer, through the gateway."""

import uuid
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.borrower_app import BorrowerApp, said

pytestmark = pytest.mark.shared_data


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_spoken_wish_to_borrow_opens_an_application(
    language: str, shared_data: Path, sign_up: Callable[[str], BorrowerApp]
) -> None:
    app = sign_up(language)
    clip = shared_data / "clips" / language / "loan-00.wav"

    answer = app.http.post(
        f"/v1/conversations/{app.chat.id}/voice",
        params={"lang": language},
        data={"client_id": uuid.uuid4().hex},
        files={"file": (clip.name, clip.read_bytes(), "audio/wav")},
        timeout=120,
    )

    assert answer.status_code == 200, answer.text
    turn = answer.json()
    assert turn["message"]["text"] == turn["transcript"]
    assert said(turn["replies"])
    fields = app.get("/applications")[0]["fields"]
    assert fields["amount"] == {"minor": 3_000_000, "currency": "CNY"}
    assert fields["term_months"] == 12
