"""The report on the models that decide: joined to what became of the loans."""

import json
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from backend.applications.monitor import monitored, pairs
from backend.applications.records import all_decisions, model_decisions
from backend.applications.replay import replay
from backend.loans.outcomes import went_bad
from backend.scoring.registry import folder_of, promote, versions
from backend.scoring.service import Scorer
from contract.dates import lender_day
from contract.lending.underwriting import ApproveReview, VerifiedFigures
from contract.money import Money
from tests.integration.backend.house import House, decision
from tests.integration.backend.test_reviews import referred

pytestmark = pytest.mark.both_databases
NEVER_LATE = {"bad_days": 90, "mature_days": 180}


async def test_decisions_are_joined_to_what_became_of_their_loans(house: House, models_dir: Path) -> None:
    late = await house.paid_out()
    house.clock.pass_(days=150)
    await house.work()
    young = await house.paid_out("borrower-2")
    today = lender_day(house.clock.now)
    with house.database.reading() as session:
        told = went_bad(session, today, **NEVER_LATE)
        decided = pairs(all_decisions(session, today.min))
    assert told == {late.application_id: True}
    assert young.application_id not in told
    cards = {card.version: card for card in versions(models_dir)}
    (found,) = monitored(decided, told, cards).values()
    assert found["decisions"] == 2
    assert found["outcomes"] == {"approve": 2}
    assert set(found["stability"]) == {*cards[decided[0].row.decision.model_version].features, "probability"}
    (came_true,) = found["came_true"].values()
    assert (came_true["loans"], came_true["went_bad"]) == (1, 1.0)
    # Two loans draw no curve.
    assert found["champion_and_challenger"] == {}


async def test_what_staff_decided_stands_beside_the_models_word(house: House) -> None:
    _, review = await referred(house)
    figures = VerifiedFigures(monthly_income=Money(12_000_00), monthly_expenses=Money(3_000_00), debt=Money(0))
    await house.client.approve_review(review.id, ApproveReview(staff_id="stf_1", verified=figures))
    with house.database.reading() as session:
        today = lender_day(house.clock.now)
        (found,) = monitored(pairs(all_decisions(session, today)), {}, {}).values()
        assert all_decisions(session, today + timedelta(days=1)) == []
    assert (found["decided_by_staff"], found["stability"]) == ({"refer → approve": 1}, {})


async def test_a_decision_is_made_again_by_the_version_that_made_it(
    house: House, models_dir: Path, tmp_path: Path
) -> None:
    made = await house.submitted()
    shutil.copytree(models_dir / "scoring", tmp_path / "scoring")
    version = decision(made).model_version
    shutil.copytree(folder_of(tmp_path, version), tmp_path / "scoring" / "own-data-1")
    card = tmp_path / "scoring" / "own-data-1" / "card.json"
    card.write_text(json.dumps(json.loads(card.read_text()) | {"version": "own-data-1"}))
    promote(tmp_path, "own-data-1", house.clock.now, "risk committee")

    def load(version: str, demo_may_decide: bool) -> Scorer | None:
        return Scorer.load(tmp_path, version=version, demo_may_decide=demo_may_decide)

    with house.database.reading() as session:
        (again,) = replay(model_decisions(session, made.id), load)
    assert (again.model_version, again.verdict) == (version, "same")
