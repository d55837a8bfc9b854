"""Digits as people say or type them one by one: phone numbers and codes. Amounts are not read here. Pure."""

import re
import unicodedata
from dataclasses import dataclass

from language.spoken import ENGLISH_DIGITS

# Of a one-time code of ours.
CODE_DIGITS = 6
# As a voice says them: 「幺」 is how one is said in numbers.
CHINESE = dict(zip("零〇一二三四五六七八九幺两", "0012345678912", strict=True))
ENGLISH = dict(
    zip(
        ("oh", "o", *ENGLISH_DIGITS),
        "000123456789",
        strict=True,
    )
)
# What a recogniser writes for a digit that it heard; digits only among enough that are beyond doubt.
SAME_SOUND = {"to": "2", "too": "2", "for": "4", "ate": "8", "won": "1"} | {
    sound: digit
    for digit, sounds in {
        "0": "林灵领铃令", "1": "妖腰邀要", "2": "而儿耳", "3": "散伞", "4": "思死斯司", "5": "舞无午误", "6": "刘流留",
        "7": "其起气奇妻器", "8": "吧把爸巴", "9": "久酒",
    }.items()
    for sound in sounds
}  # fmt: skip
LEAST_BEYOND_DOUBT = 0.6
TIMES = {"double": 2, "triple": 3}
# Words of an amount, a time or a count: with one of them the sentence spells nothing.
AMOUNT = re.compile(
    r"[十百千万亿点半元块月年期]|\b(?:ten|eleven|twelve|\w+teen|twenty|\w+ty|hundred|thousand|million|yuan|months?|years?)\b"
)
# What people say around a number that they spell.
AROUND = re.compile(
    r"[吧啊呢呀哦]+[\W_]*$|一共|总共|其实|我的|您好|你好|手机号码?|电话号码?|电话|号码|验证码|密码|[是为嗯呃啊哦就那个]"
    r"|\b(?:my|the|it|it's|its|is|was|phone|mobile|number|verification|code|um|uh|and|then|so|okay|ok|please)\b"
)
TOKEN = re.compile(r"\+|[0-9]|[a-z']+|[^\W\d_]")
# More than this many other words for each digit, and it is a sentence that happens to hold digits.
MOST_OTHERS = 0.25


# Between the digits of one run: 「三七一，九二零」, "371-920".
SEP = r"[\s,，、.·-]"
NUMERAL = rf"(?:[0-9{''.join(CHINESE)}]|(?<![a-z'])(?:{'|'.join(ENGLISH)})(?![a-z']))"
SOUND = rf"(?:[{''.join(sound for sound in SAME_SOUND if not sound.isascii())}]|\b(?:to|too|for|ate|won)\b)"
ONE = rf"(?:\b(?:double|triple)\s+)?{NUMERAL}"
# Six figures written together are a run of their own, whatever number stands beside them.
WHOLE = rf"(?<![0-9])[0-9]{{{CODE_DIGITS}}}(?![0-9])"
RUN = re.compile(rf"{WHOLE}|{ONE}(?:(?:{SEP}*{SOUND})?(?:{SEP}+(?!{WHOLE})|(?<!{SEP})){ONE})*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Run:
    """Digits said one after another, from `start` to `end` of the text."""

    digits: str
    start: int
    end: int


def western(text: str) -> str:
    """The same text with the decimal digits of every script as 0 to 9, one sign for one."""
    return "".join(str(unicodedata.decimal(sign, sign)) for sign in text)


def spelled_digits(text: str, length: int | None = None) -> str | None:
    """The digits of what spells a number, with the `+` it may begin with; None for any other sentence.

    `length` is how many digits are waited for: it tells whether a word that sounds like a digit is one.
    """
    plain = western(unicodedata.normalize("NFKC", text)).lower()
    if AMOUNT.search(plain):
        return None
    tokens = _repeated(TOKEN.findall(AROUND.sub(" ", plain)))
    certain = [_digit(token) for token in tokens]
    digits = _with_sounds(tokens, certain, length)
    beyond_doubt = len(tokens) - certain.count(None)
    others = len(tokens) - len(digits)
    if not digits.strip("+") or others > MOST_OTHERS * len(digits):
        return None
    return digits if beyond_doubt >= LEAST_BEYOND_DOUBT * len(digits) else None


def digit_runs(text: str, length: int) -> list[Run]:
    """Every run of digits in a sentence of any kind. `length` as for `spelled_digits`."""
    found = []
    for run in RUN.finditer(text):
        tokens = _repeated(TOKEN.findall(run.group().lower()))
        digits = _with_sounds(tokens, [_digit(token) for token in tokens], length)
        found.append(Run(digits, *run.span()))
    return found


def _with_sounds(tokens: list[str], certain: list[str | None], length: int | None) -> str:
    """The digits, with those words for digits that stand between certain ones; at the ends only where they make the length.
    Where the certain ones make it, no word is one."""
    known = [place for place, digit in enumerate(certain) if digit is not None]
    if not known:
        return ""
    heard = [digit or SAME_SOUND.get(token, "") for digit, token in zip(certain, tokens, strict=True)]
    alone = "".join(digit or "" for digit in certain)
    between = "".join(heard[known[0] : known[-1] + 1])
    readings = (alone, between, "".join(heard))
    return next((digits for digits in readings if len(digits) == length), between)


def _digit(token: str) -> str | None:
    if token in ("+", "plus", "加"):
        return "+"
    return token if token.isdecimal() else CHINESE.get(token) or ENGLISH.get(token)


def _repeated(tokens: list[str]) -> list[str]:
    """The tokens with "double five" written out."""
    found: list[str] = []
    times = 1
    for token in tokens:
        if token in TIMES:
            times = TIMES[token]
            continue
        found += [token] * times
        times = 1
    return found
