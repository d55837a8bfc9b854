"""The published contract, generated from the routes: `docs/contracts/openapi.json`."""

import base64
import json
from pathlib import Path

from pydantic import SecretStr

from mobile_api.app import build_app
from mobile_api.settings import Settings
from servicekit.sealing import KEY_BYTES

OPENAPI = Path(__file__).parents[2] / "docs" / "contracts" / "openapi.json"


def contract_text() -> str:
    """The contract as it is committed. No part is connected to: the secrets are never used."""
    unused = SecretStr("not-a-secret-only-routes-are-read")
    settings = Settings(
        environment="production",
        token_secret=unused,
        fields_key=SecretStr(base64.b64encode(bytes(range(KEY_BYTES))).decode()),
        signing_secret=unused,
        backend_key=unused,
        dialogue_key=unused,
        database_url="sqlite://",
    )
    return json.dumps(build_app(settings).openapi(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
