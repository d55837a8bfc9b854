"""The dialogue while its tracker is locked or full or the actions are down: no turn is lost or half kept, and readiness says why."""

import sqlite3
import threading
import time
import uuid
from contextlib import closing
from typing import Any

import pytest

from tests.outages import locked

READY = "/webhooks/loantalk/ready"
REQUEST = "req-0123456789abcdef"


def events_of(servers: Any, sender: str) -> int:
    with closing(sqlite3.connect(servers.tracker)) as connection:
        (count,) = connection.execute("SELECT count(*) FROM events WHERE sender_id = ?", (sender,)).fetchone()
        return int(count)


@pytest.mark.slow
def test_a_turn_that_cannot_be_kept_is_refused_and_nothing_is_lost(servers: Any) -> None:
    borrower = servers.borrower("zh")
    borrower.say("我想贷款买车")
    kept, message_id = events_of(servers, borrower.sender), uuid.uuid4().hex
    with locked(f"sqlite:///{servers.tracker}"):
        refused: list[Any] = []
        turn = threading.Thread(target=lambda: refused.append(borrower.call("turns", message_id, text="五万")))
        turn.start()
        answers = 0
        while turn.is_alive():
            # Others do not wait with it.
            assert servers.dialogue.get("/webhooks/loantalk/alive").status_code == 200
            answers += 1
            time.sleep(0.2)
        turn.join()
        assert answers > 5
        assert (refused[0].status_code, refused[0].json()["code"]) == (503, "tracker_unavailable")
        assert "Retry-After" in refused[0].headers
        answer = servers.dialogue.get(READY)
        assert (answer.status_code, answer.json()["parts"]["tracker"]) == (503, "no answer in time")
    assert events_of(servers, borrower.sender) == kept
    assert borrower.turn(message_id=message_id, text="五万")["expects"] == "term_months"
    wait_until_ready(servers)
    # It is in the store, not in the memory of the process.
    with servers.stack.down("dialogue"):
        pass
    assert borrower.say("12期")["expects"] != "term_months"


# A turn without them is refused in `test_failures.py`, and the gateway names every part in `test_edge.py`.
@pytest.mark.slow
def test_readiness_names_the_actions_that_are_down(servers: Any) -> None:
    with servers.stack.down("actions"):
        answer = servers.dialogue.get(READY)
        assert answer.status_code == 503
        assert answer.json()["parts"]["actions"].startswith("Client")
        assert answer.json()["parts"]["model"] == answer.json()["parts"]["tracker"] == "ready"
        assert servers.dialogue.get("/webhooks/loantalk/alive").status_code == 200
    wait_until_ready(servers)


# That the gateway sends it, and what is logged of it, is in `tests/integration/mobile_api/test_request_id.py`.
@pytest.mark.slow
def test_one_request_id_reaches_the_actions_and_the_logs_of_both(servers: Any) -> None:
    borrower = servers.borrower("zh")
    borrower.say("我想贷款买车")
    with servers.stack.down("backend"):
        borrower.dialogue.headers["X-Request-Id"] = REQUEST
        try:
            borrower.say("五万")
        finally:
            del borrower.dialogue.headers["X-Request-Id"]
    assert f"[{REQUEST}]" in servers.stack.log()
    with locked(f"sqlite:///{servers.tracker}"):
        borrower.dialogue.headers["X-Request-Id"] = REQUEST
        try:
            refused = borrower.call("turns", text="五万")
        finally:
            del borrower.dialogue.headers["X-Request-Id"]
    assert refused.json()["request_id"] == refused.headers["X-Request-Id"] == REQUEST
    assert f"[{REQUEST}]: the tracker does not answer" in servers.stack.log()
    servers.stack.wait_ready()


def wait_until_ready(servers: Any) -> None:
    deadline = time.monotonic() + 20
    while servers.dialogue.get(READY).status_code != 200:
        assert time.monotonic() < deadline, servers.dialogue.get(READY).text
        time.sleep(0.2)
