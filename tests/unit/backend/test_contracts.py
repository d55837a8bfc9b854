from datetime import date

from backend.applications.contracts import draw_up_contract
from backend.money import Money
from backend.products.caps import CAPS
from backend.products.quotes import Ask, Lender, quote
from backend.products.schemas import Quote
from backend.products.service import read_catalogue
from backend.texts import LocalText

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
