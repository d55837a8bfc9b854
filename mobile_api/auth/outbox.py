"""How a code reaches a phone: as a text message, or read out in a call for who can't read one. In development it stays
here, to be read, unless a sender is connected (`mobile_api/senders`)."""

from collections import defaultdict, deque
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from contract.texts import Language, LocalText
from mobile_api.auth.schemas import By, NoticeOf, OutboxMessage, Purpose

WORDING: dict[Purpose, LocalText] = {
    "sign_in": LocalText(
        zh="【贷话】您的登录验证码是 {code}，5 分钟内有效。它只用于登录，请勿告诉他人。",
        en="[Loantalk] Your code to sign in is {code}. It works for 5 minutes and does nothing else. Never tell it to anyone.",
    ),
    "contract": LocalText(
        zh="【贷话】您的签约验证码是 {code}，5 分钟内有效。用它即签署您的借款合同，谁来索要都不要告诉。",
        en="[Loantalk] Your code {code} signs your loan contract. It works for 5 minutes. Never tell it to anyone who asks for it.",
    ),
    "card": LocalText(
        zh="【贷话】您的绑卡验证码是 {code}，5 分钟内有效。用它即绑定收款银行卡，谁来索要都不要告诉。",
        en="[Loantalk] Your code {code} adds a bank card that loans are paid out to. It works for 5 minutes. Never tell it to anyone.",
    ),
    "phone": LocalText(
        zh="【贷话】您的换号验证码是 {code}，5 分钟内有效。用它即更换登录手机号，谁来索要都不要告诉。",
        en="[Loantalk] Your code {code} changes the phone number of your account. It works for 5 minutes. Never tell it to anyone.",
    ),
    "account": LocalText(
        zh="【贷话】您的注销验证码是 {code}，5 分钟内有效。用它即注销您的账户并删除资料，谁来索要都不要告诉。",
        en="[Loantalk] Your code {code} deletes your account and your data. It works for 5 minutes. Never tell it to anyone.",
    ),
}
NOTICES: dict[NoticeOf, LocalText] = {
    "phone_changed": LocalText(
        zh="【贷话】您账户的登录手机号正在更换，此后本号码不能再登录，一段时间内也不能更换银行卡。如果不是您本人操作，请立即致电我们的服务热线。",
        en="[Loantalk] Your account is getting another phone number; this one will not sign in any more, and no bank card can be changed for a "
        "while. If this is not you, call our service line at once.",
    ),
}
CALL_WORDING: dict[Purpose, LocalText] = {
    "sign_in": LocalText(
        zh="您好，这里是贷话。您的登录验证码是：{code}。再说一遍：{code}。请勿告诉他人。",
        en="Hello, this is Loantalk. Your code to sign in is: {code}. Once more: {code}. Never tell it to anyone.",
    ),
    "contract": LocalText(
        zh="您好，这里是贷话。您签署借款合同的验证码是：{code}。再说一遍：{code}。谁来索要都不要告诉。",
        en="Hello, this is Loantalk. The code that signs your loan contract is: {code}. Once more: {code}. "
        "Never tell it to anyone who asks for it.",
    ),
    "card": LocalText(
        zh="您好，这里是贷话。您绑定收款银行卡的验证码是：{code}。再说一遍：{code}。谁来索要都不要告诉。",
        en="Hello, this is Loantalk. The code that adds your bank card is: {code}. Once more: {code}. "
        "Never tell it to anyone who asks for it.",
    ),
    "phone": LocalText(
        zh="您好，这里是贷话。您更换登录手机号的验证码是：{code}。再说一遍：{code}。谁来索要都不要告诉。",
        en="Hello, this is Loantalk. The code that changes your phone number is: {code}. Once more: {code}. "
        "Never tell it to anyone who asks for it.",
    ),
    "account": LocalText(
        zh="您好，这里是贷话。您注销账户的验证码是：{code}。再说一遍：{code}。谁来索要都不要告诉。",
        en="Hello, this is Loantalk. The code that deletes your account is: {code}. Once more: {code}. "
        "Never tell it to anyone who asks for it.",
    ),
}


@dataclass(frozen=True, slots=True)
class CodeMessage:
    """What is to be sent to `phone`."""

    phone: str
    code: str
    purpose: Purpose
    language: Language


@dataclass(frozen=True, slots=True)
class Notice:
    """What `phone` is told."""

    phone: str
    what: NoticeOf
    language: Language


class CodeSender(Protocol):
    async def send(self, message: CodeMessage, at: datetime) -> None:
        """Raises `MessagesCannotBeSent`."""

    async def call(self, message: CodeMessage, at: datetime) -> None:
        """Ring the phone and read the code out. Raises `MessagesCannotBeSent`."""

    async def notify(self, notice: Notice, at: datetime) -> None:
        """As a text message. Raises `MessagesCannotBeSent`."""

    async def close(self) -> None: ...


def text_of(message: CodeMessage | Notice, by: By) -> str:
    """In a call a code is read digit by digit: a voice would read six digits as one number."""
    if isinstance(message, Notice):
        return NOTICES[message.what].in_language(message.language)
    wording, code = (CALL_WORDING, ", ".join(message.code)) if by == "call" else (WORDING, message.code)
    return wording[message.purpose].in_language(message.language).format(code=code)


class DevelopmentOutbox:
    """Keeps the last few messages of each phone in memory."""

    def __init__(self) -> None:
        self._messages: dict[str, deque[OutboxMessage]] = defaultdict(lambda: deque(maxlen=5))

    async def send(self, message: CodeMessage, at: datetime) -> None:
        self._keep(message, "sms", at)

    async def call(self, message: CodeMessage, at: datetime) -> None:
        self._keep(message, "call", at)

    async def close(self) -> None:
        """Nothing is open."""

    async def notify(self, notice: Notice, at: datetime) -> None:
        sent = OutboxMessage(text=text_of(notice, "sms"), at=at, purpose=notice.what)
        self._messages[notice.phone].append(sent)

    def sent_to(self, phone: str) -> list[OutboxMessage]:
        return list(self._messages.get(phone, ()))

    def _keep(self, message: CodeMessage, by: By, at: datetime) -> None:
        sent = OutboxMessage(text=text_of(message, by), code=message.code, at=at, purpose=message.purpose, by=by)
        self._messages[message.phone].append(sent)
