"""Numbers as borrowers write and say them."""

from decimal import Decimal

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.money import read_amount
from language.quantities import ForeignMoney, Unclear, is_mostly_number
from language.terms import read_months, read_years


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("三万五", "35000"),
        ("一万二", "12000"),
        ("1万5", "15000"),
        ("1万5千", "15000"),
        ("3w", "30000"),
        ("3w5", "35000"),
        ("3.5万", "35000"),
        ("一点五万", "15000"),
        ("￥20,000.50", "20000.50"),
        ("¥20000.5", "20000.50"),
        ("３００００元", "30000"),
        ("十五万左右", "150000"),
        ("二十万零三百", "200300"),
        ("两千五百块钱", "2500"),
        ("俩万", "20000"),
        ("百万", "1000000"),
        ("一个亿", "100000000"),
        ("大概三万块吧", "30000"),
        ("八千", "8000"),
        ("8000", "8000"),
        ("一个月一万二", "12000"),
        ("借3万分12期装修", "30000"),
        ("我想了解一下，借五万", "50000"),
        ("30k", "30000"),
        ("1.5k", "1500"),
        ("20 grand", "20000"),
        ("thirty five thousand", "35000"),
        ("thirty-five thousand yuan please", "35000"),
        ("a hundred thousand", "100000"),
        ("one hundred and fifty thousand", "150000"),
        ("half a million", "500000"),
        ("1.5 million", "1500000"),
        ("one point five million", "1500000"),
        ("i'd like 20,000 over 12 months", "20000"),
        ("about 8,000 yuan a month", "8000"),
        ("RMB 30000", "30000"),
        ("-500", "-500"),
        ("一百二", "120"),
        ("三千五", "3500"),
        ("２０，０００", "20000"),
        ("1k5", "1500"),
        ("1200块5", "1200.5"),
        ("三块五", "3.5"),
        ("我一个月挣九千", "9000"),
        ("I earn 8000 a month", "8000"),
    ],
)
def test_amounts_are_read_to_the_fen(text: str, yuan: str) -> None:
    assert read_amount(text) == int(Decimal(yuan) * 100)


@pytest.mark.parametrize(
    "text",
    [
        *("3万到5万", "3到5万", "3-5万", "30k to 50k", "20000 or 30000", "三万还是五万", "between 30,000 and 50,000"),
        *("两三万", "八九千", "一两万", "二三十万", "十五六万", "20-30k", "15-20万", "8K-10K", "3、5万", "1,5万"),
        *("几万", "十几万", "十来万", "10多万", "三万多", "八千多块", "100来万", "几千块钱"),
        *("五万以内", "不超过五万", "最多3万", "至少两万", "三万以上", "将近八千", "3万出头"),
        *("a few thousand", "a couple of thousand", "several thousand yuan", "up to 30k", "at most 5,000"),
        *("over 30k", "less than 8000", "nearly 20k", "30,000+", "three or four thousand"),
    ],
)
def test_words_for_no_one_amount_are_unclear_rather_than_guessed(text: str) -> None:
    assert isinstance(read_amount(text), Unclear)


@pytest.mark.parametrize("text", ["5000美元", "$5,000", "five thousand dollars", "200欧元"])
def test_foreign_money_is_told_apart(text: str) -> None:
    assert read_amount(text) == ForeignMoney()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "👍👍",
        "我想了解一下",
        "随便",
        "as much as possible",
        "4.35%",
        "第一",
        "千万别告诉别人",
        "6222021234567890123456",
        "百分之五",
        "百分之十二点五",
        "半年",
        "一个半月",
    ],
)
def test_text_without_an_amount_holds_none(text: str) -> None:
    assert read_amount(text) is None


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("半年", 6),
        ("一年半", 18),
        ("12期", 12),
        ("十二个月", 12),
        ("24", 24),
        ("两年", 24),
        ("1年6个月", 18),
        ("三十六期", 36),
        ("借3万分12期装修", 12),
        ("a year and a half", 18),
        ("one year", 12),
        ("half a year", 6),
        ("two years", 24),
        ("two and a half years", 30),
        ("eighteen months", 18),
        ("over 12 months", 12),
        ("24-month", 24),
        ("1.5年", 18),
        ("两年半", 30),
        ("over a year", 12),
        ("３６期", 36),
    ],
)
def test_terms_are_read_in_months(text: str, months: int) -> None:
    assert read_months(text) == months


@pytest.mark.parametrize(
    "text",
    [
        "12到24期",
        "12 or 24 months",
        "两三年",
        "一两年",
        "十来个月",
        "几个月",
        "不超过一年",
        "一年多",
        "12 or 24",
        "一个半月",
    ],
)
def test_words_for_no_one_term_are_unclear(text: str) -> None:
    assert isinstance(read_months(text), Unclear)


@pytest.mark.parametrize(
    "text", ["一个月挣九千", "I earn 8000 a month", "how much a month", "一年收入十万", "每月还多少"]
)
def test_a_rate_is_no_term(text: str) -> None:
    assert read_months(text, bare=False) is None


@pytest.mark.parametrize(
    ("text", "years"),
    [("三年", "3"), ("5", "5"), ("一年半", "1.5"), ("six months", "0.5"), ("8个月", "0.7"), ("ten years", "10")],
)
def test_years_are_read_to_a_tenth(text: str, years: str) -> None:
    assert read_years(text) == Decimal(years)


@pytest.mark.parametrize("text", ["三万吧", "12期", "about 30k", "8000元左右"])
def test_an_answer_that_is_all_number_is_known(text: str) -> None:
    assert is_mostly_number(text)


@pytest.mark.parametrize("text", ["借10万分12期每月要还多少利息", "what would 30k over 12 months cost me", "你好"])
def test_a_question_that_holds_numbers_is_not_all_number(text: str) -> None:
    assert not is_mostly_number(text)


AMOUNTS = st.integers(min_value=1, max_value=99_999_999)


@given(AMOUNTS)
def test_an_amount_written_in_digits_is_read_back_exactly(yuan: int) -> None:
    assert [read_amount(text) for text in (f"{yuan}", f"¥{yuan:,}", f"{yuan}元", f"RMB {yuan}")] == [yuan * 100] * 4


@given(AMOUNTS)
def test_an_amount_said_in_chinese_is_read_back_exactly(yuan: int) -> None:
    assert read_amount(f"{cn2an.an2cn(yuan)}元") == yuan * 100


@given(st.integers(min_value=1, max_value=999), st.integers(min_value=0, max_value=9))
def test_short_forms_are_read_back_exactly(whole: int, tenth: int) -> None:
    fen = (whole * 10 + tenth) * 1_000 * 100
    assert [read_amount(text) for text in (f"{whole}.{tenth}万", f"{whole}.{tenth}w")] == [fen] * 2
    assert read_amount(f"{whole}.{tenth}k") == fen // 10


@given(AMOUNTS)
def test_a_bound_is_never_taken_for_the_amount(yuan: int) -> None:
    texts = (f"不超过{yuan}元", f"{yuan}元以内", f"at most {yuan} yuan", f"{cn2an.an2cn(yuan)}多块")
    assert all(isinstance(read_amount(text), Unclear) for text in texts)


@given(st.integers(min_value=1, max_value=360))
def test_a_term_is_read_back_exactly(months: int) -> None:
    texts = (f"{months}期", f"{months}个月", f"{cn2an.an2cn(months)}个月", f"{months} months")
    assert [read_months(text) for text in texts] == [months] * 4


NUMBERISH = st.text(alphabet="一二两三四五六七八九十百千万亿零几多来点半个月年期元块到约%0123456789.,wk- ", max_size=14)


@given(st.text(max_size=60) | NUMBERISH)
def test_no_text_breaks_the_reading(text: str) -> None:
    assert read_amount(text) is None or isinstance(read_amount(text), int | Unclear | ForeignMoney)
    assert read_months(text) is None or isinstance(read_months(text), int | Unclear)
