"""The worker's round: what fails in it holds up nothing else."""

import asyncio
import logging
from dataclasses import replace
from datetime import date

import pytest

from backend.payments.provider import Fate
from contract.lending.payments import TransferOrder
from tests.integration.backend.house import House

pytestmark = pytest.mark.both_databases


class Broken:
    """A provider whose client fails in a way that nobody foresaw."""

    def order(self, order: TransferOrder) -> None:
        raise RuntimeError(f"cannot write {order.card_token}")

    def status(self, transfer_id: str) -> Fate:
        raise RuntimeError(f"cannot ask of {transfer_id}")

    def statement(self, day: date) -> bytes:
        raise RuntimeError(f"cannot read {day}")


async def test_a_failing_part_of_a_round_is_logged_by_its_type_and_holds_up_no_other(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    await house.accepted()
    broken = replace(house.worker, provider=Broken())
    with caplog.at_level(logging.ERROR, "backend.worker"), pytest.raises(ExceptionGroup) as failed:
        await asyncio.to_thread(broken.step)
    assert [str(error).split()[1] for error in failed.value.exceptions] == ["write", "read"]
    assert [one.getMessage() for one in caplog.records if one.name == "backend.worker"] == [
        "hand_over_transfers failed: RuntimeError",
        "reconcile failed: RuntimeError",
    ]
    assert "application.decided" in [event.kind for event in await house.client.events(0)]
