"""Reminders switched on and off, by the settings or in a conversation; ratings."""

import pytest

from contract.dialogue import Reply, SettingsChange
from mobile_api.push.events import apply_events
from tests.integration.mobile_api.conftest import Gateway
from tests.integration.mobile_api.scripted_backend import event


async def test_without_a_choice_everything_is_told(gateway):
    borrower = await gateway.borrower()
    assert (await borrower.http.get("/notification-preferences")).json() == {"reminders": True}


async def test_reminders_that_are_off_are_not_sent_but_what_happened_to_money_is(gateway: Gateway):
    borrower = await gateway.borrower()
    me = (await borrower.http.get("/me")).json()["id"]
    await borrower.http.put("/notification-preferences", json={"reminders": False})
    gateway.backend.events = [
        event(1, me, "application.abandoned", application_id="app_1", product_id=None),
        event(2, me, "payment.failed"),
    ]

    await apply_events(gateway.parts.database, gateway.parts.backend, gateway.clock())

    kinds = [one["kind"] for one in (await borrower.http.get("/notifications")).json()]
    assert kinds == ["payment.failed"]


async def test_the_conversation_switches_what_the_settings_show(gateway: Gateway):
    borrower = await gateway.talking_borrower()
    gateway.dialogue.script["关掉提醒"] = [
        Reply(text="已关闭", language="zh", settings=SettingsChange(reminders=False))
    ]
    gateway.dialogue.script["打开提醒"] = [Reply(text="已打开", language="zh", settings=SettingsChange(reminders=True))]

    await borrower.say("m1", "关掉提醒")
    off = (await borrower.http.get("/notification-preferences")).json()
    await borrower.say("m2", "打开提醒")

    assert off == {"reminders": False}
    assert (await borrower.http.get("/notification-preferences")).json() == {"reminders": True}


async def test_an_answered_case_is_told(small_gateway: Gateway):
    borrower = await small_gateway.borrower()
    me = (await borrower.http.get("/me")).json()["id"]
    small_gateway.backend.events = [event(1, me, "case.answered")]
    await apply_events(small_gateway.parts.database, small_gateway.parts.backend, small_gateway.clock())
    [told] = (await borrower.http.get("/notifications")).json()
    assert told["title"]["zh"] == "您反映的问题有答复了"


async def test_the_last_rating_of_a_conversation_counts(gateway):
    borrower = await gateway.talking_borrower()
    path = f"/conversations/{borrower.conversation}/rating"
    await borrower.http.post(path, json={"stars": 2})
    answer = await borrower.http.post(path, json={"stars": 5, "comment": " 很快 "})
    assert (answer.status_code, answer.json()["stars"], answer.json()["comment"]) == (200, 5, "很快")


@pytest.mark.parametrize("body", [{}, {"stars": 0}, {"stars": 6}, {"stars": "many"}])
async def test_a_rating_is_one_to_five_stars(small_gateway, body):
    borrower = await small_gateway.talking_borrower()
    answer = await borrower.http.post(f"/conversations/{borrower.conversation}/rating", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
