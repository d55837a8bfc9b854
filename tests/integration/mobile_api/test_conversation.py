"""A conversation over REST."""

import asyncio

import pytest

from contract.dialogue import OfferedButton, Reply
from tests.integration.mobile_api.conftest import Gateway


async def test_a_new_conversation_begins_with_the_assistants_greeting(gateway):
    borrower = await gateway.borrower()
    conversation = await borrower.start(language="en")

    assert (conversation["owner"], conversation["language"]) == ("bot", "en")
    [greeting] = await borrower.log()
    assert (greeting["seq"], greeting["from"], greeting["text"]) == (1, "bot", "echo greeting")
    kind, body = gateway.dialogue.calls[0]
    assert kind == "greeting"
    assert body["metadata"] == {"borrower_id": body["metadata"]["borrower_id"], "language": "en", "input": "text"}
    assert borrower.conversation not in body["sender"]


@pytest.mark.both_databases
async def test_a_borrower_has_one_open_conversation_even_when_two_requests_start_it(gateway):
    borrower = await gateway.borrower()
    answers = await asyncio.gather(*(borrower.http.post("/conversations", json={}) for _ in range(5)))

    assert len({answer.json()["id"] for answer in answers}) == 1
    current = await borrower.http.get("/conversations/current")
    assert current.json()["id"] == answers[0].json()["id"]
    assert gateway.dialogue.ran == gateway.dialogue.ran[:1]


async def test_a_message_is_answered_with_its_replies(gateway):
    borrower = await gateway.talking_borrower()
    answer = await borrower.say("m1", "你好")

    assert (answer["message"]["seq"], answer["message"]["from"], answer["message"]["client_id"]) == (
        2,
        "borrower",
        "m1",
    )
    [reply] = answer["replies"]
    assert (reply["seq"], reply["from"], reply["text"], reply["expects"]) == (3, "bot", "echo 你好", "amount")


async def test_a_repeated_client_id_answers_the_same_message_and_runs_nothing(gateway):
    borrower = await gateway.talking_borrower()
    first = await borrower.say("m1", "你好")
    again = await borrower.say("m1", " 你好\u202e")

    assert again == first
    assert gateway.dialogue.ran.count("m1") == 1


async def test_another_text_or_button_under_a_client_id_is_refused_and_not_lost_silently(gateway: Gateway):
    buttons = [OfferedButton(title=title, payload=f"/{title}") for title in ("one", "two")]
    gateway.dialogue.script["你好"] = [Reply(text="哪一个？", language="zh", buttons=buttons)]
    borrower = await gateway.talking_borrower()
    offered = (await borrower.say("m1", "你好"))["replies"][0]["buttons"]
    pressed = await borrower.post("m2", action=offered[0]["action"])

    refused = [
        await borrower.post("m1", "我要投诉"),
        await borrower.post("m1", action=offered[1]["action"]),
        await borrower.post("m2", "one"),
        await borrower.post("m2", action=offered[1]["action"]),
    ]

    assert {(answer.status_code, answer.json()["code"]) for answer in refused} == {(409, "client_id_reused")}
    assert (await borrower.post("m2", action=offered[0]["action"])).json() == pressed.json()
    assert (await borrower.post("m3", action=offered[1]["action"])).status_code == 200


@pytest.mark.both_databases
async def test_two_posts_with_one_client_id_at_once_are_one_message_with_one_answer(gateway):
    borrower = await gateway.talking_borrower()
    answers = await asyncio.gather(*(borrower.say("m1", "你好") for _ in range(6)))

    assert all(answer == answers[0] for answer in answers)
    assert [message["seq"] for message in await borrower.log()] == [1, 2, 3]
    assert gateway.dialogue.ran.count("m1") == 1


@pytest.mark.both_databases
async def test_messages_posted_at_once_are_numbered_without_gaps_and_answered_one_at_a_time(gateway):
    borrower = await gateway.talking_borrower()
    await asyncio.gather(*(borrower.say(f"m{n}", f"text {n}") for n in range(8)))

    log = await borrower.log()
    assert [message["seq"] for message in log] == list(range(1, 18))
    asked = [message["text"] for message in log if message["from"] == "borrower"]
    answered = [message["text"].removeprefix("echo ") for message in log[1:] if message["from"] == "bot"]
    assert answered == asked


async def test_a_pressed_button_reaches_the_dialogue_as_its_payload_and_the_log_as_its_title(gateway: Gateway):
    yes = OfferedButton(title="是的", payload="/affirm")
    gateway.dialogue.script["可以吗"] = [Reply(text="可以", language="zh", buttons=[yes])]
    borrower = await gateway.talking_borrower()
    [button] = (await borrower.say("m1", "可以吗"))["replies"][0]["buttons"]
    assert "affirm" not in button["action"]

    answer = (await borrower.post("m2", action=button["action"])).json()

    assert answer["message"]["text"] == "是的"
    assert answer["replies"][0]["text"] == "echo /affirm"


async def test_a_button_works_once_in_its_own_conversation_until_it_expires(gateway: Gateway, clock):
    buttons = [OfferedButton(title="是", payload="/affirm"), OfferedButton(title="否", payload="/deny")]
    gateway.dialogue.script["可以吗"] = [Reply(text="可以", language="zh", buttons=buttons)]
    borrower, stranger = await gateway.talking_borrower(), await gateway.talking_borrower()
    yes, no = [b["action"] for b in (await borrower.say("m1", "可以吗"))["replies"][0]["buttons"]]

    forged = await borrower.post("m2", action="nothing")
    foreign = await stranger.post("m2", action=yes)
    used = [await borrower.post("m3", action=yes), await borrower.post("m4", action=yes)]
    clock.pass_(hours=25)
    token = (await borrower.http.post("/auth/token", data=refresh_form(borrower))).json()["access_token"]
    borrower.http.headers["Authorization"] = f"Bearer {token}"
    expired = await borrower.post("m5", action=no)

    assert [r.status_code for r in (forged, foreign, *used, expired)] == [422, 422, 200, 422, 422]
    assert {r.json()["code"] for r in (forged, foreign, used[1], expired)} == {"unknown_action"}


@pytest.mark.both_databases
async def test_two_presses_of_one_button_at_once_count_once(gateway: Gateway):
    yes = OfferedButton(title="是", payload="/affirm")
    gateway.dialogue.script["可以吗"] = [Reply(text="可以", language="zh", buttons=[yes])]
    borrower = await gateway.talking_borrower()
    [button] = (await borrower.say("m1", "可以吗"))["replies"][0]["buttons"]

    answers = await asyncio.gather(*(borrower.post(f"p{n}", action=button["action"]) for n in range(4)))

    assert sorted(answer.status_code for answer in answers) == [200, 422, 422, 422]


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "text_empty"), (" \n\t ", "text_empty"), ("\x01\x07", "text_empty"), ("字" * 501, "text_too_long")],
)
async def test_empty_and_overlong_text_is_refused_and_not_kept(small_gateway, text, code):
    borrower = await small_gateway.talking_borrower()
    answer = await borrower.post("m1", text)

    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert len(await borrower.log()) == 1


@pytest.mark.parametrize("body", [{"text": "a", "action": "b"}, {}, {"text": "a", "extra": 1}])
async def test_a_message_is_either_text_or_an_action(small_gateway, body):
    borrower = await small_gateway.talking_borrower()
    answer = await borrower.post("m1", **body)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")


async def test_too_many_messages_a_minute_are_refused_until_the_minute_is_over(gateway_on, database_url, clock):
    gateway = await gateway_on(database_url, messages_per_minute=2)
    borrower = await gateway.talking_borrower()
    await borrower.say("m1", "一")
    await borrower.say("m2", "二")

    refused = await borrower.post("m3", "三")
    repeated = await borrower.post("m2", "二")
    clock.pass_(seconds=int(refused.headers["Retry-After"]))
    later = await borrower.post("m3", "三")

    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_requests")
    assert (repeated.status_code, later.status_code) == (200, 200)


async def test_the_conversation_follows_the_language_of_the_replies(gateway: Gateway):
    gateway.dialogue.script["speak English"] = [Reply(text="Sure.", language="en")]
    borrower = await gateway.talking_borrower()
    await borrower.say("m1", "speak English")
    await borrower.say("m2", "hello")

    assert gateway.dialogue.calls[-1][1]["metadata"]["language"] == "en"


def refresh_form(borrower):
    return {"grant_type": "refresh_token", "refresh_token": borrower.tokens["refresh_token"]}
