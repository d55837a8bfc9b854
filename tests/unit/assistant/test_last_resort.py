"""An action that fails by a fault of ours says so in the borrower's language, and keeps what was asked."""

import logging
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.actions.app import build_app
from assistant.actions.settings import Settings

KEY = "test-actions-key"
SAID = "我叫王小明，借三万"


def failing(**slots: Any) -> dict[str, Any]:
    """A call that no action of ours can carry out: its message has no id."""
    message = {"event": "user", "text": SAID, "metadata": {"borrower_id": "b"}, "timestamp": 1_790_000_000}
    tracker = {
        "sender_id": "c", "slots": slots, "events": [message], "latest_message": {}, "active_loop": {"name": "loan_form"},
        "paused": False, "followup_action": None, "latest_input_channel": "loantalk", "latest_action_name": "action_listen",
    }  # fmt: skip
    return {"next_action": "action_take_turn", "sender_id": "c", "tracker": tracker}


@pytest.fixture
def actions() -> TestClient:
    settings = Settings(backend_url="http://127.0.0.1:9", backend_key=KEY, service_key=KEY)
    return TestClient(build_app(settings), headers={"X-Service-Key": KEY})


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_failed_action_asks_to_say_it_once_more(actions: TestClient, language: str) -> None:
    answer = actions.post("/webhook", json=failing(language=language))
    assert answer.status_code == 200
    said = answer.json()["responses"]
    assert [(reply["response"], reply["language"]) for reply in said] == [("utter_say_it_again", language)]
    noted = {"acts": ["repair/asked_back", "repair/offered_person"]}
    assert answer.json()["events"] == [{"event": "noted", "timestamp": None, "notes": noted}]


def test_the_form_keeps_its_question(actions: TestClient) -> None:
    answer = actions.post("/webhook", json=failing(requested_slot="amount"))
    assert {event["event"] for event in answer.json()["events"]} == {"noted"}


def test_only_the_kind_of_error_is_logged(actions: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        actions.post("/webhook", json=failing(requested_slot="amount"))
    assert "action_take_turn failed: KeyError" in caplog.text
    assert "王小明" not in caplog.text
    assert "Traceback" not in caplog.text
