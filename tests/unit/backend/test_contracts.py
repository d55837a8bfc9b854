from datetime import date

from backend.applications.contracts import draw_up_contract
from backend.products.caps import CAPS
from backend.products.quotes import Ask, Lender, quote
from backend.products.service import read_catalogue
from contract.lending.products import EarlyRepayment, Quote
from contract.money import Money
from contract.texts import LocalText

LENDER = Lender(LocalText(zh="测试贷款公司", en="Test Lender"), CAPS["microlender"])
CAR = next(terms for terms in read_catalogue() if terms.id == "car-loan")


def offer(months: int = 24) -> Quote:
    return quote(CAR, Ask(Money(80_000_00), months, "equal_principal"), LENDER, date(2026, 3, 31), CAR.rate_for("A"))


def test_the_same_offer_gives_the_same_contract_and_another_offer_another() -> None:
    assert draw_up_contract("app_1", offer()) == draw_up_contract("app_1", offer())
    assert draw_up_contract("app_1", offer()).contract_hash != draw_up_contract("app_1", offer(36)).contract_hash
    assert draw_up_contract("app_1", offer()).contract_hash != draw_up_contract("app_2", offer()).contract_hash


def test_both_languages_state_every_figure_of_the_offer() -> None:
    figures = offer()
    contract = draw_up_contract("app_1", figures)
    stated = [figures.amount, figures.rate_percent, figures.total_interest, figures.total_fees, figures.total_cost]
    stated += [figures.apr_simple_percent, figures.apr_compound_percent]
    stated += [part.payment for part in figures.instalments]
    for text in (contract.text.zh, contract.text.en):
        assert all(str(figure) in text for figure in stated)


def test_the_cost_sheet_adds_up_and_says_that_nothing_else_is_charged() -> None:
    sheet = draw_up_contract("app_1", offer()).cost_sheet
    assert sum(line.amount.minor for line in sheet.lines) == sheet.total_cost.minor
    assert "不再收取" in sheet.statement.zh


def test_the_cost_sheet_says_what_paying_late_costs() -> None:
    late = offer().late
    assert late is not None
    stated = draw_up_contract("app_1", offer()).cost_sheet.late_cost
    assert stated is not None
    a_day = Money(10_000_00).times(late.rate_percent / 100 / 365)
    for text in (stated.zh, stated.en):
        assert all(str(figure) in text for figure in (late.rate_percent, late.grace_days, a_day))


def test_the_cost_sheet_of_a_loan_without_late_interest_says_that_there_is_none() -> None:
    stated = draw_up_contract("app_1", offer().model_copy(update={"late": None})).cost_sheet.late_cost
    assert stated is not None
    assert "不加收罚息" in stated.zh
    assert "adds no interest" in stated.en


def test_the_contract_says_what_a_payment_pays_first_and_what_more_than_is_due_does() -> None:
    terms = {"allocation": ("interest", "principal", "fee", "penalty"), "early": EarlyRepayment(effect="shorter")}
    text = draw_up_contract("app_1", offer().model_copy(update=terms)).text
    assert "还款依次用于利息、本金、手续费、罚息" in text.zh
    assert "利息按实际用款天数计收" in text.zh
    assert "期数相应减少" in text.zh
    assert "the payments get fewer" in text.en
