from datetime import date

from backend.applications.contracts import NAME, NONCE, NUMBER, Party, draw_up_contract, made_out_to
from backend.products.caps import CAPS
from backend.products.quotes import Ask, Lender, quote
from backend.products.service import read_catalogue
from contract.canonical import canonical_hash
from contract.lending.products import EarlyRepayment, Quote
from contract.money import Money
from contract.texts import LocalText

LENDER = Lender(LocalText(zh="测试贷款公司", en="Test Lender"), CAPS["microlender"])
CAR = next(terms for terms in read_catalogue() if terms.id == "car-loan")

PARTY = Party("王小明", "11010519491231002X", "5f" * 16)


def offer(months: int = 24) -> Quote:
    return quote(CAR, Ask(Money(80_000_00), months, "equal_principal"), LENDER, date(2026, 3, 31), CAR.rate_for("A"))


def test_the_same_offer_gives_the_same_contract_and_another_offer_another() -> None:
    assert draw_up_contract("app_1", offer(), PARTY) == draw_up_contract("app_1", offer(), PARTY)
    assert (
        draw_up_contract("app_1", offer(), PARTY).contract_hash
        != draw_up_contract("app_1", offer(36), PARTY).contract_hash
    )
    assert (
        draw_up_contract("app_1", offer(), PARTY).contract_hash
        != draw_up_contract("app_2", offer(), PARTY).contract_hash
    )


def test_both_languages_state_every_figure_of_the_offer() -> None:
    figures = offer()
    contract = draw_up_contract("app_1", figures, PARTY)
    stated = [figures.amount, figures.rate_percent, figures.total_interest, figures.total_fees, figures.total_cost]
    stated += [figures.apr_simple_percent, figures.apr_compound_percent]
    stated += [part.payment for part in figures.instalments]
    for text in (contract.text.zh, contract.text.en):
        assert all(str(figure) in text for figure in stated)


def test_the_cost_sheet_adds_up_and_says_that_nothing_else_is_charged() -> None:
    sheet = draw_up_contract("app_1", offer(), PARTY).cost_sheet
    assert sum(line.amount.minor for line in sheet.lines) == sheet.total_cost.minor
    assert "不再收取" in sheet.statement.zh


def test_the_cost_sheet_says_what_paying_late_costs() -> None:
    late = offer().late
    assert late is not None
    stated = draw_up_contract("app_1", offer(), PARTY).cost_sheet.late_cost
    assert stated is not None
    a_day = Money(10_000_00).times(late.rate_percent / 100 / 365)
    for text in (stated.zh, stated.en):
        assert all(str(figure) in text for figure in (late.rate_percent, late.grace_days, a_day))


def test_the_cost_sheet_of_a_loan_without_late_interest_says_that_there_is_none() -> None:
    stated = draw_up_contract("app_1", offer().model_copy(update={"late": None}), PARTY).cost_sheet.late_cost
    assert stated is not None
    assert "不加收罚息" in stated.zh
    assert "adds no interest" in stated.en


def test_the_contract_says_what_a_payment_pays_first_and_what_more_than_is_due_does() -> None:
    terms = {"allocation": ("interest", "principal", "fee", "penalty"), "early": EarlyRepayment(effect="shorter")}
    text = draw_up_contract("app_1", offer().model_copy(update=terms), PARTY).text
    assert "还款依次用于利息、本金、手续费、罚息" in text.zh
    assert "利息按实际用款天数计收" in text.zh
    assert "期数相应减少" in text.zh
    assert "the payments get fewer" in text.en


def test_the_contract_names_its_borrower_in_both_languages_and_keeps_placeholders() -> None:
    kept = draw_up_contract("app_1", offer(), PARTY)
    read = made_out_to(kept, PARTY)
    for text in (kept.text.zh, kept.text.en):
        assert all(one in text for one in (NAME, NUMBER, NONCE))
        assert not any(one in text for one in (PARTY.name, PARTY.number, PARTY.nonce))
    for text in (read.text.zh, read.text.en):
        assert all(one in text for one in (PARTY.name, PARTY.number, PARTY.nonce))
    assert read.contract_hash == kept.contract_hash == canonical_hash(read.text)


def test_another_borrower_or_another_nonce_has_another_hash_and_a_masked_text_tells_neither() -> None:
    hashes = {
        draw_up_contract("app_1", offer(), party).contract_hash
        for party in (PARTY, Party("李雷", PARTY.number, PARTY.nonce), Party(PARTY.name, PARTY.number, "60" * 16))
    }
    assert len(hashes) == 3
    masked = made_out_to(draw_up_contract("app_1", offer(), PARTY), PARTY.masked()).text.zh
    assert "借款人：王*，居民身份证号码：1****************X" in masked
    assert PARTY.nonce not in masked


def test_a_name_that_looks_like_a_placeholder_is_only_a_name() -> None:
    odd = Party(NUMBER, PARTY.number, PARTY.nonce)
    assert f"借款人：{NUMBER}，" in made_out_to(draw_up_contract("app_1", offer(), odd), odd).text.zh
