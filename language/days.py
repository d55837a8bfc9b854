"""Days as borrowers write and say them, in Chinese and English; `today` is always an argument. Pure.

下个月十五号, 月底, 每月5号, 下周五, 三天后, "the 15th of next month", "the end of the month", "in two weeks". Words that leave
the day open (发工资那天, 过几天, 下个月, "next week", 12/3 in English) are a `VagueDay`: the borrower is asked. A day without
its month is the next such day. Why these are rules of our own: docs/decisions/0016-words-to-numbers-and-days.md.
"""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import cn2an

from contract.dates import add_months
from language.normal import normal
from language.numerals import MONTHS_IN_YEAR, plain, with_plain_numerals

DAYS_OF_MONTH = range(1, 32)
# The due day that means the last of every month.
LAST_DAY = DAYS_OF_MONTH[-1]
WEEK, FORTNIGHT, HALF_A_MONTH = 7, 14, 15
CJK = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class VagueDay:
    """A day that the words leave open. `candidates` are the days that may be meant, if they are few."""

    candidates: tuple[date, ...] = ()


Reading = date | VagueDay | None
Reader = Callable[[re.Match[str], date], Reading]

DIGITS = "零一二两三四五六七八九十"
NUMBER = rf"(\d{{1,4}}|[{DIGITS}]{{1,3}})"
MONTH_WORDS = r"(下下个?月|下个?月|这个?月|本月|当月)"
ENGLISH_MONTHS = "|".join(f"{name[:3]}(?:{name[3:]})?" for name in map(str.lower, calendar.month_name[1:]))
ENGLISH_DAYS = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
CHINESE_DAYS = "一二三四五六日"
UNITS = {"day": 1, "天": 1, "日": 1, "week": WEEK, "周": WEEK, "星期": WEEK, "礼拜": WEEK, "fortnight": FORTNIGHT}


def read_day(text: str, today: date) -> Reading:
    """The one day that the words name, from today on; None where they name none."""
    found = list(dict.fromkeys(_readings(text, today)))
    days = [day for day in found if isinstance(day, date)]
    if len(days) == 1:
        return days[0] if days[0] >= today else VagueDay()
    *before, last = TAKEN_BACK.split(words_of(text))
    if days and before:
        return read_day(last, today) or VagueDay(tuple(days))
    if days:
        return VagueDay(tuple(days))
    return next((reading for reading in found if isinstance(reading, VagueDay)), None)


def _readings(text: str, today: date) -> list[date | VagueDay]:
    """What each rule finds, in the rules' order; words that one rule took are left out of the next."""
    words, found = NOT_TODAY.sub("。", words_of(text)), []
    for pattern, read in RULES:
        for match in pattern.finditer(words):
            reading = read(match, today)
            if reading is not None:
                found.append(reading)
                words = words[: match.start()] + "。" * len(match.group()) + words[match.end() :]
    return found


def words_of(text: str) -> str:
    """Half-width, simplified and lower case, spoken English numbers as digits; Chinese words stay as they are."""
    words = with_plain_numerals(normal(text))
    return words if CJK.search(words) else plain(text)


def number_of(digits: str) -> int | None:
    if digits.isdigit():
        return int(digits)
    try:
        return int(cn2an.cn2an(digits, "smart"))
    except (ValueError, LookupError):
        return None


def _day_in(year: int, month: int, day: int) -> date | None:
    """None for what is no day: 31 June."""
    year, month = year + (month - 1) // MONTHS_IN_YEAR, (month - 1) % MONTHS_IN_YEAR + 1
    in_range = 1 <= year < date.max.year and day in DAYS_OF_MONTH
    return date(year, month, day) if in_range and day <= calendar.monthrange(year, month)[1] else None


def _last_of(year: int, month: int) -> date:
    start = _day_in(year, month, 1)
    assert start is not None  # noqa: S101 - every month has a first
    return start.replace(day=calendar.monthrange(start.year, start.month)[1])


def _next_such(day: int | None, today: date) -> Reading:
    """The next day of that number, in the first month that has it."""
    if day is None:
        return None
    coming = (_day_in(today.year, today.month + ahead, day) for ahead in range(3))
    return next((found for found in coming if found is not None and found >= today), None)


def _in_month(month: int | None, day: int | None, today: date, year: int | None = None) -> Reading:
    """That day of that month: of the year, or this year's, or next year's where this year's is over. A day that the month
    has not, such as 29 February of most years, is asked about."""
    if month is None or day is None or day not in DAYS_OF_MONTH or not 1 <= month <= MONTHS_IN_YEAR:
        return None
    if year is not None:
        return _day_in(year, month, day) or VagueDay()
    coming = (_day_in(today.year + ahead, month, day) for ahead in range(2))
    return next((found for found in coming if found is not None and found >= today), VagueDay())


def _dated(match: re.Match[str], today: date) -> Reading:
    return _in_month(int(match[2]), int(match[3]), today, int(match[1]))


def _chinese_month_day(match: re.Match[str], today: date) -> Reading:
    year = today.year + YEARS_AHEAD[match["year"]] if match["year"] else None
    return _in_month(number_of(match["month"]), number_of(match["day"]), today, year)


def _english_month_day(match: re.Match[str], today: date) -> Reading:
    return _in_month(_english_month(match["month"]), int(match["day"]), today, _english_year(match, today))


def _english_year(match: re.Match[str], today: date) -> int | None:
    """The year that stands before or behind the day: "next year on 3 March", "3 March 2028"."""
    said = (match.groupdict().get("before") or match["year"] or "").strip(" ,")
    if said.isdigit():
        return int(said)
    return today.year + YEARS_AHEAD[said.removeprefix("of ").removeprefix("in ")] if said else None


def _english_month(name: str) -> int:
    return next(n for n, full in enumerate(calendar.month_name) if n and full.lower().startswith(name[:3]))


def _slashed(match: re.Match[str], today: date) -> Reading:
    """12/3 is 3 December to some and 12 March to others; 25/12 and 12/25 are one day."""
    one, two = int(match[1]), int(match[2])
    if CJK.search(match.string):
        return _in_month(one, two, today)
    days = [day for day in (_in_month(one, two, today), _in_month(two, one, today)) if isinstance(day, date)]
    return days[0] if len(set(days)) == 1 else VagueDay(tuple(days)) if days else None


def _months_ahead(word: str) -> int:
    return 2 if word.startswith("下下") else 1 if word.startswith(("下", "next", "following")) else 0


def _relative_month_day(month: str, day: str, today: date) -> Reading:
    number = number_of(day)
    return _day_in(today.year, today.month + _months_ahead(month), number) if number is not None else None


def _relative_month_end(month: str | None, today: date) -> date:
    return _last_of(today.year, today.month + _months_ahead(month or ""))


def _end_of(year: str | None, month: int | None, today: date) -> Reading:
    """The last day of that month; without a year this year's, or next year's where this year's is over."""
    if month is None or not 1 <= month <= MONTHS_IN_YEAR:
        return None
    if year is not None:
        return _last_of(today.year + YEARS_AHEAD[year] if year in YEARS_AHEAD else int(year.removesuffix("年")), month)
    end = _last_of(today.year, month)
    return end if end >= today else _last_of(today.year + 1, month)


def _weekday(match: re.Match[str], today: date) -> Reading:
    """这周五 and 下周五 by weeks that begin on Monday; 周五 alone is the coming one."""
    which, wanted = match[1] or "", CHINESE_DAYS.find(match[2].replace("天", "日"))
    if which.startswith("上"):
        return VagueDay()
    day = today + timedelta(days=wanted - today.weekday() + WEEK * which.count("下"))
    return day + timedelta(days=WEEK) if not which and day < today else day


def _english_weekday(match: re.Match[str], today: date) -> Reading:
    """ "Friday" is the coming one. Said on a Monday, "next Friday" may be this week's or the week's after."""
    which, wanted = match[1] or "", ENGLISH_DAYS.split("|").index(match[2])
    coming = today + timedelta(days=(wanted - today.weekday()) % WEEK)
    if not which.startswith("next"):
        return coming
    in_next_week = today + timedelta(days=wanted - today.weekday() + WEEK)
    return coming if coming == in_next_week else VagueDay((coming, in_next_week))


def _after(match: re.Match[str], today: date) -> Reading:
    """So many days, weeks or months from today."""
    count, unit = number_of(match["count"]) if match["count"] not in ("a", "an") else 1, match["unit"]
    if count is None:
        return None
    if unit in ("个月", "month"):
        return add_months(today, count)
    return today + timedelta(days=count * UNITS[unit])


def _in_days(days: int) -> Reader:
    return lambda _, today: today + timedelta(days=days)


def _vague(_: re.Match[str], __: date) -> Reading:
    return VagueDay()


# 「今天卡里没有钱，后天还」 names the day after tomorrow alone.
NOT_TODAY = re.compile(
    r"不是今[天日儿]|今[天日][^，。,\d]{0,4}?(?:没(?!问题|事|有问题)|不(?!错)|付不|还不)|\b(?:can'?t|cannot|not)(?: do(?: it)?| pay)? today\b(?! week)"
)
# 「明天，不对，后天」, "tomorrow, no wait, on Friday".
TAKEN_BACK = re.compile(
    r"不对|不是(?=[\s，,。])|(?<=[啊哦噢哎诶呃])不(?!是)|[啊哦噢哎诶呃]不是|说错了?|错了|\bno,? (?:wait|sorry|make (?:it|that))\b|\bi mean\b|\bscratch that\b|\bsorry\b(?=,)"
)
YEARS_AHEAD = {
    "今年": 0,
    "明年": 1,
    "来年": 1,
    "后年": 2,
    "this year": 0,
    "next year": 1,
    "the year after next": 2,
    "the year after": 2,
}
CHINESE_YEARS = "今年|明年|来年|后年"
ENGLISH_YEARS = "this year|next year|the year after next"
YEAR_BEFORE = rf"(?:\b(?P<before>{ENGLISH_YEARS}),? (?:on |in )?(?:the )?)?"
YEAR_BEHIND = rf"(?P<year>,? (?:(?:of |in )?(?:{ENGLISH_YEARS})|\d{{4}})\b)?"
END_OF_IT = r"(?:月?[底末]|最后一天)"
RULES: tuple[tuple[re.Pattern[str], Reader], ...] = (
    (re.compile(r"(\d{4})\s?[-/年.]\s?(\d{1,2})\s?[-/月.]\s?(\d{1,2})日?号?"), _dated),
    (re.compile(rf"(?<![\d个下])(?:(?P<year>{CHINESE_YEARS})的?)?(?P<month>\d{{1,2}}|[{DIGITS}]{{1,2}})月(?:份的?)?(?P<day>\d{{1,2}}|[{DIGITS}]{{1,3}})[号日]?"), _chinese_month_day),
    (re.compile(rf"{MONTH_WORDS}的?{NUMBER}[号日]"), lambda match, today: _relative_month_day(match[1], match[2], today)),
    (re.compile(rf"{MONTH_WORDS}的?{END_OF_IT}"), lambda match, today: _relative_month_end(match[1], today)),
    (re.compile(rf"(?<![\d个下])(?:(?P<year>\d{{4}}年|{CHINESE_YEARS})的?)?{NUMBER}月份?的?{END_OF_IT}"),
     lambda match, today: _end_of(match["year"], number_of(match[2]), today)),
    (re.compile(rf"\b(?:end|last day) of (?P<month>{ENGLISH_MONTHS})\b\.?(?: (?P<year>\d{{4}})\b)?"),
     lambda match, today: _end_of(match["year"], _english_month(match["month"]), today)),
    (re.compile(r"月底|月末"), lambda _, today: _relative_month_end(None, today)),
    (re.compile(rf"{YEAR_BEFORE}\b(?P<month>{ENGLISH_MONTHS})\b\.? (?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\d){YEAR_BEHIND}"), _english_month_day),
    (re.compile(rf"{YEAR_BEFORE}\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>{ENGLISH_MONTHS})\b\.?{YEAR_BEHIND}"), _english_month_day),
    (re.compile(r"\b(\d{1,2})(?:st|nd|rd|th) (?:of |day of )?(this|the|next|the following) month\b"),
     lambda match, today: _relative_month_day(match[2].removeprefix("the "), match[1], today)),
    (re.compile(r"\b(this|next) month,? (?:on )?(?:the )?(\d{1,2})(?:st|nd|rd|th)\b"),
     lambda match, today: _relative_month_day(match[1], match[2], today)),
    (re.compile(r"\b(?:end|last day) of (the|this|next|the following) month\b|\b(?:month[- ]end)\b"),
     lambda match, today: _relative_month_end((match[1] or "").removeprefix("the "), today)),
    (re.compile(r"(?<![\d/.-])(\d{1,2})/(\d{1,2})(?![\d/-])"), _slashed),
    (re.compile(r"大后[天日]"), _in_days(3)),
    (re.compile(r"后[天日]|\bday after tomorrow\b"), _in_days(2)),
    (re.compile(r"明天|明日|明儿|明早|明晚|\b(?:tomorrow|tmrw|tmr|tmw|2moro)\b"), _in_days(1)),
    # 下礼拜今天 is a week from today.
    (re.compile(r"下个?(?:周|礼拜|星期)的?(?:今天|这天|这个时候)|\ba week (?:from )?today\b|\btoday week\b"), _in_days(WEEK)),
    (re.compile(r"今天|今日|今晚|今儿|\btoday\b(?<!from today)|\btonight\b"), _in_days(0)),
    (re.compile(r"昨天|前天|上周末|上个?月(?:\d{1,2}[号日])?|\byesterday\b|\blast (?:week|month|year)\b"), _vague),
    (re.compile(r"(下下|下|这|本|上)?个?(?:周|星期|礼拜)([一二三四五六日天])(?!个|期)"), _weekday),
    (re.compile(rf"\b(next |this |on |this coming |coming )?({ENGLISH_DAYS})\b"), _english_weekday),
    (re.compile(r"半个?月(?:以后|之后|过后|后|内|之内|以内)"), _in_days(HALF_A_MONTH)),
    # 过两天 is any of the next days.
    (re.compile(r"(?:过|这|等)[一两几]两?天|几天|过一?阵|过段时间|\b(?:a few|several|a couple of|some) (?:days|weeks|months)\b|\bsoon\b"), _vague),
    (re.compile(rf"{NUMBER.replace('(', '(?P<count>', 1)}\s?个?(?P<unit>天|日|周|星期|礼拜)(?:以后|之后|过后|后(?!天)|内|之内|以内)"), _after),
    (re.compile(rf"{NUMBER.replace('(', '(?P<count>', 1)}(?P<unit>个月)(?:以后|之后|过后|后|内|之内|以内)"), _after),
    (re.compile(rf"(?:给|畀|俾|宽限?|缓|容)多?[我俺咱]?多?{NUMBER.replace('(', '(?P<count>', 1)}(?P<unit>天|日)(?!的?利|[前之]?前)"), _after),
    (re.compile(r"\b(?:in|within|after|(?:give me|gimme|i need)(?: like| about| another)?) (?P<count>\d{1,3}|an?) (?P<unit>day|week|fortnight|month)s?\b"), _after),
    (re.compile(r"\b(?P<count>\d{1,3}|an?) (?P<unit>day|week|fortnight|month)s? (?:from (?:now|today)|later)\b"), _after),
    (re.compile(rf"(?<![\d{DIGITS}月年每.]){NUMBER}[号日]|\bthe (\d{{1,2}})(?:st|nd|rd|th)\b|\b(\d{{1,2}})(?:st|nd|rd|th)\b"),
     lambda match, today: _next_such(number_of(match[1] or match[2] or match[3]), today)),
    (re.compile(r"发(?:了)?工资|发薪|工资(?:到账|发|下来)|开工资|领工资|\bpay ?day\b|\b(?:i|my) (?:get|am|'m)? ?paid\b|\bsalary (?:comes|arrives)\b"), _vague),
    (re.compile(r"(?:下|这|本)(?:个?月|周|个?星期|个?礼拜)|月初|月中|[上中下]旬|周末|年底|年后|过年|明年|来年|后年|除夕|腊月|正月|春节|元旦|五一|国庆|中秋"
                r"|\b(?:next|this) (?:week|month|weekend)\b|\bnext year\b|\bthe year after\b|\bweekend\b|\b(?:beginning|start|middle) of\b|\bchristmas\b|\bnew year\b"), _vague),
)  # fmt: skip
