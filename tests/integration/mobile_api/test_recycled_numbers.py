"""A phone number that somebody else has by now: who signs in with it sees nothing, and its owner loses nothing."""

import asyncio
from datetime import UTC, datetime

import pytest
from sqlalchemy import create_engine, text, update

from contract.lending.borrowers import CardHold
from contract.lending.cases import Case
from contract.lending.identity import FoundOwner, Identity, Matched
from mobile_api.auth.errors import PhoneTaken
from mobile_api.auth.models import Account
from mobile_api.numbers.service import renumber
from mobile_api.push.delivery import lease_pushes
from mobile_api.push.events import apply_events
from mobile_api.restoring import REPEATED
from servicekit.lasting import LastingActs
from tests.integration.mobile_api.scripted_backend import Refusal, event

TOLD = {"name": "王小明", "id_number": "31002X"}
NEW_NUMBER = "13700137000"
HELD_UNTIL = datetime(2026, 3, 3, 9, tzinfo=UTC)


async def sign_in(gateway, phone, device=""):
    """What the app keeps."""
    form = {"grant_type": "otp", "phone": phone, "code": await gateway.code_for(phone), "device": device}
    return (await gateway.client().post("/auth/token", data=form)).raise_for_status().json()


def with_history(gateway, borrower_id):
    """From now on the lender knows the borrower by name."""
    gateway.backend.answers[f"GET /borrowers/{borrower_id}/applications"] = []
    gateway.backend.answers[f"GET /borrowers/{borrower_id}/identity"] = Identity(verified=True, name="王*")


def matching(gateway, borrower_id, matched=True):
    gateway.backend.answers[f"POST /borrowers/{borrower_id}/identity/match"] = Matched(matched=matched)


@pytest.fixture
async def owner(gateway):
    return await an_owner(gateway)


@pytest.fixture
async def small_owner(small_gateway):
    return await an_owner(small_gateway)


async def an_owner(gateway):
    """A borrower whom the lender knows, with the id."""
    borrower = await gateway.borrower()
    borrower.id = await known_borrower(gateway, borrower.http)
    return borrower


async def known_borrower(gateway, http):
    """Who is signed in there is known to the lender from now on; the id."""
    id_ = (await http.get("/me")).json()["id"]
    with_history(gateway, id_)
    matching(gateway, id_)
    gateway.backend.answers[f"POST /borrowers/{id_}/cases"] = Case(
        id="case_1", number="260302-000001", borrower_id=id_, kind="change_phone", urgent=True, loan_id=None,
        words="-", status="open", opened_at=gateway.clock(), answer=None, answered_at=None,
    )  # fmt: skip
    gateway.backend.answers[f"POST /borrowers/{id_}/card-hold"] = CardHold(until=HELD_UNTIL)
    return id_


async def account(gateway, borrower_id):
    async with gateway.parts.database.reading() as session:
        return await session.get(Account, borrower_id)


def code_of(answer):
    return answer.status_code, answer.json()["code"]


async def test_a_first_sign_in_and_one_without_history_are_not_limited(small_gateway):
    first = await small_gateway.borrower()
    assert first.tokens["limited"] is False
    again = await sign_in(small_gateway, first.phone)
    assert again["limited"] is False
    assert (await small_gateway.client(again["access_token"]).get("/me")).status_code == 200


async def test_an_unknown_device_meets_match_needed_until_it_is_matched(small_gateway, small_owner):
    limited = await sign_in(small_gateway, small_owner.phone)
    http = small_gateway.client(limited["access_token"])
    assert limited["limited"] is True
    refused = await http.get("/me")
    assert code_of(refused) == (403, "match_needed")
    assert refused.json()["data"] == {"ways": ["name", "id_number", "card_last4"]}
    assert (await http.post("/me/match", json=TOLD)).status_code == 204
    assert (await http.get("/me")).status_code == 200
    # The device is known from now on, also after signing out.
    await small_gateway.client().post("/auth/revoke", data={"token": limited["refresh_token"]})
    again = await sign_in(small_gateway, small_owner.phone, limited["device"])
    assert (again["limited"], again["device"]) == (False, limited["device"])


async def test_a_limited_session_stays_so_when_it_is_refreshed(small_gateway, small_owner):
    limited = await sign_in(small_gateway, small_owner.phone)
    form = {"grant_type": "refresh_token", "refresh_token": limited["refresh_token"]}
    refreshed = (await small_gateway.client().post("/auth/token", data=form)).json()
    assert refreshed["limited"] is True
    assert (await small_gateway.client(refreshed["access_token"]).get("/me")).status_code == 403


async def test_a_device_is_known_to_each_account_for_itself(small_gateway, small_owner):
    other = await sign_in(small_gateway, NEW_NUMBER, small_owner.tokens["device"])
    assert other["device"] == small_owner.tokens["device"]
    assert (await sign_in(small_gateway, small_owner.phone, other["device"]))["limited"] is False
    stranger = await small_gateway.borrower()
    assert (await sign_in(small_gateway, small_owner.phone, stranger.tokens["device"]))["limited"] is True


async def test_what_an_app_made_up_is_no_device(small_gateway):
    got = await sign_in(small_gateway, NEW_NUMBER, "device-1")
    assert len(got["device"]) > 40


async def test_where_the_backend_is_away_an_unknown_device_is_limited_until_it_is_back(
    gateway_on, gateway, database_url
):
    new = await gateway.borrower()
    away = await gateway_on(database_url, backend_url="http://127.0.0.1:9")
    limited = await sign_in(away, new.phone)
    assert limited["limited"] is True
    token = limited["access_token"]
    assert code_of(await away.client(token).post("/me/match", json=TOLD)) == (503, "backend_unavailable")
    # There is nothing to hide: whatever is told will do.
    http = gateway.client(token)
    assert (await http.post("/me/match", json=TOLD)).status_code == 204
    assert (await http.get("/me")).status_code == 200


@pytest.mark.both_databases
async def test_tries_are_counted_at_once_and_lock_nobody_out_of_known_devices(gateway, owner, clock):
    matching(gateway, owner.id, matched=False)
    limited = [gateway.client((await sign_in(gateway, owner.phone))["access_token"]) for _ in range(3)]
    tried = await asyncio.gather(*(one.post("/me/match", json=TOLD) for one in limited for _ in range(3)))
    codes = sorted(code_of(one)[1] for one in tried)
    assert codes == ["match_failed"] * 5 + ["too_many_requests"] * 4
    left = [one.json()["data"]["tries_left"] for one in tried if one.status_code == 422]
    assert sorted(left) == [0, 1, 2, 3, 4]
    # Right by now, and not heard.
    matching(gateway, owner.id)
    assert (await limited[0].post("/me/match", json=TOLD)).status_code == 429
    assert (await sign_in(gateway, owner.phone, owner.tokens["device"]))["limited"] is False
    assert (await owner.http.get("/me")).status_code == 200
    clock.pass_(days=1, seconds=1)
    fresh = gateway.client((await sign_in(gateway, owner.phone))["access_token"])
    assert (await fresh.post("/me/match", json=TOLD)).status_code == 204


async def test_a_device_that_is_signed_out_from_elsewhere_is_known_no_more(small_gateway, small_owner):
    other = await sign_in(small_gateway, small_owner.phone, small_owner.tokens["device"])
    elsewhere = await sign_in(small_gateway, small_owner.phone)
    http = small_gateway.client(elsewhere["access_token"])
    await http.post("/me/match", json=TOLD)
    assert (await http.delete("/me/sessions", params={"others": True})).status_code == 204
    assert (await sign_in(small_gateway, small_owner.phone, other["device"]))["limited"] is True
    assert (await sign_in(small_gateway, small_owner.phone, elsewhere["device"]))["limited"] is False


@pytest.mark.both_databases
async def test_not_mine_frees_the_number_stops_contact_and_leaves_the_owner_signed_in(gateway, owner):
    device = {"token": "token-of-the-owner", "platform": "android"}
    await owner.http.put("/devices/installation-of-the-owner", json=device)
    limited = await sign_in(gateway, owner.phone)
    http = gateway.client(limited["access_token"])
    assert (await http.post("/me/not-mine")).status_code == 204
    assert (await http.get("/me")).status_code == 401

    there = await account(gateway, owner.id)
    assert (there.number, there.former_phone, there.closed_at) == (None, f"+86{owner.phone}", None)
    assert there.contact_stopped_at == gateway.clock()
    [case] = [body for call, body in gateway.backend.calls if call.endswith("/cases")]
    assert case["kind"] == "change_phone"
    # Nothing is pushed, and what happens waits to be read.
    gateway.backend.events = [event(1, owner.id, "loan.disbursed", loan_id="loan_1")]
    await apply_events(gateway.parts.database, gateway.parts.backend, gateway.clock())
    [told] = (await owner.http.get("/notifications")).json()
    assert await lease_pushes(gateway.parts.database, told["id"], gateway.clock(), pushing=True) == []
    # Nor is a code sent for that account.
    asked = await owner.http.post("/me/codes", json={"purpose": "card", "about": "card-of-the-tests"})
    assert code_of(asked) == (409, "number_missing")
    assert (await owner.http.get("/me")).json()["phone"] == ""

    new = await sign_in(gateway, owner.phone)
    mine = (await gateway.client(new["access_token"]).get("/me")).json()
    assert (new["limited"], mine["id"] == owner.id) == (False, False)


async def test_a_session_that_knows_its_borrower_disowns_nothing(small_gateway, small_owner):
    assert code_of(await small_owner.http.post("/me/not-mine")) == (409, "session_not_limited")
    assert (await account(small_gateway, small_owner.id)).number is not None


async def test_a_case_that_is_full_holds_nothing_up(small_gateway, small_owner):
    small_gateway.backend.answers[f"POST /borrowers/{small_owner.id}/cases"] = Refusal("case_full", {"limit": 8000})
    http = small_gateway.client((await sign_in(small_gateway, small_owner.phone))["access_token"])
    assert (await http.post("/me/not-mine")).status_code == 204


async def new_number(http, phone=NEW_NUMBER, **told):
    await http.post("/me/phone/code", json={"phone": phone})
    code = (await http.get("/dev/outbox", params={"to": phone})).json()["code"]
    return await http.post("/me/phone", json={**TOLD, "phone": phone, "code": code, **told})


@pytest.mark.both_databases
async def test_a_new_number_takes_a_match_and_its_code_and_tells_the_old_one(gateway, owner):
    other = await sign_in(gateway, owner.phone, owner.tokens["device"])
    changed = await new_number(owner.http)
    assert changed.json() == {
        "phone": "+86137****7000",
        "cards_held_until": HELD_UNTIL.isoformat().replace("+00:00", "Z"),
    }
    told = (await owner.http.get("/dev/outbox", params={"to": owner.phone})).json()["messages"][-1]
    assert (told["purpose"], told["code"]) == ("phone_changed", "")
    assert (await owner.http.get("/me")).json()["phone"] == "+86137****7000"
    assert (await gateway.client(other["access_token"]).get("/me")).status_code == 401
    # Done again, nothing happens.
    again = await owner.http.post("/me/phone", json={**TOLD, "phone": NEW_NUMBER, "code": "000000"})
    assert again.json() == {"phone": "+86137****7000", "cards_held_until": None}
    assert len([call for call, _ in gateway.backend.calls if call.endswith("/card-hold")]) == 1
    # The old number opens another account.
    assert (await sign_in(gateway, owner.phone))["limited"] is False
    assert (await sign_in(gateway, NEW_NUMBER, owner.tokens["device"]))["limited"] is False


async def test_without_a_match_or_the_right_code_the_number_stays(small_gateway, small_owner):
    wrong = await small_owner.http.post("/me/phone", json={**TOLD, "phone": NEW_NUMBER, "code": "000000"})
    assert code_of(wrong) == (422, "code_expired")
    matching(small_gateway, small_owner.id, matched=False)
    assert code_of(await new_number(small_owner.http)) == (422, "match_failed")
    assert (await account(small_gateway, small_owner.id)).number == f"+86{small_owner.phone}"
    assert not [call for call, _ in small_gateway.backend.calls if call.endswith("/card-hold")]


async def test_a_code_for_one_number_confirms_no_other(small_owner):
    await small_owner.http.post("/me/phone/code", json={"phone": NEW_NUMBER})
    code = (await small_owner.http.get("/dev/outbox", params={"to": NEW_NUMBER})).json()["code"]
    other = await small_owner.http.post("/me/phone", json={**TOLD, "phone": "13600136000", "code": code})
    assert code_of(other) == (422, "code_expired")
    refused = await small_owner.http.post("/me/codes", json={"purpose": "phone", "about": f"+86{NEW_NUMBER}"})
    assert refused.status_code == 422


async def test_a_number_of_another_account_is_refused_to_who_has_its_code(small_gateway, small_owner):
    other = await small_gateway.borrower()
    assert code_of(await new_number(small_owner.http, other.phone)) == (409, "phone_taken")


@pytest.mark.both_databases
async def test_two_tabs_that_change_the_number_at_once_change_it_once(gateway, owner):
    await owner.http.post("/me/phone/code", json={"phone": NEW_NUMBER})
    code = (await owner.http.get("/dev/outbox", params={"to": NEW_NUMBER})).json()["code"]
    body = {**TOLD, "phone": NEW_NUMBER, "code": code}
    answers = await asyncio.gather(*(owner.http.post("/me/phone", json=body) for _ in range(2)))
    assert sorted(answer.status_code for answer in answers) in ([200, 200], [200, 422])
    assert (await account(gateway, owner.id)).number == f"+86{NEW_NUMBER}"


async def disowned(gateway, owner):
    http = gateway.client((await sign_in(gateway, owner.phone))["access_token"])
    (await http.post("/me/not-mine")).raise_for_status()


@pytest.mark.both_databases
@pytest.mark.parametrize("released", [True, False])
async def test_the_owner_takes_the_account_back_with_a_known_device_and_a_new_number(gateway, owner, released):
    if released:
        await disowned(gateway, owner)
    gateway.backend.answers["POST /identities/owner"] = FoundOwner(borrower_id=owner.id)
    fresh = await sign_in(gateway, NEW_NUMBER, owner.tokens["device"])
    http = gateway.client(fresh["access_token"])
    assert (await http.post("/me/reclaim", json={**TOLD, "id_number": "11010519491231002X"})).status_code == 204
    assert (await http.get("/me")).status_code == 401
    back = await sign_in(gateway, NEW_NUMBER, fresh["device"])
    mine = (await gateway.client(back["access_token"]).get("/me")).json()
    assert (back["limited"], mine["id"]) == (False, owner.id)
    there = await account(gateway, owner.id)
    assert (there.contact_stopped_at, there.former_phone) == (None, None)
    outbox = (await gateway.client().get("/dev/outbox", params={"to": owner.phone})).json()["messages"]
    assert (outbox[-1]["purpose"] == "phone_changed") is not released


async def test_without_a_known_device_a_face_takes_it_back_and_words_alone_do_not(small_gateway, small_owner):
    await disowned(small_gateway, small_owner)
    small_gateway.backend.answers["POST /identities/owner"] = FoundOwner(borrower_id=small_owner.id)
    http = small_gateway.client((await sign_in(small_gateway, NEW_NUMBER))["access_token"])
    told = {**TOLD, "id_number": "11010519491231002X"}
    assert code_of(await http.post("/me/reclaim", json=told)) == (422, "match_failed")
    assert (await http.post("/me/reclaim", json={**told, "face": True})).status_code == 204


async def test_an_account_with_a_history_takes_no_other_back(small_gateway, small_owner):
    small_gateway.backend.answers["POST /identities/owner"] = FoundOwner(borrower_id=small_owner.id)
    fresh = await sign_in(small_gateway, NEW_NUMBER, small_owner.tokens["device"])
    http = small_gateway.client(fresh["access_token"])
    with_history(small_gateway, (await http.get("/me")).json()["id"])
    told = {**TOLD, "id_number": "11010519491231002X"}
    assert code_of(await http.post("/me/reclaim", json=told)) == (409, "account_in_use")


async def test_a_session_of_the_last_release_gets_its_device_at_the_next_refresh(small_gateway, small_owner):
    async with small_gateway.parts.database.transaction() as session:
        await session.execute(text("UPDATE sessions SET device_hash = NULL"))
        await session.execute(text("DELETE FROM known_devices"))
    form = {"grant_type": "refresh_token", "refresh_token": small_owner.tokens["refresh_token"]}
    first, lost = [(await small_gateway.client().post("/auth/token", data=form)).json() for _ in range(2)]
    assert first["device"] == lost["device"]
    assert (await sign_in(small_gateway, small_owner.phone, first["device"]))["limited"] is False
    later = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"]}
    assert (await small_gateway.client().post("/auth/token", data=later)).json()["device"] is None


async def test_an_operator_gives_an_account_its_new_number(small_gateway, small_owner):
    parts = small_gateway.parts
    await disowned(small_gateway, small_owner)
    await renumber(parts, small_owner.id, NEW_NUMBER, small_gateway.clock())
    assert (await small_owner.http.get("/me")).status_code == 401
    back = await sign_in(small_gateway, NEW_NUMBER, small_owner.tokens["device"])
    assert back["limited"] is True
    http = small_gateway.client(back["access_token"])
    await http.post("/me/match", json=TOLD)
    assert (await http.get("/me")).json()["id"] == small_owner.id
    with pytest.raises(PhoneTaken):
        await renumber(parts, small_owner.id, NEW_NUMBER, small_gateway.clock())


@pytest.mark.both_databases
async def test_a_restored_backup_does_not_undo_not_mine(gateway, owner, database_url):
    """The acts that were noted are done again on what the backup held."""
    await disowned(gateway, owner)
    [act] = [one for one in LastingActs(gateway.settings.lasting_acts).since(gateway.clock()) if one.id == owner.id]
    async with gateway.parts.database.transaction() as session:
        await session.execute(update(Account).where(Account.id == owner.id).values(phone=f"+86{owner.phone}"))
    engine = create_engine(database_url)
    with engine.begin() as connection:
        for _ in range(2):
            REPEATED[act.kind](connection, act.id, gateway.clock())
    engine.dispose()
    assert (await account(gateway, owner.id)).number is None


async def test_the_backend_hears_which_borrowers_share_a_device(gateway):
    kept = await sign_in(gateway, "13800138001")
    await sign_in(gateway, "13800138002", device=kept["device"])
    noted = [call.split("/") for call, _ in gateway.backend.calls if "/devices/" in call]
    assert len({borrower for *_, borrower, _, _ in noted}) == 2
    assert len({device for *_, device in noted}) == 1
    assert kept["device"] not in {device for *_, device in noted}
