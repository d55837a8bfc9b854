from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract.money import BadAmount, CurrencyMismatch, Money


@given(st.integers(-(10**18), 10**18))
def test_an_amount_written_out_reads_back_the_same(minor: int) -> None:
    assert Money.parse(str(Money(minor))) == Money(minor)


@pytest.mark.parametrize("text", ["", "abc", "1.001", "NaN", "Infinity", "1e-3", "1,000"])
def test_text_that_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(BadAmount):
        Money.parse(text)


def test_a_currency_without_decimals_has_none() -> None:
    assert Money.parse("300", "JPY") == Money(300, "JPY")
    with pytest.raises(BadAmount):
        Money.parse("300.5", "JPY")


def test_a_product_rounds_half_to_even() -> None:
    assert Money(5).times(Decimal("0.5")) == Money(2)
    assert Money(15).times(Decimal("0.5")) == Money(8)


def test_two_currencies_never_meet_in_a_sum() -> None:
    with pytest.raises(CurrencyMismatch):
        Money(1, "CNY") + Money(1, "USD")
