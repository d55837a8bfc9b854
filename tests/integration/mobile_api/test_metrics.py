"""What the operator sees, and nobody else in production."""

from prometheus_client.parser import text_string_to_metric_families
from pydantic import SecretStr

from mobile_api.heartbeats import TURNS, leave_beat

KEY = "an-operators-own-key"


async def figures(gateway) -> dict[str, float]:
    answer = await gateway.client().get(f"{gateway.url}/metrics")
    families = text_string_to_metric_families(answer.text)
    samples = [sample for family in families for sample in family.samples]
    return {" ".join([sample.name, *sample.labels.values()]): sample.value for sample in samples}


async def test_codes_queues_turns_and_workers_are_counted(gateway, clock):
    before = await figures(gateway)
    borrower = await gateway.talking_borrower()
    wrong = {"grant_type": "otp", "phone": borrower.phone, "code": "000000"}
    await gateway.client().post("/auth/token", data=wrong)
    await borrower.say("m1", "我要人工")
    other = await gateway.talking_borrower()
    gateway.dialogue.down = True
    await other.say("m1", "你好")
    clock.pass_(seconds=40)
    await leave_beat(gateway.parts.database, TURNS, clock())
    clock.pass_(seconds=7)
    after = await figures(gateway)

    def added(name: str) -> float:
        return after[name] - before.get(name, 0)

    assert added("mobile_codes_sent_total sms sent sign_in") == 2
    assert added("mobile_codes_tried_total right") == 2
    assert added("mobile_codes_tried_total expired") == 1
    assert (after["mobile_handoffs_open queued"], after["mobile_handoffs_oldest_seconds"]) == (1, 47)
    assert (after["mobile_turns_waiting queued"], after["mobile_turns_oldest_seconds"]) == (1, 47)
    assert (after["worker_last_step_seconds turns"], after["worker_failing turns"]) == (7, 0)


async def test_limits_that_strike_are_counted(small_gateway):
    before = await figures(small_gateway)
    for _ in range(small_gateway.settings.otp_per_phone + 2):
        await small_gateway.client().post("/auth/otp", json={"phone": "13900007777"})
    after = await figures(small_gateway)
    name = "mobile_limited_total one_time_codes"
    assert after[name] - before.get(name, 0) == 2


async def test_in_production_parts_and_figures_are_the_operators_alone(gateway_on, tmp_path):
    url = f"sqlite:///{tmp_path / 'x.db'}"
    gateway = await gateway_on(url, environment="production", operator_key=SecretStr(KEY))
    http = gateway.client()
    for headers in ({}, {"Authorization": "Bearer guess"}):
        assert (await http.get(f"{gateway.url}/readyz", headers=headers)).json() == {"ready": True}
        assert (await http.get(f"{gateway.url}/metrics", headers=headers)).status_code == 404
    for path in ("/openapi.json", "/docs", "/redoc"):
        assert (await http.get(f"{gateway.url}{path}")).status_code == 404
    operator = {"Authorization": f"Bearer {KEY}"}
    assert "database" in (await http.get(f"{gateway.url}/readyz", headers=operator)).json()["parts"]
    assert "mobile_turns" in (await http.get(f"{gateway.url}/metrics", headers=operator)).text


async def test_without_an_operators_key_production_shows_nobody(gateway_on, tmp_path):
    gateway = await gateway_on(f"sqlite:///{tmp_path / 'x.db'}", environment="production")
    assert (await gateway.client().get(f"{gateway.url}/metrics")).status_code == 404
