import json
from pathlib import Path

import httpx
import pytest

from assistant.evaluate.connection import Patient
from assistant.evaluate.running import NotRunning, running_system

URL = "http://127.0.0.1:8000"


def test_a_request_that_came_too_soon_is_sent_again_when_it_may() -> None:
    waited: list[float] = []
    answers = iter([httpx.Response(429, headers={"Retry-After": "7"}), httpx.Response(429), httpx.Response(200)])
    http = httpx.Client(
        transport=Patient(httpx.MockTransport(lambda _: next(answers)), waited.append), base_url="http://gateway"
    )
    assert http.post("/", json={"said": "once"}).status_code == 200
    assert waited == [7, 1]


def noted(folder: Path, environment: str = "development") -> Path:
    file = folder / "run.json"
    file.write_text(json.dumps({"url": URL, "settings": {"LOANTALK_ENV": environment}, "staff": {}}))
    return file


def test_the_running_system_is_found_by_its_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert running_system(state=noted(tmp_path)).url == URL
    monkeypatch.setenv("LOANTALK_STATE", str(noted(tmp_path)))
    assert running_system(f"{URL}/").url == URL


@pytest.mark.parametrize(
    ("environment", "base_url", "told"),
    [
        ("production", None, "not a development system"),
        ("development", "http://127.0.0.1:9", "not of http://127.0.0.1:9"),
    ],
)
def test_another_system_is_refused(tmp_path: Path, environment: str, base_url: str | None, told: str) -> None:
    with pytest.raises(NotRunning, match=told):
        running_system(base_url, noted(tmp_path, environment))


def test_without_a_state_the_way_to_one_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotRunning, match="make run"):
        running_system(state=tmp_path / "run.json")
