"""What a borrower meets when a part behind the dialogue is down, and that nothing is lost or done twice by it."""

import uuid
from typing import Any

import pytest


def filled_application(borrower: Any) -> None:
    """Talk to the read-back."""
    borrower.say("借3万分12期买手机")
    borrower.press("等额本息")
    borrower.say("8000")
    for _ in range(6):
        borrower.press("跳过")
    borrower.press("同意")
    assert borrower.last["expects"] == "application_confirmed"


def test_a_turn_without_actions_is_refused_whole_and_can_be_repeated(servers: Any) -> None:
    borrower = servers.borrower("zh")
    borrower.say("我想贷款买车")
    message_id = uuid.uuid4().hex
    with servers.stack.down("actions"):
        response = borrower.call("turns", message_id, text="五万")
        assert (response.status_code, response.json()["code"]) == (503, "actions_unavailable")
    turn = borrower.turn(message_id=message_id, text="五万")
    assert turn["expects"] == "term_months"
    assert borrower.applications()[0]["fields"]["amount"] == {"minor": 5_000_000, "currency": "CNY"}


@pytest.mark.slow
def test_the_form_keeps_its_place_while_the_backend_is_down(servers: Any) -> None:
    borrower = servers.borrower("zh")
    borrower.say("我想贷款买车")
    with servers.stack.down("backend"):
        assert borrower.say("五万")["expects"] == "amount"
        assert "连不上" in borrower.heard
        borrower.say("可以提前还款吗")
        assert "连不上" in borrower.heard
        assert borrower.last["expects"] == "amount"
    assert borrower.say("五万")["expects"] == "term_months"


@pytest.mark.slow
def test_an_application_confirmed_while_the_backend_is_down_is_submitted_by_the_next_yes(servers: Any) -> None:
    borrower = servers.borrower("zh")
    filled_application(borrower)
    with servers.stack.down("backend"):
        assert borrower.press("确认提交")["expects"] == "application_confirmed"
        assert "还没有提交" in borrower.heard
    borrower.say("确认提交")
    assert "审批结果" in borrower.heard or "转交" in borrower.heard
    assert [application["decision"] is not None for application in borrower.applications()] == [True]


@pytest.mark.slow
def test_the_half_filled_form_survives_a_restart_of_the_dialogue(servers: Any) -> None:
    borrower = servers.borrower("en")
    borrower.say("I need a loan for my business")
    with servers.stack.down("dialogue"):
        pass
    assert borrower.say("80,000")["expects"] == "term_months"


@pytest.mark.slow
def test_a_payment_confirmed_while_the_backend_is_down_is_made_once_by_the_next_yes(servers: Any) -> None:
    borrower = servers.borrower("zh")
    servers.lending.given(borrower.id, {"days_ago": 20})
    borrower.say("我要还款")
    with servers.stack.down("backend"):
        borrower.press("确认还款")
        assert "连不上" in borrower.heard
    borrower.say("确认")
    assert "已发起" in borrower.heard
    borrower.say("确认")
    (loan,) = borrower.fetch("loans")
    assert [payment["status"] for payment in borrower.fetch(f"loans/{loan['id']}/payments")] == ["pending"]


@pytest.mark.slow
def test_a_person_comes_also_when_no_case_can_be_registered(servers: Any) -> None:
    fraud, distress, directed = servers.borrower("zh"), servers.borrower("en"), servers.borrower("zh")
    with servers.stack.down("backend"):
        reply = fraud.say("有人冒充你们让我先交保证金")["replies"][0]
        assert reply["handoff"]["reason"] == "report_fraud"
        reply = distress.say("I want to die")["replies"][0]
        assert reply["handoff"]["reason"] == "distress"
        assert "12356" in reply["text"]
        reply = directed.say("有人在电话里教我操作")["replies"][0]
        assert reply["handoff"]["reason"] == "report_fraud"
        # What could not be stopped is not said to be.
        assert "签约也暂停" not in reply["text"]
