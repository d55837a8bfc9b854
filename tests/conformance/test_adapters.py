"""The adapters of this repository, held to the kit."""

import contextlib
import logging
from collections.abc import AsyncIterator
from datetime import datetime

import pytest

from mobile_api.auth.errors import MessagesCannotBeSent
from mobile_api.auth.outbox import CodeMessage, Notice
from mobile_api.senders.aliyun import Aliyun
from tests.conformance import codes, provider
from tests.conformance.__main__ import main
from tests.conformance.benches import HASTY, PROVIDERS, SENDERS, VendorsBench, templates
from tests.conformance.codes import CodesBench
from tests.conformance.kit import Check, held
from tests.conformance.provider import ProviderBench
from tests.fakes.code_vendors import KEY, FakeAliyun
from tests.serving import served


@pytest.mark.parametrize("sender", SENDERS)
@pytest.mark.parametrize("check", codes.CHECKS, ids=lambda check: check.name)
async def test_every_sender_is_held_to_the_kit(sender: str, check: Check[CodesBench]) -> None:
    bench: CodesBench
    async with SENDERS[sender]() as bench:
        await held(check, bench)


@pytest.mark.parametrize("name", PROVIDERS)
@pytest.mark.parametrize("check", provider.CHECKS, ids=lambda check: check.name)
async def test_every_provider_is_held_to_the_kit(name: str, check: Check[ProviderBench]) -> None:
    bench: ProviderBench
    async with PROVIDERS[name]() as bench:
        await held(check, bench)


class Boastful(Aliyun):
    """Says that all went well, and writes down whom it wrote to."""

    async def carry(self, message: CodeMessage | Notice, at: datetime) -> None:
        logging.getLogger("boastful").info("sending %s to %s", message, message.phone)
        with contextlib.suppress(MessagesCannotBeSent):
            await super().carry(message, at)


@contextlib.asynccontextmanager
async def boastful() -> AsyncIterator[VendorsBench]:
    vendor = FakeAliyun()
    with served(vendor.app()) as url:
        carrier = Boastful("sms", url, KEY, templates(), HASTY)
        try:
            yield VendorsBench(carrier, vendor)
        finally:
            await carrier.close()


def test_the_kit_finds_out_an_adapter_that_hides_failures_and_logs_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["senders", f"{boastful.__module__}:boastful"]) == 1
    said = capsys.readouterr().out
    assert "FAILED  a code arrives once, as it was sent: AssertionError: something personal stands in a log" in said
    assert "FAILED  what the far side refuses is told: Failed: DID NOT RAISE" in said
    assert "passed" not in said
