"""Which carrier a way to a phone has, as the gateway's settings say it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import SecretStr, ValidationError

from mobile_api.auth.schemas import By
from mobile_api.senders.acs3 import Key
from mobile_api.senders.aliyun import URLS, Aliyun, Templates
from mobile_api.senders.carriers import Carrier
from mobile_api.senders.http import HttpTemplate, Template
from servicekit.outgoing import check_address
from servicekit.settings import in_one_line

Kind = Literal["none", "aliyun", "http"]


@dataclass(frozen=True, slots=True)
class WaySettings:
    """Of one way: `MOBILE_SMS_…` or `MOBILE_CALL_…`."""

    by: By
    kind: Kind
    url: str
    key_id: str
    key: SecretStr | None
    template: Path | None

    def carrier(self) -> Carrier | None:
        """None where the way is not connected. Raises as `words`."""
        words, secret = self.words(), self.key.get_secret_value() if self.key else ""
        if isinstance(words, Templates):
            return Aliyun(self.by, self._address, Key(self.key_id, secret), words)
        return HttpTemplate(self.by, self._address, secret, words) if words else None

    def words(self) -> Templates | Template | None:
        """What the template file says. Raises `ValueError`, which names the settings that are missing or wrong."""
        if self.kind == "none":
            return None
        prefix, ours = f"MOBILE_{self.by.upper()}_", {"URL": self._address, "TEMPLATE": self.template}
        needed = {**ours, "KEY_ID": self.key_id, "KEY": self.key} if self.kind == "aliyun" else ours
        if self.template is None or not all(needed.values()):
            missing = [f"{prefix}{name}" for name, value in needed.items() if not value]
            raise ValueError(f"Not set: {', '.join(missing)}")
        check_address(self._address)
        try:
            return (Templates if self.kind == "aliyun" else Template).model_validate_json(self.template.read_bytes())
        except ValidationError as error:
            raise ValueError(f"{prefix}TEMPLATE: {in_one_line(error)}") from error

    @property
    def _address(self) -> str:
        return self.url or (URLS[self.by] if self.kind == "aliyun" else "")
