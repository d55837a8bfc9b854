"""Nothing that is sent is a fault of ours: no operation answers 5xx, on either database."""

import asyncio
from typing import Any

import pytest
from fastapi import FastAPI

from backend.app import KEYED_ROUTES
from backend.payments.routes import callback_routes
from tests.hostile import Target, server_errors
from tests.integration.backend.house import KEY


async def test_no_operation_answers_with_a_fault(house):
    loan = await house.paid_out()
    ids = {"borrower_id": house.borrower, "loan_id": loan.id}
    target = Target(contract(), house.url, {"X-Service-Key": KEY}, ids)
    assert await asyncio.to_thread(server_errors, target) == []


def contract() -> dict[str, Any]:
    """The backend publishes none: this is what its routes would say."""
    app = FastAPI()
    for routes in (*KEYED_ROUTES, callback_routes):
        app.include_router(routes)
    return app.openapi()


@pytest.mark.parametrize("minor", [True, "100", 1.5, 10**22, -(10**22)])
async def test_only_a_number_of_cents_is_money(house, minor):
    loan = await house.paid_out()
    answer = await house.http.post(
        f"/borrowers/{house.borrower}/loans/{loan.id}/payments",
        json={"amount": {"minor": minor, "currency": "CNY"}},
        headers={"Idempotency-Key": "pay-with-odd-money"},
    )
    assert answer.status_code == 422, answer.text
