"""The adapters of this repository, held to the kit."""

import pytest

from tests.conformance import codes, provider
from tests.conformance.benches import PROVIDERS, SENDERS
from tests.conformance.codes import CodesBench
from tests.conformance.kit import Check, held
from tests.conformance.provider import ProviderBench


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
