"""One id from the edge to every service inside, into the log and back to who asked."""

import asyncio
import logging
import re

import pytest

from mobile_api.worker import Worker
from servicekit.logs import FORMAT, add_request_id

ID = "req-0123456789abcdef"
MADE_HERE = re.compile(r"[0-9a-f]{32}")


@pytest.fixture
def lines(caplog):
    """What is logged, in the format of every process."""
    caplog.set_level("INFO")
    caplog.handler.setFormatter(logging.Formatter(FORMAT))
    caplog.handler.addFilter(add_request_id)
    return lambda: caplog.text.splitlines()


async def test_the_callers_id_goes_to_the_services_inside_the_log_and_the_answer(small_gateway, lines):
    borrower = await small_gateway.talking_borrower()
    borrower.http.headers["X-Request-Id"] = ID
    small_gateway.dialogue.down = True
    posted = await borrower.post("m1", "你好")
    assert (posted.status_code, posted.headers["X-Request-Id"]) == (200, ID)
    assert small_gateway.dialogue.request_ids[-1] == ID
    assert [line for line in lines() if f"[{ID}]" in line and "is put off" in line]
    refused = await borrower.http.get("/loans/loan_1")
    assert (refused.status_code, refused.json()["request_id"]) == (404, ID)
    assert small_gateway.backend.request_ids[-1] == ID


@pytest.mark.parametrize("offered", [None, "short", "x" * 65, "with blank in it", "a;DROP TABLE", "line\\nfeed-in-it"])
async def test_an_id_that_cannot_stand_in_a_log_is_replaced(small_gateway, offered):
    headers = {"X-Request-Id": offered} if offered else {}
    answer = await small_gateway.client().get("/nothing", headers=headers)
    assert MADE_HERE.fullmatch(answer.headers["X-Request-Id"])
    assert answer.json()["request_id"] == answer.headers["X-Request-Id"]


async def test_each_round_of_the_worker_has_an_id_of_its_own(small_gateway):
    gateway = small_gateway
    parts, stop = await gateway.another_process(), asyncio.Event()
    before = len(gateway.backend.request_ids)
    running = asyncio.create_task(Worker(parts, None).run(stop))
    async with asyncio.timeout(60):
        while len(gateway.backend.request_ids) < before + 2:
            await asyncio.sleep(0.1)
    stop.set()
    await running
    await parts.close()
    ids = gateway.backend.request_ids[before:]
    assert len(set(ids)) == len(ids)
    assert all(MADE_HERE.fullmatch(one or "") for one in ids)
