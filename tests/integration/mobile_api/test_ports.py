"""Staff see on one page which ports are connected, those of the gateway among them."""

import json
from pathlib import Path

from contract.lending.ports import Port
from tests.fakes.code_vendors import TEMPLATE

REGISTER = Port.of("register", "none", needed=True)


async def test_staff_see_the_ports_of_both_services(gateway_on, tmp_path: Path) -> None:
    template = tmp_path / "template.json"
    template.write_text(json.dumps(TEMPLATE))
    sms = {"sms_sender": "http", "sms_url": "http://127.0.0.1:9", "sms_template": template}
    gateway = await gateway_on(f"sqlite:///{tmp_path / 'p.db'}", **sms)
    gateway.backend.answers["GET /ports"] = [REGISTER]
    staff = await gateway.staff("li")
    ports = {port["name"]: port for port in (await staff.get("/desk/ports")).raise_for_status().json()}
    assert ports["sms"] == {"name": "sms", "kind": "http", "connected": True, "needed": True}
    assert (ports["call"]["kind"], ports["call"]["connected"], ports["push"]["kind"]) == ("none", False, "none")
    assert ports["register"] == REGISTER.model_dump()


async def test_the_outbox_of_development_is_no_connection(small_gateway) -> None:
    small_gateway.backend.answers["GET /ports"] = []
    staff = await small_gateway.staff("wang")
    ports = (await staff.get("/desk/ports")).raise_for_status().json()
    assert [(port["kind"], port["connected"]) for port in ports] == [
        ("outbox", False),
        ("outbox", False),
        ("none", False),
    ]
