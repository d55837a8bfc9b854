"""Every number in a sentence, in Chinese and English, with its unit: money, months, years, what is merely counted. Pure.

Everything works on the raw text: 三万五, 1万5, 3w, ￥20,000.50, 一年半, 12期, "thirty five thousand", 30k. How a number is written is
settled by `numerals.plain` before. What names no one number (两三万, 十几万, 三万多, "a few thousand") is `vague`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

import cn2an

from language.numerals import CHINESE_DIGITS, COUNTS, LONGEST_TERM, TERM_STEP, plain

# Longer runs of digits are card or phone numbers, not amounts.
LONGEST_NUMBER = 20
# A smaller number without a unit beside a sum of money is no second sum.
LEAST_BARE_SUM = 100
# Nobody counts so many cards or children.
LEAST_COUNTED = 1_000
YEAR = re.compile(r"(?:19[5-9]|20[0-4])\d")
# Of fewer sums one is no total of the others.
LEAST_TO_ADD_UP = 3
OUR_MONEY = frozenset({"¥", "rmb", "cny"})
ENGLISH_NOUN = re.compile(r"\s?(?:(?:credit|bank|car|student) )?(?:loans?|cards?|debts?)")
MULTIPLES = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}


class Unit(StrEnum):
    MONEY = "money"
    FOREIGN = "foreign"
    MONTHS = "months"
    YEARS = "years"
    QUARTERS = "quarters"
    OTHER = "other"
    BARE = "bare"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a text. `value` is in the unit; `start` and `end` are places in the text as `plain` writes it.

    `vague`: the words name a span or a bound (两三万, 十几万, 三万多, "at most 5,000"), and `value` is no more than a hint.
    """

    value: Decimal
    unit: Unit
    start: int
    end: int
    vague: bool = False


@dataclass(frozen=True, slots=True)
class Unclear:
    """More than one reading, e.g. 3万到5万 or 两三万: the borrower has to say which."""

    values: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class ForeignMoney:
    """An amount in a currency that is not lent."""


NUMBER = re.compile(
    rf"(?P<sign>(?<![a-z\dwk元块年月期{CHINESE_DIGITS}])[-负]\s?)?(?P<currency>us\$|hk\$|nt\$|[¥$€£₱₹₦₩฿₫₽]|rmb|cny|\b(?:usd|eur|gbp|hkd|inr|php|ngn|kes|ghs|idr|vnd|myr|sgd|aud|cad|rs\.?)(?=\s?\d))?\s?"
    rf"(?P<digits>(?!零[花食钱用工售])(?:\d|[{CHINESE_DIGITS}几])(?:\d|\.(?=\d)|[{CHINESE_DIGITS}几点]|[多来余](?=[十百千万亿]))*)"
    r"(?P<scale>\s?(?:[wk](?![a-z])|grand\b|m(?![a-z])))?(?P<tail>\d(?!\d))?"
)
# Two counts side by side are a span, 两三万; so are 几, and 多 or 来 behind or inside a number.
VAGUE_DIGITS = re.compile(rf"[{COUNTS}]{{2}}|[几多来余]")
# 五千一万, 十万八万: one or the other.
TWO_SUMS = re.compile(rf"[{COUNTS}]?[十百千]?[百千万][{COUNTS}十百千][十百千]?[百千万]")
VAGUE_BEFORE = re.compile(
    r"(?:(?<![大缩])小|不超过|不到|不足|最多|至多|顶多|至少|最少|起码|不少于|不低于|超过|少于|低于|高于|将近|接近|近|几乎|一半|"
    r"\b(?:up to|at most|at least|(?:less|more|fewer|greater) than|under|below|above|nearly|almost|max(?:imum)?|min(?:imum)?|"
    r"few|several|couple(?: of)?|half(?: of)?|quarter(?: of)?(?: a)?|dozen|tens of|hundreds of|some))\s*$"
)
VAGUE_AFTER = re.compile(
    r"\s?(?:(?<!\s)多|(?<=\s)多(?!了)|余(?![下款额])|几|来(?=个|年|期|月)|以内|以下|以上|之内|出头|不到|\+|or (?:less|more)|max\b|at (?:most|least))"
)
OVER = re.compile(r"\bover\s*$")
UNITS: tuple[tuple[Unit, re.Pattern[str]], ...] = (
    (Unit.OTHER, re.compile(
        r"\s?(?:%|percent|个点|(?<!\s)天|天(?!天)|日|号|岁|周岁|点钟|点半?(?!\d|[一二三四五六七八九])|分钟|小时|个?(?:钟头|星期|礼拜)|周(?!转)|次|遍|位|个(?!半?月|季度|w|钱)|套|辆|张|笔|家(?=银行|店|公司|平台|机构)|口人?|部|台|间|层|楼|栋|平(?!摊|均)米?|亩|公里|斤|吨|条|件|只(?![够有是能要])|份|处|门|所|页|头|双|箱|桶|把(?!块|\W*$)|顿|趟|"
        r"米|倍|折|届|级|人(?!民币|情)|几?坪|字(?!画)|桌|杯|瓶|盒|颗|棵|克(?!服)|粉丝|节课?|学分|单(?!位|独|干|身)|个人|后(?=[^天]|$)|(?<=[05])后|代|路(?!上|费)|成(?![一二三四五六七八九万千百])|"
        r"days?\b|weeks?\b|hours?\b|hrs?\b|minutes?\b|mins?\b|secs?\b|years? old\b|y/?o\b|(?:st|nd|rd|th)\b|(?:credit |bank )?cards?\b|(?:car |bank |student )?loans?\b|kids?\b|child(?:ren)?\b|people\b|times\b|"
        r"jobs?\b|banks?\b|debts?\b|of (?:us|them|you)\b|am\b|pm\b|o'clock|miles?\b|kms?\b|kilomet(?:re|er)s?\b|on the (?:clock|odo\w*|meter)\b|per ?cent\b|words?\b|followers\b|lit(?:re|er)s?\b|met(?:re|er)s?\b|kg\b|floors?\b|bed(?:room)?s?\b|rooms?\b|bales?\b|boxes\b|pieces?\b|girls?\b|boys?\b|sons?\b|daughters?\b|brothers?\b|"
        r"sisters?\b|men\b|women\b|staff\b|employees\b|customers\b|shops?\b|cars?\b|vans?\b|trucks?\b|phones?\b|nights?\b|shifts?\b|apps?\b|more\b(?= (?:time|day|question))|sec\b)"
    )),
    (Unit.FOREIGN, re.compile(r"\s?(?:[$€£₱₹₦₩฿₫₽]|美元|美金|刀|欧元|英镑|港币|日元|台币|新台币|韩元|澳元|加元|奈拉|泰铢|卢比|naira\b|rupees?\b|lakhs?\b|crores?\b|baht\b|pesos?\b|usd\b|eur\b|gbp\b|hkd\b|inr\b|php\b|ngn\b|kes\b|ghs\b|idr\b|vnd\b|myr\b|sgd\b|aud\b|cad\b|yen\b|ringgits?\b|dong\b|cedis?\b|shillings?\b|taka\b|rubles?\b|roubles?\b|rand\b|francs?\b|quid\b|卢布|越南盾|比索|澳门币|新币|马币|林吉特|dollars?\b|bucks?\b|euros?\b|pounds?\b)")),
    (Unit.MONTHS, re.compile(r"\s?-?(?:[多来]?个?月(?!子)|期(?!货)|months?\b|mos?\b|mths?\b|instal?lments?\b)")),
    (Unit.QUARTERS, re.compile(r"\s?-?(?:个?季度?|quarters?\b)")),
    (Unit.YEARS, re.compile(r"\s?-?(?:多?年(?!级|薪|底|初|货)|years?\b|yrs?\b)")),
    (Unit.MONEY, re.compile(r"\s?[多来余]?(?:元|圆|块|人民币|rmb\b|cny\b|yuan\b|kuai\b|renminbi\b)")),
)  # fmt: skip
# Between two numbers these make a range or a choice.
RANGE = re.compile(
    r"\s*(?:到|至|-|~|—|–|,|、|或者?|还是|和|跟|与|to|and(?: at| for)?|or|vs|versus)\s*(?:rmb|cny|¥)?\s*"
)
CLAUSE_MARKS = ",，.。;；!！?？…~\n"
AROUND_A_NUMBER = re.compile(
    r"(?:[\W_]|嗯|呃|额|啊|哦|那个?|就|吧|呗|嘛|呢|哈|了|的|是|写|填|我|大概|大约|差不多|左右|改成?|要|借|分|元|um+|uh+|about|around|maybe|just|like|it'?s|is|please|pls|ok|okay|make|it|so|say|i|want|need|"
    r"no|wait|sorry|actually|put|yeah|yes|only|lol|mate|thanks|now|at|the|moment|month|max|left)*"
)
CHOICE = re.compile(rf"{RANGE.pattern}|[\s,]*(?:还是|或者?|要么|or)\s*")
DISMISSED = re.compile(
    r"[^\d,，。;；]{0,6}?(?:不[中成](?!\d)|[太忒](?:久|长|短|多|少|大|高|贵|紧巴?|狠|赶)|不够|还不[起上了]|不算(?![多少高贵长大])|压力(?:太)?大|吃不消|顶不住|遭不住|(?:利息)?[^\d，。]{0,4}太肉疼)|[^\d,.;]{0,16}?\b(?:too (?:long|much|short|tight|little|many|high)|tight\b|kill me|not enough|isn't enough)"
)
TAKES_BACK = re.compile(
    r"^[多来几\s,，.…]*[嗯呃额唔哦哎啊诶唉]+[\s,，.…]*$|\s不是\s|^\s*(?:uh+|um+|er+m?)\s*$|不对|不是不是|\bjk\b|\bj/k\b|\bjust kidding\b|开玩笑|[啊哦噢喔呃哎诶哟]\s?不|不不|错了|说错|记错|打错|改[成为到做主]|换成|算了|更正|纠正|\bno,? no\b|\bno,? (?:wait|please|forgive me|hold on|tell a lie)\b|\b(?:hold|hang) on\b|\bforgive me\b|\bscrap that\b|[，,。.]\s?不\s?[，,。.]|\bwait\b|\bsorry\b|\bi mean(?:t)?\b|\bscratch that\b|\bor rather\b|\bcorrection\b|\bno,? make (?:it|that)\b|"
    r"\bmake (?:it|that)\b|(?<!what )\bactually\b(?! (?:i|my))|\bnah\b|\bno\b[,.]? (?=[^a-z]|a |one|two|three|six|put|say)|\bno\b[,.]?\s*$"
)
TOTAL_BEFORE = re.compile(
    r"(?:一共|总共|总计|合计|共计|加起来|加一起|加一块儿?|加埋|合起来|合一起|拢共|加拢|(?:全部|总)?打拢|归拢|总拢|统共|合着|你(?:给我?)?加(?:一)?下|满打满算|全部加起来|凑一起|[^\w一]共)(?:一个月)?[^\d,，。；;!！一二两三四五六七八九十]{0,8}[，,]?$|[，,\s]合\s*$"
    r"|\b(?:total(?:s|ling|ing)?|altogether|all in|all told|in all|in total|(?:so|and|that'?s),? together|adds up to|comes? to|(?:which|that|it|this|all|together) makes?|sum of|grand total)\b(?: (?:is|of|to|about|around|roughly|it's|that's|me|it|up|a))*[\s:=]*$"
)
TOTAL_AFTER = re.compile(
    r"\s?(?:元|块钱?|yuan|rmb|kuai)?\s?(?:一共|总共|合计|加起来|in total|in all|total\b|altogether|together\b|all together|all in\b|all told|all up\b|overall\b)"
)
DECIDES = re.compile(
    r"(?:(?:就|那就|干脆|还是|不如|那|你|您)\s?(?:给我?|帮我?|按|照|要|借|写|填|算|记|来|报|定|选|贷|是|我|你)+(?:上|个|成|做|作|为|下)*|(?:你|您|给我?|帮我?)(?:写|填|算|记|按|报)(?:上|个|成|做|作|为|下)*|[吧嘛啊咯.…，,\s]\s?(?:就|那就|还是|对半砍)|那就只[有剩]|吉利点就|(?:^|[吧嘛啊.…，,\s]|一个月|每个?月|平均|拉平|扯平|起见)(?:写|填|算|记|按|报|定|取|当)(?:个|成|作|它)?|(?:就算[了啦]|算(?:球|咯|逑)了?)(?:就|吉利点就)?|即(?:是)?|也就是(?:说)?|所以(?:就|要|是)?|折中|(?:讲|说|谈|商量)好了?|准确(?:一?点|地说)?(?:说|讲|是)+|精准(?:一?点)?(?:说|讲|是)+|等于|先(?:弄|借|来|搞|拿)个?|取(?:个)?(?:平均|中间)(?:数|值)?|平均(?:下来|算|是|一个月|每月)*)\s*$"
    r"|\b(?:put(?: down| me down for| it (?:as|at|down as))?|make it|call it|let'?s (?:just )?(?:say|go with|call it|land on)|let me say|split the difference|ok(?:ay)?|write(?: down| it down as| it as| me)?|just say|say|nah|go with|note(?: down)?|settle (?:on|for)|i'?d say|which is(?: to say)?|that is(?: to say)?|i say|it is|go|please take|consequently[^,.\d]{0,24}|(?:we|i) ask (?:you )?for|i(?:'ll| will) take|i (?:only|just) (?:want|need)|i need (?:only|just)|so(?:,? (?:yeah|yes|ok|okay|i'd say|that's|thats|it's|put|make it|say|that is|roughly|about|around))*|averag(?:e|es|ing)(?: out)?(?: (?:at|to|is|of|it's|about))*)(?: (?:about|around|roughly|just|the other|the remaining|the rest of))*[\s,:]*$"
)
DECIDED = re.compile(
    r"\s?(?:元|块?钱|块|yuan|rmb)?\s?(?:吧|呗)?\s?(?:就|也|都)?(?:够(?!呛|不)|可以了|就行|就好|足够|(?:就?这么|就)?定了|得了|搞定|完事|按这个|这个数|好了|[写填借]这(?:个|么多))|\s?(?:yuan|rmb)?,? (?:is|will be|should be|would be) (?:enough|fine|plenty)|,? (?:covers|does|will cover|would cover) it\b|\s?(?:yuan )?will do\b"
)
NOW = re.compile(
    r"这[回次]|现在|目前|如今|今年|眼下|当下|还剩|剩下?|\b(?:this time|now|currently|at the moment|these days|today|left|this year|down to)\b"
)
NET = re.compile(
    r"到手|实发|落袋|落(?:到|进)?(?:我)?(?:自己)?(?:口袋|兜|手里)|打进?我?卡|税后|除(?:去|了|开|掉)?本|净[剩落赚得]?"
    r"|\b(?:take[- ]home|net|in hand|after tax|i (?:only |actually |really )?keep|(?:enters?|lands?|arrives?|hits?|reaches|comes?|goes?)(?: in| into| in to)? my (?:account|pocket|bank|card|hand))\b"
)
BEFORE = re.compile(
    r"头回|上[回次]|以前|之前|原来|原先|本来|从前|过去|去年|早先|前几年|\b(?:last time|before|used to|was|were|originally|previously|last year|at first|first i|i first)\b"
)


# What remains of a sum, and the sum itself: 「一万三花出去九千，就剩四千」, "had 6k, down to 1500".
LEFT_BEFORE = re.compile(
    r"(?:(?:剩下?|余下)(?:[个了的有]|大概|大约)*|(?:还|仍)[差欠](?:着|他|她|人家)?|(?:^|[，,。\s就只])[差缺](?:的|那|这|个)*|(?:剩下?|余下|缺|差)的(?:那|这)?)\s*$|\b(?:(?:the|that) (?:other|remaining|rest(?: of)?)|the balance|just the|down to|short(?: of| by)?|leaves?(?: me)?(?: with)?|left with|balance(?: of)?)(?: about| around)?\s*$"
)
TAKES_AWAY = re.compile(
    r"还[了掉]|净|剩|扣|去掉|刨|减|花|[差缺](?!不多)|自己(?:有|出|凑|掏)|手[里头上]有|\b(?:bring\w*|covers?|covering|have|short|returned|balance|remain\w*|left|minus|less|net|after|pay|paid|ourselves)\b"
)
LEFT_AFTER = re.compile(r"\s?(?:yuan|rmb)?,? (?:left|remaining|remains|still to (?:pay|go)|to go)\b")
SPENT = re.compile(
    r"原[来先本]|以前|之前|本来|已经?|还了|还掉|花|自己有|手[里头上]有|自己(?:出|凑|掏)|攒了|存了|[借贷凑][了过得]|一共|总共|\b(?:had|was|were|used to|paid|before|spent|borrowed|took|returned|of|originally|started|saved|lent)\b"
)
CHANGED = re.compile(r"[降涨减]|现在|如今|\b(?:cut|raised?|dropped|reduced|increased|went (?:up|down)|now)\b")
WAS = re.compile(r"\b(?:was|were)\b")
PAYS_BACK = re.compile(r"还(?!是)|花|扣|交|\b(?:paid|pay|spent|spend)\b")
# What somebody else says, takes or earns: 「别人都借五万」, "my sister says 90k".
PART_OF = re.compile(
    r"(?:其中|(?:(?<=[，,。\s])|(?<=这))(?:里头|里面|当中)|包括|包含)[^\d，,。]{0,4}$|\b(?:of which|including|included)\b[^\d,.]{0,8}$"
)
OTHERS = r"(?:我(?:们)?)?(?:老?[爸妈爹娘]|老头子?|老伴|老公|老婆|先生|太太|媳妇|爱人|对象|男朋友|女朋友|[哥姐弟妹]{1,2}|儿子|女儿|闺女|别人|人家|朋友|同事|同学|邻居|亲戚|表[哥姐弟妹]|中介|销售|店家|商家|卖家|老板|师傅|会计|[他她]们?)"
OTHERS_EN = r"(?:(?:my|the|her|his|our) )?(?:wife|husband|boyfriend|girlfriend|partner|sister|brother|mum|mom|mother|dad|father|niece|nephew|cousin|friend|son|daughter|boss|accountant|dealer|agent|uncle|aunt|he|she|they|people|others|everyone)"
SAID_BY_OTHERS = re.compile(
    rf"^[^我，。]{{0,4}}{OTHERS}[^我，。\d]{{0,10}}(?:说|讲|劝|让|叫|报|喊|建议|借|贷|要|开|挣|赚|拿|做|当|工资|收入)[^我，。\d]{{0,8}}$"
    rf"|^\W*(?:(?:and|but|so|well|because) )?{OTHERS_EN} (?:\w+ )?(?:says?|said|told|thinks?|suggest\w*|asks?|wants?|reckons?|earns?|makes?|gets?|brings?|quoted)\b(?!.*\b(?:i|me|we)\b)"
)


def read_quantities(text: str) -> list[Quantity]:
    """Every number in the text, in order."""
    text = plain(text)
    found = [quantity for match in NUMBER.finditer(text) if (quantity := _quantity(text, match)) is not None]
    found = [_as_in_range(text, one, two) for one, two in zip(found, found[1:], strict=False)] + found[-1:]
    return [_as_scaled_before(text, quantity, found[:at]) for at, quantity in enumerate(found)]


def _as_in_range(text: str, one: Quantity, two: Quantity) -> Quantity:
    """A bare number before a range word takes the unit of the number after it: 3到5万, "12 or 24 months"."""
    if one.unit is not Unit.BARE or two.unit is Unit.BARE or not RANGE.fullmatch(text, one.end, two.start):
        return one
    # 5000，12期 is an amount and a term.
    # So is 280 of 「日薪280，一个月做26日」.
    is_amount = two.unit in (Unit.MONTHS, Unit.YEARS) and (one.value > LONGEST_TERM or one.value > two.value == 1)
    if is_amount:
        return one
    scaled = one.value * _scale(text, two)
    is_scaled = two.unit is Unit.MONEY and one.value < LEAST_COUNTED and 0 < scaled <= two.value
    return replace(one, unit=two.unit, value=scaled if is_scaled else one.value)


def _scale(text: str, quantity: Quantity) -> int:
    """By what a small number beside this sum is to be multiplied, if it is told in the same scale."""
    if quantity.value < LEAST_COUNTED:
        return 1
    return 10_000 if re.search("[万w]", text[quantity.start : quantity.end]) else 1_000


def _as_scaled_before(text: str, quantity: Quantity, before: list[Quantity]) -> Quantity:
    """A bare small number that replaces, settles or sums up sums has their scale: "20 to 25k, call it 22", "3k and 5k, so 8"."""
    sums = [one for one in before if _is_large_sum(one)]
    if not sums or quantity.unit is not Unit.BARE or not 0 < quantity.value < LEAST_COUNTED:
        return quantity
    scale = _scale(text, sums[-1])
    value = quantity.value * scale
    between = text[sums[-1].end : quantity.start]
    beside = [one for one in before if one.unit is Unit.BARE and _is_like(one.value * scale, sums)]
    is_settled = DECIDES.search(between) and (len(sums) + len(beside) > 1 or value == sums[-1].value)
    # "30k, wait, for 24" may tell a term.
    may_be_term = quantity.value % TERM_STEP == 0
    is_now = NOW.match(text[quantity.end :].lstrip()) or (
        NOW.search(between) and BEFORE.search(text, 0, quantity.start)
    )
    is_replaced = not may_be_term and (TAKES_BACK.search(between) or is_now)
    is_rest = LEFT_AFTER.match(text, quantity.end) and value < sums[-1].value
    if (_is_like(value, sums) and (is_settled or is_replaced or is_rest)) or _sums_up(text, quantity, value, sums):
        return replace(quantity, unit=Unit.MONEY, value=value)
    return quantity


def _is_large_sum(quantity: Quantity) -> bool:
    is_year = quantity.unit is Unit.BARE and YEAR.fullmatch(str(quantity.value))
    return quantity.unit in (Unit.MONEY, Unit.BARE) and quantity.value >= LEAST_COUNTED and not is_year


def _is_like(value: Decimal, sums: list[Quantity]) -> bool:
    return any(value <= 2 * one.value and one.value <= 2 * value for one in sums)


def _sums_up(text: str, quantity: Quantity, value: Decimal, sums: list[Quantity]) -> bool:
    """Whether the number, in the scale of the sums, is what they make together, and is called so."""
    return value == sum(one.value for one in sums[-2:]) and len(sums) > 1 and is_called_total(text, quantity)


def is_called_total(words: str, quantity: Quantity) -> bool:
    return bool(
        TOTAL_BEFORE.search(words, 0, quantity.start)
        or TOTAL_AFTER.match(words, quantity.end)
        or DECIDES.search(words, 0, quantity.start)
    )


def _quantity(text: str, match: re.Match[str]) -> Quantity | None:
    digits = match["digits"].rstrip("点")
    scale = (match["scale"] or "").strip()
    end = match.start("digits") + len(digits) if digits != match["digits"] else match.end()
    vague = VAGUE_DIGITS.search(digits) is not None
    value = Decimal(0) if vague else _value(digits, scale, match["tail"] or "")
    if value is None:
        if TWO_SUMS.fullmatch(digits) is None:
            return None
        value, vague = Decimal(0), True
    unit, unit_end = _unit_after(text, end, is_sum=bool(scale or match["currency"]) or value >= LEAST_COUNTED)
    if unit is Unit.BARE and match["currency"]:
        unit = Unit.MONEY if match["currency"] in OUR_MONEY else Unit.FOREIGN
    elif unit is Unit.BARE and (scale or re.search("[千万]", digits)):
        unit = Unit.MONEY
    vague = vague or _is_bound(text, match.start(), end, unit_end, unit)
    return Quantity(-value if match["sign"] else value, unit, match.start(), unit_end, vague)


def _is_bound(text: str, start: int, end: int, unit_end: int, unit: Unit) -> bool:
    """三万多, 五万以内, "at most 5,000"; "over 30k" is a bound where "over 12 months" is a term."""
    if VAGUE_BEFORE.search(text, 0, start) or (unit is Unit.MONEY and OVER.search(text, 0, start)):
        return True
    return VAGUE_AFTER.match(text, end) is not None or VAGUE_AFTER.match(text, unit_end) is not None


def _unit_after(text: str, end: int, *, is_sum: bool) -> tuple[Unit, int]:
    """`is_sum`: the number is written as money, so that the "loan" of "6k car loan" is not counted by it."""
    for unit, pattern in UNITS:
        if (following := pattern.match(text, end)) and not (
            is_sum and unit is Unit.OTHER and ENGLISH_NOUN.fullmatch(following.group())
        ):
            return unit, following.end()
    return Unit.BARE, end


def _value(digits: str, scale: str, tail: str) -> Decimal | None:
    """`3w5` is 3万5; `30k` is 30,000; `1k5` is 1,500; `1.5m` is 1,500,000."""
    if len(digits) > LONGEST_NUMBER:
        return None
    if scale == "w":
        digits, tail = f"{digits}万{tail}", ""
    if tail and not scale:
        digits = digits + tail
    value = _decimal(digits)
    if value is None:
        return None
    if tail and scale:
        return value * 1_000 + Decimal(tail) * 100 if scale == "k" else None
    return value * {"k": 1_000, "grand": 1_000, "m": 1_000_000}.get(scale, 1)


def _decimal(digits: str) -> Decimal | None:
    if re.fullmatch(r"\d+(?:\.\d+)?", digits):
        return Decimal(digits)
    # cn2an reads neither 一点五万 nor 百万.
    if spoken := re.fullmatch(rf"([\d{CHINESE_DIGITS}]+)点([\d{CHINESE_DIGITS}]+?)([十百千万亿]?)", digits):
        whole, fraction = _decimal(spoken[1]), "".join(str(_decimal(digit)) for digit in spoken[2])
        if whole is None or not fraction.isdigit():
            return None
        return Decimal(f"{whole}.{fraction}") * MULTIPLES.get(spoken[3], 1)
    if re.fullmatch(r"[百千]万", digits):
        digits = "一" + digits
    try:
        return Decimal(str(cn2an.cn2an(digits, "smart")))
    except (ValueError, LookupError):  # the library's own answer to 0亿0
        return None


def meant(words: str, chosen: list[Quantity]) -> list[Quantity]:
    """Of several numbers of one kind those that are meant in the end; all of them where that stays open.

    「三万不对三万五」 takes the last, 「房租两千，吃饭一千，一共三千」 the total, 「淡季四千旺季上万，就写六千」 what is to be written, and 「以前九千，现在六千」
    what holds now. `words` is the text as `plain` writes it.
    """
    if len({quantity.value for quantity in chosen}) < 2 and not any(quantity.vague for quantity in chosen):
        return chosen
    return next((left for rule in SETTLING if (left := rule(words, chosen)) and left != chosen), chosen)


def _corrected(words: str, chosen: list[Quantity]) -> list[Quantity]:
    """What comes after the last words that take something back."""
    for at in range(len(chosen) - 1, 0, -1):
        if TAKES_BACK.search(words[chosen[at - 1].end : chosen[at].start]):
            return meant(words, chosen[at:])
    return []


def _total(words: str, chosen: list[Quantity]) -> list[Quantity]:
    """The sum that is called the total."""
    named = [
        quantity
        for quantity in chosen
        if TOTAL_BEFORE.search(words, 0, quantity.start) or TOTAL_AFTER.match(words, quantity.end)
    ]
    return named[-1:] if len({quantity.value for quantity in named}) == 1 and not named[-1].vague else []


def _sum_of_the_rest(words: str, chosen: list[Quantity]) -> list[Quantity]:
    """The sum that the others before it make."""
    if len(chosen) < LEAST_TO_ADD_UP or any(quantity.vague for quantity in chosen):
        return []
    whole = sum(quantity.value for quantity in chosen)
    # Of 「两万二，油费七千，净剩一万五」 the first is no total.
    is_first_whole = len({one.value for one in chosen}) == len(chosen) and not TAKES_AWAY.search(words)
    may_be_total = [chosen[-1], chosen[0]] if is_first_whole else chosen[-1:]
    return [quantity for quantity in may_be_total if 2 * quantity.value == whole][:1]


def _dismissed(words: str, chosen: list[Quantity]) -> list[Quantity]:
    """Without those that are found too much or too little: 「八千不够一万二吧」, "a year is too tight, two"."""
    ends = [*(quantity.start for quantity in chosen[1:]), len(words)]
    left = [one for one, end in zip(chosen, ends, strict=True) if not DISMISSED.match(words[one.end : end])]
    return meant(words, left) if 0 < len(left) < len(chosen) else []


def _decided(words: str, chosen: list[Quantity]) -> list[Quantity]:
    last = chosen[-1]
    said = DECIDES.search(words, 0, last.start) or (DECIDED.match(words, last.end) and not last.vague)
    between = words[chosen[-2].end : last.start] if len(chosen) > 1 else ""
    return [last] if said and not CHOICE.fullmatch(between) else []


def _without_parts(words: str, chosen: list[Quantity]) -> list[Quantity]:
    """Without those that another sum contains: 「五万八，里头有两千是押金」."""
    left = [one for at, one in enumerate(chosen) if not at or not PART_OF.search(words, chosen[at - 1].end, one.start)]
    return meant(words, left) if len(left) < len(chosen) else []


def _made_exact(words: str, chosen: list[Quantity]) -> list[Quantity]:
    """What is named after spans and bounds alone: 「三千多一点，三千二吧」."""
    *spans, last = chosen
    is_exact = bool(spans) and all(one.vague for one in spans) and not last.vague
    # 「几千块，两万」 may be a choice.
    is_apart = bool(spans) and not CHOICE.fullmatch(words, spans[-1].end, last.start)
    settles = is_apart or re.match(r"\s?块?钱?[吧嘛]", words[last.end :])
    return [last] if is_exact and settles and stands_alone(words, last) else []


def _present(words: str, chosen: list[Quantity]) -> list[Quantity]:
    """What holds now, where the others held before."""
    now = [quantity for quantity in chosen if NOW.search(words, _from(words, quantity), quantity.start)]
    before = [quantity for quantity in chosen if BEFORE.search(words, _from(words, quantity), quantity.start)]
    if len(now) + len(before) == len(chosen) and not set(now) & set(before):
        return now
    # 「工资一万五，以前是两万」; of 「以前欠两万，还了五千」 neither holds.
    rest = [quantity for quantity in chosen if quantity not in before]
    before = [one for one in before if not WAS.search(_clause_before(words, one))]
    is_paid = any(PAYS_BACK.search(_clause_before(words, quantity)) for quantity in rest)
    return (
        rest
        if before and CHANGED.search(words) and len({quantity.value for quantity in rest}) == 1 and not is_paid
        else []
    )


def left_over(words: str, chosen: list[Quantity]) -> list[Quantity]:
    """What remains, where every other sum is what there was or what went."""
    left = [one for one in chosen if LEFT_BEFORE.search(words, 0, one.start) or LEFT_AFTER.match(words, one.end)]
    rest = [one for one in chosen if one not in left]
    is_told = all(SPENT.search(_clause_before(words, one)) for one in rest) or _is_rest_of(rest, left)
    return left if rest and is_told and len({one.value for one in left}) == 1 else []


def _is_rest_of(told: list[Quantity], left: list[Quantity]) -> bool:
    """Whether it is what remains of the first when the others are taken away: 「要三万，手里有一万，差两万」."""
    values = [one.value for one in told]
    return len(values) > 1 and bool(left) and values[0] - sum(values[1:]) == left[0].value


def _own(words: str, chosen: list[Quantity]) -> list[Quantity]:
    """Without what somebody else says, takes or earns."""
    own = [quantity for quantity in chosen if not is_of_others(words, quantity)]
    if 1 < len(own) < len(chosen):
        # Nor what both make together.
        own = [quantity for quantity in own if quantity not in _total(words, own)]
    return meant(words, own) if len(own) < len(chosen) else []


def is_of_others(words: str, quantity: Quantity) -> bool:
    return SAID_BY_OTHERS.search(_clause_before(words, quantity)) is not None


def _clause_before(words: str, quantity: Quantity) -> str:
    return words[_from(words, quantity) : quantity.start]


def _net(words: str, chosen: list[Quantity]) -> list[Quantity]:
    """Of wages what is paid out: 「四千八，扣了社保到手四千二」."""
    return [quantity for quantity in chosen if NET.search(words, _from(words, quantity), quantity.start)]


def _from(words: str, quantity: Quantity) -> int:
    """Where the clause begins in which the number stands."""
    return max(words.rfind(mark, 0, quantity.start) for mark in CLAUSE_MARKS) + 1


def stands_alone(words: str, quantity: Quantity) -> bool:
    """Whether the number, with what may stand around it in an answer, is a clause of its own: 「12」, "No wait, six"."""
    start = _from(words, quantity)
    ends = [place for mark in CLAUSE_MARKS if (place := words.find(mark, quantity.end)) >= 0]
    end = min(ends, default=len(words))
    around = words[start : quantity.start] + " " + words[quantity.end : end]
    return AROUND_A_NUMBER.fullmatch(around) is not None


def is_one_number(text: str) -> bool:
    """Whether one number with its unit is all that stands in the text: 「三万五」, "12 months."; 「三万吧」 is not."""
    found, words = read_quantities(text), plain(text)
    return len(found) == 1 and re.search(r"\w", words[: found[0].start] + words[found[0].end :]) is None


def is_mostly_number(text: str) -> bool:
    """Whether little but numbers and units stands in the text, as in 「三万吧」 or "about 30k"."""
    text = plain(text)
    rest = text
    for quantity in reversed(read_quantities(text)):
        rest = rest[: quantity.start] + rest[quantity.end :]
    letters = sum(len(word) if word.isascii() else 2 * len(word) for word in re.findall(r"\w+", rest))
    return rest != text and letters <= 8


SETTLING: tuple[Callable[[str, list[Quantity]], list[Quantity]], ...] = (
    left_over,
    _own,
    _without_parts,
    _corrected,
    _total,
    _dismissed,
    _decided,
    _sum_of_the_rest,
    _made_exact,
    _present,
    _net,
)
