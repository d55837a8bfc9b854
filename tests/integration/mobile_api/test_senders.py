"""Codes that leave the house: a borrower of production signs in by one, and hears plainly when none can be sent."""

import json
from pathlib import Path

from tests.fakes.code_vendors import KEY, TEMPLATE, FakeVendor
from tests.serving import served

PHONE = "13800138000"


async def test_in_production_a_code_is_sent_by_sms_or_call_and_signs_in(gateway_on, tmp_path: Path) -> None:
    vendor, template = FakeVendor(), tmp_path / "template.json"
    template.write_text(json.dumps(TEMPLATE))
    with served(vendor.app()) as url:
        way = {"sender": "http", "url": f"{url}/messages", "key": KEY.secret, "template": template}
        ways = {f"{by}_{name}": value for by in ("sms", "call") for name, value in way.items()}
        gateway = await gateway_on(f"sqlite:///{tmp_path / 'p.db'}", environment="production", **ways)
        client = gateway.client()
        answers = [await client.post("/auth/otp", json={"phone": PHONE, "by": by}) for by in ("sms", "call")]
        assert [answer.status_code for answer in answers] == [202, 202]
        sms, call = vendor.taken
        assert sms.phone == f"+86{PHONE}"
        assert f" {sms.code}，" in sms.words
        assert ", ".join(call.code) in call.words
        form = {"grant_type": "otp", "phone": PHONE, "code": sms.code, "challenge": answers[0].json()["challenge"]}
        assert (await client.post("/auth/token", data=form)).status_code == 200
        vendor.misbehave("refuses")
        asked = await client.post("/auth/otp", json={"phone": PHONE})
        assert (asked.status_code, asked.json()["code"]) == (503, "sms_unavailable")
