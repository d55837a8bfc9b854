"""How borrowers write numbers, put into the one form that `quantities` and `days` read. Pure.

Full-width, traditional and capital numerals (伍万元整, 三萬兩千, 廿), the input method's 。 for a decimal point, English number
words, fractions (半年, "two years and a half") and an amount with its term behind it (7万36期) come out as plain ones;
idioms that hold digits but count nothing are blanked.
"""

import re
from collections.abc import Callable
from decimal import Decimal
from difflib import get_close_matches
from functools import lru_cache

import cn2an
from text_to_num import alpha2digit

from language import spoken
from language.normal import REMEMBERED, normal

CHINESE_DIGITS = "零〇一二两三四五六七八九十百千万亿"
COUNTS = "一二两三四五六七八九"
MONTHS_IN_YEAR = 12
# Where an amount and a term run together: the longest term lent, in months, and the steps in which terms are asked for.
LONGEST_TERM, TERM_STEP = 360, 6
SPANS = frozenset({"一二", "一两", *(COUNTS[at : at + 2] for at in range(1, 9)), "两三", "二三"})
# How alike two words are, from 0 to 1, for one to be a slip of the other.
LIKENESS = 0.8
# Words of their own that look like slips.
OTHER_WORDS = frozenset(
    "billion trillion mention seventh eighth ninth fifth sixth fortieth right night light fight might sight tight weight height there these threw thirsty"
    " nifty hefty lofty party plenty dirty empty never sever fever lever hive give live mine line fine wine dine like love five tent then than tens ton"
    " even event eleventh after fourth forth forte treaty twin thousands hundreds millions kitten fasten listen sixties thirties twenties pretty safety husband husbands mansion".split()
)
# From so many letters on two may be wrong.
SHORT_WORD = 6

CAPITALS = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
# 陆 and 拾 are numerals only beside others, not in 陆续 or 收拾.
CAPITAL_RUN = re.compile(
    r"[壹贰叁肆伍陆柒捌玖][拾佰仟][壹贰叁肆伍陆柒捌玖拾佰仟]*|[壹贰叁肆伍陆柒捌玖拾佰仟]+(?=[万亿元圆块期年]|个[月半])|(?<=[万亿零])[壹贰叁肆伍陆柒捌玖拾佰仟]+"
)
THREE = re.compile(r"参(?=[拾佰仟万])")
# 3。5万: the decimal point of a Chinese input method; behind a longer number it ends a sentence.
POINT = re.compile(
    rf"(?<![\d.{CHINESE_DIGITS}])(\d{{1,3}})[。・·](\d{{1,2}})(?![\d{CHINESE_DIGITS[:12]}])|(?<![\d.])(\d{{4,}})。(\d\d)(?=[元块])"
)
SPOKEN_POINT = re.compile(
    rf"(?<![\d.{CHINESE_DIGITS}])([零十{COUNTS}]{{1,3}})[。・·]([零{COUNTS}]{{1,2}})(?![\d零十{COUNTS}])"
)

# Idioms that hold digits but count nothing.
IDIOM = re.compile(
    r"一(?:下|些|般|共|样|直|定|起|点儿|点点|切|会|种|次|个人|家|旦|步|致|律|项|份|笔|小?部分|大?半|阵|时|生|辈子|边|方面|开始|回事|口气|遍|趟|句|声|段|再|向|心|路|把(?=还|结|清|付))|"
    r"大年三十|一分(?:钱|没|不|也|都|未)|一发下来|一到账|一准|一把(?=火|屎)|一毛(?:钱|没|不|也|都)|一(?:哈|坨|直都|块儿|趟子|律|张|间|套|辆|窝)|"
    r"统一|唯一|千万(?=别|不|要)|[多少](?:写|打|输|填|加|说|念|讲)?了?一?个[零0]|"
    # But 一万一 and 二十分12期 are numbers.
    rf"(?<![\d{CHINESE_DIGITS}])(?:万一|十分)|"
    r"第[一二三四五六七八九十\d几]+|(?:周|星期)[一二三四五六](?![十百千万])|七七八八|三三两两|三番五次|五花八门|四川|五险一金|乱七八糟|三天两头|一五一十|十有八九|不三不四|丢三落四|七上八下|接二连三|说一不二|[这那]两(?=[^个张笔家台部套辆年月天十百千万块]|$)|三言两语|一来二去|四面八方|三口之家|一日三餐|四季度?|双十一|双十二|十一国庆|小[一二三四五六](?![\d十百千万])|初[一二三](?=[的，,。]|$)|[二三四五六七八九](?=[姨叔舅姑伯哥姐弟妹嫂婶爷娘])|"
    # A year of make or of birth, and no duration: 18年的车, 2016年入职.
    r"(?:19|20)\d\d年(?!期)|(?<!\d)\d\d年(?=的?(?:老|旧|二手)?(?:车|本田|丰田|大众|房子|手机|买的|款|生的|出生|毕业|入职|结婚|上牌|那|就|开始|起|拿|考|进的?|来的(?!一)|到现在|至今|以来|入|办|开的|建|盖|参加|退|成立|注册))|(?<=[自从])\d\d年|(?<!\d)\d\d年(?=[^\d，。,年的多前半内左]的)|"
    # A rate, not a term: 一个月挣九千, 一年收入十万.
    r"一(?:个月|年)(?=[^\d,，。;；一二两三四五六七八九十百千万几]{0,4}(?:挣|赚|拿|收入|工资|到手|花|支出|开销|多少))|"
    # But 一年还 is a term.
    r"一个月(?=[^\d,，。;；一二两三四五六七八九十百千万几]{0,4}(?:还|付|交))"
)

TERM_UNIT = (
    rf"\s?-?(?:个月|月(?![份底末薪入供收初\d十{COUNTS}])|期|年(?!薪|收|终|入)|months?\b|years?\b|instal?lments?\b)"
)
# An amount and a term written together: 7万36期, 两万6个月, 30000三年, 3w6期.
GLUED = re.compile(
    rf"(?P<amount>[\d.点{CHINESE_DIGITS}]*[百千万亿]|\d+(?:\.\d+)?[wk]|(?<![\d.])\d{{3,}}(?=[十{COUNTS}]))"
    rf"(?P<rest>\d{{1,4}}|十?几|十[来多]|[十{COUNTS}]{{1,3}}|[\d{COUNTS}](?:\d{{1,3}}|[十{COUNTS}]{{1,3}}))(?={TERM_UNIT})"
)

ONES = "|".join(spoken.ENGLISH_DIGITS[1:])
TENS = "|".join((*spoken.TEENS, *spoken.TENS, "fourty"))
SCALES = "|".join(spoken.SCALES)
# Pinyin: "6 wan", and 「十五个w」.
# 「yi wan san」, "liang nian": at least two syllables, one of them a unit.
PINYIN = {
    "yi": "一", "er": "二", "liang": "两", "san": "三", "si": "四", "wu": "五", "liu": "六", "qi": "七", "ba": "八", "jiu": "九", "shi": "十",
    "bai": "百", "qian": "千", "wan": "万", "nian": "年", "yue": "月", "ge": "个", "ban": "半", "kuai": "块",
}  # fmt: skip
SYLLABLE = "|".join(sorted(PINYIN, key=len, reverse=True))
IN_PINYIN = re.compile(rf"\b(?:{SYLLABLE})(?:[ -]?(?:{SYLLABLE}))+\b")
WAN = re.compile(rf"(?<![a-z])([\d{CHINESE_DIGITS}]+(?:\.\d+)?)(?: ?wan\b|个w(?![a-z]))")
# What stands where a numeral may: "fivty thousand".
MAYBE_MISSPELT = re.compile(rf"\b[a-z]{{4,9}}(?=[ -](?:{ONES}|{SCALES}|k|grand)\b)")
NUMERALS = frozenset("|".join((ONES, TENS, SCALES)).split("|"))
RATED = r"\b(?:[\d,.]+k?|thousand|hundred|million|grand|yuan|rmb|kuai|much|pay|paid|earn|make|get|cost|costs|spend|interest|salary|income)"
MAY_STAND_BEFORE_A_SCALE = (
    rf"{ONES}|{TENS}|{SCALES}|a|an|and|point|half|few|several|couple|dozen|tens|hundreds|thousands|of|by|about|around|"
    "roughly|maybe|just|only|for|need|want|borrow|pay|is|than|say|the|over|under|least|most|to|or"
)


VALUES = dict(zip(ONES.split("|"), range(1, 10), strict=True)) | dict(
    zip(TENS.split("|"), (*range(10, 20), *range(20, 100, 10), 40), strict=True)
)


def _whole(words: str) -> int:
    """A number below a hundred: "forty-six"."""
    return int(words) if words.isdecimal() else sum(VALUES[word] for word in re.split("[ -]", words))


ENGLISH_FORMS: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"\bthou\b"), "thousand"),
    (re.compile(r"(?<=hundred) an (?=[a-z]+ty|[a-z]+teen|ten)|(?<=year) an (?=a half)"), " and "),
    # "65 hundred", "twelve hundred": the library reads the latter alone.
    (re.compile(r"(?<![\d.,])(\d\d?) hundred\b"), r"\g<1>00"),
    # "one thousand two fifty".
    (re.compile(rf"\b(thousand) ({ONES}) (?=(?:{TENS})\b)(?!\w+(?:[ -](?:{ONES}))? (?:thousand|months?|years?|instal))"), r"\1 \2 hundred "),
    # "five thousand five" is said of 5,500, as 五千五 is.
    (re.compile(rf"\b(thousand) ({ONES})(?=\W*$|,| (?:yuan|rmb|kuai|a month|per month|every month|each month)\b)"), r"\1 \2 hundred"),
    (re.compile(rf"\b((?:(?:{TENS})[- ])?(?:{ONES})|{TENS}|\d+) and (?:a )?half (?=thousand|million|grand)"), lambda match: f"{_whole(match[1])}.5 "),
    (re.compile(rf"\b((?:(?:{TENS})[- ])?(?:{ONES})|{TENS}|\d+) (thousand|million|grand) and (?:a )?half\b"), lambda match: f"{_whole(match[1])}.5 {match[2]}"),
    # "four and half k", "five an a half".
    (re.compile(rf"\b({ONES}|{TENS}|\d+) an?d?(?: a)? half(?= k\b|\W*$|[,.] )"), lambda match: f"{_whole(match[1])}.5"),
    # "Twenty-two five" is said of 22,500.
    (re.compile(rf"\b((?:{'|'.join(spoken.TENS)})[- ](?:{ONES})|{'|'.join(spoken.TEENS)}) ({ONES})(?=\W*$|, (?!thousand))"), lambda match: f"{_whole(match[1])}.{_whole(match[2])} thousand"),
    (re.compile(rf"\b({ONES}) point ({ONES})\b(?! hundred)"), lambda match: f"{_whole(match[1])}.{_whole(match[2])}"),
    # "fvity thousand": what stands where a numeral should, and is none, leaves the number open.
    (re.compile(rf"\b(?!(?:{MAY_STAND_BEFORE_A_SCALE})\b)[a-z]+(?= (?:{SCALES})\b)"), "several"),
    # "fifty thousand thirty six months" is an amount and a term.
    (re.compile(rf"\b(thousand|million)(?= (?:(?:{ONES}|{TENS})[ -])+(?:months?|years?|instal?lments?)\b)"), r"\1;"),
    (re.compile(r"\b([\w.]+) (?:years?|yrs?),? and (?:(?:a|one) )?half\b"), r"\1 years 6 months"),
    (re.compile(r"\b([\w.]+) (?:years?|yrs?) plus (?:a )?half\b"), r"\1 years 6 months"),
    (re.compile(r"\b([\w.]+) and (?:a|one) half years?\b"), r"\1 years 6 months"),
    (re.compile(r"\b([\w.]+) and half (?:years?|yrs?)\b"), r"\1 years 6 months"),
    (re.compile(r"(?<![\w.] )\b(?:a )?(?:year|yr) and (?:a )?half\b"), "1 years 6 months"),
    (re.compile(r"\b(?:a |one )?dozen (?=months?|years?)(?<!two dozen )(?<!three dozen )(?<!four dozen )(?<!five dozen )"), "12 "),
    (re.compile(r"\btwo dozen (?=months?)"), "24 "),
    (re.compile(r"\bthree dozen (?=months?)"), "36 "),
    (re.compile(r"\bhalf (?:a|of a|one) (?:year|yr)\b|\bhalf[ -]year\b"), "6 months"),
    (re.compile(r"\bhalf (?:a|of a|one) million\b"), "500000"),
    (re.compile(r"\b(?:a|one) hundred and fifty thousand\b"), "150000"),
    # A rate, not a term: "8000 a month", "how much a month".
    (re.compile(rf"({RATED}) (?:a|per|each|every) (month|year)\b"), r"\1 by the \2"),
    (re.compile(r"\b(?:per|each|every) (month|year)\b"), r"by the \1"),
    (re.compile(r"\b(?:a|one|1) years? and (?:a|one|1) quarter\b"), "1 years 3 months"),
    (re.compile(r"(?<!ty )(?<!ty-)(?<!hundred )\b(?:a|one) (?=years?\b|yrs?\b|months?\b)"), "1 "),
    # The year in which a thing was made: "a 2009 guitar".
    (re.compile(r"\b(a|an|my|the|our|old) (?:19[5-9]\d|20[0-3]\d) (?=[a-z]{3,})(?!yuan|rmb|kuai)"), r"\1 "),
    (re.compile(r"\bhalf (?:of )?(?:a |one |the )?year\b"), "6 months"),
    (re.compile(r"\ba couple of (?=year|month)"), "2 "),
    # Any number behind "several" is open.
    (re.compile(r"\b(?:a )?(?:few|several) (?=years?\b|months?\b)"), "several 3 "),
    # The library leaves small numbers as words.
    (re.compile(r"(?<!ty-)(?<!ty )\btwo\b(?! hundred| thousand| million)"), "2"),
    (re.compile(r"(?<!ty-)(?<!ty )\bthree\b(?! hundred| thousand| million)"), "3"),
    (re.compile(r"\ba (?=hundred|thousand|million)"), "one "),
)  # fmt: skip
CHINESE_FORMS: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    # A rate: 三百一天, 二百八一天, 280一个月.
    (re.compile(r"(?<=[百千万\d])一(?=天|个月)|(?<=[百千万][一二三四五六七八九])一(?=天|个月)"), "每"),
    (re.compile(r"(?<=\d)w(?=[\d一二三四五六七八九][千百])"), "万"),
    # Ten thousand, in Cantonese.
    (
        re.compile(rf"(?<=[{CHINESE_DIGITS}\d])皮(?:半(?!年|个)|(?=嘢|左右|周转|\W|$))"),
        lambda match: "万五" if match[0].endswith("半") else "万",
    ),
    # A slip of the input method.
    (re.compile(r"(?<=[十百千万])快(?=就|钱|一?个月|每|吧|$)"), "块"),
    # Before 一 of 一共 and 一块儿 is taken for a number.
    (re.compile(r"一共"), "总共"),
    (re.compile(r"[加合凑](?:在)?一(?:起|块儿?)"), "加起来"),
    # 万儿八千, 千把块, 个把月: about so much.
    (re.compile(rf"(?<![\d{CHINESE_DIGITS}])([百千万])(?:儿[{COUNTS}]?[十百千]|把(?=[块元来个]|$))"), r"几\1"),
    (re.compile(r"个把(?=月)"), "几个"),
    (re.compile(r"半拉年"), "半年"),
    # 仨 is three of something, 仨月 three months.
    (re.compile(r"仨(?=个?月|年|个?季度|星期|礼拜|天)"), "三"),
    (re.compile(r"(?<=[两三])月(?![份底末初中])"), "个月"),
    (re.compile(r"杂七杂八"), "杂项"),
    # 万二 is 12,000.
    (
        re.compile(rf"(?<![\d{CHINESE_DIGITS}几点半上过])([万千])(?=[二三四五六七八九](?![\d{CHINESE_DIGITS}]))"),
        r"一\1",
    ),
    # 三十千 is said by people whose own language counts in thousands.
    (
        re.compile(rf"(?<![\d{CHINESE_DIGITS}])([二两三四五六七八九]?)十([{COUNTS}]?)千(?![\d{CHINESE_DIGITS}])"),
        lambda match: (
            f"{int(cn2an.cn2an((match[1].replace('两', '二') or '一') + '十' + match[2].replace('两', '二'), 'smart')) * 1000}元"
        ),
    ),
    (re.compile(r"(?<![大上下前后小])半年"), "6个月"),
    (re.compile(r"大半年|小半年|(?:上|下|前|后)半年"), "好久"),
    (re.compile(rf"百分之([\d{CHINESE_DIGITS}.点]+)"), r"\1%"),
    # 三块五 is 3.50; 三百块五年 is not.
    (re.compile(rf"(?<=[\d{CHINESE_DIGITS}])[块元]([\d{COUNTS}])(?![\d{CHINESE_DIGITS}年个月期天次])"), r"点\1元"),
    (re.compile(rf"([\d{CHINESE_DIGITS}]+)年半"), r"\1年6个月"),
    (re.compile(rf"(?<![\d{CHINESE_DIGITS}多几半大])年半"), "1年6个月"),
    (re.compile(rf"([\d{CHINESE_DIGITS}])个半月"), r"\1点5个月"),
    (re.compile(rf"([\d{CHINESE_DIGITS}])个(?=[万亿])"), r"\1"),
    # A rate, not a term: 9500一个月.
    (re.compile(rf"(?:(?<=[\d百千万元块wk])|(?<=[百千万][{COUNTS}]))\s?一个月(?![半之以内后])"), "每月"),
)


@lru_cache(REMEMBERED)
def plain(text: str) -> str:
    """The text with every number in digits or plain Chinese numerals, and no idioms that look like numbers."""
    text = with_plain_numerals(normal(text)).replace("￥", "¥").replace("俩", "两")
    text = _respelt(IN_PINYIN.sub(_from_pinyin, text))
    for pattern, replacement in (*CHINESE_FORMS, *ENGLISH_FORMS):
        text = pattern.sub(replacement, text)
    text = WAN.sub(r"\1万", _english_digits(text))
    text = GLUED.sub(_apart, text)
    return IDIOM.sub(lambda match: "。" * len(match.group()), text)


def _from_pinyin(match: re.Match[str]) -> str:
    """Chinese numerals; what holds no unit of money or time is left as it is, such as a name."""
    syllables = re.findall(SYLLABLE, match.group())
    units = {"bai", "qian", "wan", "nian", "yue", "kuai"}
    is_number = (
        units & set(syllables[1:])
        and syllables[0] not in units
        and "".join(syllables) == re.sub("[ -]", "", match.group())
    )
    return "".join(PINYIN[syllable] for syllable in syllables) if is_number else match.group()


def with_plain_numerals(text: str) -> str:
    """Capital numerals, 廿 and 卅, and 。 for a decimal point, in their common form."""
    text = CAPITAL_RUN.sub(lambda match: match.group().translate(CAPITALS), THREE.sub("叁", text))
    text = text.replace("廿", "二十").replace("卅", "三十")
    text = POINT.sub(lambda match: f"{match[1] or match[3]}.{match[2] or match[4]}", text)
    return SPOKEN_POINT.sub(r"\1点\2", text)


def _respelt(text: str) -> str:
    """ "thousnd" can only be a thousand, "fivty" only fifty; "fvety" before "thousand" could be two numbers, so it is none."""
    text = re.sub(r"\b[a-z]{6,9}\b", lambda match: _nearest(match.group(), SCALES) or match.group(), text)
    return MAYBE_MISSPELT.sub(lambda match: _numeral_meant(match.group()), text)


def _numeral_meant(word: str) -> str:
    """The numeral that the word is a slip of; "several", which leaves the number open, for what could be more than one."""
    if word in OTHER_WORDS or word.removesuffix("s") in NUMERALS:
        return word
    near = sorted((_slips(word, numeral), numeral) for numeral in f"{TENS}|{ONES}".split("|"))
    (least, numeral), (next_least, _) = near[:2]
    if least > (1 if len(word) < SHORT_WORD else 2):
        return "several" if _nearest(word, TENS) else word
    return numeral if least < next_least else "several"


def _slips(word: str, numeral: str) -> int:
    """How many letters are wrong, missing, too many or swapped with the next (Damerau and Levenshtein)."""
    rows = [list(range(len(numeral) + 1))]
    for at, letter in enumerate(word, 1):
        row = [at]
        for place, wanted in enumerate(numeral, 1):
            cost = min(rows[-1][place] + 1, row[-1] + 1, rows[-1][place - 1] + (letter != wanted))
            swapped = at > 1 and place > 1 and letter == numeral[place - 2] and word[at - 2] == wanted
            row.append(min(cost, rows[-2][place - 2] + 1) if swapped else cost)
        rows.append(row)
    return rows[-1][-1]


def _nearest(word: str, numerals: str) -> str | None:
    """The numeral that the word is a slip of; None for a word of its own."""
    if word in OTHER_WORDS or word.removesuffix("s") in NUMERALS:
        return None
    return next(iter(get_close_matches(word, numerals.split("|"), 1, LIKENESS)), None)


def _english_digits(text: str) -> str:
    if not re.search(r"[a-z]{3,}", text):
        return text
    text = re.sub(r"\b(\d+) point (\d)\b", r"\1.\2", alpha2digit(text, "en"))
    text = re.sub(r"(\d) and a half", r"\1.5", text)
    # It leaves "1.5 million" as "1.5 1000000".
    scaled = re.compile(r"\b(\d{1,3}(?:\.\d+)?) (1000000|1000)\b")
    return scaled.sub(lambda match: f"{Decimal(match[1]) * int(match[2]):f}", text)


def _apart(match: re.Match[str]) -> str:
    """The amount and the term with a semicolon between them; 一百二十期 is a term alone."""
    amount, rest = match["amount"], match["rest"]
    if re.fullmatch(r"[一二两三123]百", amount):
        return match.group()
    more = 0 if _is_term(rest) else 1
    return f"{amount}{rest[:more]};{rest[more:]}"


def _is_term(rest: str) -> bool:
    """Whether all of it counts the term; the 5 of 3万5三年 and of 1万524期 belongs to the amount."""
    if rest.isdecimal() and rest.isascii():
        return len(rest) <= 2 or (int(rest) <= LONGEST_TERM and int(rest) % MONTHS_IN_YEAR == 0)
    if len(rest) == 1 or rest.startswith("十"):
        return True
    # 两九十 is no number.
    if re.fullmatch(r"[二两三四五六七八九]十[一二三四五六七八九]?", rest):
        # 三万五十二期 is 三万五 and 十二期, 三万三十六期 is not.
        whole, last = (int(cn2an.cn2an(part, "smart")) for part in (rest, rest[1:]))
        return whole % TERM_STEP == 0 or last % TERM_STEP != 0
    # 三万两三年 names a span.
    return rest in SPANS
