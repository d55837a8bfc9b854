"""How figures, and a character with two pronunciations, are spoken where people borrow and repay. Pure."""

import re
from collections.abc import Iterator

import cn2an
from pypinyin import Style, lazy_pinyin

from contract.texts import Language

THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
YUAN = re.compile(r"[¥￥]\s*(\d+(?:\.\d+)?)")
# A telephone's, a card's or a contract's, told digit by digit.
LONG_NUMBER = re.compile(r"(?<![\d.])\d{7,}(?![\d.]|\s*(?:元|块|yuan))")
YUAN_IN: dict[Language, str] = {"zh": r"\1元", "en": r"\1 yuan"}

# 还 is huán, to pay back, and hái, still or also. Dictionaries take it for the second, but a lender says the first: so it is
# hái only before the words that follow "still", and 还不 only where no verb of paying (上 起 了 清 完 出) comes after it.
STILL = "有没是要需在差剩想可能会未行挺好原再只用将另早远更"
PAY_BACK = re.compile(f"还(?=不[上起了清完出]|得[上起完])|还(?![{STILL}不得])|(?<=[归偿应已待])还")


def figures_in_words(text: str, language: Language) -> str:
    """「¥12,000」 as 「一万二千元」; in English espeak reads the digits, "12000 yuan". What cn2an cannot read (「1.2.3」) stays."""
    text = LONG_NUMBER.sub(lambda found: " ".join(found[0]), THOUSANDS.sub("", text))
    text = YUAN.sub(YUAN_IN[language], text)
    if language == "en":
        return text
    try:
        return str(cn2an.transform(text, "an2cn"))
    except ValueError:
        return text


def pinyin(words: list[str]) -> Iterator[list[str]]:
    """The syllables of each word, with the tone's number behind them."""
    paid_back = {found.start() for found in PAY_BACK.finditer("".join(words))}
    start = 0
    for word in words:
        syllables = lazy_pinyin(word, style=Style.TONE3, neutral_tone_with_five=True, errors="ignore")
        yield ["huan2" if start + place in paid_back else syllable for place, syllable in enumerate(syllables)]
        start += len(word)
