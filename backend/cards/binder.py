"""The port to whoever binds cards, and the sandbox that stands in for it."""

import hashlib
import hmac
from dataclasses import dataclass
from typing import Protocol

from backend.cards.errors import CardBindingUnavailable, CardNameMismatch
from contract.texts import LocalText

# In the sandbox a card that begins so is somebody else's.
ANOTHERS = "999999"
BANKS = {
    "622202": LocalText(zh="中国工商银行", en="ICBC"),
    "621700": LocalText(zh="中国建设银行", en="China Construction Bank"),
    "622848": LocalText(zh="中国农业银行", en="Agricultural Bank of China"),
    "621661": LocalText(zh="中国银行", en="Bank of China"),
    "622588": LocalText(zh="招商银行", en="China Merchants Bank"),
}
SANDBOX_BANK = LocalText(zh="沙箱银行", en="Sandbox Bank")


@dataclass(frozen=True, slots=True)
class BoundCard:
    """`token` stands for the card at the payment provider."""

    token: str
    bank: LocalText
    last4: str


class CardBinder(Protocol):
    """`kind` is what it is called where ports are listed."""

    @property
    def kind(self) -> str: ...

    def bind(self, number: str, holder_name: str) -> BoundCard:
        """The same card has the same token. Raises `CardNameMismatch` when the bank knows another holder."""


class SandboxBinder:
    kind = "sandbox"

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def bind(self, number: str, holder_name: str) -> BoundCard:  # noqa: ARG002
        if number.startswith(ANOTHERS):
            raise CardNameMismatch()
        token = "sandbox-" + hmac.new(self._secret, number.encode(), hashlib.sha256).hexdigest()[:32]
        return BoundCard(token, BANKS.get(number[:6], SANDBOX_BANK), number[-4:])


class NoBinder:
    """Outside development, until a real provider is connected."""

    kind = "none"

    def bind(self, number: str, holder_name: str) -> BoundCard:  # noqa: ARG002
        raise CardBindingUnavailable()
