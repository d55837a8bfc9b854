"""Days in words: which day is meant, and which words leave it open. Sunday, 22 November 2026 is today."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.days import VagueDay, read_day
from language.due_days import read_day_of_month

TODAY = date(2026, 11, 22)
MONDAY = date(2026, 11, 23)
DAYS = st.dates(date(2000, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("下个月十五号", date(2026, 12, 15)),
        ("我下月15号还", date(2026, 12, 15)),
        ("下下个月一号", date(2027, 1, 1)),
        ("这个月25号之前还上", date(2026, 11, 25)),
        ("本月三十号", date(2026, 11, 30)),
        ("月底", date(2026, 11, 30)),
        ("下个月底还", date(2026, 12, 31)),
        ("下个月月底再还", date(2026, 12, 31)),
        ("这个月月末", date(2026, 11, 30)),
        ("12月底才能还", date(2026, 12, 31)),
        ("十二月底还", date(2026, 12, 31)),
        ("一月份月底", date(2027, 1, 31)),
        ("2月最后一天", date(2027, 2, 28)),
        ("2027年12月底", date(2027, 12, 31)),
        ("at the end of December", date(2026, 12, 31)),
        ("by end of jan", date(2027, 1, 31)),
        ("the last day of November", date(2026, 11, 30)),
        ("the end of December 2027", date(2027, 12, 31)),
        ("15号", date(2026, 12, 15)),
        ("25号", date(2026, 11, 25)),
        ("三十一号", date(2026, 12, 31)),
        ("12月3号", date(2026, 12, 3)),
        ("十二月三号", date(2026, 12, 3)),
        ("1月5日", date(2027, 1, 5)),
        ("2026年12月3日", date(2026, 12, 3)),
        ("2026-12-03", date(2026, 12, 3)),
        ("12/3还", date(2026, 12, 3)),
        ("下周五", date(2026, 11, 27)),
        ("下星期天我还", date(2026, 11, 29)),
        ("下下周一", date(2026, 11, 30)),
        ("周五", date(2026, 11, 27)),
        ("礼拜天", TODAY),
        ("今天", TODAY),
        ("明天下午", date(2026, 11, 23)),
        ("后天", date(2026, 11, 24)),
        ("大后天", date(2026, 11, 25)),
        ("三天后", date(2026, 11, 25)),
        ("10天之内", date(2026, 12, 2)),
        ("两周后", date(2026, 12, 6)),
        ("两个星期以后", date(2026, 12, 6)),
        ("半个月后", date(2026, 12, 7)),
        ("一个月以后", date(2026, 12, 22)),
        ("the 15th of next month", date(2026, 12, 15)),
        ("on the fifteenth of next month", date(2026, 12, 15)),
        ("next month on the 3rd", date(2026, 12, 3)),
        ("the end of the month", date(2026, 11, 30)),
        ("by the end of next month", date(2026, 12, 31)),
        ("the last day of the month", date(2026, 11, 30)),
        ("on the 15th", date(2026, 12, 15)),
        ("the 25th", date(2026, 11, 25)),
        ("December 3rd", date(2026, 12, 3)),
        ("3 Dec", date(2026, 12, 3)),
        ("the third of December", date(2026, 12, 3)),
        ("25/12", date(2026, 12, 25)),
        ("next Friday", date(2026, 11, 27)),
        ("I can pay on Friday", date(2026, 11, 27)),
        ("this coming friday", date(2026, 11, 27)),
        ("tomorrow", date(2026, 11, 23)),
        ("the day after tomorrow", date(2026, 11, 24)),
        ("in two weeks", date(2026, 12, 6)),
        ("in 3 days", date(2026, 11, 25)),
        ("a week from today", date(2026, 11, 29)),
        ("within a fortnight", date(2026, 12, 6)),
        ("in a month", date(2026, 12, 22)),
    ],
)
def test_a_day_is_read(text: str, day: date) -> None:
    assert read_day(text, TODAY) == day


@pytest.mark.parametrize(
    "text",
    [
        "发工资那天", "等工资到账", "过两天", "过几天", "这几天", "下个月", "下周", "月初", "十二月上旬", "周末", "年底", "春节后",
        "昨天", "上个月15号", "上周五", "payday", "when I get paid", "next month", "next week", "in a few days", "soon",
        "at the beginning of december", "12/3 please", "yesterday", "either the 3rd or the 5th", "5号或者8号",
    ],
)  # fmt: skip
def test_words_that_leave_the_day_open_are_asked_about(text: str) -> None:
    assert isinstance(read_day(text, TODAY), VagueDay)


def test_next_friday_said_on_a_monday_may_be_either() -> None:
    assert read_day("next Friday", MONDAY) == VagueDay((date(2026, 11, 27), date(2026, 12, 4)))
    assert read_day("下周五", MONDAY) == date(2026, 12, 4)


@pytest.mark.parametrize(
    "text",
    [
        "我想借三万",
        "分12期",
        "还不上了怎么办",
        "月薪八千",
        "一年半",
        "12 months",
        "I want 30,000 yuan",
        "每天",
        "13月45号",
        "一天罚多少",
    ],
)
def test_what_names_no_day_is_none(text: str) -> None:
    assert read_day(text, TODAY) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("改到每月15号", 15),
        ("还款日能不能改成十五号", 15),
        ("从5号改到20号", 20),
        ("每个月二十日还", 20),
        ("每月5号", 5),
        ("每个月月底", 31),
        ("下个月十五号", 15),
        ("下周五", 27),
        ("change it to the 25th", 25),
        ("could I pay on the 1st", 1),
        ("on the fifteenth please", 15),
        ("the end of every month", 31),
        ("改到32号", None),
        ("想改还款日", None),
        ("改到15", None),
    ],
)
def test_a_day_of_every_month_is_read(text: str, day: int | None) -> None:
    assert read_day_of_month(text, TODAY, bare=False) == day


@pytest.mark.parametrize("text", ["发工资那天", "改到月初", "on payday", "过几天"])
def test_a_day_of_every_month_that_is_left_open_is_asked_about(text: str) -> None:
    assert read_day_of_month(text, TODAY, bare=True) == VagueDay()


@pytest.mark.parametrize(("text", "day"), [("15", 15), ("十五", 15), ("0", None), ("不知道", None), ("45", None)])
def test_a_bare_number_counts_where_a_day_was_asked_for(text: str, day: int | None) -> None:
    assert read_day_of_month(text, TODAY, bare=True) == day


@given(DAYS, DAYS)
def test_a_day_written_out_is_read_as_itself(today: date, day: date) -> None:
    for text in (f"{day.year}年{day.month}月{day.day}日", day.isoformat()):
        assert read_day(text, today) == (day if day >= today else VagueDay())


@given(DAYS, st.integers(1, 31))
def test_a_day_without_its_month_is_the_next_such_day(today: date, number: int) -> None:
    day = read_day(f"{number}号", today)
    assert isinstance(day, date)
    assert (day.day, day >= today, day - today <= timedelta(days=62)) == (number, True, True)


@given(DAYS, st.sampled_from("一二三四五六日"))
def test_a_weekday_of_next_week_lies_in_next_week(today: date, name: str) -> None:
    day = read_day(f"下周{name}", today)
    assert isinstance(day, date)
    assert day.isocalendar()[:2] == (today + timedelta(days=7)).isocalendar()[:2]


@given(st.text(max_size=80), DAYS)
def test_no_text_breaks_the_reading(text: str, today: date) -> None:
    day = read_day(text, today)
    assert not isinstance(day, date) or day >= today
