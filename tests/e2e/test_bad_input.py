"""What is hostile or broken gets a clear, coded answer and changes nothing."""

import uuid
from collections.abc import Callable

import httpx
import pytest

from tests import papers
from tests.e2e.borrower_app import BorrowerApp
from tests.marks import slow
from tests.stack import Stack


@pytest.mark.parametrize(
    "text",
    [
        "/restart",
        '/inform{"amount": 99999900, "language": "en"}',
        "😀😀😀",
        # Their like are said to the dialogue in `tests/integration/assistant/test_odd_input.py`.
        *slow("/intent{}", "  /session_start", "<script>alert(1)</script>", "a" * 500, "\u202eevil\u202c"),
    ],
)
def test_strange_text_gets_a_normal_answer_and_sets_nothing(text: str, sign_up: Callable[[str], BorrowerApp]) -> None:
    app = sign_up("zh")
    before = app.say("我想申请贷款")[-1]["expects"]

    response = app.post_message(text=text)

    assert response.status_code == 200, response.text
    assert response.json()["replies"], "no answer"
    drafts = app.get("/applications")
    assert drafts[0]["fields"]["amount"] is None
    assert before == "purpose"


@pytest.mark.parametrize(
    ("text", "code"),
    [("a" * 501, "text_too_long"), ("", "text_empty"), (" \n", "text_empty"), ("\u0000", "invalid_request")],
)
def test_text_over_the_cap_or_empty_is_refused(text: str, code: str, sign_up: Callable[[str], BorrowerApp]) -> None:
    response = sign_up("en").post_message(text=text)
    assert (response.status_code, response.json()["code"]) == (422, code)


def test_a_forged_or_used_button_is_refused(sign_up: Callable[[str], BorrowerApp]) -> None:
    app, stranger = sign_up("en"), sign_up("en")
    action = next(button["action"] for message in app.messages for button in message["buttons"])

    forged = [app.post_message(action="nothing"), stranger.post_message(action=action)]
    used = [app.post_message(action=action), app.post_message(action=action)]

    assert [answer.status_code for answer in forged + used] == [422, 422, 200, 422]
    assert used[1].json()["code"] == "unknown_action"


def test_a_broken_audio_file_is_a_typed_error(sign_up: Callable[[str], BorrowerApp]) -> None:
    app = sign_up("en")
    response = app.http.post(
        f"/v1/conversations/{app.chat.id}/voice",
        params={"lang": "en"},
        data={"client_id": uuid.uuid4().hex},
        files={"file": ("speech.wav", b"RIFF" + b"\x00" * 400, "audio/wav")},
    )
    assert response.status_code in (415, 422)
    assert response.json()["code"].startswith("audio_")


def test_hostile_papers_are_refused_by_name_and_leave_nothing(sign_up: Callable[[str], BorrowerApp]) -> None:
    app = sign_up("en")
    yuan = {"minor": 900_000, "currency": "CNY"}
    fields = {"purpose": "consumption", "amount": yuan, "term_months": 12, "method": "equal_instalment",
              "monthly_income": yuan, "credit_check_consent": True}  # fmt: skip
    application = app.post("/applications", {"fields": fields}, key=uuid.uuid4().hex)
    path = f"/v1/applications/{application['id']}/documents"

    answers = [
        app.http.post(path, files={"file": (name, content, "image/jpeg")})
        for name, content in (
            ("photo.jpg", b"MZ" + bytes(5000)),
            ("statement.pdf", papers.pdf_bomb()),
            ("picture.png", papers.picture_bomb()),
            ("large.jpg", bytes(50_000_000)),
        )
    ]

    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [
        (415, "document_type_not_allowed"),
        (422, "document_too_complex"),
        (422, "document_too_complex"),
        (413, "body_too_large"),
    ]
    assert app.get(f"/applications/{application['id']}/documents") == []


@pytest.mark.parametrize("path", ["/v1/nothing", "/nothing", "/v1/desk/nothing"])
def test_an_unknown_route_is_a_coded_problem(path: str, stack: Stack) -> None:
    response = httpx.get(stack.url + path, trust_env=False)
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["code"] == "not_found"


def test_an_unexpected_body_is_a_coded_problem(sign_up: Callable[[str], BorrowerApp]) -> None:
    app = sign_up("en")
    for body in ("{", '{"amount": "lots"}', "[]"):
        response = app.http.post("/v1/quotes", content=body, headers={"Content-Type": "application/json"})
        assert (response.status_code, response.json()["code"]) == (422, "invalid_request")


def test_rasas_own_doors_are_closed(stack: Stack) -> None:
    at = f"http://127.0.0.1:{stack.ports['dialogue']}"
    for path in ("/webhooks/rest/webhook", "/model/parse", "/conversations/x/trigger_intent"):
        assert httpx.post(at + path, json={"text": "/restart"}, trust_env=False).status_code in (404, 405)
