"""Above the lender's bound an offer is made by two, never by one twice."""

import asyncio
from collections import Counter
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from backend.applications.models import DecisionRow
from contract.lending.applications import Application
from contract.lending.client import BackendProblem
from contract.lending.reviews import RequestDocument, Review, StaffAct
from contract.lending.underwriting import ApproveReview, ConfirmReview, CounterReview, DeclineReview, VerifiedFigures
from contract.money import Money
from tests.integration.backend.house import House, decision, offer
from tests.integration.backend.test_reviews import referred, refused, seen, status

LARGE: dict[str, Any] = {"amount": Money(120_000_00), "term_months": 36, "monthly_income": Money(40_000_00)}
PROVEN = VerifiedFigures(monthly_income=Money(40_000_00))
# A month of 35,000 over 24 at the lowest rate, and not at the highest.
JUST_ENOUGH = Money(2_300_00)
FIRST, SECOND, THIRD = "stf_first", "stf_second", "stf_third"


async def proposed(house: House, **chosen: Any) -> tuple[Application, Review]:
    """An approval of 120,000 that waits for a second person."""
    application, review = await referred(house, **LARGE)
    body = ApproveReview(staff_id=FIRST, version=review.version, note="流水已核", verified=PROVEN, **chosen)
    return application, await house.client.approve_review(review.id, body)


async def yes_of(house: House, review_id: str, staff_id: str) -> ConfirmReview:
    """To the review as it is now."""
    shown = await house.client.review(review_id)
    return ConfirmReview(staff_id=staff_id, version=shown.review.version)


async def test_an_offer_above_the_bound_waits_and_the_borrower_hears_nothing_yet(house: House) -> None:
    application, review = await proposed(house)
    assert review.state == "waiting_for_second"
    shown = await seen(house, application)
    assert (shown.status, status(shown).state) == ("referred", "waiting_for_review")
    evidence = await house.client.review(review.id)
    assert evidence.proposed is not None
    assert (evidence.proposed.proposed_by, evidence.proposed.amount) == (FIRST, Money(120_000_00))
    assert evidence.proposed.affordability.instalment <= evidence.proposed.affordability.affordable
    assert (evidence.acts[-1].kind, evidence.acts[-1].facts is None) == ("approval_proposed", False)


async def test_at_the_bound_one_reviewer_is_enough(house: House) -> None:
    _, review = await referred(house, **{**LARGE, "amount": Money(100_000_00)})
    done = await house.client.approve_review(review.id, ApproveReview(staff_id=FIRST, verified=PROVEN))
    assert done.state == "decided"


async def test_an_approval_repeated_after_its_loan_was_paid_out_answers_the_review_as_it_is(house: House) -> None:
    application, review = await referred(house, **{**LARGE, "amount": Money(100_000_00)})
    body = ApproveReview(staff_id=FIRST, version=review.version, verified=PROVEN)
    approved = await house.client.approve_review(review.id, body)
    contract = await house.client.contract(application.borrower_id, application.id)
    acceptance = house.acceptance_of(contract, application.borrower_id)
    await house.client.accept_contract(application.borrower_id, application.id, acceptance, idempotency_key="accept")
    assert await house.client.approve_review(review.id, body) == approved


async def test_a_second_person_confirms_and_both_are_on_record(house: House) -> None:
    application, review = await proposed(house)
    yes = ConfirmReview(staff_id=SECOND, version=review.version)
    assert (await house.client.confirm_review(review.id, yes)).state == "decided"
    assert await house.client.confirm_review(review.id, yes) == await house.client.confirm_review(review.id, yes)
    approved = await seen(house, application)
    assert (approved.status, offer(approved).amount) == ("approved", Money(120_000_00))
    with house.database.reading() as session:
        kept = session.scalars(select(DecisionRow).where(DecisionRow.staff_id.is_not(None))).one()
        assert (kept.staff_id, kept.confirmed_by) == (FIRST, SECOND)
    kinds = [(act.kind, act.staff_id) for act in (await house.client.review(review.id)).acts]
    assert kinds == [("opened", None), ("approval_proposed", FIRST), ("confirmed", SECOND)]


async def test_who_proposed_cannot_confirm(house: House) -> None:
    application, review = await proposed(house)
    assert await refused(house.client.confirm_review(review.id, await yes_of(house, review.id, FIRST))) == (
        409,
        "second_person_needed",
    )
    assert (await seen(house, application)).status == "referred"
    assert [act.kind for act in (await house.client.review(review.id)).acts] == ["opened", "approval_proposed"]


@pytest.mark.both_databases
async def test_of_two_who_confirm_at_once_one_does(house: House) -> None:
    application, review = await proposed(house)

    async def confirm(staff_id: str) -> str:
        try:
            return (await house.client.confirm_review(review.id, ConfirmReview(staff_id=staff_id, version=2))).state
        except BackendProblem as problem:
            return problem.code

    answers = await asyncio.gather(*(confirm(who) for who in (FIRST, SECOND, THIRD)))
    assert Counter(answers[1:]) == {"decided": 1, "review_over": 1}
    assert answers[0] in ("second_person_needed", "review_over")
    evidence = await house.client.review(review.id)
    assert [one.outcome for one in evidence.decisions] == ["refer", "approve"]
    assert (await seen(house, application)).status == "approved"


async def test_a_second_look_may_send_it_back_or_decline(house: House) -> None:
    application, review = await proposed(house)
    back = await house.client.return_review(review.id, StaffAct(staff_id=SECOND, note="收入流水缺一个月"))
    assert back.state == "waiting_for_review"
    assert await refused(house.client.confirm_review(review.id, await yes_of(house, review.id, THIRD))) == (
        409,
        "nothing_proposed",
    )
    again = ApproveReview(staff_id=FIRST, version=back.version, verified=PROVEN)
    assert (await house.client.approve_review(review.id, again)).state == "waiting_for_second"
    await house.client.decline_review(review.id, DeclineReview(staff_id=SECOND, reasons=["income_not_proven"]))
    assert (await seen(house, application)).status == "declined"


async def test_a_paper_asked_for_in_between_takes_the_proposal_back(house: House) -> None:
    _, review = await proposed(house)
    asked = RequestDocument(staff_id=SECOND, kind="income_proof")
    assert (await house.client.request_document(review.id, asked)).state == "waiting_for_document"
    assert await refused(house.client.confirm_review(review.id, await yes_of(house, review.id, SECOND))) == (
        409,
        "nothing_proposed",
    )
    assert (await house.client.review(review.id)).proposed is None


async def test_another_proposal_replaces_the_first_and_its_proposer_may_not_confirm_it(house: House) -> None:
    application, review = await proposed(house)
    other = CounterReview(staff_id=SECOND, amount=Money(110_000_00), term_months=36, verified=PROVEN)
    await house.client.counter_review(review.id, other)
    assert await refused(house.client.confirm_review(review.id, await yes_of(house, review.id, SECOND))) == (
        409,
        "second_person_needed",
    )
    await house.client.confirm_review(review.id, await yes_of(house, review.id, FIRST))
    countered = await seen(house, application)
    assert (countered.status, offer(countered).amount) == ("counter_offered", Money(110_000_00))


async def test_a_confirmation_of_what_was_shown_earlier_is_refused(house: House) -> None:
    _, review = await proposed(house)
    stale = ConfirmReview(staff_id=SECOND, version=review.version - 1)
    assert await refused(house.client.confirm_review(review.id, stale)) == (409, "review_changed")


async def test_a_reviewer_chooses_grade_and_rate_inside_the_band(house: House) -> None:
    application, review = await referred(house)
    bands = {band.grade: band for band in (await house.client.review(review.id)).bands}
    band = bands["BB"]
    assert band.rate_min_percent < band.rate_percent < band.rate_max_percent
    verified = VerifiedFigures(monthly_income=Money(9_000_00))

    def chosen(**price: Any) -> Any:
        body = ApproveReview(staff_id=FIRST, verified=verified, **price)
        return house.client.approve_review(review.id, body)

    too_low = band.rate_min_percent - Decimal("0.01")
    assert await refused(chosen(grade="BB", rate_percent=too_low)) == (422, "rate_out_of_range")
    assert await refused(chosen(grade="Z")) == (422, "grade_not_offered")
    await chosen(grade="BB", rate_percent=band.rate_min_percent)
    approved = await seen(house, application)
    assert (decision(approved).grade, offer(approved).rate_percent) == ("BB", band.rate_min_percent)
    assert decision(approved).grade_text is not None


async def test_what_can_be_afforded_is_counted_at_the_chosen_rate(house: House) -> None:
    _, review = await referred(house)
    bands = (await house.client.review(review.id)).bands
    cheapest, dearest = (choose(bands, key=lambda band: band.rate_percent).grade for choose in (min, max))
    # Just enough for the cheapest: of 35,000 over 24 months.
    income = VerifiedFigures(monthly_income=JUST_ENOUGH, monthly_expenses=Money(0), debt=Money(0))

    def approve(grade: str) -> Any:
        return house.client.approve_review(review.id, ApproveReview(staff_id=FIRST, verified=income, grade=grade))

    assert await refused(approve(dearest)) == (422, "offer_not_affordable")
    assert (await approve(cheapest)).state == "decided"


async def test_never_more_than_was_asked_for(house: House) -> None:
    application, review = await referred(house)
    more = CounterReview(
        staff_id=FIRST,
        amount=Money(35_000_01),
        term_months=24,
        verified=VerifiedFigures(monthly_income=Money(90_000_00)),
    )
    assert await refused(house.client.counter_review(review.id, more)) == (422, "amount_out_of_range")
    assert (await seen(house, application)).status == "referred"
