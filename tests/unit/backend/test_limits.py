"""How much more one person may borrow."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from backend.applications.decisions import NOTHING_OWED, DecisionRules, Judged, judge
from backend.applications.limits import Exposure, Obligation, headroom
from backend.applications.refusals import REASONS
from backend.identity.indexes import Indexes
from backend.identity.versions import Identities
from backend.policy.rules import SHIPPED
from backend.products.caps import CAPS
from backend.products.offering import class_of
from backend.products.quotes import Ask, Lender
from backend.products.service import read_catalogue
from backend.reviews.rules import Deadlines
from backend.scoring.rules import affordable_instalment, is_within_headroom
from backend.scoring.schemas import ApplicationFacts, ScoredDecision
from contract.lending.applications import ApplicationFields
from contract.money import Money
from contract.texts import LocalText
from servicekit.sealing import Sealer

IDENTITIES = Identities(Sealer({"none": bytes(32)}), Indexes((b"the tests",)))
NOW = datetime(2026, 3, 31, 4, tzinfo=UTC)
POLICY = SHIPPED.on(NOW.date())
LENDER = Lender(LocalText(zh="测试", en="Test"), CAPS["microlender"])
CONSUMER = next(terms for terms in read_catalogue() if terms.id == "consumer-flex")
ASK = Ask(Money(30_000_00), 12, "equal_instalment")
FIELDS = ApplicationFields(monthly_income=Money(12_000_00))


def owing(amount: int, lending_class: str = "consumer", monthly: int | None = None) -> Exposure:
    one = Obligation(lending_class, Money(amount), None if monthly is None else Money(monthly))  # type: ignore[arg-type]
    return Exposure((one,))


@pytest.mark.parametrize(
    ("exposure", "lending_class", "room"),
    [
        (Exposure(), "consumer", 200_000_00),
        (owing(150_000_00), "consumer", 50_000_00),
        (owing(250_000_00), "consumer", 0),
        (owing(150_000_00, "business"), "consumer", 200_000_00),
        (owing(150_000_00), "business", 10_000_000_00),
        (owing(150_000_00), "secured", None),
    ],
)
def test_each_class_has_its_limit(exposure: Exposure, lending_class: str, room: int | None) -> None:
    found = headroom(exposure, lending_class, POLICY)  # type: ignore[arg-type]
    assert found == (None if room is None else Money(room))


def test_all_classes_together_share_a_tenth_of_the_net_assets() -> None:
    exposure = POLICY.exposure.model_copy(update={"net_assets": Money(1_500_000_00)})
    small = POLICY.model_copy(update={"exposure": exposure})
    assert headroom(owing(100_000_00, "business"), "consumer", small) == Money(50_000_00)
    assert headroom(owing(100_000_00, "business"), "secured", small) == Money(50_000_00)


def test_who_is_known_by_a_card_and_a_photo_alone_may_owe_less_in_all() -> None:
    for lending_class in ("consumer", "business", "secured"):
        exposure = replace(owing(4_000_00, "business"), weakly_known=True)
        assert headroom(exposure, lending_class, POLICY) == Money(6_000_00)


def test_only_what_is_certain_is_a_burden() -> None:
    assert Exposure().own_instalments is None
    assert owing(1, monthly=300_00).own_instalments == Money(300_00)
    assert owing(1).own_instalments is None


FACTS = ApplicationFacts(
    amount=ASK.amount,
    term_months=12,
    method="equal_instalment",
    rate_percent=Decimal(12),
    monthly_income=Money(12_000_00),
    amount_min=Money(1_000_00),
    amount_max=Money(200_000_00),
    term_min_months=3,
    term_max_months=36,
    monthly_expenses=Money(4_000_00),
    debt=Money(60_000_00),
)


def test_own_instalments_count_beside_the_debt_told_and_facts_of_the_past_count_as_before() -> None:
    assert affordable_instalment(FACTS) == Money(4_900_00)
    assert affordable_instalment(replace(FACTS, own_instalments=Money(2_000_00))) == Money(3_500_00)
    assert is_within_headroom(FACTS)
    assert not is_within_headroom(replace(FACTS, headroom=Money(29_999_99)))


def approves(facts: ApplicationFacts) -> ScoredDecision:  # noqa: ARG001 - whatever is asked
    return ScoredDecision("approve", "A", 0.1, [], None, "tests")


def judged(lender: Lender = LENDER, exposure: Exposure = NOTHING_OWED) -> Judged:
    rules = DecisionRules(approves, True, lender, Deadlines(), IDENTITIES)
    return judge(rules, CONSUMER, FIELDS, ASK, NOW, exposure)


@pytest.mark.parametrize("bar", ["late", "written_off", "on_hold", "region_not_served"])
def test_who_may_not_borrow_is_declined_unscored_with_a_reason_in_both_languages(bar: str) -> None:
    found = judged(exposure=Exposure(bar=bar))  # type: ignore[arg-type]
    [reason] = found.decision.reasons
    assert (found.decision.outcome, reason.code, found.scored, found.decision.offer) == ("decline", bar, None, None)
    assert all((reason.text.zh, reason.text.en, reason.improve.zh, reason.improve.en))


def test_less_room_than_the_smallest_loan_is_a_decline_of_its_own() -> None:
    found = judged(exposure=owing(199_500_00)).decision
    assert (found.outcome, [reason.code for reason in found.reasons]) == ("decline", ["limit_reached"])
    assert "500" in found.reasons[0].improve.zh


def test_a_lender_who_has_not_said_how_large_it_is_makes_no_offer() -> None:
    real = replace(LENDER, must_know_net_assets=True)
    referred = judged(real).decision
    assert (referred.outcome, referred.offer) == ("refer", None)
    assert [reason.code for reason in referred.reasons] == ["limits_unknown"]
    assert judged().decision.outcome == "approve"


def test_every_purpose_has_a_class_and_every_refusal_its_words() -> None:
    assert [class_of(purpose) for purpose in ("home", "business", "car")] == ["secured", "business", "consumer"]
    assert all(reason.text.zh.endswith("。") and reason.improve.en.endswith(".") for reason in REASONS.values())
