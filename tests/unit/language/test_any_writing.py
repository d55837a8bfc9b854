"""What is read does not depend on order, spacing, script or how clauses are joined."""

import cn2an
from hypothesis import given
from hypothesis import strategies as st

from language.fields import read_answers
from language.money import read_amount
from language.normal import normal
from language.terms import read_months

AMOUNTS = st.integers(min_value=2, max_value=99).map(lambda thousands: thousands * 1_000)
TERMS = st.sampled_from([6, 12, 18, 24, 36, 48, 60])
PURPOSES = st.sampled_from([("装修", "renovation"), ("买车", "car"), ("看病", "medical"), ("进货", "business"), ("交学费", "education")])  # fmt: skip
TRADITIONAL = str.maketrans("万个还装贷书学买车进货业两块钱", "萬個還裝貸書學買車進貨業兩塊錢")
FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")


@given(
    AMOUNTS, TERMS, PURPOSES, st.permutations([0, 1, 2]), st.sampled_from(["，", ",", "、", " ", "。", "；", "，然后"])
)
def test_the_order_of_values_and_how_they_are_joined(
    yuan: int, months: int, purpose: tuple[str, str], order: list[int], joint: str
) -> None:
    words, code = purpose
    clauses = [f"借{yuan}元", f"分{months}期还", f"{words}用"]
    read = read_answers(joint.join(clauses[at] for at in order), None).values
    assert read == {"amount": yuan * 100, "term_months": months, "purpose": code}


@given(AMOUNTS, TERMS, st.permutations([0, 1]), st.sampled_from([", ", " and ", "; ", ". ", " please, "]))
def test_the_same_in_english(yuan: int, months: int, order: list[int], joint: str) -> None:
    clauses = [f"I need to borrow {yuan:,} yuan", f"pay it back over {months} months"]
    read = read_answers(joint.join(clauses[at] for at in order), None).values
    assert read == {"amount": yuan * 100, "term_months": months}


@given(AMOUNTS, TERMS, st.sampled_from(["", " ", "  ", "\u200b", "\ufeff"]))
def test_spacing_and_invisible_marks(yuan: int, months: int, blank: str) -> None:
    text = blank.join(["借", f"{yuan}", "元", "，", "分", f"{months}", "期"])
    assert read_answers(text, None).values == {"amount": yuan * 100, "term_months": months}


@given(AMOUNTS, TERMS)
def test_full_width_and_traditional_writing(yuan: int, months: int) -> None:
    plain = f"借{yuan}块钱，分{months}个月还"
    written = [plain, plain.translate(FULL_WIDTH), plain.translate(TRADITIONAL), plain.translate(FULL_WIDTH).translate(TRADITIONAL)]  # fmt: skip
    assert [read_answers(text, None).values for text in written] == [{"amount": yuan * 100, "term_months": months}] * 4


@given(AMOUNTS)
def test_every_way_to_write_an_amount_is_that_amount(yuan: int) -> None:
    spoken, capital = cn2an.an2cn(str(yuan)), cn2an.an2cn(str(yuan), "up")
    written = (f"{yuan}", f"{yuan:,}", f"¥{yuan}", f"{yuan / 1000:g}k", f"{yuan / 10000:g}万", f"{yuan / 10000:g}w", f"{spoken}元", f"{capital}元整")  # fmt: skip
    assert [read_amount(text) for text in written] == [yuan * 100] * len(written)


@given(AMOUNTS, AMOUNTS)
def test_a_correction_takes_the_last(first: int, last: int) -> None:
    texts = (f"{first}元不对{last}元", f"{first}，啊不，{last}", f"{first} no wait {last}", f"{first}... sorry, {last}")
    assert [read_answers(text, "amount").values for text in texts] == [{"amount": last * 100}] * len(texts)


@given(TERMS)
def test_a_term_in_years_is_the_same_in_months(months: int) -> None:
    years, half = divmod(months, 12)
    in_years = f"{years}年{'半' if half else ''}" if years else "半年"
    assert read_months(in_years) == read_months(f"{months}个月") == months


@given(st.text(max_size=60))
def test_the_normal_form_is_normal(text: str) -> None:
    assert normal(normal(text)) == normal(text)
