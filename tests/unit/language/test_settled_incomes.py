"""Incomes told by the day or the year, also beside the month's own sum."""

import pytest

from language.fields import read_answers
from language.incomes import read_income
from language.quantities import Unclear


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("一天净剩六百来块，一个月开二十六天门", 15_600),
        ("日薪280，一个月做26日", 7_280),
        ("一天做下来220,一个月做满26天", 5_720),
        ("192 thousand for the whole year", 16_000),
        ("300 000 in year, divide by 12 yourself", 25_000),
        # Where the month's sum is told as well, it is taken.
        ("1,200 a day and I bill fifteen days, so 18,000", 18_000),
        ("干一天给一百二，一个月上二十五天工，合三千块钱", 3_000),
        ("couple hundred a day so what's that, six thousand a month", 6_000),
        ("一年到头挣个八万四 平摊下来一个月七千", 7_000),
        ("a day 200, so 6000 for the month", 6_000),
        ("一周三百，一个月一千二", 1_200),
        # Last year beside this year is no rate.
        ("last year it was 15 thousand monthly, this year write twelve thousand five hundred", 12_500),
        ("last year 9k, now 8", 8_000),
        ("帮人家摘花一天一百块一个月做得着二十五天", 2_500),
    ],
)
def test_the_month_is_reckoned_or_taken_as_it_is_told(text: str, yuan: int) -> None:
    assert read_answers(text, "monthly_income").values == {"monthly_income": yuan * 100}


@pytest.mark.parametrize(
    "text",
    [
        "350 per session and I do 30 sessions in the month",
        "350 each private class",
        "150 an hour, 80 hours a month",
        "每次两千，一个月四次",
    ],
)
def test_what_comes_by_the_lesson_is_not_the_month(text: str) -> None:
    assert isinstance(read_income(text), Unclear)


def test_what_is_left_of_a_day_is_not_the_month() -> None:
    assert read_answers("一天卖得到六百多块，真正到手里头也就两百来块", None).values == {}
