"""The senders of this repository, held to the kit."""

import pytest

from tests.conformance.benches import SENDERS
from tests.conformance.codes import CHECKS, CodesBench
from tests.conformance.kit import Check, held


@pytest.mark.parametrize("sender", SENDERS)
@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
async def test_every_sender_is_held_to_the_kit(sender: str, check: Check[CodesBench]) -> None:
    async with SENDERS[sender]() as bench:
        await held(check, bench)
