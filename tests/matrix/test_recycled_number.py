"""A number that somebody else has by now, from end to end, over a real backend."""

import httpx

from mobile_api.push.delivery import due_notifications, lease_pushes
from tests.integration.mobile_api.test_recycled_numbers import code_of, sign_in
from tests.matrix.callers import Caller
from tests.matrix.people import PRIVATE, Planted

NEW_NUMBER = "13700137000"


async def loans_of(http: httpx.AsyncClient) -> list[str]:
    return [loan["id"] for loan in (await http.get("/loans")).raise_for_status().json()]


async def test_its_new_holder_meets_nothing_and_its_owner_loses_nothing(planted: Planted) -> None:
    gateway, names = planted.gateway, planted.names
    phone, owner, holder = planted.phones[Caller.OWNER], planted.people[Caller.OWNER], planted.people[Caller.LIMITED]
    wrong = {"name": "王大明", "id_number": names["id_number"][-6:]}
    assert code_of(await holder.post("/me/match", json=wrong)) == (422, "match_failed")
    assert (await holder.post("/me/not-mine")).status_code == 204

    # The holder opens an account of their own, and gets no message of the other.
    mine = await sign_in(gateway, phone)
    own = gateway.client(mine["access_token"])
    assert mine["limited"] is False
    seen = [(await own.get(path)).text for path in ("/me", "/loans", "/applications", "/me/export", "/notifications")]
    assert not [name for name in PRIVATE for text in seen if names[name] in text]
    theirs = [one["id"] for one in (await owner.get("/notifications")).json()]
    waiting = [one for one in await due_notifications(gateway.parts.database, gateway.clock()) if one in theirs]
    assert waiting
    leased = [await lease_pushes(gateway.parts.database, one, gateway.clock(), pushing=True) for one in waiting]
    assert leased == [[]] * len(waiting)

    # Staff have a case; the owner goes on where they were signed in.
    cases = (await planted.people[Caller.SUPPORT].get("/desk/cases")).json()
    assert [
        one["urgent"] for one in cases if one["borrower_id"] == names["borrower_id"] and one["kind"] == "change_phone"
    ]
    assert names["loan_id"] in await loans_of(owner)

    # Elsewhere, with a new number, the owner comes back by identity.
    fresh = gateway.client((await sign_in(gateway, NEW_NUMBER))["access_token"])
    told = {"name": names["name"], "id_number": names["id_number"]}
    assert code_of(await fresh.post("/me/reclaim", json=told)) == (422, "match_failed")
    assert (await fresh.post("/me/reclaim", json={**told, "face": True})).status_code == 204
    limited = await sign_in(gateway, NEW_NUMBER)
    back = gateway.client(limited["access_token"])
    assert (await back.post("/me/match", json={**told, "id_number": names["id_number"][-6:]})).status_code == 204
    assert names["loan_id"] in await loans_of(back)

    # No card is bound for a day.
    card = {"number": names["card"], "holder_name": names["name"]}
    needed = (await back.put("/me/cards", json=card)).json()["data"]
    await back.post("/me/codes", json=needed)
    code = (await back.get("/dev/outbox", params={"to": NEW_NUMBER})).json()["code"]
    assert code_of(await back.put("/me/cards", json={**card, "code": code})) == (409, "card_change_held")
