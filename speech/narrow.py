"""Narrow questions: the words that answer them, and how long a speaker may pause within an answer. Pure."""

import re
from typing import get_args

from contract.speech import Narrow
from contract.texts import Language
from language.spoken import (
    CHINESE_DIGITS,
    CHINESE_OTHER_DIGITS,
    CHINESE_SCALES,
    ENGLISH_DIGITS,
    NO_EN,
    NO_ZH,
    ORDINALS,
    SCALES,
    TEENS,
    TENS,
    YES_EN,
    YES_ZH,
)

NARROW: frozenset[str] = frozenset(get_args(Narrow))
# Answers spelled digit by digit, and how many digits there are: of the gateway's codes, of Chinese telephone numbers.
SPELLED: dict[Narrow, int] = {"code": 6, "phone": 11}

# Chinese models know single characters as words, and some longer ones.
DIGITS: dict[Language, tuple[str, ...]] = {
    "zh": tuple(CHINESE_DIGITS + CHINESE_OTHER_DIGITS),
    "en": (*ENGLISH_DIGITS, "oh", "double"),
}
NUMBERS: dict[Language, tuple[str, ...]] = {
    "zh": (*DIGITS["zh"], *CHINESE_SCALES, *"点半"),
    "en": (*DIGITS["en"], *TEENS, *TENS, *SCALES, "and", "a", "half", "point"),
}
DAYS: dict[Language, tuple[str, ...]] = {
    "zh": tuple("一二三四五六七八九十"),
    "en": (*ORDINALS, "twentieth", "twenty", "thirtieth", "thirty"),
}
UNITS: dict[Narrow, dict[Language, tuple[str, ...]]] = {
    "yes_no": {
        "zh": (*YES_ZH, *NO_ZH),
        "en": (*YES_EN, *NO_EN),
    },
    "day": {"zh": ("号", "日", "每", "月"), "en": ("the", "of", "every", "month")},
    "months": {"zh": ("个", "月", "年", "期"), "en": ("month", "months", "year", "years")},
    "money": {"zh": ("元", "块", "块钱", "毛", "分", "人民币"), "en": ("yuan", "dollars", "grand", "fen")},
}  # fmt: skip
# What may stand around an answer without being part of it.
AROUND: dict[Language, tuple[str, ...]] = {
    "zh": (
        "我想借", "我要借", "借", "分", "还", "每月", "每个月", "月薪", "收入", "工资", "到手", "支出", "大概", "大约", "差不多", "左右", "一共", "就",
        "有", "吧", "的", "了", "啊", "嗯", "钱", "我",
    ),
    "en": (
        "i", "want", "would", "like", "need", "to", "borrow", "for", "over", "about", "around", "please", "it", "is", "in", "per",
        "month", "every", "my", "earn", "spend",
    ),
}  # fmt: skip
NO: dict[Language, re.Pattern[str]] = {
    "zh": re.compile("不(?!错)|没(?!错|问题)|错了|取消|算了"),
    "en": re.compile(r"\b(?:no|nope|not|never|wrong|cancel|incorrect|disagree|stop)\b|n't\b"),
}
YES: dict[Language, re.Pattern[str]] = {
    "zh": re.compile("是|对|好|行|可以|同意|接受|确认|确定|没错|没问题|不错|当然|愿意"),
    "en": re.compile(
        r"\b(?:yes|yeah|yep|right|alright|correct|ok|okay|sure|agree|accept|confirm|course|absolutely|fine)\b"
    ),
}

# Whoever is asked how much may have, spend or owe nothing: 「没有欠款」.
NOTHING: dict[Language, re.Pattern[str]] = {
    "zh": re.compile(r"(?:我|都|也)*(?:没有?|无|不欠)[^零一二三四五六七八九十百千万亿]{0,3}"),
    "en": re.compile(r"(?:i (?:have|owe) )?(?:no|none|nothing)\b[a-z ]{0,16}"),
}

PAUSE_SECONDS = 1.0
# People stop between the parts of a number; two seconds in it must end nothing.
NUMBER_PAUSE_SECONDS = 2.5


def likely_words(narrow: Narrow | None, language: Language) -> tuple[str, ...]:
    """The words that answer the question; none for an open one."""
    if narrow is None:
        return ()
    if narrow in SPELLED:
        return DIGITS[language]
    numbers = {"yes_no": (), "day": DAYS[language]}.get(narrow, NUMBERS[language])
    return (*numbers, *UNITS[narrow][language])


def narrow_words(narrow: Narrow, language: Language) -> tuple[str, ...]:
    """The same, and what may stand around them."""
    return (*likely_words(narrow, language), *AROUND[language])


def expects_number(narrow: Narrow | None) -> bool:
    return narrow not in (None, "yes_no")


def says_yes(text: str, language: Language) -> bool | None:
    """Whether an answer to a yes-or-no question says yes; None when it says neither."""
    plain = text.lower()
    if NO[language].search(plain):
        return False
    return True if YES[language].search(plain) else None


def is_answer(text: str, narrow: Narrow, language: Language) -> bool:
    """Whether the whole text answers the question, and says nothing else."""
    if narrow == "yes_no":
        return says_yes(text, language) is not None
    if narrow == "money" and NOTHING[language].fullmatch(text.lower().strip(" ,.，。!！")):
        return True
    words = likely_words(narrow, language)
    if language == "zh":
        bare = re.sub(r"[\W_]", "", text)
        rest = re.sub("|".join(sorted((*words, *AROUND["zh"]), key=len, reverse=True)), "", bare)
        return rest == "" and any(character in words for character in bare)
    said = re.findall("[a-z']+", text.lower())
    return any(word in words for word in said) and set(said) <= {*words, *AROUND["en"]}


def patience(narrow: Narrow | None, language: Language, partial: str | None) -> float:
    """Seconds of silence that end the utterance. `partial`: the words so far, None from an engine that tells none."""
    if expects_number(narrow) or partial is None or _ends_in_number(partial, language):
        return NUMBER_PAUSE_SECONDS
    return PAUSE_SECONDS


def _ends_in_number(partial: str, language: Language) -> bool:
    last = partial[-1:] if language == "zh" else partial.rpartition(" ")[2]
    return last in NUMBERS[language]
