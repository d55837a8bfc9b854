"""Of several days in a sentence the one wished for is the new due day; a day that is only told is none."""

from datetime import date

import pytest

from language.days import VagueDay, read_day
from language.due_days import read_day_of_month

TODAY = date(2026, 11, 30)

WISHED = [
    ("从3号改到18号", 18), ("10号扣款太早，挪到22号", 22), ("我25号发工资，改成26号行吗", 26), ("你们5号扣，我想12号还", 12), ("现在是8号，能换到16号吗", 16), ("15号不行，调到20号", 20), ("工资28号到账，推迟到29号", 29),
    ("别8号扣，改28号", 28), ("放在每月17号", 17), ("最好21号", 21), ("还款日定在9号", 9), ("20号，不是10号", 20), ("不要6号，要16号", 16), ("把还款日换成廿二号", 22), ("改到15號", 15), ("希望19号", 19), ("由7号变成14号", 14),
    ("可以13号吗，我12号发薪", 13), ("之前是1号，改为11号", 11), ("提前到2号", 2), ("延后到24号", 24), ("顺延到每月27号", 27), ("能不能23号扣", 23), ("设到4号", 4), ("卅号行吗", 30),
    ("move it from the 3rd to the 18th", 18), ("I get paid on the 25th, make it the 26th", 26), ("you debit on the 5th, can I pay on the 12th", 12), ("currently the 8th, change to the 16th", 16), ("the 20th, not the 10th", 20),
    ("not the 6th, I want the 16th", 16), ("my salary comes on the 28th so move it to the 29th", 29), ("could you shift the debit to the 21st please", 21), ("I'd prefer the 9th", 9), ("it used to be the 1st, now please change it to the 11th", 11),
    ("I'd rather the 19th", 19), ("can we do the 13th", 13), ("pay on the 4th", 4), ("set it to the 30th", 30), ("you charge me on the 2nd, put it back to the 23rd", 23), ("paying on the 27th would be better", 27),
    ("due on the 7th now, make it the 17th", 17), ("change my due date to the twenty second", 22), ("from the 1st until the 15th", 15), ("I would like the 24th", 24), ("switch to the 26th, I am paid on the 25th", 26), ("wages arrive on the 10th, so the debit to the 11th", 11),
    ("change my due date to the 18 of each month", 18), ("put it to the 10, my salary falls on the 8", 10), ("move the payment from the 12th to the 2nd", 2), ("please make it the 3rd of each month", 3), ("debited on the 5th, want the 6th", 6),
]  # fmt: skip
OPEN = [
    "15号发工资，你们5号扣款，能换个日子吗", "我10号发薪，你们8号就扣了，换一天吧", "工资25号到账，你们20号扣，太早", "现在每月3号扣款，想改一下", "你们9号扣钱我来不及", "28号开工资，还款能晚点吗", "原来是12号，想换", "目前18号，改个时间",
    "你们总在1号扣", "30号发工资，能对上吗", "5号和6号都可以", "10号或者20号", "15号到18号之间", "一直是7号，换一天行不行", "每个月2号自动扣，能换吗", "我22号领工资，想改还款日", "你们是14号扣款，我想改", "16号会扣，能不能变",
    "以前11号扣，想换个时间", "13号出账，想换一天", "19号才发工资", "23号工资到，还款日能改吗", "还款日能换换不 我这平台15号才结款", "我15号才拿到钱，能往后挪吗", "补助每月20号下来，想换个还款日", "24号就扣款，换天", "26号扣我26号没钱", "明年3月5号再还", "后年1月2号还", "明年12月20日还款", "来年5月1号",
    "I get paid on the 15th, you debit on the 5th, can we change the day", "you charge me on the 8th, that's too early", "my payday is the 25th, another day please", "currently the 3rd, can I pick a different day", "it's due on the 9th but I'd like another date",
    "my salary arrives on the 28th, could it be later", "the debit goes out on the 12th, can I change that", "you take it on the 1st and I have nothing then", "either the 10th or the 20th", "the 5th or the 6th", "between the 15th and the 18th",
    "I am paid on the 22nd, can you match that", "wages come in on the 30th", "it used to be the 11th", "not the 7th", "now the 14th", "payday is on the 19th", "it comes out on the 2nd, I want some other day", "you debit me on the 16th",
    "3 March next year", "next year on the 5th of May", "I'll pay on June 1 next year", "the 13th and the 23rd", "you take the money on the 4th, can it be another day", "debited on the 26th, too soon",
]  # fmt: skip


@pytest.mark.parametrize(("text", "day"), WISHED)
def test_the_day_that_is_wished_for_is_taken(text: str, day: int) -> None:
    assert read_day_of_month(text, TODAY, bare=False) == day


@pytest.mark.parametrize("text", OPEN)
def test_days_that_are_only_told_leave_it_open(text: str) -> None:
    assert isinstance(read_day_of_month(text, TODAY, bare=False), VagueDay)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("明年1月5号", date(2027, 1, 5)), ("明年12月31号还", date(2027, 12, 31)), ("后年6月1日", date(2028, 6, 1)), ("来年三月八号", date(2027, 3, 8)), ("明年的2月14号", date(2027, 2, 14)), ("今年12月9号", date(2026, 12, 9)),
        ("明年2月底", date(2027, 2, 28)), ("后年2月最后一天", date(2028, 2, 29)), ("后年2月29号", date(2028, 2, 29)), ("2028年2月29日", date(2028, 2, 29)), ("明年五月一號", date(2027, 5, 1)), ("廿五号", date(2026, 12, 25)), ("12月卅一号", date(2026, 12, 31)),
        ("January 5 next year", date(2027, 1, 5)), ("next year on December 31", date(2027, 12, 31)), ("3 March next year", date(2027, 3, 3)), ("the 8th of March next year", date(2027, 3, 8)), ("next year, on the 14th of February", date(2027, 2, 14)),
        ("June 1, 2028", date(2028, 6, 1)), ("1 June 2028", date(2028, 6, 1)), ("5 May of next year", date(2027, 5, 5)), ("on December 9 this year", date(2026, 12, 9)), ("Feb 29 2028", date(2028, 2, 29)), ("march 3rd, the year after next", date(2028, 3, 3)),
    ],
)  # fmt: skip
def test_the_year_that_is_said_counts(text: str, day: date) -> None:
    assert read_day(text, TODAY) == day


@pytest.mark.parametrize(
    "text",
    ["2月29号", "二月二十九号", "明年2月29日", "2027年2月29日", "2月30号", "4月31号", "六月三十一日", "11月31日", "明年", "后年再说", "明年春节", "除夕", "腊月二十三", "正月初五",
     "February 29", "29 February next year", "Feb 30", "31 June", "November 31st", "next year", "some time next year"],
)  # fmt: skip
def test_days_that_do_not_exist_or_stay_open_are_asked_about(text: str) -> None:
    assert isinstance(read_day(text, TODAY), VagueDay)
