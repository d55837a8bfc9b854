"""One-time codes: what each is good for, and that nobody uses up what is another's."""

import asyncio

import pytest

from contract.lending.identity import Identity
from mobile_api.auth.codes import WantedCode, send_code
from mobile_api.auth.models import Account
from mobile_api.auth.outbox import DevelopmentOutbox
from mobile_api.db import migrate
from servicekit.problems import TooManyRequests
from tests.integration.mobile_api.test_acceptance_by_code import HASHES, another
from tests.integration.mobile_api.test_loans import contract

PHONE = "+8613800138000"
STRANGER = {"X-Forwarded-For": "203.0.113.9"}
# The same number, as a keyboard, a copied contact or a mischief-maker writes it.
SPELLINGS = [
    "13800138000", "138 0013 8000", "138-0013-8000", "+86 138 0013 8000", "008613800138000", "+86(138)0013.8000",
    "１３８００１３８０００", "1380013800０", "138001380０0", "＋８６１３８００１３８０００", "+86١٣٨٠٠١٣٨٠٠٠", "\u202a+8613800138000\u202c",
]  # fmt: skip
CARD = {"number": "4242424242424242", "holder_name": "王小明"}


@pytest.fixture
async def gateway(gateway_on, database_url):
    """Strangers call from addresses of their own, as a proxy says."""
    return await gateway_on(database_url, trusted_proxies="127.0.0.1")


@pytest.fixture
async def small_gateway(gateway_on, templates, tmp_path):
    return await gateway_on(templates.copy_sqlite(migrate, tmp_path / "small.db"), trusted_proxies="127.0.0.1")


def outbox(gateway):
    return gateway.parts.sender.sent_to(PHONE)


async def ask(gateway, phone=PHONE, headers=None, **body):
    return await gateway.client().post("/auth/otp", json={"phone": phone, **body}, headers=headers)


async def enter(gateway, code, headers=None, phone=PHONE, challenge=""):
    form = {"grant_type": "otp", "phone": phone, "code": code, "challenge": challenge}
    return await gateway.client().post("/auth/token", data=form, headers=headers)


@pytest.mark.both_databases
async def test_twelve_spellings_of_a_number_are_one_account_and_share_one_limit(gateway, clock):
    answers = [await ask(gateway, spelling) for spelling in SPELLINGS]
    assert [answer.status_code for answer in answers] == [202] * 5 + [429] * 7
    assert len(outbox(gateway)) == 5
    signed_in = set()
    for spelling in SPELLINGS:
        clock.pass_(hours=25)
        await ask(gateway, spelling)
        token = (await enter(gateway, outbox(gateway)[-1].code, phone=spelling)).json()["access_token"]
        signed_in.add((await gateway.client(token).get("/me")).json()["id"])
    assert len(signed_in) == 1


@pytest.mark.parametrize("written", ["１２３４５６", "١٢٣٤٥٦", " 123 456 "])
async def test_a_code_may_be_typed_in_any_digits(small_gateway, monkeypatch, written):
    monkeypatch.setattr("mobile_api.auth.codes.secrets.randbelow", lambda _: 123456)
    await ask(small_gateway)
    assert (await enter(small_gateway, written)).status_code == 200


@pytest.mark.both_databases
async def test_a_stranger_neither_stops_nor_replaces_a_borrowers_codes(gateway, clock):
    """Five requests and five wrong tries of a stranger, before and after the borrower's own; at the same number, all the while."""

    async def stranger(challenge=""):
        asked = [await ask(gateway, headers=STRANGER) for _ in range(5)]
        wrong = [await enter(gateway, "no code", STRANGER, challenge=challenge) for _ in range(5)]
        return [answer.status_code for answer in (*asked, *wrong)]

    assert await stranger() == [202] * 5 + [422] * 5
    asked = await ask(gateway)
    code, challenge = outbox(gateway)[-1].code, asked.json()["challenge"]
    clock.pass_(minutes=3)
    await stranger()
    at_home = await enter(gateway, code)
    assert at_home.status_code == 200
    # Away from the address where it was asked for, with the challenge.
    asked = await ask(gateway)
    code, challenge = outbox(gateway)[-1].code, asked.json()["challenge"]
    elsewhere = {"X-Forwarded-For": "198.51.100.4"}
    assert (await enter(gateway, code, elsewhere)).json()["code"] == "code_expired"
    signed_in = await enter(gateway, code, elsewhere, challenge=challenge)
    assert signed_in.status_code == 200

    http = gateway.client(signed_in.json()["access_token"])
    me = (await http.get("/me")).json()["id"]
    gateway.backend.answers[f"GET /borrowers/{me}/applications/app_1/contract"] = contract()
    clock.pass_(minutes=11)
    await stranger()
    wanted = {"purpose": "contract", "about": HASHES["contract_hash"]}
    assert (await http.post("/me/codes", json=wanted)).status_code == 202
    code = outbox(gateway)[-1].code
    await stranger()
    await http.post("/applications/app_1/accept", json={**HASHES, "code": code})
    assert f"POST /borrowers/{me}/applications/app_1/accept" in [call for call, _ in gateway.backend.calls]


async def test_a_contracts_code_signs_nobody_in(small_gateway):
    borrower = await small_gateway.borrower()
    code = await borrower.code_to("contract", HASHES["contract_hash"])
    answer = await enter(small_gateway, code, phone=borrower.phone)
    assert answer.json()["code"] == "code_expired"


async def test_each_purpose_of_an_account_has_its_own_codes(small_gateway):
    borrower = await small_gateway.borrower()

    async def asked(purpose):
        return (await borrower.http.post("/me/codes", json={"purpose": purpose, "about": "a"})).status_code

    assert [await asked("contract") for _ in range(6)] == [202] * 5 + [429]
    assert await asked("card") == 202
    assert (await borrower.http.post("/me/codes", json={"purpose": "sign_in", "about": "a"})).status_code == 422


@pytest.mark.both_databases
async def test_a_card_is_bound_by_the_code_that_was_sent_for_it(gateway):
    borrower = await gateway.borrower()
    me = (await borrower.http.get("/me")).json()["id"]
    path = f"PUT /borrowers/{me}/cards"
    gateway.backend.answers[path] = []

    async def bind(**body):
        return await borrower.http.put("/me/cards", json={**CARD, **body})

    needed = await bind()
    assert (needed.status_code, needed.json()["code"]) == (401, "step_up_needed")
    assert needed.headers["WWW-Authenticate"] == 'Bearer error="insufficient_user_authentication"'
    assert CARD["number"] not in needed.text
    code = await borrower.code_to(**needed.json()["data"])
    other = await bind(code=code, number="6222020000000000")
    assert (other.status_code, other.json()["code"]) == (422, "code_expired")
    wrong = await bind(code=another(code))
    assert (wrong.json()["code"], wrong.json()["data"]) == ("invalid_code", {"tries_left": 4})
    assert path not in [call for call, _ in gateway.backend.calls]
    assert (await bind(code=code)).status_code == 200
    assert gateway.backend.calls[-1] == (path, CARD)
    assert (await bind(code=code)).json()["code"] == "code_expired"


async def test_another_borrower_cannot_use_a_code(small_gateway):
    owner, thief = await small_gateway.borrower(), await small_gateway.borrower()
    needed = (await owner.http.put("/me/cards", json=CARD)).json()["data"]
    code = await owner.code_to(**needed)
    answer = await thief.http.put("/me/cards", json={**CARD, "code": code})
    assert answer.json()["code"] == "code_expired"


async def guesses(gateway, headers, clock, rounds):
    """The codes of the answers to wrong codes, five for each code that is asked for."""
    found = []
    for _ in range(rounds):
        clock.pass_(minutes=6)
        if (asked := await ask(gateway, headers=headers)).status_code == 429:
            found.append("not_sent")
            continue
        challenge = asked.json()["challenge"]
        found += [(await enter(gateway, "no code", headers, challenge=challenge)).json()["code"] for _ in range(5)]
    return found


async def test_wrong_codes_of_one_address_leave_half_of_a_phones_to_others(gateway_on, tmp_path, clock):
    gateway = await gateway_on(f"sqlite:///{tmp_path / 'g.db'}", wrong_codes_hourly=20, trusted_proxies="127.0.0.1")
    assert await guesses(gateway, STRANGER, clock, 3) == ["invalid_code"] * 10 + ["not_sent"]
    code, challenge = await fresh(gateway)
    assert (await enter(gateway, code, challenge=challenge)).status_code == 200


async def test_wrong_codes_from_many_addresses_stop_at_the_phones_limit_and_spare_its_own_address(
    gateway_on, tmp_path, clock
):
    gateway = await gateway_on(f"sqlite:///{tmp_path / 'g.db'}", wrong_codes_hourly=20, trusted_proxies="127.0.0.1")
    code, challenge = await fresh(gateway)
    assert (await enter(gateway, code, challenge=challenge)).status_code == 200
    for host in range(2):
        await guesses(gateway, {"X-Forwarded-For": f"203.0.113.{host}"}, clock, 2)
    assert await guesses(gateway, {"X-Forwarded-For": "203.0.113.3"}, clock, 1) == ["not_sent"]
    code, challenge = await fresh(gateway)
    assert (await enter(gateway, code, challenge=challenge)).status_code == 200


async def test_a_phone_has_a_day_of_which_one_address_uses_up_half_and_its_own_is_bound_by_its_half_alone(
    gateway_on, tmp_path, clock
):
    gateway = await gateway_on(f"sqlite:///{tmp_path / 'g.db'}", otp_per_phone_daily=6, trusted_proxies="127.0.0.1")
    code, challenge = await fresh(gateway)
    assert (await enter(gateway, code, challenge=challenge)).status_code == 200
    strangers = [{"X-Forwarded-For": f"203.0.113.{host}"} for host in (1, 1, 1, 1, 2, 2, 2)]
    answers = []
    for host in [*strangers, None, None, None]:
        clock.pass_(minutes=11)
        answers.append((await ask(gateway, headers=host)).status_code)
    assert answers == [202] * 3 + [429] + [202] * 2 + [429] + [202] * 2 + [429]


async def test_an_account_has_a_day_for_all_purposes(gateway_on, tmp_path):
    gateway = await gateway_on(f"sqlite:///{tmp_path / 'g.db'}", otp_per_phone_daily=3, trusted_proxies="127.0.0.1")
    borrower = await gateway.borrower()
    contract, card = ({"purpose": purpose, "about": "a"} for purpose in ("contract", "card"))
    calls = [
        ("/me/codes", contract),
        ("/me/codes", card),
        ("/me/phone/code", {"phone": PHONE}),
        ("/me/codes", contract),
    ]
    answers = [(await borrower.http.post(path, json=body)).status_code for path, body in calls]
    assert answers == [202] * 3 + [429]


async def fresh(gateway):
    asked = await ask(gateway)
    return outbox(gateway)[-1].code, asked.json()["challenge"]


async def test_guesses_at_many_phones_from_one_address_are_limited(gateway_on, tmp_path):
    gateway = await gateway_on(
        f"sqlite:///{tmp_path / 'g.db'}", wrong_codes_per_address_hourly=6, trusted_proxies="127.0.0.1"
    )
    statuses = []
    for number in range(4):
        phone = f"1390000000{number}"
        asked = await ask(gateway, phone)
        if asked.status_code == 202:
            statuses += [(await enter(gateway, "no code", phone=phone)).status_code for _ in range(2)]
        else:
            statuses.append(asked.status_code)
    assert statuses == [422] * 6 + [429]


async def test_a_household_of_ipv6_is_one_address(gateway_on, tmp_path):
    gateway = await gateway_on(f"sqlite:///{tmp_path / 'g.db'}", otp_per_address=2, trusted_proxies="127.0.0.1")
    hosts = [{"X-Forwarded-For": f"2001:db8:1:2::{host}"} for host in range(1, 4)]
    answers = [await ask(gateway, f"1390000000{n}", host) for n, host in enumerate(hosts)]
    assert [answer.status_code for answer in answers] == [202, 202, 429]


async def test_codes_go_to_listed_countries_and_calls_to_fewer(gateway_on, tmp_path):
    gateway = await gateway_on(
        f"sqlite:///{tmp_path / 'g.db'}", code_countries={"CN": 9, "HK": 9}, trusted_proxies="127.0.0.1"
    )
    served = [await ask(gateway, "+85251234567"), await ask(gateway, "13800138000", by="call")]
    refused = [await ask(gateway, "+85251234567", by="call"), await ask(gateway, "+882161234567", by="call")]
    assert [answer.status_code for answer in served] == [202, 202]
    assert {(answer.status_code, answer.json()["code"]) for answer in refused} == {(422, "country_not_served")}
    assert refused[0].json()["data"] == {"by": "call"}
    assert (await ask(gateway, "+9991234567")).json()["code"] == "invalid_phone"


@pytest.mark.parametrize("phone", ["+447911123456", "+9991234567"])
async def test_the_number_of_an_account_is_served_wherever_it_is(gateway_on, tmp_path, phone):
    database = f"sqlite:///{tmp_path / 'g.db'}"
    gateway = await gateway_on(database, trusted_proxies="127.0.0.1")
    async with gateway.parts.database.transaction() as session:
        session.add(Account(id="bor_old", phone=phone, language="en", created_at=gateway.clock()))
    asked = await ask(gateway, phone, by="call")
    assert asked.status_code == 202
    code = gateway.parts.sender.sent_to(phone)[-1].code
    assert (await enter(gateway, code, phone=phone)).status_code == 200


@pytest.mark.parametrize("limit", [{"code_countries": {"CN": 5}}, {"codes_hourly": 5}])
async def test_strangers_leave_a_part_of_all_codes_to_accounts(gateway_on, tmp_path, limit):
    gateway = await gateway_on(
        f"sqlite:///{tmp_path / 'g.db'}", codes_reserved_percent=40, **limit, trusted_proxies="127.0.0.1"
    )
    borrower = await gateway.borrower()
    answers = [await ask(gateway, f"1390000000{number}") for number in range(3)]
    assert [answer.status_code for answer in answers] == [202, 202, 429]
    wanted = {"purpose": "contract", "about": "a"}
    mine = [(await borrower.http.post("/me/codes", json=wanted)).status_code for _ in range(3)]
    assert mine == [202, 202, 429]


@pytest.mark.both_databases
async def test_codes_that_two_processes_send_at_once_keep_the_limit(gateway):
    other = await gateway.another_process()
    wanted, sender = WantedCode(PHONE, "sms", "here", "zh"), DevelopmentOutbox()

    async def send(parts):
        try:
            await send_code(parts.database, parts.settings, sender, wanted, gateway.clock())
        except TooManyRequests:
            return "limited"
        return "sent"

    answers = await asyncio.gather(*(send(parts) for parts in (gateway.parts, other) * 10))
    await other.close()
    assert sorted(answers) == ["limited"] * 15 + ["sent"] * 5


async def test_an_identity_is_tried_a_few_times_a_day(gateway_on, tmp_path):
    gateway = await gateway_on(f"sqlite:///{tmp_path / 'g.db'}", identity_tries_daily=2, trusted_proxies="127.0.0.1")
    borrower = await gateway.borrower()
    me = (await borrower.http.get("/me")).json()["id"]
    gateway.backend.answers[f"PUT /borrowers/{me}/identity"] = Identity(verified=True, name="王*")
    body = {"name": "王小明", "id_number": "11010519491231002X", "full_time_student": False}
    answers = [await borrower.http.put("/me/identity", json=body) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert int(answers[2].headers["Retry-After"]) == 24 * 3600
