"""The clock went ahead two days and was set back: nobody is locked out, and nothing that was written meanwhile waits for it."""

import pyotp
import pytest
from sqlalchemy import select

from mobile_api.auth.models import Staff
from mobile_api.auth.totp import secret_of
from tests.integration.mobile_api.conftest import PASSWORD

AHEAD = {"days": 2}
# Access tokens do not last two days.
WITHIN_A_TOKEN = {"minutes": 10}


async def test_a_phone_that_asked_for_codes_meanwhile_gets_one_that_signs_in(gateway, clock):
    phone = "13900008888"
    clock.pass_(**AHEAD)
    for _ in range(gateway.settings.otp_per_phone):
        await gateway.code_for(phone)
    clock.pass_(days=-2)
    code = await gateway.code_for(phone)
    form = {"grant_type": "otp", "phone": phone, "code": code}
    assert (await gateway.client().post("/auth/token", data=form)).status_code == 200


async def test_a_code_of_that_time_does_not_live_on_for_two_days(gateway, clock):
    phone = "13900008887"
    clock.pass_(**AHEAD)
    code = await gateway.code_for(phone)
    clock.pass_(days=-2)
    answer = await gateway.client().post("/auth/token", data={"grant_type": "otp", "phone": phone, "code": code})
    assert (answer.status_code, answer.json()["code"]) == (422, "code_expired")


@pytest.mark.parametrize("wrong_tries", [0, 5])
async def test_staff_who_signed_in_or_failed_meanwhile_get_in(gateway, clock, wrong_tries):
    clock.pass_(**AHEAD)
    await gateway.staff("li")
    async with gateway.parts.database.reading() as session:
        secret = secret_of((await session.scalars(select(Staff))).one(), gateway.settings.sealer)
    wrong = {"grant_type": "password", "username": "li", "password": "wrong", "totp": "000000"}
    for _ in range(wrong_tries):
        assert (await gateway.client().post("/auth/token", data=wrong)).status_code == 401
    clock.pass_(days=-2)
    form = {**wrong, "password": PASSWORD, "totp": pyotp.TOTP(secret).at(clock())}
    answer = await gateway.client().post("/auth/token", data=form)
    assert answer.status_code == 200, answer.text
    again = await gateway.client().post("/auth/token", data=form)
    assert (again.status_code, again.json()["data"]) == (401, {"reason": "code_used"})


async def test_a_turn_that_was_put_off_meanwhile_is_answered(gateway, clock):
    borrower = await gateway.talking_borrower()
    clock.pass_(**WITHIN_A_TOKEN)
    gateway.dialogue.down = True
    await borrower.say("m1", "一")
    gateway.dialogue.down = False
    clock.pass_(minutes=-10)
    worker = await gateway.another_process()
    await worker.turns.run_due()
    await worker.close()
    assert (await borrower.log())[-1]["text"] == "echo 一"


async def test_a_borrower_who_wrote_much_meanwhile_may_write(gateway_on, clock, database_url):
    gateway = await gateway_on(database_url, messages_per_minute=2)
    borrower = await gateway.talking_borrower()
    clock.pass_(**WITHIN_A_TOKEN)
    for number in range(2):
        assert (await borrower.post(f"a{number}", "你好")).status_code == 200
    clock.pass_(minutes=-10)
    assert (await borrower.post("b1", "你好")).status_code == 200
