"""What the licence caps, on which day, and what being late may cost."""

from datetime import date
from decimal import Decimal

import pytest

from backend.products.caps import CAPS, lpr_status
from backend.products.errors import LicenceMissing, RateAboveCap
from backend.products.quotes import Ask, Lender, late_terms, quote
from backend.products.service import read_catalogue
from contract.lending.products import LatePolicy
from contract.money import Money
from contract.texts import LocalText

NAME = LocalText(zh="测试贷款公司", en="Test Lender")
CONSUMER = next(terms for terms in read_catalogue() if terms.id == "consumer-flex")
ASK = Ask(Money(10_000_00), 12, "equal_instalment")


@pytest.mark.parametrize(
    ("day", "percent"),
    [
        (date(2020, 8, 20), "15.40"),
        (date(2021, 12, 19), "15.40"),
        (date(2021, 12, 20), "15.20"),
        (date(2026, 3, 1), "12.00"),
    ],
)
def test_private_lending_is_capped_at_four_times_the_prime_rate_of_the_contracts_day(day: date, percent: str) -> None:
    cap = CAPS["private"].on(day)
    assert cap.percent == Decimal(percent)
    assert "第二十五条" in cap.source


@pytest.mark.parametrize(
    ("day", "percent"), [(date(2026, 3, 1), "24"), (date(2027, 12, 31), "24"), (date(2028, 1, 1), "12.00")]
)
def test_a_microlender_may_take_less_from_2028(day: date, percent: str) -> None:
    assert CAPS["microlender"].on(day).percent == Decimal(percent)


def test_a_quote_is_held_against_the_cap_of_its_day() -> None:
    anyones = CONSUMER.model_copy(update={"licences": []})
    lender = Lender(NAME, CAPS["private"])
    assert quote(anyones, ASK, lender, date(2020, 1, 1), Decimal("15")).rate_percent == 15
    with pytest.raises(RateAboveCap) as refused:
        quote(anyones, ASK, lender, date(2026, 3, 1), Decimal("15"))
    assert refused.value.data["cap_percent"] == "12.00"


def test_a_product_is_lent_only_under_its_licences() -> None:
    with pytest.raises(LicenceMissing):
        quote(CONSUMER, ASK, Lender(NAME, CAPS["private"]), date(2026, 3, 1), Decimal("8"))


def test_being_late_costs_the_products_factor_but_never_more_than_the_cap() -> None:
    dear = CONSUMER.model_copy(update={"late": LatePolicy(grace_days=3, rate_factor=Decimal("1.5"))})
    cap = CAPS["microlender"].on(date(2026, 3, 1))
    rates = [late.rate_percent for rate in ("12", "18") if (late := late_terms(dear, Decimal(rate), cap))]
    assert rates == [Decimal("18"), Decimal("24")]
    assert late_terms(CONSUMER.model_copy(update={"late": None}), Decimal("12"), cap) is None


def test_what_a_product_says_of_itself_is_said_in_both_languages() -> None:
    for terms in read_catalogue():
        said = [terms.name, terms.summary, *terms.documents, *([terms.audience] if terms.audience else [])]
        assert all(text.zh and text.en for text in said), terms.id


@pytest.mark.parametrize(
    "product_id", ["adult-education", "car-loan", "consumer-flex", "home-mortgage", "home-renovation", "small-business"]
)
def test_a_shipped_product_says_who_it_is_for_and_what_being_late_costs(product_id: str) -> None:
    terms = next(terms for terms in read_catalogue() if terms.id == product_id)
    assert terms.late is not None
    assert terms.audience is not None


def test_a_prime_rate_table_that_nobody_checked_or_that_is_too_old_says_so() -> None:
    assert lpr_status(date(2025, 11, 1)) == "unchecked"
    assert lpr_status(date(2026, 3, 1)) == "old"
    assert lpr_status(date(2026, 1, 20)) == "unchecked"
