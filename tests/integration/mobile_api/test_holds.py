"""Holds on a borrower's new loans, and contracts cancelled, through the desk: by reviewers, under their own name."""

from datetime import timedelta

from contract.lending.holds import Hold
from tests.integration.mobile_api.conftest import Gateway
from tests.integration.mobile_api.scripted_backend import AT, Refusal

HOLD = Hold(
    id="hold_1", borrower_id="brw_1", kind="fraud", reason="Somebody else's card", placed_by="stf_1", placed_at=AT,
    until=AT + timedelta(days=180), lifted_by=None, lifted_reason=None, lifted_at=None, stands=True,
)  # fmt: skip
WHY = {"reason": "Somebody else's card"}


async def test_a_reviewer_places_and_lifts_a_hold(small_gateway: Gateway):
    desk = await small_gateway.staff("lin", role="reviewer")
    me = (await desk.get("/desk/me")).json()["id"]
    answers, path = small_gateway.backend.answers, "/borrowers/brw_1/holds"
    answers.update({f"POST {path}": HOLD, f"GET {path}": [HOLD], f"POST {path}/hold_1/lift": HOLD})

    assert (await desk.post(f"/desk{path}", json=WHY)).json()["stands"] is True
    assert small_gateway.backend.calls[-1] == (f"POST {path}", {"staff_id": me, "until": None, **WHY})
    assert [hold["id"] for hold in (await desk.get(f"/desk{path}")).json()] == ["hold_1"]
    assert (await desk.post(f"/desk{path}/hold_1/lift", json=WHY)).status_code == 200
    assert small_gateway.backend.calls[-1] == (f"POST {path}/hold_1/lift", {"staff_id": me, **WHY})
    assert (await desk.post(f"/desk{path}", json={"reason": "?"})).status_code == 422


async def test_a_borrower_cancels_their_own_contract(small_gateway: Gateway):
    borrower = await small_gateway.borrower()
    me = (await borrower.http.get("/me")).json()["id"]
    path = f"/borrowers/{me}/applications/app_1/cancel"
    small_gateway.backend.answers[f"POST {path}"] = Refusal("payout_under_way", {"status": "succeeded"})
    refused = await borrower.http.post("/applications/app_1/cancel")
    assert (refused.status_code, refused.json()["code"]) == (409, "payout_under_way")
