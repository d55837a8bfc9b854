"""Finding borrowers and knowing who they are, at the desk: each look is on record, and a number in a conversation is kept nowhere."""

from sqlalchemy import select

from contract.lending.identity import FoundBorrower, Identity, RevealedIdentity, WaitingClaim
from language.identity_numbers import MASKED
from mobile_api.auth.phones import masked_phone, normal_phone
from mobile_api.chat.models import Message, Turn
from mobile_api.desk.models import StaffRead
from tests.integration.mobile_api.conftest import Gateway
from tests.integration.mobile_api.scripted_backend import AT, Refusal

NUMBER = "11010519491231002X"
MASKED_IDENTITY = Identity(verified=False, name="王*", id_number="1****************X", waits_for="video")
CLAIM = WaitingClaim(id="idn_1", claimed_at=AT, valid_from=None, valid_until=None, long_term=True)
FOUND = FoundBorrower(borrower_id="brw_1", identity=MASKED_IDENTITY, claim=CLAIM)
CLEAR = RevealedIdentity(
    name="王小明", id_number=NUMBER, address=None, occupation="教师", valid_from=None, valid_until=None, long_term=True
)
PATH = "/desk/borrowers/brw_1/identity"


async def reads_of(gateway: Gateway) -> list[tuple[str, str, str, str]]:
    async with gateway.parts.database.reading() as session:
        rows = await session.scalars(select(StaffRead))
        return sorted((row.what, row.borrower_id, row.subject_id, row.reason or "") for row in rows)


async def test_a_search_is_exact_masked_and_on_record_whether_or_not_it_finds_somebody(small_gateway: Gateway):
    desk = await small_gateway.staff("wang")
    answers = small_gateway.backend.answers
    answers["POST /identities/search"] = [FOUND]
    found = (await desk.get("/desk/borrowers", params={"name": "王小明", "id_number": NUMBER})).json()["borrowers"]
    assert (found[0]["borrower_id"], found[0]["identity"]["id_number"]) == ("brw_1", "1****************X")
    assert small_gateway.backend.calls[-1][1] == {"name": "王小明", "id_number": NUMBER}
    answers["POST /identities/search"] = []
    assert (await desk.get("/desk/borrowers", params={"waiting": True})).json() == {"borrowers": []}
    for nothing_to_ask in ({}, {"phone": "13800138000", "name": "王小明"}):
        assert (await desk.get("/desk/borrowers", params=nothing_to_ask)).status_code == 422
    assert await reads_of(small_gateway) == [("identity", "", "search", ""), ("identity", "brw_1", "search", "")]


async def test_a_phone_however_written_finds_its_account_and_no_other(small_gateway: Gateway):
    desk, borrower = await small_gateway.staff("wang"), await small_gateway.borrower()
    me = (await borrower.http.get("/me")).json()["id"]
    found = FoundBorrower(borrower_id=me, identity=Identity(verified=False))
    small_gateway.backend.answers[f"GET /identities/{me}"] = found
    number = borrower.phone[-11:]
    for written in (borrower.phone, f"{number[:3]} {number[3:7]}-{number[7:]}"):
        answer = await desk.get("/desk/borrowers", params={"phone": written})
        assert [one["borrower_id"] for one in answer.json()["borrowers"]] == [me]
    assert (await desk.get("/desk/borrowers", params={"phone": "13911112222"})).json() == {"borrowers": []}
    wrong = await desk.get("/desk/borrowers", params={"phone": "12"})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "invalid_phone")
    assert await reads_of(small_gateway) == [("identity", "", "search", ""), *[("identity", me, "search", "")] * 2]


async def test_an_overview_is_masked_and_on_record(small_gateway: Gateway):
    desk, borrower = await small_gateway.staff("wang"), await small_gateway.borrower()
    me = (await borrower.http.get("/me")).json()["id"]
    answers = small_gateway.backend.answers
    answers[f"GET /identities/{me}"] = FOUND.model_copy(update={"borrower_id": me})
    answers[f"GET /borrowers/{me}/cards"] = []
    answers[f"GET /borrowers/{me}/consents"] = []
    shown = (await desk.get(f"/desk/borrowers/{me}")).json()
    assert shown["phone"] == masked_phone(normal_phone(borrower.phone))
    assert (shown["identity"]["name"], shown["claim"]["id"]) == ("王*", "idn_1")
    assert (await desk.get("/desk/borrowers/brw_none")).status_code == 404
    assert await reads_of(small_gateway) == [("identity", one, "overview", "") for one in sorted([me, "brw_none"])]


async def test_one_field_in_clear_needs_a_reason_and_both_are_on_record_before_it_is_shown(small_gateway: Gateway):
    desk, borrower = await small_gateway.staff("wang"), await small_gateway.borrower()
    me = (await borrower.http.get("/me")).json()["id"]
    answers = small_gateway.backend.answers
    answers["POST /borrowers/brw_1/identity/reveal"] = CLEAR
    for incomplete in ({"field": "id_number"}, {"field": "id_number", "reason": "     "}, {"reason": "curious"}):
        assert (await desk.post(f"{PATH}/reveal", json=incomplete)).status_code == 422
    shown = await desk.post(f"{PATH}/reveal", json={"field": "id_number", "reason": " asked by the court "})
    assert shown.json() == {"field": "id_number", "value": NUMBER}
    call = await desk.post(f"/desk/borrowers/{me}/identity/reveal", json={"field": "phone", "reason": "to call them"})
    assert call.json() == {"field": "phone", "value": normal_phone(borrower.phone)}
    answers["POST /borrowers/brw_1/identity/reveal"] = Refusal("identity_needed", {"why": "none"})
    assert (await desk.post(f"{PATH}/reveal", json={"field": "name", "reason": "again"})).status_code == 409
    assert await reads_of(small_gateway) == sorted(
        [
            ("identity", "brw_1", "id_number", "asked by the court"),
            ("identity", "brw_1", "name", "again"),
            ("identity", me, "phone", "to call them"),
        ]
    )


async def test_a_member_of_staff_confirms_or_refuses_under_their_own_name_and_why_is_on_record(small_gateway: Gateway):
    desk = await small_gateway.staff("wang")
    me = (await desk.get("/desk/me")).json()["id"]
    small_gateway.backend.answers["POST /borrowers/brw_1/identity/confirm"] = Identity(verified=True, proof="video")
    body = {"claim_id": "idn_1", "confirmed": True, "reason": "seen on a call"}
    assert (await desk.post(f"{PATH}/confirm", json=body)).json()["verified"] is True
    assert small_gateway.backend.calls[-1][1] == {"staff_id": me, "claim_id": "idn_1", "confirmed": True}
    refused = {**body, "confirmed": False, "reason": "another face"}
    await desk.post(f"{PATH}/confirm", json=refused)
    assert await reads_of(small_gateway) == [
        ("identity", "brw_1", "identity_confirmed", "seen on a call"),
        ("identity", "brw_1", "identity_refused", "another face"),
    ]


async def test_a_borrower_does_none_of_it(small_gateway: Gateway):
    borrower = await small_gateway.borrower()
    answers = [await borrower.http.get("/desk/borrowers", params={"name": "王小明"})]
    answers += [await borrower.http.post(f"{PATH}/{act}", json={"reason": "mine"}) for act in ("reveal", "confirm")]
    assert [answer.status_code for answer in answers] == [403, 403, 403]


async def test_an_identity_number_in_a_conversation_is_kept_nowhere_and_leads_to_the_page(gateway: Gateway):
    borrower = await gateway.talking_borrower()
    said = f"我的身份证号是{NUMBER}"
    answer = await borrower.say("m1", said)
    assert answer["message"]["text"] == f"我的身份证号是{MASKED}"
    assert any("我的 → 身份信息" in reply["text"] for reply in answer["replies"] if reply["from"] == "system")
    assert await borrower.say("m1", said) == answer
    async with gateway.parts.database.reading() as session:
        kept = [*(await session.scalars(select(Message.text))), *map(str, await session.scalars(select(Turn.body)))]
    assert NUMBER not in "".join(kept)
    assert NUMBER not in str(gateway.dialogue.calls)
