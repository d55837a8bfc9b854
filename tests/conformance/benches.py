"""The adapters of this repository, each at a far side that listens on this machine. One of a lender's own is a function like these."""

from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass

from contract.texts import LocalText
from mobile_api.auth.outbox import WORDING
from mobile_api.auth.schemas import By
from mobile_api.senders.aliyun import Aliyun, Templates
from mobile_api.senders.carriers import Carrier
from mobile_api.senders.http import HttpTemplate, Template
from mobile_api.senders.posting import Limits
from tests.conformance.codes import MESSAGE
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
    named = {purpose: LocalText(zh=f"{purpose}_zh", en=f"{purpose}_en") for purpose in WORDING}
    return Templates(sign_name="贷话", templates=named)


def aliyun(by: By) -> Callable[[], AbstractAsyncContextManager[VendorsBench]]:
    @asynccontextmanager
    async def bench() -> AsyncIterator[VendorsBench]:
        vendor = FakeAliyun()
        with served(vendor.app()) as url:
            carrier = Aliyun(by, url, KEY, templates(), HASTY)
            yield VendorsBench(carrier, vendor)
            await carrier.close()

    return bench


@asynccontextmanager
async def http() -> AsyncIterator[VendorsBench]:
    vendor, template = FakeVendor(), Template.model_validate(TEMPLATE)
    with served(vendor.app()) as url:
        carrier = HttpTemplate("sms", f"{url}/messages", KEY.secret, template, HASTY)
        yield VendorsBench(carrier, vendor)
        await carrier.close()


SENDERS = {
    "aliyun-sms": aliyun("sms"),
    "aliyun-call": aliyun("call"),
    "http": http,
}
