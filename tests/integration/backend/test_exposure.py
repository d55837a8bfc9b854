"""What a borrower owes here bounds what is lent beside it, and who does not pay gets no more."""

import asyncio
import ssl
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from backend.app import Models
from backend.applications.exposure import owed_by
from backend.applications.models import DecisionRow
from backend.products.quotes import DEFAULT_LENDER
from contract.lending.applications import Application
from contract.lending.cases import OpenCase
from contract.lending.client import BackendProblem
from contract.lending.holds import LiftHold, PlaceHold
from contract.lending.loans import AskWriteOff, ExecuteProposal, Loan, StartPayment
from contract.lending.underwriting import ApproveReview, CounterReview, VerifiedFigures
from contract.money import Money
from tests.integration.backend.conftest import NET_ASSETS, running_house
from tests.integration.backend.house import IDENTITIES, House, decision, due, offer

# Who could carry far more than one person may owe.
RICH: dict[str, Any] = {
    "monthly_income": Money(60_000_00),
    "monthly_expenses": Money(10_000_00),
    "assets": Money(2_000_000_00),
    "term_months": 36,
}
STAFF = {"staff_id": "stf_1", "reason": "Somebody else's identity"}


async def refused(call: Any) -> BackendProblem:
    with pytest.raises(BackendProblem) as problem:
        await call
    return problem.value


async def accept(house: House, application: Application, key: str) -> Loan:
    contract = await house.client.contract(application.borrower_id, application.id)
    body = house.acceptance_of(contract)
    return await house.client.accept_contract(application.borrower_id, application.id, body, idempotency_key=key)


def reasons(application: Application) -> list[str]:
    return [reason.code for reason in decision(application).reasons]


async def test_many_loans_of_one_person_lend_no_more_than_one_may_owe(house: House) -> None:
    lent = Money(0)
    for number in range(8):
        application = await house.submitted(amount=Money(150_000_00), **RICH)
        if decision(application).offer is None:
            break
        lent += (await accept(house, application, f"accept-{number}")).principal
    assert (number, lent) == (2, Money(200_000_00))
    assert (application.status, reasons(application)) == ("declined", ["limit_reached"])
    assert decision(application).reasons[0].improve.zh.startswith("目前没有剩余额度")


async def test_the_second_loan_fits_what_the_limit_leaves_and_says_so(house: House) -> None:
    await house.paid_out(amount=Money(150_000_00), **RICH)
    second = await house.submitted(amount=Money(120_000_00), **RICH)
    assert (second.status, offer(second).amount) == ("counter_offered", Money(50_000_00))
    [reason] = decision(second).reasons
    assert reason.code == "limit_reached"
    assert "50,000" in reason.improve.zh
    assert "¥50,000" in reason.improve.en


async def test_a_business_loan_counts_toward_a_limit_of_its_own(house: House) -> None:
    await house.paid_out(amount=Money(200_000_00), **RICH)
    business = await house.submitted(purpose="business", amount=Money(300_000_00), **RICH)
    assert offer(business).amount > Money(200_000_00)


async def test_instalments_of_own_loans_are_a_burden_beside_the_debt_that_is_told(house: House) -> None:
    loan = await house.paid_out(amount=Money(60_000_00), term_months=12)
    again = await house.submitted(amount=Money(60_000_00), term_months=12)
    with house.database.reading() as session:
        facts = session.scalars(select(DecisionRow.facts).where(DecisionRow.application_id == again.id)).one()
    assert facts.debt == Money(0)
    assert facts.own_instalments is not None
    assert abs(facts.own_instalments.minor - due(loan).amount.minor) <= 1_00
    # 60,000 twice in a year is more than 12,000 a month carries.
    assert again.status == "counter_offered"


async def test_a_borrower_who_is_late_gets_no_new_loan_until_it_is_paid(house: House) -> None:
    loan = await house.paid_out()
    house.clock.now = datetime.combine(due(loan).due_date, time(4), UTC) + timedelta(days=3)
    within_grace = await house.submitted(amount=Money(5_000_00))
    assert within_grace.status == "approved"
    await house.client.decline_offer(house.borrower, within_grace.id)

    # No day was closed meanwhile: the book of today tells. The days of grace end after the May holidays.
    house.clock.pass_(days=5)
    late = await house.submitted(amount=Money(5_000_00))
    assert (late.status, reasons(late), decision(late).grade) == ("declined", ["late"], None)
    assert "逾期" in decision(late).reasons[0].text.zh

    overdue = (await house.client.loan(house.borrower, loan.id)).overdue
    await house.client.start_payment(house.borrower, loan.id, StartPayment(amount=overdue), idempotency_key="pay")
    await house.work()
    assert (await house.submitted(amount=Money(5_000_00))).status == "approved"


async def test_a_loss_bars_for_five_years(house: House) -> None:
    loan = await house.paid_out()
    ask = AskWriteOff(kind="write_off", staff_id="stf_1", reason="Nothing to be had")
    proposal = await house.client.propose_change(house.borrower, loan.id, ask)
    body = ExecuteProposal(proposal_hash=proposal.proposal_hash)
    await house.client.execute_change(house.borrower, loan.id, body, idempotency_key="lost")
    barred = await house.submitted()
    assert (barred.status, reasons(barred)) == ("declined", ["written_off"])
    with house.database.reading() as session:
        bars = [
            owed_by(session, IDENTITIES, house.borrower, DEFAULT_LENDER, house.clock.now + timedelta(days)).bar
            for days in (1826, 1827)
        ]
    assert bars == ["written_off", None]


async def test_a_hold_keeps_a_borrower_from_new_loans_until_it_is_lifted_or_over(house: House) -> None:
    approved = await house.submitted()
    hold = await house.client.place_hold(house.borrower, PlaceHold(**STAFF))
    assert (hold.stands, hold.placed_by, hold.until) == (True, "stf_1", house.clock.now + timedelta(days=180))
    for call in (house.client.contract(house.borrower, approved.id), accept(house, approved, "held")):
        problem = await refused(call)
        assert (problem.status, problem.code, problem.data["reason"]) == (409, "offer_no_longer_possible", "on_hold")
        assert "欺诈" not in problem.data["text"]["zh"]
    await house.client.decline_offer(house.borrower, approved.id)
    assert reasons(await house.submitted()) == ["on_hold"]

    lifted = await house.client.lift_hold(house.borrower, hold.id, LiftHold(**STAFF))
    assert (lifted.stands, lifted.lifted_by) == (False, "stf_1")
    assert await house.client.lift_hold(house.borrower, hold.id, LiftHold(**STAFF)) == lifted
    assert (await house.submitted()).status == "approved"

    until = house.clock.now + timedelta(days=2)
    await house.client.place_hold("borrower-1", PlaceHold(**STAFF, until=until))
    house.clock.pass_(days=3)
    assert [one.stands for one in await house.client.holds(house.borrower)] == [False, False]
    assert (await refused(house.client.place_hold(house.borrower, PlaceHold(**STAFF, until=until)))).code == "hold_over"


async def test_a_complaint_never_lowers_a_decision(house: House) -> None:
    before = await house.submitted("quiet")
    await house.client.register_borrower("loud", "zh")
    case = OpenCase(kind="complaint", words="你们客服太差了")
    await house.client.open_case("loud", case, idempotency_key="complaint")
    after = await house.submitted("loud")
    assert offer(after).model_dump() == offer(before).model_dump()


async def test_one_offer_is_open_at_a_time(house: House) -> None:
    first = await house.submitted()
    problem = await refused(house.submitted(amount=Money(5_000_00)))
    assert (problem.status, problem.code) == (409, "offer_still_open")
    assert problem.data["application_id"] == first.id
    house.clock.pass_(days=8)
    assert (await house.submitted(amount=Money(5_000_00))).status == "approved"


async def test_what_the_model_referred_counts_and_a_review_after_a_decline_does_not(house: House) -> None:
    waiting = await house.submitted(
        amount=Money(150_000_00), monthly_income=Money(9_000_00), monthly_expenses=None, employment=None, assets=None,
        employment_years=None, housing=None, debt=None, term_months=36,
    )  # fmt: skip
    assert waiting.status == "referred"
    assert offer(await house.submitted(amount=Money(120_000_00), **RICH)).amount == Money(50_000_00)

    declined = await house.submitted("other", monthly_income=Money(500_00), monthly_expenses=Money(500_00))
    assert declined.status == "declined"
    await house.client.review_application("other", declined.id)
    assert offer(await house.submitted("other", amount=Money(200_000_00), **RICH)).amount == Money(200_000_00)


async def test_a_reviewer_keeps_to_what_one_person_may_owe(house: House) -> None:
    application = await house.submitted(amount=Money(60_000_00), **RICH)
    await house.client.review_application(house.borrower, application.id)
    await house.paid_out(amount=Money(150_000_00), **RICH)
    [review] = await house.client.reviews()
    evidence = await house.client.review(review.id)
    proven = VerifiedFigures(monthly_income=Money(60_000_00))
    assert evidence.affordability.affordable < Money(35_000_00)

    more = CounterReview(staff_id="stf_1", amount=Money(60_000_00), term_months=36, verified=proven)
    problem = await refused(house.client.counter_review(review.id, more))
    assert (problem.code, problem.data["reason"]) == ("offer_not_possible", "limit_reached")
    assert Money(**problem.data["most"]) == Money(50_000_00)
    fitting = more.model_copy(update={"amount": Money(50_000_00)})
    # With what is owed already it is more than one person may lend alone.
    assert (await house.client.counter_review(review.id, fitting)).state == "waiting_for_second"


async def test_several_that_wait_are_not_approved_side_by_side(house: House) -> None:
    silent = dict.fromkeys(("monthly_expenses", "employment", "employment_years", "housing", "assets", "debt"))
    asked: dict[str, Any] = {"amount": Money(35_000_00), "term_months": 24, "monthly_income": Money(9_000_00), **silent}
    for _ in range(2):
        assert (await house.submitted(**asked)).status == "referred"
    first, second = await house.client.reviews()
    act = ApproveReview(staff_id="stf_1", verified=VerifiedFigures(monthly_income=Money(30_000_00)))
    await house.client.approve_review(first.id, act)
    assert (await refused(house.client.approve_review(second.id, act))).code == "offer_still_open"


async def test_a_review_can_be_asked_for_after_a_decline_twice(house: House) -> None:
    declined = await house.submitted(monthly_income=Money(500_00), monthly_expenses=Money(500_00))
    for _ in range(2):
        await house.client.review_application(house.borrower, declined.id)
        [review] = await house.client.reviews()
        body = {"staff_id": "stf_1", "reasons": ["income_too_low"]}
        (await house.http.post(f"/reviews/{review.id}/decline", json=body)).raise_for_status()
    problem = await refused(house.client.review_application(house.borrower, declined.id))
    assert (problem.status, problem.code, problem.data["most"]) == (409, "reviews_used_up", 2)


@pytest.mark.both_databases
async def test_of_acceptances_at_once_only_those_within_the_limit_open_a_loan(
    database_url: str, models_dir: Path, models: Models, tls: ssl.SSLContext, tmp_path: Path
) -> None:
    """A new balance sheet lowers the limit while three offers stand, which were all possible when they were made."""
    rules = [
        NET_ASSETS | {"code": "exposure.open_offers", "value": 3},
        NET_ASSETS | {"since": "2026-04-02", "value": {"minor": 1_000_000_00, "currency": "CNY"}},
    ]
    async with running_house(database_url, models_dir, models, tls, tmp_path, rules) as house:
        offers = [await house.submitted(amount=Money(60_000_00), **RICH) for _ in range(3)]
        assert {one.status for one in offers} == {"approved"}
        contracts = [await house.client.contract(house.borrower, one.id) for one in offers]
        house.clock.now = datetime.combine(date(2026, 4, 2), time(4), UTC)
        found = await asyncio.gather(
            *(
                house.client.accept_contract(
                    house.borrower, one.id, house.acceptance_of(contract), idempotency_key=one.id
                )
                for one, contract in zip(offers, contracts, strict=True)
            ),
            return_exceptions=True,
        )
        assert [one.principal for one in found if isinstance(one, Loan)] == [Money(60_000_00)]
        problems = [one for one in found if isinstance(one, BackendProblem)]
        assert [(one.code, one.data["reason"]) for one in problems] == [
            ("offer_no_longer_possible", "limit_reached")
        ] * 2
        assert [loan.principal for loan in await house.client.loans(house.borrower)] == [Money(60_000_00)]
