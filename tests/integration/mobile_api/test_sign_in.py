"""Signing in, staying signed in, and what stops a thief."""

import asyncio

import pyotp
import pytest
from sqlalchemy import text

from mobile_api.auth.codes import WantedCode, send_code
from mobile_api.auth.errors import MessagesCannotBeSent
from mobile_api.auth.rules import STAFF_TRIES_NOTICED
from mobile_api.auth.staff import MANY_TRIES
from tests.integration.mobile_api.conftest import PASSWORD


def otp_form(phone, code):
    return {"grant_type": "otp", "phone": phone, "code": code}


@pytest.mark.both_databases
async def test_a_code_signs_in_once_and_registers_the_borrower(gateway):
    code = await gateway.code_for("138 0013 8000")
    client = gateway.client()
    answers = [await client.post("/auth/token", data=otp_form("+8613800138000", code)) for _ in range(2)]

    assert [a.status_code for a in answers] == [200, 422]
    assert answers[1].json()["code"] == "code_expired"
    me = (await gateway.client(answers[0].json()["access_token"]).get("/me")).json()
    assert me["phone"] == "+86138****8000"
    registered, (noted, _) = gateway.backend.calls
    assert registered == (f"PUT /borrowers/{me['id']}", {"language": "zh"})
    assert noted.startswith(f"PUT /borrowers/{me['id']}/devices/")


async def test_a_code_can_be_read_out_in_a_call_digit_by_digit(small_gateway):
    client = small_gateway.client()
    asked = await client.post("/auth/otp", json={"phone": "13800138000", "by": "call"})
    sent = (await client.get("/dev/outbox", params={"to": "13800138000"})).json()
    answer = await client.post("/auth/token", data=otp_form("13800138000", sent["code"]))

    assert (asked.status_code, answer.status_code) == (202, 200)
    [call] = sent["messages"]
    assert call["by"] == "call"
    assert call["text"].count(", ".join(sent["code"])) == 2


async def test_a_code_comes_by_no_other_way_than_a_message_or_a_call(small_gateway):
    refused = await small_gateway.client().post("/auth/otp", json={"phone": "13800138000", "by": "post"})
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_request")


async def test_a_code_dies_after_five_wrong_tries(gateway):
    code = await gateway.code_for("13800138000")
    client = gateway.client()
    wrong = str((int(code) + 1) % 10**6).zfill(6)
    answers = [await client.post("/auth/token", data=otp_form("13800138000", wrong)) for _ in range(5)]
    right = await client.post("/auth/token", data=otp_form("13800138000", code))

    assert [a.json()["data"]["tries_left"] for a in answers] == [4, 3, 2, 1, 0]
    assert (right.status_code, right.json()["code"]) == (422, "code_expired")


async def test_a_code_lasts_five_minutes_and_a_newer_one_replaces_it(gateway, clock):
    client = gateway.client()
    old = await gateway.code_for("13800138000")
    clock.pass_(minutes=1)
    new = await gateway.code_for("13800138000")
    replaced = await client.post("/auth/token", data=otp_form("13800138000", old))
    clock.pass_(minutes=6)
    late = await client.post("/auth/token", data=otp_form("13800138000", new))

    assert (old == new) or replaced.json()["code"] == "invalid_code"
    assert late.json()["code"] == "code_expired"


@pytest.mark.both_databases
@pytest.mark.parametrize("limit", ["otp_per_phone", "otp_per_address"])
async def test_codes_are_limited_per_phone_and_per_address(gateway_on, database_url, clock, limit):
    gateway = await gateway_on(database_url, **{limit: 2})
    client = gateway.client()
    phones = ["13800138000"] * 3 if limit == "otp_per_phone" else ["13800138000", "13800138001", "13800138002"]
    answers = [await client.post("/auth/otp", json={"phone": phone}) for phone in phones]

    assert [a.status_code for a in answers] == [202, 202, 429]
    clock.pass_(seconds=int(answers[2].headers["Retry-After"]))
    assert (await client.post("/auth/otp", json={"phone": phones[2]})).status_code == 202


async def test_an_access_token_lasts_fifteen_minutes_and_cannot_be_altered(small_gateway, clock):
    borrower = await small_gateway.borrower()
    head, body, signature = borrower.tokens["access_token"].split(".")
    forged = await small_gateway.client(f"{head}.{body}x.{signature}").get("/me")
    before = await borrower.http.get("/me")
    clock.pass_(minutes=15)
    after = await borrower.http.get("/me")

    assert (forged.status_code, before.status_code, after.status_code) == (401, 200, 401)
    assert after.json()["code"] == "unauthenticated"


async def test_staff_sign_in_by_password_and_a_code_that_works_once(gateway, clock):
    secret = await gateway.add_staff("li")
    client = gateway.client()

    async def sign_in(password, totp):
        form = {"grant_type": "password", "username": "li", "password": password, "totp": totp}
        return await client.post("/auth/token", data=form)

    now = pyotp.TOTP(secret).at(clock())
    answers = [await sign_in("wrong", now), await sign_in(PASSWORD, "000000"), await sign_in(PASSWORD, now)]
    reused = await sign_in(PASSWORD, now)
    clock.pass_(seconds=30)
    fresh = await sign_in(PASSWORD, pyotp.TOTP(secret).at(clock()))

    assert [a.status_code for a in answers] == [401, 401, 200]
    assert (reused.status_code, reused.json()["data"]) == (401, {"reason": "code_used"})
    assert fresh.status_code == 200


async def test_five_failures_at_a_name_lock_it_where_they_came_from_and_nowhere_else(gateway_on, database_url, clock):
    gateway = await gateway_on(database_url, trusted_proxies="127.0.0.1")
    secret = await gateway.add_staff("li")
    stranger, owner = from_address("2001:db8:1:1::1"), from_address("2001:db8:2:2::1")
    for _ in range(5):
        assert (await gateway.sign_in_staff("li", secret, "wrong", **stranger)).status_code == 401
    locked = await gateway.sign_in_staff("li", secret, **from_address("2001:db8:1:1::2"))
    assert (locked.status_code, locked.json()["code"]) == (429, "too_many_requests")
    assert (await gateway.sign_in_staff("li", secret, **owner)).status_code == 200
    clock.pass_(minutes=15)
    assert (await gateway.sign_in_staff("li", secret, **stranger)).status_code == 200


async def test_who_knows_the_password_cannot_guess_the_code_from_many_places(gateway_on, database_url):
    gateway = await gateway_on(database_url, trusted_proxies="127.0.0.1")
    await gateway.add_staff("li")
    form = {"grant_type": "password", "username": "li", "password": PASSWORD, "totp": "000000"}
    places = [from_address(f"203.0.113.{number}") for number in range(6)]
    answers = [await gateway.client().post("/auth/token", data=form, headers=place) for place in places]
    assert [answer.status_code for answer in answers] == [401] * 5 + [429]


async def test_an_address_that_no_trusted_proxy_vouches_for_is_not_believed(gateway):
    secret = await gateway.add_staff("li")
    for number in range(5):
        place = from_address(f"203.0.113.{number}")
        assert (await gateway.sign_in_staff("li", secret, "wrong", **place)).status_code == 401
    assert (await gateway.sign_in_staff("li", secret, **from_address("203.0.113.9"))).status_code == 429


async def test_many_tries_at_a_name_from_many_places_are_counted_for_operators(gateway_on, database_url):
    gateway = await gateway_on(database_url, trusted_proxies="127.0.0.1")
    before = MANY_TRIES._value.get()
    for number in range(STAFF_TRIES_NOTICED + 1):
        await gateway.sign_in_staff("li", pyotp.random_base32(), "wrong", **from_address(f"203.0.113.{number}"))
    assert MANY_TRIES._value.get() == before + 1


def from_address(address):
    return {"X-Forwarded-For": address}


async def test_whether_a_staff_name_exists_is_told_neither_by_the_refusal_nor_by_the_lock(gateway):
    await gateway.staff("li")
    client = gateway.client()

    async def answers_for(username):
        form = {"grant_type": "password", "username": username, "password": "wrong", "totp": "1"}
        same = {"X-Request-Id": "one-for-all"}
        answers = [await client.post("/auth/token", data=form, headers=same) for _ in range(6)]
        return [(answer.status_code, answer.json(), answer.headers.get("Retry-After")) for answer in answers]

    known, unknown = await answers_for("li"), await answers_for("nobody")
    assert known == unknown
    assert [status for status, _, _ in known] == [401] * 5 + [429]


async def test_guesses_at_many_staff_names_from_one_address_are_limited(gateway_on, database_url, clock):
    gateway = await gateway_on(database_url, staff_tries_per_address=2)
    client = gateway.client()
    forms = [{"grant_type": "password", "username": f"n{n}", "password": "x", "totp": "1"} for n in range(3)]
    answers = [await client.post("/auth/token", data=form) for form in forms]

    assert [answer.status_code for answer in answers] == [401, 401, 429]
    clock.pass_(seconds=int(answers[2].headers["Retry-After"]))
    assert (await client.post("/auth/token", data=forms[2])).status_code == 401


@pytest.mark.both_databases
@pytest.mark.parametrize("username", ["li", "nobody"])
async def test_guesses_at_once_do_not_slip_past_the_lock(gateway, username):
    await gateway.staff("li")
    client = gateway.client()
    form = {"grant_type": "password", "username": username, "password": "wrong", "totp": "1"}
    answers = await asyncio.gather(*(client.post("/auth/token", data=form) for _ in range(8)))
    assert sorted(answer.status_code for answer in answers) == [401] * 5 + [429] * 3


async def test_signing_in_works_while_the_backend_is_away_and_registers_later(gateway_on, database_url):
    gateway = await gateway_on(database_url, backend_url="http://127.0.0.1:9")
    borrower = await gateway.borrower()
    assert (await borrower.http.get("/me")).status_code == 200
    products = await borrower.http.get("/products")
    assert (products.status_code, products.json()["code"]) == (503, "backend_unavailable")


async def test_changing_the_language_tells_the_backend(small_gateway):
    borrower = await small_gateway.borrower()
    me = (await borrower.http.patch("/me", json={"language": "en"})).json()
    assert me["language"] == "en"
    assert small_gateway.backend.calls[-1] == (f"PUT /borrowers/{me['id']}", {"language": "en"})


async def test_in_production_there_is_no_outbox_and_no_code_without_a_sender(gateway_on, tmp_path):
    gateway = await gateway_on(f"sqlite:///{tmp_path / 'p.db'}", environment="production")
    client = gateway.client()
    asked = await client.post("/auth/otp", json={"phone": "13800138000"})
    assert (asked.status_code, asked.json()["code"]) == (503, "sms_unavailable")
    assert (await client.get("/dev/outbox", params={"to": "13800138000"})).status_code == 404


async def test_an_unknown_grant_is_refused(small_gateway):
    answer = await small_gateway.client().post("/auth/token", data={"grant_type": "magic"})
    assert (answer.status_code, answer.json()["code"]) == (422, "unsupported_grant_type")


class SendsNothing:
    """A vendor that is down. `writing`: whether others could write meanwhile."""

    def __init__(self, database):
        self._database, self.writing = database, False

    async def send(self, message, at):  # noqa: ARG002 - the protocol's shape
        async with self._database.transaction() as session:
            await session.execute(text("UPDATE one_time_codes SET tries = tries"))
        self.writing = True
        raise MessagesCannotBeSent()

    call = notify = send

    async def close(self):
        pass


async def test_a_code_is_sent_while_others_write_and_one_that_was_not_sent_takes_no_place(small_gateway, clock):
    database, settings, phone = small_gateway.parts.database, small_gateway.settings, "+8613800138000"
    code = await small_gateway.code_for(phone)
    clock.pass_(seconds=1)
    vendor = SendsNothing(database)
    with pytest.raises(MessagesCannotBeSent):
        await send_code(database, settings, vendor, WantedCode(phone, "sms", "here", "zh"), clock())
    assert vendor.writing
    answer = await small_gateway.client().post("/auth/token", data=otp_form(phone, code))
    assert answer.status_code == 200
