"""The terminal chat against a small stand-in for the public API."""

import httpx
import pytest

from assistant.chat import Chat, NoSuchButton, as_text, script_lines


class FakeGateway:
    """Answers every message with an echo and, at first, two buttons."""

    def __init__(self) -> None:
        self.log: list[dict[str, object]] = []
        self.posted: list[dict[str, str]] = []
        self.add("bot", "hello", [{"title": "Yes", "action": "a1"}, {"title": "No", "action": "a2"}])

    def add(self, sender: str, text: str, buttons: list[dict[str, str]] | None = None) -> dict[str, object]:
        message = {"seq": len(self.log) + 1, "from": sender, "text": text, "blocks": [], "buttons": buttons or []}
        self.log.append(message)
        return message

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            after = int(request.url.params["after"])
            return httpx.Response(200, json={"messages": self.log[after:]})
        if request.url.path == "/v1/conversations":
            return httpx.Response(200, json={"id": "c1", "owner": "bot", "language": "en"})
        body = httpx.Response(200, content=request.content).json()
        self.posted.append(body)
        said = body.get("text", "(button)")
        message = self.add("borrower", said)
        self.add("bot", f"echo {said}")
        return httpx.Response(200, json={"message": message, "replies": []})


@pytest.fixture
def gateway() -> FakeGateway:
    return FakeGateway()


@pytest.fixture
def chat(gateway: FakeGateway) -> Chat:
    return Chat(httpx.Client(transport=httpx.MockTransport(gateway), base_url="http://gateway"), "en")


def test_what_is_said_is_answered(chat: Chat) -> None:
    assert [message["text"] for message in chat.say("hi")] == ["echo hi"]
    assert [message["text"] for message in chat.transcript] == ["hello", "hi", "echo hi"]


@pytest.mark.parametrize("line", ["> 2", "> No"])
def test_a_button_is_pressed_by_number_or_title(chat: Chat, gateway: FakeGateway, line: str) -> None:
    chat.play(line)
    assert gateway.posted[0]["action"] == "a2"


def test_a_button_that_is_not_there_is_named(chat: Chat) -> None:
    chat.say("hi")
    with pytest.raises(NoSuchButton):
        chat.press("Yes")


def test_a_script_skips_blank_lines_and_comments() -> None:
    assert script_lines("# a talk\n\n 你好 \n> 1\n") == ["你好", "> 1"]


def test_blocks_are_shown_by_their_kind() -> None:
    message = {"from": "bot", "text": "done", "blocks": [{"type": "decision"}]}
    assert as_text(message) == "bot: done\n  [decision]"
