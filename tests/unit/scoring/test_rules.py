from collections.abc import Callable
from decimal import Decimal

import pytest

from backend.money import Money
from backend.scoring.rules import affordable_instalment, find_counter, grade_of, is_affordable, monthly_burden
from backend.scoring.schemas import ApplicationFacts, CounterOffer

Facts = Callable[..., ApplicationFacts]


@pytest.mark.parametrize(
    ("probability", "grade"), [(0.0, "AAA"), (0.05, "AAA"), (0.051, "AA"), (0.3, "B"), (0.99, "C")]
)
def test_a_grade_reaches_up_to_its_bound(probability: float, grade: str) -> None:
    assert grade_of(probability) == grade


def test_the_burden_of_equal_instalments_is_the_annuity(facts: Facts) -> None:
    asked = facts(amount=Money(100_000_00), rate_percent=Decimal(12), term_months=12)
    assert monthly_burden(asked) == Money(8_884_88)


def test_the_burden_of_equal_principal_is_its_first_and_heaviest_payment(facts: Facts) -> None:
    asked = facts(amount=Money(12_000_00), rate_percent=Decimal(12), term_months=12, method="equal_principal")
    assert monthly_burden(asked) == Money(1_120_00)


def test_a_free_loan_burdens_by_its_principal(facts: Facts) -> None:
    assert monthly_burden(facts(amount=Money(12_000_00), rate_percent=Decimal(0))) == Money(1_000_00)


def test_a_share_of_what_is_left_may_go_to_the_instalment(facts: Facts) -> None:
    assert affordable_instalment(facts(debt=Money(60_000_00))) == Money(4_900_00)


def test_a_mortgage_is_paid_off_over_a_longer_time(facts: Facts) -> None:
    owing = {"debt": Money(240_000_00)}
    assert affordable_instalment(facts(housing="mortgage", **owing)) == Money(4_900_00)
    assert affordable_instalment(facts(housing="own", **owing)) == Money(2_800_00)


def test_nothing_is_affordable_where_nothing_is_left(facts: Facts) -> None:
    broke = facts(monthly_income=Money(3_000_00))
    assert affordable_instalment(broke) == Money(0)
    assert not is_affordable(broke)


def test_a_counter_offer_keeps_the_amount_and_takes_the_shortest_longer_term(facts: Facts) -> None:
    asked = facts(amount=Money(100_000_00), monthly_income=Money(11_000_00))
    assert find_counter(asked, is_affordable) == CounterOffer(Money(100_000_00), 24)


def test_where_no_term_is_long_enough_the_amount_shrinks_in_whole_thousands(facts: Facts) -> None:
    asked = facts(amount=Money(200_000_00), monthly_income=Money(8_000_00))
    counter = find_counter(asked, is_affordable)
    assert counter is not None
    assert counter.term_months == 36
    assert counter.amount.minor % 1_000_00 == 0
    assert is_affordable(facts(amount=counter.amount, term_months=36, monthly_income=Money(8_000_00)))
    more = counter.amount + Money(1_000_00)
    assert not is_affordable(facts(amount=more, term_months=36, monthly_income=Money(8_000_00)))


def test_no_counter_offer_goes_below_the_products_least_amount(facts: Facts) -> None:
    asked = facts(amount=Money(100_000_00), amount_min=Money(90_000_00), monthly_income=Money(6_000_00))
    assert find_counter(asked, is_affordable) is None


def test_no_counter_offer_is_a_tenth_of_the_need_or_less(facts: Facts) -> None:
    assert find_counter(facts(), lambda offered: offered.amount < Money(3_000_00)) is None
