"""However a number is written, it is the number that was meant, or it is asked about."""

from decimal import Decimal

import pytest

from language.money import read_amount
from language.quantities import Unclear, read_quantities
from language.terms import read_months, read_years

CAPITALS = [
    ("壹万元整", 10_000), ("贰万伍仟元整", 25_000), ("叁拾万圆整", 300_000), ("肆万捌仟", 48_000), ("伍仟元", 5_000), ("陆万叁仟元", 63_000), ("柒佰元", 700), ("捌仟伍佰元整", 8_500),
    ("玖万", 90_000), ("拾伍万元", 150_000), ("壹拾贰万元", 120_000), ("壹佰万元整", 1_000_000), ("贰佰叁拾元", 230), ("人民币伍万元整", 50_000), ("金额叁万陆仟元", 36_000), ("贰拾万", 200_000),
    ("伍佰", 500), ("壹仟贰佰元", 1_200), ("陆仟陆佰", 6_600), ("付玖佰元整", 900), ("借柒万元", 70_000), ("捌拾万元", 800_000), ("肆拾伍万", 450_000), ("叁仟", 3_000), ("贰万零伍佰元", 20_500),
]  # fmt: skip
TRADITIONAL = [
    ("兩萬", 20_000), ("四萬元", 40_000), ("六萬五", 65_000), ("十五萬", 150_000), ("二十萬零三百元", 200_300), ("九千塊", 9_000), ("一萬二", 12_000), ("三萬五千圓", 35_000), ("八萬塊錢", 80_000),
    ("借七萬", 70_000), ("大概三萬塊", 30_000), ("五萬左右", 50_000), ("一百萬", 1_000_000), ("兩千五百元", 2_500), ("參萬元", 30_000), ("伍萬圓整", 50_000), ("貳萬", 20_000), ("陸仟元", 6_000),
    ("三萬蚊", 30_000), ("月入一萬", 10_000), ("２萬", 20_000), ("１.５萬", 15_000), ("欠銀行四萬八", 48_000), ("給我一萬", 10_000), ("總共兩萬六", 26_000),
]  # fmt: skip
POINTS = [
    ("2。5万", 25_000), ("1。8万", 18_000), ("12。6万元", 126_000), ("0。5万", 5_000), ("四。五万", 45_000), ("九。八万", 98_000), ("6。5w", 65_000), ("7。2k", 7_200), ("99。50元", Decimal("99.5")),
    ("1234。56元", Decimal("1234.56")), ("3．5万", 35_000), ("２。５万", 25_000), ("借8。8万", 88_000), ("月入1。35万", 13_500), ("十。五万", 105_000), ("3·5万", 35_000), ("还款2。5元", Decimal("2.5")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "yuan"), [*CAPITALS, *TRADITIONAL, *POINTS])
def test_amounts_in_any_writing(text: str, yuan: int | Decimal) -> None:
    assert read_amount(text) == int(yuan * 100)


@pytest.mark.parametrize(
    ("text", "yuan"),
    [("两万五。", 25_000), ("月薪8000。3年工龄", 8_000), ("三万。谢谢", 30_000), ("我要5万。", 50_000)],
)
def test_a_full_stop_that_ends_a_sentence_is_no_point(text: str, yuan: int) -> None:
    assert read_amount(text) == yuan * 100


@pytest.mark.parametrize(
    "text",
    [
        "陆续在还",
        "收拾一下",
        "大陆",
        "拾金不昧",
        "还一部分",
        "一小部分",
        "还一半",
        "一大半",
        "一阵子",
        "一时",
        "一辈子",
        "一直",
        "多写了个零",
        "少打了一个零",
        "一口气",
        "一把还清",
    ],
)
def test_idioms_count_nothing(text: str) -> None:
    assert read_quantities(text) == []


@pytest.mark.parametrize(
    "text",
    ["万儿八千", "千儿八百", "百儿八十", "万把块", "千把块钱", "百把块", "五千一万", "十万八万", "一万两万", "三千五千", "两千三千的", "几千", "好几万", "近十万"]
    + ["fvety thousand", "fourtin thousand", "a couple hundred", "a couple thousand", "four grand plus about two", "8k plus another 2000", "umpteen thousand", "fiveteen thousand", "half of fifty thousand"],
)  # fmt: skip
def test_words_that_leave_the_number_open_are_asked_about(text: str) -> None:
    assert isinstance(read_amount(text), Unclear)


@pytest.mark.parametrize(
    ("text", "yuan"),
    [("fourty thousand", 40_000), ("fifty thousnd", 50_000), ("twenty tousand", 20_000), ("thirty thosand", 30_000), ("five hunderd", 500), ("a hundred thousand", 100_000), ("like nine thousand", 9_000),
     ("I earn six thousand", 6_000), ("fivty thousand", 50_000), ("twnty thousand", 20_000), ("thrity thousand", 30_000), ("ninty five thousand", 95_000), ("sevnty thousand", 70_000),
     ("sixtey thousand", 60_000), ("fity thousand", 50_000), ("eigthy thousand", 80_000), ("twelv hundred", 1_200), ("fivteen hundred", 1_500), ("twnty five thousand", 25_000), ("only five thousand", 5_000), ("all right nine thousand", 9_000), ("party for twenty thousand", 20_000), ("plenty, thirty thousand", 30_000)],
)  # fmt: skip
def test_a_slip_that_can_only_mean_one_number_is_read(text: str, yuan: int) -> None:
    assert read_amount(text) == yuan * 100


@pytest.mark.parametrize(
    ("text", "months"),
    [("three years and a half", 42), ("one year and a half", 18), ("a year and a half", 18), ("4 years and a half", 54), ("five and a half years", 66), ("2 years and 3 months", 27), ("two years, 6 months", 30),
     ("a year and three months", 15), ("两年零三个月", 27), ("三年又六个月", 42), ("1年零2个月", 14), ("两年半", 30), ("廿四个月", 24), ("卅六期", 36), ("十二期", 12), ("兩年", 24), ("六個月", 6)],
)  # fmt: skip
def test_years_with_months_and_halves_are_one_term(text: str, months: int) -> None:
    assert read_months(text) == months


@pytest.mark.parametrize(
    ("text", "years"),
    [("two years and a half", "2.5"), ("三年半", "3.5"), ("six and a half years", "6.5"), ("八年零六个月", "8.5")],
)
def test_years_in_work_are_read_likewise(text: str, years: str) -> None:
    assert read_years(text) == Decimal(years)


@pytest.mark.parametrize(
    "text", ["9500一个月", "8000块一个月", "一万二一个月", "6k一个月", "9500 a month", "三千块 一个月"]
)
def test_an_amount_by_the_month_is_no_term(text: str) -> None:
    assert isinstance(read_amount(text), int)
    assert read_months(text, bare=False) is None


@pytest.mark.parametrize(
    "text",
    [
        "还两张信用卡",
        "三笔贷款",
        "两家银行",
        "四口人",
        "to clear three credit cards",
        "two kids",
        "3 loans",
        "five cards",
        "两套房",
        "one job and 2 children",
    ],
)
def test_what_is_counted_is_no_money(text: str) -> None:
    assert read_amount(text) is None
