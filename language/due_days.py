"""The day of every month on which a borrower wants to pay, in Chinese and English. Pure.

「改到15号」, "the end of every month". A day that is only told, as when wages come or when we debit, is not the one wanted.
"""

import re
from datetime import date

from language.days import (
    DAYS_OF_MONTH,
    DIGITS,
    LAST_DAY,
    NUMBER,
    VagueDay,
    number_of,
    read_day,
    words_of,
)
from language.normal import normal

DAY_ALONE = re.compile(rf"(?<![\d{DIGITS}.]){NUMBER}\s?(?:[号日]|(?:st|nd|rd|th)\b)")
MONTH_END = re.compile(
    r"月[底末](?!前|那|左右|附近|上下)|月的?最后一天|\b(?:end|last day) of (?:the|every|each|a) month\b|\bmonth[- ]end\b"
)
# "Move it to every 28."
EVERY_NUMBER = re.compile(
    r"\bevery (?P<every>\d{1,2})\b(?! ?(?:days?|weeks?|months?|years?))"
    r"|\b(?P<the>(?:the|to day|day|to the|to|make it) )(?P<day>\d{1,2})\b(?=,? (?:of )?(?:by the month|(?:(?:each|every|the|a) )?month)\b|\s*[,.;!?]|\s*$| (?:please|pls|plz|thanks|thank you)\b)"
)
ABOUT_THE_END = re.compile(r"月[底末](?:前|那|左右|附近|上下)")
# Where a day was asked for: "The 12, please!", "25 is good dear", 「那就20吧」.
FRIENDLY = re.compile(
    rf"(?:\W|\b(?:the|day|on|ok|yes|then|so|maybe|make it|put|let's say|say)\b|那|就|改|到|每月|嗯|好)*{NUMBER}"
    r"(?:\W|\b(?:is|would be|will be|works?|good|fine|great|best|better|ok|okay|please|pls|plz|dear|mate|sir|then|for me|thanks|thank you|day|(?:of )?(?:by the month|(?:each|every|the) month))\b|吧|好了|可以|行|号)*"
)
# Another year is a day to pay on, and no day of every month.
OTHER_YEAR = re.compile(r"明年|来年|后年|\bnext year\b|\bthe year after\b")
WISHED = re.compile(
    r"(?:改|换|调整?|挪|移|推迟?|延[后迟期]?|提前|变|定|放|设|安排|弄)(?:到|成|为|至|在)?(?:每个?月|下个?月|当月)?的?\s*$"
    r"|(?<!不)(?:想|希望|要|最好|能不能|可不可以|可以|能)(?:在|是)?(?:每个?月)?\s*$"
    r"|\b(?:(?<!used )to(?: day)?|until|till|make it|prefer|rather|like|want|pay(?: it)? on|paying on|so|every|to every)(?: be)?(?: on)?(?: the)?\s*$"
)
FACT_BEFORE = re.compile(
    r"(?:你们|总|老|现在|目前|原来|本来|以前|之前|一直|不是|不要|别)(?:都|就|是|的|在)*(?:每个?月)?\s*$"
    r"|\b(?:not|paid|pay ?day is|(?:salary|pay|pension|paycheck) (?:comes|arrives|lands|falls|is)(?: in| due)?|paid|pays? me|wages (?:come|arrive)(?: in)?|you (?:debit|charge|take)(?: it| me| the money)?|"
    r"due(?: date)?(?: is)?|currently|used to be|now|comes out|goes out|debited|charged)(?: on)?(?: the)?\s*$"
)
FACT_AFTER = re.compile(
    r"(?:就|才|会|都|要|自动)*(?:扣(?!.{0,4}(?:可以|行|好|成)[吗么不])|发(?:了)?(?:工资|薪|钱)|收租|进账|结账|开工资|领工资|工资|到账|出账|结款|打款|回款|下来|到手|领到?钱|拿到?钱|进钱|有钱|开支|我?没钱|还?没到|是?还款日(?!.{0,3}(?:可以|行|好)))"
)


def read_day_of_month(text: str, today: date, *, bare: bool) -> int | VagueDay | None:
    """A day of every month; 31 is the month's last. Of several that which is wished for: 「从5号改到20号」 is 20, and 「20号发
    工资，8号扣款，换一天」 leaves it open. With `bare`, a number without a unit counts."""
    words = EVERY_NUMBER.sub(_as_ordinal, words_of(text))
    if (named := _wished_day(words)) is not None:
        return named
    another_year = OTHER_YEAR.search(words) is not None
    if MONTH_END.search(normal(text)) and not another_year:
        return LAST_DAY
    if bare and (alone := FRIENDLY.fullmatch(words)) and (day := number_of(alone[1])) is not None:
        return day if day in DAYS_OF_MONTH else None
    if ABOUT_THE_END.search(words):
        return VagueDay()
    named_day = read_day(text, today)
    if not isinstance(named_day, date):
        return named_day
    return VagueDay() if another_year else named_day.day


def _as_ordinal(match: re.Match[str]) -> str:
    return f"{match['the'] or 'every '}{match['day'] or match['every']}th"


def _wished_day(words: str) -> int | VagueDay | None:
    """A day alone is wished for, unless it is told as a fact: when wages come, when we debit."""
    named = [match for match in DAY_ALONE.finditer(words) if number_of(match[1]) in DAYS_OF_MONTH]
    if not named:
        return None
    wished = [match for match in named if WISHED.search(words, 0, match.start())]
    if wished:
        return number_of(wished[-1][1])
    open_to_choice = {number_of(match[1]) for match in named if not _is_a_fact(words, match)}
    if len(open_to_choice) != 1 or OTHER_YEAR.search(words):
        return VagueDay()
    return open_to_choice.pop()


def _is_a_fact(words: str, day: re.Match[str]) -> bool:
    return FACT_BEFORE.search(words, 0, day.start()) is not None or FACT_AFTER.match(words, day.end()) is not None
