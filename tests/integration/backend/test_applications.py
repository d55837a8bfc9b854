import asyncio
from typing import Any

import pytest

from backend.scenes.applicants import SOUND
from contract.lending.applications import ApplicationFields, ChangeApplication, StartApplication, SubmitApplication
from contract.lending.client import BackendProblem
from contract.money import Money
from tests.integration.backend.house import House, decision, offer


async def test_a_draft_is_filled_field_by_field_and_then_decided(house: House) -> None:
    await house.client.register_borrower(house.borrower, "zh")
    draft = await house.client.start_application(house.borrower, StartApplication(), idempotency_key="start")
    assert (draft.missing[0], draft.proposal_hash, draft.product_id) == ("purpose", None, None)
    draft = await house.change(draft, purpose="car", amount=Money(80_000_00))
    assert draft.product_id == "car-loan"
    draft = await house.change(draft, term_months=24, method="equal_principal", monthly_income=Money(15_000_00))
    assert draft.quote is not None
    assert draft.quote.indicative
    draft = await house.change(draft, credit_check_consent=True)
    assert draft.proposal_hash is not None
    body = SubmitApplication(proposal_hash=draft.proposal_hash)
    decided = await house.client.submit_application(house.borrower, draft.id, body, idempotency_key="submit")
    assert decided.status in {"approved", "counter_offered", "referred", "declined"}
    assert decided.submitted_at == house.clock.now


async def test_a_sound_borrower_gets_an_offer_at_the_grades_rate_whose_plan_adds_up(house: House) -> None:
    approved = await house.submitted()
    assert approved.status == "approved"
    quote = offer(approved)
    assert not quote.indicative
    assert sum(part.principal.minor for part in quote.instalments) == 30_000_00
    assert quote.rate_percent < 18


async def test_a_hopeless_application_is_declined_with_reasons_in_both_languages(house: House) -> None:
    declined = await house.submitted(
        amount=Money(200_000_00),
        term_months=36,
        monthly_income=Money(2_000_00),
        monthly_expenses=Money(1_800_00),
        employment="unemployed",
        employment_years=None,
        housing="rent",
        assets=Money(0),
        debt=Money(200_000_00),
    )
    assert declined.status == "declined"
    assert decision(declined).offer is None
    assert 1 <= len(decision(declined).reasons) <= 4
    assert all(reason.text.zh and reason.text.en and reason.improve.zh for reason in decision(declined).reasons)


async def test_too_large_an_instalment_gets_a_counter_offer_within_the_product(house: House) -> None:
    countered = await house.submitted(
        amount=Money(100_000_00), monthly_income=Money(8_000_00), monthly_expenses=Money(4_000_00)
    )
    assert countered.status == "counter_offered"
    quote = offer(countered)
    assert quote.amount < Money(100_000_00) or quote.term_months > 12


async def test_one_bad_value_changes_nothing(house: House) -> None:
    draft = await house.draft()
    with pytest.raises(BackendProblem) as refused:
        await house.change(draft, term_months=6, amount=Money(1))
    assert refused.value.code == "amount_out_of_range"
    assert refused.value.data == {
        "field": "amount",
        "min": {"minor": 1_000_00, "currency": "CNY"},
        "max": {"minor": 200_000_00, "currency": "CNY"},
    }
    assert (await house.client.application(house.borrower, draft.id)).fields == draft.fields


async def test_starting_again_answers_the_open_draft_with_the_new_fields(house: House) -> None:
    first = await house.draft()
    body = StartApplication(product_id="car-loan", fields=ApplicationFields(amount=Money(50_000_00), term_months=24))
    again = await house.client.start_application(house.borrower, body, idempotency_key="again")
    assert again.id == first.id
    assert (again.product_id, again.fields.purpose, again.fields.amount) == ("car-loan", "car", Money(50_000_00))


async def test_applying_at_once_replaces_what_an_open_draft_held(house: House) -> None:
    draft = await house.draft()
    assert draft.fields.credit_check_consent
    given = SOUND.model_dump(exclude={"credit_check_consent", "debt"})

    body = StartApplication(fields=ApplicationFields(**given))
    with pytest.raises(BackendProblem) as refused:
        await house.client.apply(house.borrower, body, idempotency_key="apply")
    assert refused.value.code == "fields_missing"
    assert refused.value.data == {"fields": ["credit_check_consent"]}
    assert await house.client.application(house.borrower, draft.id) == draft

    body = StartApplication(fields=ApplicationFields(**given, credit_check_consent=True))
    decided = await house.client.apply(house.borrower, body, idempotency_key="apply")
    # What was left out could change the result, so a person asks for it.
    assert (decided.id, decided.status) == (draft.id, "referred")
    assert (decided.fields.debt, decided.skipped, decided.missing) == (None, ["debt"], [])


async def test_applying_without_consent_is_refused(house: House) -> None:
    await house.client.register_borrower(house.borrower, "zh")
    body = StartApplication(fields=SOUND.model_copy(update={"credit_check_consent": False}))
    with pytest.raises(BackendProblem) as refused:
        await house.client.apply(house.borrower, body, idempotency_key="apply")
    assert refused.value.code == "consent_needed"
    assert await house.client.applications(house.borrower) == []


@pytest.mark.both_databases
async def test_applying_again_under_one_key_answers_the_same_decision_also_at_once(house: House) -> None:
    await house.client.register_borrower(house.borrower, "zh")
    body = StartApplication(fields=SOUND)
    answers = await asyncio.gather(
        *(house.client.apply(house.borrower, body, idempotency_key="apply") for _ in range(4))
    )
    house.clock.pass_(minutes=5)
    later = await house.client.apply(house.borrower, body, idempotency_key="apply")

    assert all(answer == later for answer in answers)
    assert [one.id for one in await house.client.applications(house.borrower)] == [later.id]


async def test_a_named_product_stays_whatever_the_purpose(house: House) -> None:
    await house.client.register_borrower(house.borrower, "en")
    body = StartApplication(product_id="consumer-flex")
    draft = await house.client.start_application(house.borrower, body, idempotency_key="start")
    assert (await house.change(draft, purpose="business")).product_id == "consumer-flex"


async def test_skipped_fields_are_not_asked_again_but_may_be_answered(house: House) -> None:
    draft = await house.draft(assets=None, debt=None)
    skip = ChangeApplication(skip=["assets", "debt"])
    draft = await house.client.change_application(house.borrower, draft.id, skip)
    assert (draft.missing, draft.skipped) == ([], ["assets", "debt"])
    assert (await house.change(draft, debt=Money(0))).skipped == ["assets"]


async def test_only_the_proposal_that_was_shown_is_submitted(house: House) -> None:
    draft = await house.draft()
    await house.change(draft, amount=Money(31_000_00))
    body = SubmitApplication(proposal_hash=draft.proposal_hash)
    with pytest.raises(BackendProblem) as refused:
        await house.client.submit_application(house.borrower, draft.id, body, idempotency_key="submit")
    assert (refused.value.status, refused.value.code) == (409, "proposal_changed")


@pytest.mark.parametrize(
    ("answers", "code"), [({"credit_check_consent": False}, "consent_needed"), ({"amount": None}, "fields_missing")]
)
async def test_an_incomplete_or_unconsented_draft_is_not_decided(
    house: House, answers: dict[str, Any], code: str
) -> None:
    draft = await house.draft(**answers)
    body = SubmitApplication(proposal_hash=draft.proposal_hash or "none")
    with pytest.raises(BackendProblem) as refused:
        await house.client.submit_application(house.borrower, draft.id, body, idempotency_key="submit")
    assert refused.value.code == code
    assert (await house.client.application(house.borrower, draft.id)).status == "draft"


async def test_a_repeated_submission_answers_the_same_decision(house: House) -> None:
    draft = await house.draft()
    body = SubmitApplication(proposal_hash=draft.proposal_hash)
    first = await house.client.submit_application(house.borrower, draft.id, body, idempotency_key="one")
    house.clock.pass_(minutes=5)
    replayed = await house.client.submit_application(house.borrower, draft.id, body, idempotency_key="one")
    repeated = await house.client.submit_application(house.borrower, draft.id, body, idempotency_key="two")
    assert first == replayed == repeated


async def test_a_key_serves_one_request_alone(house: House) -> None:
    draft = await house.draft()
    body = SubmitApplication(proposal_hash=draft.proposal_hash)
    await house.client.submit_application(house.borrower, draft.id, body, idempotency_key="one")
    with pytest.raises(BackendProblem) as refused:
        await house.client.start_application(house.borrower, StartApplication(), idempotency_key="one")
    assert (refused.value.status, refused.value.code) == (409, "idempotency_key_reused")


async def test_a_refused_request_does_not_use_its_key_up(house: House) -> None:
    draft = await house.draft()
    stale = SubmitApplication(proposal_hash="stale")
    with pytest.raises(BackendProblem):
        await house.client.submit_application(house.borrower, draft.id, stale, idempotency_key="one")
    body = SubmitApplication(proposal_hash=draft.proposal_hash)
    decided = await house.client.submit_application(house.borrower, draft.id, body, idempotency_key="one")
    assert decided.status == "approved"


async def test_a_borrower_may_withdraw_refuse_or_ask_for_a_person(house: House) -> None:
    draft = await house.draft()
    withdrawn = await house.client.withdraw_application(house.borrower, draft.id)
    assert withdrawn.status == (await house.client.withdraw_application(house.borrower, draft.id)).status == "withdrawn"
    approved = await house.submitted()
    assert (await house.client.decline_offer(house.borrower, approved.id)).status == "refused_by_borrower"
    approved = await house.submitted()
    reviewed = await house.client.review_application(house.borrower, approved.id)
    assert reviewed.status == "referred"
    with pytest.raises(BackendProblem) as refused:
        await house.client.decline_offer(house.borrower, withdrawn.id)
    assert (refused.value.code, refused.value.data) == ("application_status_wrong", {"status": "withdrawn"})


async def test_a_decided_application_can_no_longer_be_changed(house: House) -> None:
    approved = await house.submitted()
    with pytest.raises(BackendProblem) as refused:
        await house.change(approved, amount=Money(31_000_00))
    assert refused.value.code == "application_status_wrong"


async def test_an_offer_runs_out_after_a_week(house: House) -> None:
    approved = await house.submitted()
    contract = await house.client.contract(house.borrower, approved.id)
    house.clock.pass_(days=7)
    assert (await house.client.application(house.borrower, approved.id)).status == "expired"
    body = house.acceptance_of(contract)
    with pytest.raises(BackendProblem) as refused:
        await house.client.accept_contract(house.borrower, approved.id, body, idempotency_key="accept")
    assert refused.value.code == "offer_expired"


async def test_anothers_application_does_not_exist(house: House) -> None:
    mine = await house.submitted()
    await house.client.register_borrower("somebody-else", "en")
    for call in (house.client.application, house.client.withdraw_application, house.client.contract):
        with pytest.raises(BackendProblem) as refused:
            await call("somebody-else", mine.id)
        assert (refused.value.status, refused.value.code) == (404, "not_found")
    assert await house.client.applications("somebody-else") == []


async def test_applications_are_listed_newest_first(house: House) -> None:
    first = await house.submitted()
    house.clock.pass_(minutes=1)
    second = await house.draft()
    assert [one.id for one in await house.client.applications(house.borrower)] == [second.id, first.id]
