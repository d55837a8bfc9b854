"""The adapters of this repository, each at a far side that listens on this machine. One of a lender's own is a function like these."""

from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass

import httpx

from backend.payments.bank import BankProvider
from backend.payments.callbacks import ByRsa
from backend.payments.provider import Provider
from contract.texts import LocalText
from mobile_api.auth.outbox import NOTICES, WORDING
from mobile_api.auth.schemas import By
from mobile_api.senders.aliyun import Aliyun, Templates
from mobile_api.senders.carriers import Carrier
from mobile_api.senders.http import HttpTemplate, Template
from mobile_api.senders.posting import Limits
from tests.conformance.codes import MESSAGE
from tests.conformance.provider import AT, CARD, SEAL, Sent
from tests.fakes.bank import FakeBank, key_of, signer
from tests.fakes.code_vendors import KEY, TEMPLATE, FakeAliyun, FakeVendor, Taken, Vendor
from tests.fakes.misbehaving import How
from tests.serving import served

# A far side that is silent is given up soon.
HASTY = Limits(try_=0.4, all_=1.5, pause=0.01)


@dataclass
class VendorsBench:
    carrier: Carrier
    vendor: Vendor
    personal: Collection[str] = (MESSAGE.phone, MESSAGE.phone.removeprefix("+86"), MESSAGE.code)

    @property
    def taken(self) -> Sequence[Taken]:
        return self.vendor.taken

    def misbehave(self, how: How, times: int = 1) -> None:
        self.vendor.misbehave(how, times)


def templates() -> Templates:
    named = {purpose: LocalText(zh=f"{purpose}_zh", en=f"{purpose}_en") for purpose in (*WORDING, *NOTICES)}
    return Templates(sign_name="贷话", templates=named)


def aliyun(by: By) -> Callable[[], AbstractAsyncContextManager[VendorsBench]]:
    @asynccontextmanager
    async def bench() -> AsyncIterator[VendorsBench]:
        vendor = FakeAliyun()
        with served(vendor.app()) as url:
            carrier = Aliyun(by, url, KEY, templates(), HASTY)
            try:
                yield VendorsBench(carrier, vendor)
            finally:
                await carrier.close()

    return bench


@asynccontextmanager
async def http() -> AsyncIterator[VendorsBench]:
    vendor, template = FakeVendor(), Template.model_validate(TEMPLATE)
    with served(vendor.app()) as url:
        carrier = HttpTemplate("sms", f"{url}/messages", KEY.secret, template, HASTY)
        try:
            yield VendorsBench(carrier, vendor)
        finally:
            await carrier.close()


@dataclass
class BankBench:
    provider: Provider
    bank: FakeBank
    personal: Collection[str] = (CARD,)

    @property
    def callbacks(self) -> ByRsa:
        return ByRsa([key_of("bank").public_key()])

    def misbehave(self, how: How, times: int = 1) -> None:
        self.bank.misbehave(how, times)

    def moved(self, transfer_id: str) -> list[int]:
        return self.bank.moved(transfer_id)

    def end(self, transfer_id: str, failure: str = "") -> None:
        self.bank.end(transfer_id, failure)

    def callback(self, transfer_id: str, whose: str = "bank") -> Sent:
        return self.bank.callback(transfer_id, whose)


@asynccontextmanager
async def bank() -> AsyncIterator[BankBench]:
    far = FakeBank(lambda: AT)
    with served(far.app()) as url, httpx.Client(base_url=url, timeout=HASTY.try_) as client:
        keys = [key_of("bank").public_key()]
        yield BankBench(BankProvider(client, signer(), keys, SEAL, lambda: AT), far)


PROVIDERS = {"http": bank}
SENDERS = {
    "aliyun-sms": aliyun("sms"),
    "aliyun-call": aliyun("call"),
    "http": http,
}
