from datetime import date
from decimal import Decimal
from itertools import product as every

import pytest
from pydantic import ValidationError

from backend.products.caps import CAPS
from backend.products.errors import (
    AmountOutOfRange,
    CurrencyNotOffered,
    LicenceMissing,
    MethodNotOffered,
    RateAboveCap,
    TermOutOfRange,
)
from backend.products.quotes import Ask, Lender, check_dearest, quote
from backend.products.service import read_catalogue
from backend.products.terms import ProductTerms
from contract.money import Money
from contract.texts import LocalText

TODAY = date(2026, 3, 31)
LENDER = Lender(LocalText(zh="测试贷款公司", en="Test Lender"), CAPS["microlender"])
CATALOGUE = {terms.id: terms for terms in read_catalogue()}
OFFERED = [name for name, terms in CATALOGUE.items() if terms.is_lent_under("microlender")]
CONSUMER = CATALOGUE["consumer-flex"]


def test_a_quote_adds_up() -> None:
    offer = quote(CATALOGUE["car-loan"], Ask(Money(100_000_00), 24, "equal_instalment"), LENDER, TODAY)
    assert offer.total_fees == Money(1000_00)
    assert offer.total_cost == offer.total_interest + offer.total_fees
    paid = sum(part.payment.minor for part in offer.instalments)
    assert paid == offer.amount.minor + offer.total_cost.minor
    assert offer.apr_compound_percent > offer.apr_simple_percent > offer.rate_percent


def test_an_indicative_quote_is_at_the_highest_rate_so_that_it_only_gets_better() -> None:
    ask = Ask(Money(10_000_00), 12, "equal_instalment")
    indicative = quote(CONSUMER, ask, LENDER, TODAY)
    own = quote(CONSUMER, ask, LENDER, TODAY, CONSUMER.rate_for("AAA"))
    assert (indicative.indicative, own.indicative) == (True, False)
    assert indicative.rate_percent == max(CONSUMER.rate_by_grade.values())
    assert own.total_cost < indicative.total_cost


@pytest.mark.parametrize(
    ("ask", "problem"),
    [
        (Ask(Money(0), 12, "bullet"), AmountOutOfRange),
        (Ask(Money(-1), 12, "bullet"), AmountOutOfRange),
        (Ask(Money(10**18), 12, "bullet"), AmountOutOfRange),
        (Ask(Money(10_000_00, "USD"), 12, "bullet"), CurrencyNotOffered),
        (Ask(Money(10_000_00), 0, "bullet"), TermOutOfRange),
        (Ask(Money(10_000_00), 10**9, "bullet"), TermOutOfRange),
    ],
)
def test_what_the_product_does_not_offer_is_refused_by_name(ask: Ask, problem: type[Exception]) -> None:
    with pytest.raises(problem):
        quote(CONSUMER, ask, LENDER, TODAY)


def test_a_method_that_is_not_offered_is_refused_with_those_that_are() -> None:
    with pytest.raises(MethodNotOffered) as refused:
        quote(CATALOGUE["car-loan"], Ask(Money(50_000_00), 24, "bullet"), LENDER, TODAY)
    assert refused.value.data == {"field": "method", "methods": ["equal_instalment", "equal_principal"]}


def test_a_product_that_costs_more_than_the_cap_cannot_be_quoted() -> None:
    dear = CONSUMER.model_copy(update={"fee_percent": Decimal(5)})
    with pytest.raises(RateAboveCap):
        quote(dear, Ask(Money(10_000_00), 3, "equal_instalment"), LENDER, TODAY)


def corners(terms: ProductTerms) -> list[Ask]:
    amounts = (terms.amount_min, terms.amount_max)
    return [Ask(*ask) for ask in every(amounts, (terms.term_min_months, terms.term_max_months), terms.methods)]


@pytest.mark.parametrize("product_id", OFFERED)
@pytest.mark.parametrize("today", [date(2026, 1, 31), date(2027, 2, 1)])
def test_the_catalogue_stays_below_the_cap_in_every_corner(product_id: str, today: date) -> None:
    for ask in corners(CATALOGUE[product_id]):
        quote(CATALOGUE[product_id], ask, LENDER, today)


def test_a_mortgage_is_offered_where_the_licence_allows_it_and_below_its_cap() -> None:
    private, mortgage = Lender(LENDER.name, CAPS["private"]), CATALOGUE["home-mortgage"]
    assert "home-mortgage" not in OFFERED
    for ask in corners(mortgage):
        quote(mortgage, ask, private, TODAY)
    with pytest.raises(LicenceMissing):
        quote(mortgage, corners(mortgage)[0], LENDER, TODAY)


def test_a_catalogue_that_could_cost_more_than_the_cap_is_refused() -> None:
    check_dearest(CONSUMER, LENDER, TODAY)
    with pytest.raises(RateAboveCap):
        check_dearest(CONSUMER.model_copy(update={"fee_percent": Decimal("0.9")}), LENDER, TODAY)


def test_a_term_of_a_product_that_names_a_part_twice_cannot_be_read() -> None:
    with pytest.raises(ValidationError):
        ProductTerms.model_validate(CONSUMER.model_dump() | {"allocation": ["fee", "fee", "interest", "principal"]})


def test_every_product_speaks_both_languages_and_has_a_purpose() -> None:
    for terms in CATALOGUE.values():
        assert all((terms.name.zh, terms.name.en, terms.summary.zh, terms.summary.en, terms.purposes))
