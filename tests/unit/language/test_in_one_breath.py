"""What is denied, taken back or told of somebody else is not the answer; where two readings are left, none is taken."""

from datetime import date, timedelta
from typing import Any

import pytest

from contract.lending.applications import FieldName
from language.days import VagueDay, read_day
from language.fields import read_answers
from language.money import read_paid, settles_what_is_paid
from language.yes_no import consents_expressly, refuses

TODAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("asked", "text", "value"),
    [
        ("amount", "四万 不是不是 十四万", 14_000_000),
        ("amount", "Sixty thousand is the bill and I have 20, so I only need the remaining forty thousand", 4_000_000),
        ("amount", "总价六万 我手里有两万 缺的那四万找你们借", 4_000_000),
        ("amount", "本来想借八万的 五万就够了", 5_000_000),
        ("amount", "万把块就行", 1_000_000),
        ("amount", "自己有六万，还差两万", 2_000_000),
        ("monthly_income", "it used to be 12,000 between us, now 5,500, mine alone", 550_000),
        ("term_months", "three years... no. Two years.", 24),
        ("term_months", "not 18 but 36 months, my cash flow is thin", 36),
        ("term_months", "仨季度", 9),
        ("monthly_income", "六千 啊打错 九千", 900_000),
        ("monthly_income", "16 before tax, but what actually lands in my account is 13 and a half thousand", 1_350_000),
        ("monthly_income", "流水十万，那不是我的，落我兜里一万二", 1_200_000),
        ("monthly_income", "Takings are 60k but after goods and rent I keep about 11k", 1_100_000),
        ("monthly_expenses", "两千 不对 少算了 加上学费 三千四", 340_000),
        ("monthly_expenses", "4,000, no wait, 4,600", 460_000),
        ("assets", "三千 哦不 三万 少打个零", 3_000_000),
        ("assets", "had seventy thousand last spring, there's forty-two left", 4_200_000),
        ("assets", "定期三万，活期里头还有五千", 3_500_000),
    ],
)
def test_the_number_that_counts_is_taken(asked: FieldName, text: str, value: int) -> None:
    assert read_answers(text, asked).values == {asked: value}


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("debt", "花呗3千 不是 2万3"),
        ("amount", "四万 不是 六万"),
        ("term_months", "原先想着两年，可每个月还不起那么多"),
        ("purpose", "不是买车，给我爹换个那啥"),
        ("debt", "我同事欠我五千"),
        ("monthly_income", "万把块吧，没细算过"),
        ("monthly_income", "现在没活，下个月才上班，六千"),
        ("monthly_income", "我七千，媳妇四千，两口子一共一万一"),
        ("monthly_income", "7k for me and 5k for her, 12k between us"),
    ],
)
def test_two_readings_are_asked_about(asked: FieldName, text: str) -> None:
    assert asked not in read_answers(text, asked).values


@pytest.mark.parametrize(
    ("asked", "text", "value"),
    [
        ("purpose", "不是换车，是给铺子里买两台锁边机", "business"),
        ("employment", "They laid me off at the factory in May", "unemployed"),
        ("employment", "no longer a student, I am on a proper contract with a bank", "employed"),
        ("employment", "菜市场的摊位是我自己的", "self_employed"),
        ("housing", "no mortgage, I rent a studio", "rent"),
        ("housing", "没有房贷，每年给房东交两次钱", "rent"),
        ("housing", "没房贷，跟爸妈住", "family"),
        ("housing", "no mortgage, it is ours", "own"),
        ("housing", "没有贷款", "own"),
        ("housing", "I don't own it, I live with my parents", "family"),
        ("housing", "按揭买的，上个月最后一期还完了", "own"),
        ("housing", "买是买了，还欠着银行呢", "mortgage"),
        ("housing", "自己的房，没欠银行", "own"),
        ("debt", "朋友倒欠我三千，我不欠别人", 0),
        ("debt", "欠的钱现在是零，那四千已经还了", 0),
        ("debt", "欠我二姨五千", 500_000),
        ("method", "匀着还，月月死数", "equal_instalment"),
        ("purpose", "带孩子去趟海边", "consumption"),
    ],
)
def test_what_is_denied_is_not_taken(asked: FieldName, text: str, value: Any) -> None:
    assert read_answers(text, asked).values[asked] == value


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("my salary is 9k, you put 900 there", {"monthly_income": 900_000}),
        ("income is wrong, it's twelve thousand, you've put 1,200", {"monthly_income": 1_200_000}),
        ("退休金你们记少了，是三千八", {"monthly_income": 380_000}),
    ],
)
def test_what_we_wrote_is_not_what_was_said(text: str, values: dict[FieldName, Any]) -> None:
    assert read_answers(text, None, given=["monthly_income", "debt"]).values == values


def test_a_value_of_an_earlier_answer_is_no_slip_of_this_one() -> None:
    held: dict[FieldName, Any] = {"amount": 3_000_000}
    answers = read_answers("三万，不对，五万", "monthly_expenses", ["amount"], ["amount"], held)
    assert "monthly_expenses" not in answers.values


@pytest.mark.parametrize(
    "text",
    [
        "本来不愿意的，那就查吧",
        "一开始不想，现在随便看",
        "没啥不能查的",
        "I don't mind at all",
        "I wasn't sure at first but fire away",
    ],
)
def test_who_was_unwilling_before_consents(text: str) -> None:
    assert consents_expressly(text)
    assert not refuses(text)


@pytest.mark.parametrize(
    "text",
    [
        "keep your hands off my file",
        "leave my credit file alone",
        "俺的征信不叫你们看",
        "别的行，这个不给授权",
        "I don't mind at all about the rest, but not this",
        "本来想查的，算了，不查",
    ],
)
def test_a_refusal_is_no_consent(text: str) -> None:
    assert not consents_expressly(text)


@pytest.mark.parametrize("text", ["keep your hands off my file", "俺的征信不叫你们看", "别的行，这个不给授权"])
def test_a_plain_refusal_is_heard(text: str) -> None:
    assert refuses(text)


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("帮我扣800", 80_000),
        ("还1200，不对，1500吧", 150_000),
        ("还1200，不对，1500，不对，1800", None),
        ("卡上有三千，留一千，那就还两千", 200_000),
        ("can only manage seven hundred, take that", 70_000),
        ("上个月你们扣了300", None),
    ],
)
def test_what_is_paid_in_the_end(text: str, fen: int | None) -> None:
    assert read_paid(text) == fen


@pytest.mark.parametrize(
    ("text", "settles"),
    [
        ("卡上有三千，留一千，那就还两千", True),
        ("I have 2k, rent takes 1,200 yuan, so I'll pay 800 yuan", True),
        ("那就还五百块或者八百块", False),
        ("先还五百还是八百", False),
    ],
)
def test_one_of_several_sums_is_paid_only_where_the_words_settle_it(text: str, settles: bool) -> None:
    assert settles_what_is_paid(text) is settles


@pytest.mark.parametrize(
    ("text", "days"),
    [("明天，哎不对，后天", 2), ("后天还，不是今天", 2), ("tomorrow, no wait, the day after tomorrow", 2)],
)
def test_the_day_that_replaces_another_is_meant(text: str, days: int) -> None:
    assert read_day(text, TODAY) == TODAY + timedelta(days=days)


def test_two_days_side_by_side_stay_open() -> None:
    assert isinstance(read_day("明天或者后天", TODAY), VagueDay)


@pytest.mark.parametrize(
    ("asked", "text", "fen"),
    [
        ("monthly_income", "1,200 a week", 520_000),
        ("monthly_income", "每周一千八", 780_000),
        ("monthly_expenses", "一个星期六百块", 260_000),
        ("monthly_expenses", "I spend 300 every week", 130_000),
        ("monthly_income", "年包24万", 2_000_000),
    ],
)
def test_what_is_told_by_the_week_is_counted_by_the_month(asked: FieldName, text: str, fen: int) -> None:
    answers = read_answers(text, asked)
    assert answers.values == {asked: fen}
    assert asked in answers.converted


@pytest.mark.parametrize("text", ["1,000 a week", "900 or 1000 a week", "一周五天，一天两百", "每周休一天，八百"])
def test_a_week_that_does_not_divide_or_is_only_told_of_is_asked_about(text: str) -> None:
    assert "monthly_income" not in read_answers(text, "monthly_income").values


@pytest.mark.parametrize(
    ("asked", "text", "fen"),
    [
        ("monthly_income", "底薪三千，提成平均五千", 800_000),
        ("monthly_income", "base 4,000 and tips average 1,500", 550_000),
        ("monthly_income", "好的时候一万，差的时候六千，平均八千", 800_000),
        ("monthly_expenses", "rent is 2,800, for living I need 1,900, so together 4,700", 470_000),
        ("monthly_income", "8,000 wages and 2,000 tips, 10,000 in all", 1_000_000),
        ("monthly_income", "My wife earns 6,000 and I make 9,000, so 15,000 total", 900_000),
        ("amount", "手术费三万，押金五千，都得借", 3_500_000),
        ("amount", "the ring is 8k, the dress 4k, so all of that", 1_200_000),
    ],
)
def test_a_part_is_told_from_what_it_all_comes_to(asked: FieldName, text: str, fen: int) -> None:
    assert read_answers(text, asked).values[asked] == fen


def test_one_more_part_behind_a_list_is_not_the_whole() -> None:
    text = "rent 2,000, groceries 1,200, phone 80, and the odd film, say 150"
    assert read_answers(text, "monthly_expenses").values.get("monthly_expenses") in (None, 343_000)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        (
            "我在电子厂上班 一个月六千二 租房住 想借两万给我爸看病",
            {"employment": "employed", "monthly_income": 620_000, "housing": "rent", "amount": 2_000_000},
        ),
        (
            "full time nurse 4 years, 12k a month after tax, renting, spend about 5k, looking for 25k for a used car",
            {"employment": "employed", "monthly_income": 1_200_000, "monthly_expenses": 500_000, "amount": 2_500_000},
        ),
        (
            "退休的，住自己的房，没贷款，外头一分不欠，存折上三万，就想借一万五",
            {"employment": "retired", "housing": "own", "debt": 0, "assets": 3_000_000, "amount": 1_500_000},
        ),
    ],
)
def test_who_tells_all_at_once_is_heard(text: str, values: dict[FieldName, Any]) -> None:
    answers = read_answers(text, None).values
    assert {name: answers.get(name) for name in values} == values
    assert "term_months" not in answers


@pytest.mark.parametrize("text", ["唔好查，我唔同意", "I must withhold my consent", "弗要查"])
def test_a_no_in_other_words_is_never_a_consent(text: str) -> None:
    assert not consents_expressly(text)
    assert refuses(text)
