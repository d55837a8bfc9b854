"""Digits as people say or type them one by one: phone numbers and codes. Amounts are not read here. Pure."""

import re
import unicodedata

# As a voice says them: 「幺」 is how one is said in numbers, and 妖, 腰, 邀 are how it is misheard.
CHINESE = dict(zip("零〇一二三四五六七八九幺两妖腰邀", "0012345678912111", strict=True))
ENGLISH = dict(
    zip(
        "zero oh o one two three four five six seven eight nine".split(),
        "000123456789",
        strict=True,
    )
)
SAME_SOUND = {"to": "2", "too": "2", "for": "4", "ate": "8", "won": "1"}
TIMES = {"double": 2, "triple": 3}
# Words of an amount, a time or a count: with one of them the sentence spells nothing.
AMOUNT = re.compile(
    r"[十百千万亿点半元块月年期]|\b(?:ten|eleven|twelve|\w+teen|twenty|\w+ty|hundred|thousand|million|yuan|months?|years?)\b"
)
# What people say around a number that they spell.
AROUND = re.compile(
    r"我的|您好|你好|手机号码?|电话号码?|电话|号码|验证码|密码|[是为嗯呃啊哦就那个]"
    r"|\b(?:my|the|it|it's|its|is|was|phone|mobile|number|verification|code|um|uh|and|then|so|okay|ok|please)\b"
)
TOKEN = re.compile(r"\+|[0-9]|[a-z']+|[^\W\d_]")
# More than this many other words for each digit, and it is a sentence that happens to hold digits.
MOST_OTHERS = 0.25


def spelled_digits(text: str) -> str | None:
    """The digits of what spells a number, with the `+` it may begin with; None for any other sentence."""
    plain = unicodedata.normalize("NFKC", text).lower()
    if AMOUNT.search(plain):
        return None
    tokens = TOKEN.findall(AROUND.sub(" ", plain))
    read = [_digit(token) for token in _repeated(tokens)]
    digits = "".join(one for one in read if one)
    others = sum(one is None for one in read)
    return digits if digits.strip("+") and others <= MOST_OTHERS * len(digits) else None


def _digit(token: str) -> str | None:
    if token in ("+", "plus", "加"):
        return "+"
    if token.isdecimal():
        return token
    return CHINESE.get(token) or ENGLISH.get(token) or SAME_SOUND.get(token)


def _repeated(tokens: list[str]) -> list[str]:
    """ "Double five" written out."""
    found: list[str] = []
    times = 1
    for token in tokens:
        if token in TIMES:
            times = TIMES[token]
            continue
        found += [token] * times
        times = 1
    return found
