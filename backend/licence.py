"""The licence under which the lender lends: it decides which rules hold."""

from typing import Literal

from backend.texts import LocalText

Licence = Literal["microlender", "private"]
# Of development: every real lender has its own.
DEFAULT_LENDER_NAME = LocalText(zh="贷话小额贷款有限公司", en="Loantalk Microloan Co., Ltd.")
