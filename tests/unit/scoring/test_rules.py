from collections.abc import Callable
from decimal import Decimal

from backend.scoring.rules import affordable_instalment, find_counter, is_affordable, is_within_limit, monthly_burden
from backend.scoring.schemas import ApplicationFacts, CounterOffer
from contract.money import Money

Facts = Callable[..., ApplicationFacts]


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


def test_a_worse_grade_is_lent_fewer_monthly_incomes(facts: Facts) -> None:
    asked = facts(amount=Money(80 * 12_000_00))
    assert is_within_limit(asked, 0.1)
    assert not is_within_limit(asked, 0.25)
    assert not is_within_limit(facts(), 0.35)
