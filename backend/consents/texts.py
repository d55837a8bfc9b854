"""What is asked for each purpose, from `texts.json`: versions in order, the last of a purpose being the present one.

A text that a consent was given to is never changed or taken out. A new version is asked for again.
"""

from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter

from contract.lending.consents import PURPOSES, ConsentPurpose, ConsentText, Recipient
from contract.texts import LocalText

FILE = Path(__file__).parent / "texts.json"
RECIPIENTS: Mapping[ConsentPurpose, Recipient] = {
    "credit_check": "credit_bureau",
    "identity_check": "id_register",
    "face": "face_provider",
    "card_check": "payment_provider",
    "marketing": "lender",
    "recommendations": "lender",
    "agreement": "lender",
    "privacy_notice": "lender",
}
NAMES: Mapping[Recipient, LocalText] = {
    "credit_bureau": LocalText(zh="中国人民银行征信中心", en="Credit Reference Center, the People's Bank of China"),
    "id_register": LocalText(zh="公民身份信息核验机构", en="Register of citizens' identities"),
    "face_provider": LocalText(zh="人脸核验服务机构", en="Face-check service"),
    "payment_provider": LocalText(zh="支付机构和发卡银行", en="Payment provider and your bank"),
    "lender": LocalText(zh="{lender}", en="{lender}"),
}


class Version(BaseModel):
    """`source`: which rules ask for it. `{lender}` in a text stands for the lender's name."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    purpose: ConsentPurpose
    version: str
    source: str
    title: LocalText
    text: LocalText
    withdrawing: LocalText


VERSIONS = TypeAdapter(list[Version]).validate_json(FILE.read_bytes())
PRESENT: Mapping[ConsentPurpose, Version] = {one.purpose: one for one in VERSIONS}


def present_text(purpose: ConsentPurpose, lender: LocalText) -> ConsentText:
    present, recipient = PRESENT[purpose], RECIPIENTS[purpose]
    return ConsentText(
        purpose=purpose,
        recipient=recipient,
        recipient_name=_filled(NAMES[recipient], lender),
        title=present.title,
        text=_filled(present.text, lender),
        withdrawing=present.withdrawing,
        text_version=present.version,
    )


def present_texts(lender: LocalText) -> list[ConsentText]:
    return [present_text(purpose, lender) for purpose in PURPOSES]


def _filled(text: LocalText, lender: LocalText) -> LocalText:
    return LocalText(zh=text.zh.replace("{lender}", lender.zh), en=text.en.replace("{lender}", lender.en))
