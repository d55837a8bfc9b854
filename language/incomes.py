"""What comes in or goes out by the month, also where it is told by the year or by the day. Pure."""

import re
from dataclasses import dataclass
from typing import Literal

from language.money import as_amount, in_fen, read_total, sums_of
from language.normal import normal
from language.numerals import MONTHS_IN_YEAR, plain
from language.quantities import (
    NOW,
    ForeignMoney,
    Quantity,
    Unclear,
    Unit,
    is_called_total,
    is_of_others,
    meant,
    read_quantities,
)

Period = Literal["year", "quarter", "week", "day"]


@dataclass(frozen=True, slots=True)
class Converted:
    """`fen` by the month, made of `told` by another period: by the year or the week where it divides exactly, by the day where the days are told."""

    fen: int
    told: int
    period: Period


YEARLY = re.compile(
    r"年薪|年包|年收入|年入|全年|整年|去年|一年(?!半)|每年|年(?:所得|利润|挣|赚|到手)|/\s?年|年到头|\b(?:in|for) 1 year\b|\bin (?:a |one )?year\b|\b(?:a|per|each|every|the|last) (?:(?:financial|whole|full|entire) )?(?:year|yr)\b|/\s?(?:yr|year)\b|\bannual(?:ly)?\b|\byearly\b|\bper annum\b|\bp\.?a\.?(?![a-z])"
)
# Beside what holds now it tells when, and no rate: "that was last year, it's 19k now".
LAST_YEAR = re.compile(r"去年|\blast year\b")
QUARTERLY = re.compile(r"季度|每季|\b(?:a|per|each|every) quarter\b|\bquarterly\b")
SEASONS = re.compile(
    r"淡季|旺季|行情好|好的时候|差的时候|\b(?:good|bad|slow|quiet|busy|rainy) (?:days?|months?|weeks?|seasons?)\b|\bsome days\b|\bon days\b|\boff[- ]season\b"
)
DAILY = re.compile(r"日薪|日结|日工资|一天|每天|/\s?[天日]|\b(?:a|per|each|every) day\b|/\s?day\b|\bdaily\b")
PAYS_ME = re.compile(r"\b(?:pays? me|they pay|am paid|get paid)(?: about| around)?\s?$")
LEAST_PAY = 300
BY_THE_MONTH = re.compile(
    r"(?:每个?月|一个月|月)(?:就|能|是|有|大概|差不多|挣|赚|拿|花|要|得)*\s?$|\b(?:monthly|month)(?: it'?s| is| about)*\s?$"
)
BY_A_MONTH = re.compile(
    r"\s?(?:yuan|rmb)?\s?(?:每个?月|一个月|/\s?月|by the month\b|(?:for|in|over) the month\b|a month\b|per month\b|monthly\b)"
)
WEEKS_IN_YEAR = 52
BY_THE_WEEK = re.compile(
    r"(?:每周|一周|每?一?个?(?:星期|礼拜))(?:就|能|是|有|大概|差不多|挣|赚|拿|花|要|得)*\s?$|\b(?:weekly|each week|every week)(?: it'?s| is| about)*\s?$"
)
BY_A_WEEK = re.compile(
    r"\s?(?:元|块钱?|yuan|rmb|kuai)?\s?(?:一周|每周|一?个(?:星期|礼拜)|/\s?(?:周|week|wk)|(?:a|per|each|every|by the) (?:week|wk)\b|weekly\b)(?![^，。,]{0,4}[\d一二两三四五六七]天)"
)
BY_THE_MONTH_TOO = re.compile(r"一个月|每个月|月薪|月入|\b(?:a|per|by the) month\b|小时|\bhours?\b")
# Neither divides into months.
SHORTER = re.compile(
    r"每次|一次(?!性)|一顿|每顿|时薪|每小时|一小时|一周|每周|(?:每个?|一个?|/)(?:星期|礼拜)|(?<![上下这个本])(?:星期|礼拜)(?![一二三四五六日天])|一趟|每趟|一公里|每公里|每件|一节课|每节课|一桌|一台(?=\d|[一二三四五六七八九])|一百字|千字|一单|每单|\b(?:a|an|per|each|every) (?:private |single )?(?:session|hour|time|fortnight|shift|trip|order|night|km|kilomet(?:re|er)|mile|piece|week|class|lesson|job|gig|word|page)\b|\b(?:bi|semi)-?weekly\b|\bfortnightly\b|\bweekly\b|\bhourly\b|/\s?(?:wk|week|hr|hour)\b"
)
MONTHLY = re.compile(
    r"月薪|月入|每个?月|一个月|/\s?月|月(?:收入|工资|到手|均)|\b(?:a|per|each|every) (?:single )?month\b|\bmonthly\b|/\s?(?:mo|month)\b|\bpcm\b"
)
# By the piece or the hour, whatever is said of a month beside it.
LEAST_INCOME = 100_00
# Nor do several months, or what has no set height.
SEVERAL_MONTHS = re.compile(
    r"半年|(?:两|俩|三|四|2|3|4)个?月(?:一|能|才|共|总|赚|挣|拿)|\b(?:half a year|six months|every (?:two|three|few|couple of) months|two months|three months)\b(?! ago)"
)
VARIES = re.compile(
    r"不固定|不稳定|没个?准|没准|说不[准好清]|讲不(?:出|清|准)|不好说|看(?:情况|生意|行情|天)|时多时少|有时(?:候)?[多没]|\b(?:var(?:y|ies)|depends|depending|irregular|hard to say|not fixed|unpredictable|up and down|fluctuat\w*)\b"
)
LEVELLED = re.compile(
    r"平均|大概|大约|差不多|一般|左右|基本|算|按|写|填|[扯拉平]平|\b(?:averag\w*|about|around|roughly|usually|typically|mostly|say|put|write|so|call it|on the whole)\b"
)
# What is told of a year beside the month's sum: "per month; the yearly bonus is not in it".
BESIDE = re.compile(r"年终奖?|(?:annual|yearly|year[- ]end) bonus|13th month")
LONGER: tuple[tuple[Period, re.Pattern[str], int], ...] = (("year", YEARLY, MONTHS_IN_YEAR), ("quarter", QUARTERLY, 3))
DAYS_OF_WORK = range(1, 32)
# The parts of an income, and the words with which sums are no such parts.
LABELS = re.compile(
    r"上班|送外卖|底薪|基本工资|基本|固定|工资|提成|奖金(?<!年终奖金)|补贴|补助|津贴|加班费?|全勤|小费|绩效|岗位|餐补|车补|房补|夜班|租金|收租|副业|兼职|周末|外快|私活|退休金|养老金|分红|摊位|网店|直播|主业|跑车|"
    r"\b(?:base|basic|fixed|salary|wages?|pay|tips?|commissions?|bonus(?:es)?|allowances?|overtime|ot|shifts?|side|weekends?|gigs?|pension|tutoring|rent|rental|freelanc\w*|"
    r"day job|job|shop|stall|extra|second job|benefits?|childcare|salon|braids|deliver\w*|school|factory|hospital|office|forwarding)\b"
)
NO_PARTS = re.compile(
    r"年终|老婆|老公|妻子|丈夫|爱人|对象|男朋友|女朋友|上个?月|这个?月|本月|去年|前年|淡季|旺季|好的时候|差的时候|或者?|还是|不是|不对|错|支出|花(?!红)|开销|扣|欠|借|最多|最少|"
    r"\b(?:wife|husband|partner|girlfriend|boyfriend|last month|this month|last year|or|not|sorry|actually|spend|owe|minus|less|before tax|gross|good month|bad month|season|year|yearly|maybe)\b"
)


# What comes in some day, and what two people earn.
NOT_YET = re.compile(
    r"(?:下个?月|明年|年后|过完年)[^，。,\d]{0,3}(?:才|开始|起|入职)|\b(?:start(?:s|ing)?|begin(?:s|ning)?) (?:work |the job )?(?:in |from )?next (?:week|month|year)\b"
)
OF_BOTH = re.compile(
    r"^(?!.*(?:\b(?:used to|mine|alone)\b|以前|之前|我自己)).*(?:(?:家里|全家|两口子|我们[俩两]个?|[俩两]个?人)(?:加起来|一共|总共|合计|共)"
    r"|\b(?:household|between (?:us|the two of us)|the (?:two|both) of us|together we)\b)"
)


def read_income(text: str) -> int | Unclear | ForeignMoney | Converted | None:
    sums = sums_of(text)[1]
    if sums and all(is_of_others(plain(text), quantity) for quantity in sums):
        return None
    if NOT_YET.search(normal(text)) or (len(sums) > 1 and OF_BOTH.search(normal(text))):
        return Unclear(()) if sums else None
    return read_monthly(text, LABELS, NO_PARTS)


def read_pay(text: str) -> int | None:
    """A sum by the month, told beside the work: "on 15k a month", 「领退休金的，一个月三千一」."""
    words, (_, sums) = plain(text), sums_of(text)
    told = {
        one.value
        for one in sums
        if not one.vague
        and one.value >= LEAST_PAY
        and (_is_by_the_month(words, one) or PAYS_ME.search(words, 0, one.start))
    }
    return in_fen(told.pop()) if len(told) == 1 and len({one.value for one in sums}) == 1 else None


def read_monthly(
    text: str, labels: re.Pattern[str], no_parts: re.Pattern[str]
) -> int | Unclear | ForeignMoney | Converted | None:
    """What comes in or goes out by the month, in fen. A span, a good and a bad season, or a period that does not divide exactly
    are `Unclear`. `labels` and `no_parts` as for `read_total`."""
    words = normal(text)
    if VARIES.search(words) and not LEVELLED.search(words):
        return None if not sums_of(text)[1] else Unclear(())
    if SEASONS.search(words):
        amount = read_total(text, labels, no_parts)
        # What one good day brings is no income; of a good and a bad month the words may settle on one sum.
        is_settled = len(sums_of(text)[1]) > 1 or any(pattern.search(words) for pattern in (MONTHLY, LEVELLED))
        return amount if amount is None or is_settled else Unclear(())
    is_compared = NOW.search(words) is not None and len(sums_of(text)[1]) > 1
    if MONTHLY.search(words) and len({quantity.value for quantity in sums_of(text)[1]}) == 1 and BESIDE.search(words):
        return read_total(text, labels, no_parts)
    for period, pattern, months in LONGER:
        if pattern.search(LAST_YEAR.sub("", words) if is_compared else words):
            return _divided(text, period, months, is_monthly=MONTHLY.search(words) is not None)
    if DAILY.search(words):
        return _by_the_day(text)
    if (weekly := _by_the_week(text)) is not None:
        return weekly
    amount = read_total(text, labels, no_parts)
    if (monthly := _told_beside_a_piece(text)) is not None:
        return monthly
    by_another_span = SHORTER.search(words) or SEVERAL_MONTHS.search(words)
    return (
        Unclear(())
        if by_another_span and isinstance(amount, int) and (amount < LEAST_INCOME or not MONTHLY.search(words))
        else amount
    )


def _divided(
    text: str, period: Period, months: int, *, is_monthly: bool
) -> int | Unclear | ForeignMoney | Converted | None:
    found, sums = sums_of(text)
    if not sums:
        return ForeignMoney() if any(quantity.unit is Unit.FOREIGN for quantity in found) else None
    values = sorted({quantity.value for quantity in sums})
    if len(values) > 1 and not any(quantity.vague for quantity in sums) and values[0] * months == values[-1]:
        # 「年薪12万，一个月一万」 says it twice.
        return in_fen(values[0])
    told = as_amount(meant(plain(text), sums))
    if isinstance(told, Unclear) or is_monthly or told % months:
        return Unclear(())
    return Converted(told // months, told, period)


def _by_the_week(text: str) -> Unclear | Converted | None:
    """The one sum of the text, where it is told by the week and nothing is told by the month."""
    words, (_, sums) = plain(text), sums_of(text)
    if len(sums) != 1 or sums[0].vague or BY_THE_MONTH_TOO.search(words):
        return None
    one = sums[0]
    if not (BY_THE_WEEK.search(words, 0, one.start) or BY_A_WEEK.match(words, one.end)):
        return None
    told = in_fen(one.value)
    by_the_year = told * WEEKS_IN_YEAR
    return Unclear(()) if by_the_year % MONTHS_IN_YEAR else Converted(by_the_year // MONTHS_IN_YEAR, told, "week")


def _by_the_day(text: str) -> int | Unclear | ForeignMoney | Converted | None:
    words, (_, sums) = plain(text), sums_of(text)
    days = {
        int(quantity.value)
        for quantity in read_quantities(text)
        if _counts_days(words, quantity.start, quantity.end)
        and quantity.value in DAYS_OF_WORK
        and quantity.value != 1
        and not quantity.vague
    }
    if not sums:
        return None
    if (monthly := _told_beside_a_day(words, sums, days)) is not None:
        return monthly
    daily = as_amount(meant(words, sums))
    if isinstance(daily, Unclear) or len(days) != 1:
        return Unclear(())
    return Converted(daily * days.pop(), daily, "day")


def _told_beside_a_day(words: str, sums: list[Quantity], days: set[int]) -> int | None:
    """The month's sum where both are told: 「一天一百二，一个月二十五天，合三千」, "200 a day, so six thousand a month"."""
    daily, *rest = sums
    products = {daily.value * count for count in days}
    told = {
        one.value
        for one in rest
        if not one.vague and (one.value in products or (_is_by_the_month(words, one) and _may_be_a_month(one, daily)))
    }
    return in_fen(told.pop()) if len(told) == 1 and not any(one.vague for one in rest) else None


def _told_beside_a_piece(text: str) -> int | Unclear | None:
    """Beside a sum by the hour, the lesson or the week, the month's own; unclear where that is not told."""
    words, (_, sums) = plain(text), sums_of(text)
    counts = {one.value for one in read_quantities(text) if one.unit is Unit.OTHER and not one.vague}
    products = {
        two.value
        for one in sums
        for two in sums
        if not two.vague and two.value in {one.value * c for c in counts if c > 1}
    }
    if len(products) == 1 and SHORTER.search(normal(text)):
        # 「跑一趟三千，一个月三趟，九千」
        return in_fen(products.pop())
    by_the_piece = [one for one in sums if _is_by_the_piece(words, one)]
    if not by_the_piece:
        return None
    told = {
        one.value
        for one in sums
        if one not in by_the_piece and not one.vague and (_is_by_the_month(words, one) or is_called_total(words, one))
    }
    return in_fen(told.pop()) if len(told) == 1 else Unclear(())


def _is_by_the_piece(words: str, quantity: Quantity) -> bool:
    before = [match.end() for match in SHORTER.finditer(words, 0, quantity.start)]
    is_behind = bool(before) and not words[before[-1] : quantity.start].strip("是能给有挣赚才就 ")
    return is_behind or SHORTER.match(words[quantity.end :].lstrip()) is not None


def _is_by_the_month(words: str, quantity: Quantity) -> bool:
    return bool(BY_THE_MONTH.search(words, 0, quantity.start) or BY_A_MONTH.match(words, quantity.end))


def _may_be_a_month(monthly: Quantity, daily: Quantity) -> bool:
    return daily.vague or daily.value <= monthly.value <= max(DAYS_OF_WORK) * daily.value


def _counts_days(words: str, start: int, end: int) -> bool:
    return re.search(r"天|日(?!结)|\bdays?", words[start:end]) is not None
