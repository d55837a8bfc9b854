"""Nothing that is sent is a fault of ours: no operation answers 5xx, on either database."""

import asyncio
import json

import pytest

from mobile_api.published.committed import contract_text
from tests.hostile import Target, server_errors

CONTRACT = json.loads(contract_text())
NOT_STORABLE = ["\\u0000", "a\\u0000b", "\\ud800", "\\udfff x", "\\uD83D"]


@pytest.mark.parametrize("role", ["borrower", "reviewer"])
async def test_no_operation_answers_with_a_fault(gateway_on, database_url, role):
    gateway = await gateway_on(database_url, otp_per_phone=100_000, otp_per_address=100_000)
    borrower = await gateway.talking_borrower()
    http = borrower.http if role == "borrower" else await gateway.staff("rita", "reviewer")
    headers = {"Authorization": http.headers["Authorization"]}
    target = Target(CONTRACT, gateway.url, headers, {"conversation_id": borrower.conversation})
    desk = role == "reviewer"
    assert await asyncio.to_thread(server_errors, target, lambda path: ("/desk" in path) == desk) == []


@pytest.mark.parametrize("after", [-1, 2**31, 2**40, 2**63, 10**22])
async def test_a_place_beyond_any_log_is_refused(gateway, after):
    borrower = await gateway.talking_borrower()
    answer = await borrower.http.get(f"/conversations/{borrower.conversation}/messages", params={"after": after})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
    assert (await borrower.http.get(f"/conversations/{borrower.conversation}/messages?after={2**31 - 1}")).json() == {
        "messages": []
    }


@pytest.mark.parametrize("written", NOT_STORABLE)
async def test_text_that_cannot_be_kept_is_refused_at_once(gateway, written):
    borrower = await gateway.talking_borrower()
    headers = {"Content-Type": "application/json; charset=utf-8"}
    sent = f'{{"client_id": "m1", "text": "x{written}"}}'.encode()
    answer = await borrower.http.post(f"/conversations/{borrower.conversation}/messages", content=sent, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
    assert answer.json()["data"]["fields"] == [{"at": "body", "error": "text_not_storable"}]


@pytest.mark.parametrize("body", [b'{"phone": "a\0"}', '{"phone": "x"}'.encode("utf-16"), b'{"phone": "\xed\xa0\x80"}'])
async def test_a_body_in_no_utf8_is_refused(small_gateway, body):
    headers = {"Content-Type": "application/json"}
    answer = await small_gateway.client().post("/auth/otp", content=body, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")


async def test_what_only_looks_like_it_is_let_through(gateway):
    """A backslash before the `u`, and a pair that is whole."""
    borrower = await gateway.talking_borrower()
    headers = {"Content-Type": "application/json"}
    for number, written in enumerate(["\\\\u0000", "\\ud83d\\ude00"]):
        sent = f'{{"client_id": "m{number}", "text": "x {written}"}}'.encode()
        answer = await borrower.http.post(
            f"/conversations/{borrower.conversation}/messages", content=sent, headers=headers
        )
        assert answer.status_code == 200, answer.text


async def test_nul_in_a_path_or_a_query_is_refused(gateway):
    for path, where in (("/conversations/a%00/messages", "path"), ("/dev/outbox?to=%00", "query")):
        answer = await gateway.client().get(path)
        assert (answer.status_code, answer.json()["data"]["fields"][0]["at"]) == (422, where)
