"""A referred application goes to a person and comes back with an answer."""

import asyncio
import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from backend.scenes.applicants import HOPELESS, SILENT
from contract.lending.applications import Application
from contract.lending.client import BackendProblem
from contract.lending.reviews import RequestDocument, Review, ReviewStatus
from contract.lending.underwriting import ApproveReview, CounterReview, DeclineReview, VerifiedFigures
from contract.money import Money
from tests import papers
from tests.integration.backend.house import House, decision, offer

PROVEN = VerifiedFigures(monthly_income=Money(9_000_00))
NEXT_CLOSE = datetime(2026, 4, 1, 10, tzinfo=UTC)


async def referred(house: House, **answers: Any) -> tuple[Application, Review]:
    application = await house.submitted(**{**SILENT, **answers})
    assert application.status == "referred"
    [review] = [one for one in await house.client.reviews() if one.application_id == application.id]
    return application, review


async def refused(call: Any) -> tuple[int, str]:
    with pytest.raises(BackendProblem) as problem:
        await call
    return problem.value.status, problem.value.code


async def seen(house: House, application: Application) -> Application:
    return await house.client.application(application.borrower_id, application.id)


def status(application: Application) -> ReviewStatus:
    assert application.review is not None
    return application.review


async def kinds(house: House) -> list[str]:
    await house.work()
    return [event.kind for event in await house.client.events(0)]


async def test_what_the_model_refers_waits_for_a_person_with_a_deadline(house: House) -> None:
    application, review = await referred(house)
    assert status(application).state == "waiting_for_review"
    assert status(application).due_at == NEXT_CLOSE
    assert (review.cause, review.version, review.due_at) == ("referred", 1, NEXT_CLOSE)
    assert await kinds(house) == ["application.decided", "application.review_started"]


async def test_the_queue_has_the_earliest_deadline_first_and_the_evidence_with_it(house: House) -> None:
    early, first = await referred(house)
    house.clock.pass_(days=1)
    later = await house.submitted("borrower-2", **SILENT)
    queue = await house.client.reviews()
    assert [one.application_id for one in queue] == [early.id, later.id]
    assert (queue[0].purpose, queue[0].amount) == (early.fields.purpose, early.fields.amount)

    evidence = await house.client.review(first.id)
    assert evidence.application == await seen(house, early)
    assert [one.outcome for one in evidence.decisions] == ["refer"]
    assert evidence.probability is not None
    assert 0 < evidence.probability < 1
    assert evidence.affordability.instalment > Money(0)
    assert [act.kind for act in evidence.acts] == ["opened"]
    assert all(reason.text.zh and reason.improve.en for reason in evidence.decline_reasons)


async def test_an_approval_offers_what_was_asked_and_can_be_accepted(house: House) -> None:
    application, review = await referred(house)
    body = ApproveReview(staff_id="stf_1", version=review.version, note="payslips agree", verified=PROVEN)
    assert (await house.client.approve_review(review.id, body)).state == "decided"

    approved = await seen(house, application)
    assert (approved.status, decision(approved).decided_by) == ("approved", "person")
    assert offer(approved).amount == application.fields.amount
    assert (await house.client.contract(approved.borrower_id, approved.id)).cost_sheet.total_cost > Money(0)
    assert await house.client.reviews() == []
    evidence = await house.client.review(review.id)
    assert [one.outcome for one in evidence.decisions] == ["refer", "approve"]
    assert [(act.kind, act.staff_id, act.note) for act in evidence.acts][1:] == [
        ("approved", "stf_1", "payslips agree")
    ]
    assert (await kinds(house))[-1] == "application.decided"


async def test_a_counter_offer_stays_within_the_product_and_what_can_be_afforded(house: House) -> None:
    application, review = await referred(house)

    def counter(amount: int, months: int = 24, **verified: Money) -> Any:
        body = CounterReview(
            staff_id="stf_1", amount=Money(amount), term_months=months, verified=VerifiedFigures(**verified)
        )
        return house.client.counter_review(review.id, body)

    assert await refused(counter(1, monthly_income=Money(9_000_00))) == (422, "amount_out_of_range")
    assert await refused(counter(20_000_00, 500, monthly_income=Money(9_000_00))) == (422, "term_out_of_range")
    assert await refused(counter(20_000_00, monthly_income=Money(1_000_00))) == (422, "offer_not_affordable")
    assert (await seen(house, application)).status == "referred"

    await counter(20_000_00, monthly_income=Money(9_000_00))
    countered = await seen(house, application)
    assert (countered.status, offer(countered).amount) == ("counter_offered", Money(20_000_00))


async def test_no_offer_rests_on_an_income_that_was_only_claimed(house: House) -> None:
    application, review = await referred(house)
    other = VerifiedFigures(monthly_expenses=Money(1_000_00), debt=Money(0))
    approval = ApproveReview(staff_id="stf_1", verified=other)
    counter = CounterReview(staff_id="stf_1", amount=Money(20_000_00), term_months=24)
    assert await refused(house.client.approve_review(review.id, approval)) == (422, "income_not_verified")
    assert await refused(house.client.counter_review(review.id, counter)) == (422, "income_not_verified")
    assert (await seen(house, application)).status == "referred"


async def test_a_decline_names_up_to_four_reasons_from_the_list(house: House) -> None:
    application, review = await referred(house)
    unknown = DeclineReview(staff_id="stf_1", reasons=["no_idea"])
    assert await refused(house.client.decline_review(review.id, unknown)) == (422, "unknown_reason")

    body = DeclineReview(staff_id="stf_1", reasons=["income_not_proven", "paper_unreadable"])
    await house.client.decline_review(review.id, body)
    declined = await seen(house, application)
    assert declined.status == "declined"
    assert [reason.code for reason in decision(declined).reasons] == ["income_not_proven", "paper_unreadable"]


@pytest.mark.both_databases
async def test_of_reviewers_who_decide_at_once_one_wins_and_repeating_is_harmless(house: House) -> None:
    _, review = await referred(house)

    async def decide(staff_id: str) -> Review | str:
        try:
            body = ApproveReview(staff_id=staff_id, version=1, verified=PROVEN)
            return await house.client.approve_review(review.id, body)
        except BackendProblem as problem:
            return problem.code

    answers = await asyncio.gather(*(decide(f"stf_{n}") for n in range(4)))
    [winner] = [n for n, answer in enumerate(answers) if isinstance(answer, Review)]
    assert [answer for answer in answers if isinstance(answer, str)] == ["review_over"] * 3
    assert await decide(f"stf_{winner}") == answers[winner]
    assert [one.outcome for one in (await house.client.review(review.id)).decisions] == ["refer", "approve"]


async def test_an_act_on_what_was_shown_earlier_is_refused(house: House) -> None:
    application, review = await referred(house)
    await house.client.send_document(application.borrower_id, application.id, "income_proof", papers.photo())
    stale = DeclineReview(staff_id="stf_1", version=review.version, reasons=["paper_missing"])
    assert await refused(house.client.decline_review(review.id, stale)) == (409, "review_changed")


async def test_a_paper_that_was_asked_for_brings_the_review_back(house: House) -> None:
    application, review = await referred(house)
    asked = RequestDocument(staff_id="stf_1", version=1, kind="income_proof", message="近三个月工资流水")
    waiting = await house.client.request_document(review.id, asked)
    assert waiting == await house.client.request_document(review.id, asked)
    shown = status(await seen(house, application))
    assert (shown.state, shown.due_at) == ("waiting_for_document", datetime(2026, 4, 8, 10, tzinfo=UTC))
    assert shown.requested is not None
    assert (shown.requested.kind, shown.requested.message) == ("income_proof", "近三个月工资流水")

    send = house.client.send_document
    await send(application.borrower_id, application.id, "other", papers.photo(shade=1))
    assert status(await seen(house, application)).state == "waiting_for_document"
    house.clock.pass_(seconds=1)
    first = await send(application.borrower_id, application.id, "income_proof", papers.photo())
    again = await send(application.borrower_id, application.id, "income_proof", papers.photo())

    assert first == again
    shown = status(await seen(house, application))
    assert (shown.state, shown.due_at, shown.requested) == ("waiting_for_review", NEXT_CLOSE, None)
    evidence = await house.client.review(review.id)
    assert [one.kind for one in evidence.documents] == ["other", "income_proof"]
    assert (await kinds(house)).count("application.document_requested") == 1


@pytest.mark.parametrize("outcome", ["approve", "counter", "decline"])
async def test_a_person_can_be_asked_after_any_decision(house: House, outcome: str) -> None:
    answers = {
        "approve": {},
        "counter": {"amount": Money(100_000_00), "monthly_income": Money(8_000_00)},
        "decline": HOPELESS,
    }
    application = await house.submitted(**answers[outcome])
    assert decision(application).outcome == outcome
    asked = await house.client.review_application(house.borrower, application.id)
    assert asked == await house.client.review_application(house.borrower, application.id)
    assert (asked.status, status(asked).cause) == ("referred", "asked")
    assert len(await house.client.reviews()) == 1


async def test_also_a_persons_decision_can_be_reviewed(house: House) -> None:
    application, review = await referred(house)
    await house.client.decline_review(review.id, DeclineReview(staff_id="stf_1", reasons=["paper_missing"]))
    await house.client.review_application(house.borrower, application.id)
    [second] = await house.client.reviews()
    assert second.id != review.id


async def test_withdrawing_ends_the_review(house: House) -> None:
    application, review = await referred(house)
    withdrawn = await house.client.withdraw_application(house.borrower, application.id)
    assert status(withdrawn).state == "withdrawn"
    assert await house.client.reviews() == []
    late = ApproveReview(staff_id="stf_1")
    assert await refused(house.client.approve_review(review.id, late)) == (409, "review_over")


# It starts a Python anew; `test_releases.py` makes the decisions of past releases again.
@pytest.mark.slow
async def test_decisions_replay_to_the_same_answer_and_name_a_missing_artefact(
    house: House, models_dir: Path, tmp_path: Path
) -> None:
    sound, silent = await house.submitted(), await house.submitted("borrower-2", **SILENT)

    def replayed(folder: Path) -> tuple[int, list[dict[str, Any]]]:
        command = [sys.executable, "-m", "backend.applications", "replay", "--all", "--json"]
        url = house.database.engine.url.render_as_string(hide_password=False)
        done = subprocess.run(
            [*command, "--models-dir", str(folder)],
            env={**os.environ, "BACKEND_DATABASE_URL": url},
            capture_output=True,
            check=False,
        )
        return done.returncode, json.loads(done.stdout)

    code, found = replayed(models_dir)
    assert code == 0
    assert {(one["application_id"], one["outcome"], one["verdict"]) for one in found} == {
        (sound.id, "approve", "same"),
        (silent.id, "refer", "same"),
    }
    code, found = replayed(tmp_path)
    assert code == 1
    assert {(one["verdict"], one["model_version"]) for one in found} == {
        ("model_missing", decision(sound).model_version)
    }


async def test_verified_income_counts_for_the_offer(house: House) -> None:
    _, review = await referred(house, monthly_income=Money(4_000_00), amount=Money(40_000_00), term_months=24)
    claimed = ApproveReview(staff_id="stf_1", verified=VerifiedFigures(monthly_income=Money(4_000_00)))
    assert await refused(house.client.approve_review(review.id, claimed)) == (422, "offer_not_affordable")
    verified = VerifiedFigures(monthly_income=Money(12_000_00), monthly_expenses=Money(3_000_00), debt=Money(0))
    body = ApproveReview(staff_id="stf_1", verified=verified)
    assert (await house.client.approve_review(review.id, body)).state == "decided"
    assert Decimal(0) < offer(await house.client.application(house.borrower, review.application_id)).rate_percent
