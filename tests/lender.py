"""What a real lender tells of itself: as settings, and in the environment."""

import json
from typing import Any

TOLD: dict[str, Any] = {
    "lender_name": {"zh": "某某小贷", "en": "Some Lender"},
    "licence_number": "沪金监许〔2026〕1号",
    "supervisor": {"zh": "某市地方金融管理局", "en": "Financial Bureau of Some City"},
    "service_phone": "4001234567",
    "complaints": {"zh": "先致电服务热线，再拨打 12378", "en": "Call our hotline first, then 12378"},
}
IN_ENVIRONMENT = {
    f"BACKEND_{name.upper()}": value if isinstance(value, str) else json.dumps(value) for name, value in TOLD.items()
}
