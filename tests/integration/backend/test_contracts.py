"""What was accepted, how, and that it was repaid, on both databases."""

from datetime import timedelta

import pytest

from contract.canonical import canonical_hash
from contract.lending.client import BackendProblem
from contract.lending.loans import StartPayment
from contract.money import Money
from tests.integration.backend.house import House


async def test_an_acceptance_keeps_both_hashes_the_code_the_time_and_the_device(house: House) -> None:
    application = await house.submitted()
    shown = await house.client.contract(house.borrower, application.id)
    assert shown.acceptance is None
    body = house.acceptance_of(shown)
    house.clock.pass_(minutes=1)
    await house.client.accept_contract(house.borrower, application.id, body, idempotency_key="accept")
    accepted_at = house.clock.now
    house.clock.pass_(days=4000)
    kept = await house.client.contract(house.borrower, application.id)
    assert kept.model_copy(update={"acceptance": None}) == shown
    assert kept.contract_hash == canonical_hash(kept.text)
    assert kept.acceptance is not None
    assert kept.acceptance.model_dump() == {**body.model_dump(), "accepted_at": accepted_at}


async def test_accepting_again_with_a_fresh_code_changes_nothing(house: House) -> None:
    application = await house.submitted()
    contract = await house.client.contract(house.borrower, application.id)
    first = house.acceptance_of(contract)
    fresh = house.acceptance_of(contract, code_check="otp_2", device="browser:other")
    loans = [
        await house.client.accept_contract(house.borrower, application.id, body, idempotency_key=key)
        for body, key in ((first, "one"), (fresh, "one"), (fresh, "two"))
    ]
    assert len({loan.id for loan in loans}) == 1
    kept = await house.client.contract(house.borrower, application.id)
    assert kept.acceptance is not None
    assert kept.acceptance.code_check == "otp_1"


async def test_an_acceptance_needs_a_code_that_was_checked_just_now(house: House) -> None:
    application = await house.submitted()
    contract = await house.client.contract(house.borrower, application.id)
    old = house.acceptance_of(contract, code_checked_at=house.clock.now - timedelta(hours=1))
    with pytest.raises(BackendProblem) as refused:
        await house.client.accept_contract(house.borrower, application.id, old, idempotency_key="accept")
    assert (refused.value.status, refused.value.code) == (409, "code_check_stale")
    path = f"/borrowers/{house.borrower}/applications/{application.id}/accept"
    hashes = {"contract_hash": contract.contract_hash, "cost_sheet_hash": contract.cost_sheet_hash}
    answer = await house.http.post(path, json=hashes, headers={"Idempotency-Key": "accept-2"})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
    assert await house.client.loans(house.borrower) == []


async def test_the_cost_sheet_names_each_cost_its_receiver_the_year_and_what_being_late_costs(house: House) -> None:
    application = await house.submitted()
    sheet = (await house.client.contract(house.borrower, application.id)).cost_sheet
    assert all(line.receiver.zh and line.receiver.en and line.name.zh for line in sheet.lines)
    assert Money(sum(line.amount.minor for line in sheet.lines)) == sheet.total_cost
    assert sheet.apr_compound_percent >= sheet.apr_simple_percent > 0
    assert sheet.late_cost is not None
    assert "逾期" in sheet.late_cost.zh
    assert "不再收取任何其他费用" in sheet.statement.zh


async def test_a_settled_loan_has_a_certificate_that_stays_the_same_and_an_open_one_has_none(house: House) -> None:
    loan = await house.paid_out()
    with pytest.raises(BackendProblem) as refused:
        await house.client.settlement_certificate(house.borrower, loan.id)
    assert (refused.value.status, refused.value.code) == (409, "loan_not_settled")
    total = (await house.client.payoff_quote(house.borrower, loan.id)).amount
    await house.client.start_payment(house.borrower, loan.id, StartPayment(amount=total), idempotency_key="all")
    await house.work()
    certificate = await house.client.settlement_certificate(house.borrower, loan.id)
    assert (certificate.settled_on.isoformat(), certificate.repaid) == ("2026-03-31", total)
    assert "结清证明" in certificate.text.zh
    assert all(str(total) in text for text in (certificate.text.zh, certificate.text.en))
    assert certificate.certificate_hash == canonical_hash(certificate.text)
    house.clock.pass_(days=400)
    assert await house.client.settlement_certificate(house.borrower, loan.id) == certificate
    await house.client.register_borrower("somebody-else", "en")
    with pytest.raises(BackendProblem) as refused:
        await house.client.settlement_certificate("somebody-else", loan.id)
    assert refused.value.code == "not_found"
