"""A loan changes as its borrower agreed, not too often, and above a bound by two members of staff."""

import asyncio
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from backend.loans.models import PlanConsentRow, ProposalRow
from contract.lending.client import BackendProblem
from contract.lending.loans import AskDueDay, AskHardship, AskWriteOff, ExecuteProposal, GiveConsent, Loan, LoanProposal
from contract.money import Money
from tests.integration.backend.house import House, due
from tests.integration.backend.test_loan_life import STAFF, agree, execute, now, pay
from tests.integration.backend.test_reviews import refused

PROPOSER, ANOTHER = STAFF["staff_id"], "staff-2"
LARGE: dict[str, Any] = {"amount": Money(80_000_00), "term_months": 36, "monthly_income": Money(60_000_00)}


async def plan_for(house: House, loan: Loan, extra: int = 6, staff_id: str = PROPOSER) -> LoanProposal:
    ask = AskHardship(kind="hardship", extra_months=extra, staff_id=staff_id, reason="Lost the job in May")
    return await house.client.propose_change(house.borrower, loan.id, ask)


async def execute_as(house: House, loan: Loan, proposal: LoanProposal, staff_id: str) -> Loan:
    body = ExecuteProposal(proposal_hash=proposal.proposal_hash, staff_id=staff_id)
    return await house.client.execute_change(house.borrower, loan.id, body, idempotency_key=next(house.keys))


async def moved_to(house: House, loan: Loan, day: int) -> Loan:
    ask = AskDueDay(kind="due_day", day_of_month=day)
    return await execute(house, loan, await house.client.propose_change(house.borrower, loan.id, ask), next(house.keys))


async def reason(call: Any) -> str:
    with pytest.raises(BackendProblem) as problem:
        await call
    return str(problem.value.data["reason"])


async def test_a_due_day_moves_once_a_year_however_often_it_is_asked_for(house: House) -> None:
    loan = await house.paid_out(term_months=24)
    loan = await moved_to(house, loan, 8)
    assert due(loan).due_date == date(2026, 5, 8)
    for day in range(1, 32):
        assert await reason(moved_to(house, loan, day)) == "moved_recently"
    assert due(await now(house, loan)).due_date == date(2026, 5, 8)


@pytest.mark.both_databases
async def test_two_due_days_asked_for_at_once_move_it_once(house: House) -> None:
    loan = await house.paid_out()
    asks = [AskDueDay(kind="due_day", day_of_month=day) for day in (8, 12)]
    shown = [await house.client.propose_change(house.borrower, loan.id, ask) for ask in asks]
    done = await asyncio.gather(*(execute(house, loan, one, next(house.keys)) for one in shown), return_exceptions=True)
    assert [type(one) for one in done].count(Loan) == 1


async def test_a_due_day_stays_while_a_plan_is_young(house: House) -> None:
    loan = await house.paid_out()
    plan = await plan_for(house, loan)
    await agree(house, loan, plan)
    await execute(house, loan, plan)
    assert await reason(moved_to(house, loan, 8)) == "plan_recent"


async def test_nothing_changes_before_the_borrower_has_agreed(house: House) -> None:
    loan = await house.paid_out()
    plan = await plan_for(house, loan)
    assert plan.consent is not None
    assert plan.consent.given_at is None
    assert await refused(execute(house, loan, plan)) == (409, "plan_consent_needed")
    assert len((await house.client.loan_schedule(house.borrower, loan.id)).instalments) == 12
    given = await agree(house, loan, plan)
    assert given == await agree(house, loan, plan)
    await execute(house, loan, plan, "after")
    assert len((await house.client.loan_schedule(house.borrower, loan.id)).instalments) == 18


async def test_a_consent_is_kept_with_what_was_shown_its_text_its_time_and_its_way(house: House) -> None:
    loan = await house.paid_out()
    plan = await plan_for(house, loan)
    await agree(house, loan, plan)
    with house.database.reading() as session:
        kept = session.scalars(select(PlanConsentRow)).one()
        assert (kept.loan_id, kept.borrower_id, kept.proposal_hash) == (loan.id, house.borrower, plan.proposal_hash)
        assert (kept.text_version, kept.way, kept.given_at, kept.staff_id) == ("1", "app", house.clock.now, None)


async def test_the_borrower_is_told_of_a_plan_once_and_sees_it_until_it_is_done(house: House) -> None:
    loan = await house.paid_out()
    plan = await plan_for(house, loan)
    assert plan == await plan_for(house, loan)
    await house.work()
    told = [event for event in await house.client.events(0) if event.kind == "loan.plan_proposed"]
    assert [event.payload for event in told] == [{"loan_id": loan.id}]
    [waiting] = await house.client.waiting_proposals(house.borrower, loan.id)
    assert (waiting.proposal_hash, waiting.proposed_by) == (plan.proposal_hash, PROPOSER)
    assert (waiting.instalments, waiting.needs_second_person) == (plan.instalments, False)
    await agree(house, loan, plan)
    await execute(house, loan, plan)
    assert await house.client.waiting_proposals(house.borrower, loan.id) == []


async def test_a_consent_is_to_these_figures_and_dies_with_them(house: House) -> None:
    loan = await house.paid_out()
    plan = await plan_for(house, loan)
    await agree(house, loan, plan)
    await pay(house, loan, Money(500_00), "move")
    assert await refused(execute(house, loan, plan)) == (409, "loan_proposal_stale")
    assert await house.client.waiting_proposals(house.borrower, loan.id) == []
    other = await plan_for(house, loan)
    assert await refused(execute(house, loan, other)) == (409, "plan_consent_needed")


async def test_yesterdays_plan_can_be_neither_agreed_to_nor_executed(house: House) -> None:
    loan = await house.paid_out()
    seen, agreed = await plan_for(house, loan), await plan_for(house, loan, extra=3)
    await agree(house, loan, agreed)
    house.clock.pass_(days=1)
    assert await refused(agree(house, loan, seen)) == (409, "loan_proposal_expired")
    assert await refused(execute(house, loan, agreed)) == (409, "loan_proposal_expired")


async def test_only_a_plan_takes_a_consent_and_only_to_the_present_text(house: House) -> None:
    loan = await house.paid_out()
    due_day = await house.client.propose_change(house.borrower, loan.id, AskDueDay(kind="due_day", day_of_month=8))
    body = GiveConsent(text_version="1", way="app")
    give = house.client.give_consent
    assert await refused(give(house.borrower, loan.id, due_day.proposal_hash, body)) == (404, "not_found")
    plan = await plan_for(house, loan)
    old = body.model_copy(update={"text_version": "0"})
    assert await refused(give(house.borrower, loan.id, plan.proposal_hash, old)) == (409, "plan_text_changed")
    await house.client.register_borrower("somebody-else", "en")
    assert await refused(give("somebody-else", loan.id, plan.proposal_hash, body)) == (404, "not_found")


async def test_a_consent_on_paper_is_taken_down_by_one_and_carried_out_by_another(house: House) -> None:
    loan = await house.paid_out()
    plan = await plan_for(house, loan)
    await agree(house, loan, plan, staff_id=ANOTHER, note="Signed at the counter, folder 12")
    for who in (PROPOSER, ANOTHER):
        assert await refused(execute_as(house, loan, plan, who)) == (409, "second_person_needed")
    await execute_as(house, loan, plan, "staff-3")
    with house.database.reading() as session:
        assert session.scalars(select(ProposalRow.executed_by)).one() == "staff-3"


async def test_a_consent_on_paper_says_where_it_lies(house: House) -> None:
    loan = await house.paid_out()
    plan = await plan_for(house, loan)
    path = f"/borrowers/{house.borrower}/loans/{loan.id}/proposals/{plan.proposal_hash}/consent"
    for paper in ({"staff_id": ANOTHER}, {"note": "folder 12"}, {}):
        answer = await house.http.post(path, json={"text_version": "1", "way": "paper", **paper})
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")


async def test_above_the_bound_who_proposed_a_plan_does_not_carry_it_out(house: House) -> None:
    loan = await house.paid_out(**LARGE)
    plan = await plan_for(house, loan)
    [waiting] = await house.client.waiting_proposals(house.borrower, loan.id)
    assert waiting.needs_second_person
    await agree(house, loan, plan)
    assert await refused(execute(house, loan, plan)) == (409, "second_person_needed")
    assert await refused(execute_as(house, loan, plan, PROPOSER)) == (409, "second_person_needed")
    await execute_as(house, loan, plan, ANOTHER)
    assert len((await house.client.loan_schedule(house.borrower, loan.id)).instalments) == 42


async def test_a_loan_has_no_third_plan(house: House) -> None:
    loan = await house.paid_out()
    for _ in range(2):
        plan = await plan_for(house, loan)
        await agree(house, loan, plan)
        await execute(house, loan, plan, next(house.keys))
    assert await reason(plan_for(house, loan)) == "too_many_plans"


async def test_all_plans_of_a_loan_add_two_years_at_most(house: House) -> None:
    loan = await house.paid_out()
    plan = await plan_for(house, loan, extra=20)
    await agree(house, loan, plan)
    await execute(house, loan, plan)
    assert await reason(plan_for(house, loan, extra=5)) == "too_many_months"
    assert (await plan_for(house, loan, extra=4)).kind == "hardship"


@pytest.mark.both_databases
async def test_above_the_bound_a_second_person_writes_a_loan_off_and_is_on_record(house: House) -> None:
    loan = await house.paid_out(**LARGE)
    proposal = await house.client.propose_change(house.borrower, loan.id, AskWriteOff(kind="write_off", **STAFF))
    assert await refused(execute_as(house, loan, proposal, PROPOSER)) == (409, "second_person_needed")
    assert (await now(house, loan)).status == "active"
    both = await asyncio.gather(
        *(execute_as(house, loan, proposal, who) for who in (PROPOSER, ANOTHER)), return_exceptions=True
    )
    assert isinstance(both[1], Loan)
    assert (await now(house, loan)).status == "written_off"
    with house.database.reading() as session:
        kept = session.scalars(select(ProposalRow)).one()
        assert (kept.facts["staff_id"], kept.executed_by) == (PROPOSER, ANOTHER)
