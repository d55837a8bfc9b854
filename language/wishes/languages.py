"""Which language somebody asks for, in words. Pure."""

import re
from typing import Literal

from contract.texts import Language
from language.normal import lowered

ENGLISH = re.compile(r"english|英|洋文")
CHINESE = re.compile(r"chinese|mandarin|putonghua|zhongwen|中文|普通话|汉语|汉字|国语|中国话")
# A language named only to be got rid of.
NOT_WANTED = re.compile(
    r"(?:看不懂|听不懂|不懂|不会|别|不要|不识|不好|不说|不用|怎么变成|[全都]是|从)[^，,。]{0,6}(?:英|洋文|中文|汉|普通话)|(?:英|洋文|中文|汉|普通话)[^，,。]{0,3}(?:不好|看不懂|不懂|听不懂)"
    r"|\b(?:can't|cannot|don't|not|no|poor|bad|stop|why (?:is|are)[^.!?]{0,20}in|page is in)\b[^.!?,]{0,18}\b(?:english|chinese|mandarin)|\b(?:english|"
    r"chinese|mandarin)\b[^.!?,]{0,8}\b(?:poor|bad|characters)\b"
)
# Languages and dialects that are not spoken here.
OTHERS = re.compile(
    r"闽南|粤语|广东话|白话|潮汕|潮州|客家|上海话|沪语|吴语|四川话|东北话|温州|福州|湖南|河南|陕西|方言|家乡话|土话|台语|藏语|维语|维吾尔|蒙语|蒙古|壮语|彝语|朝鲜语|[日韩法德俄泰葡越]语|日文|韩文|法文|德文|西班牙|阿拉伯|意大利|印尼|马来|印地|手语"
    r"|\b(?:french|spanish|german|italian|portuguese|russian|japanese|korean|arabic|hindi|urdu|bengali|vietnamese|thai|indonesian|malay|tagalog|filipino|"
    r"turkish|persian|farsi|polish|dutch|swedish|greek|hebrew|ukrainian|swahili|cantonese|hokkien|hakka|shanghainese|teochew|tibetan|uyghur|mongolian|"
    r"dialect|sign language|other languages)\b"
    r"|(?:说|讲|会|用|懂)(?![人句实真英中汉国普])[^的你我这那什一\W\da-z]{1,3}(?:话|语)(?!吗?.{0,4}(?:英|中文|普通话))"
)
IN_GENERAL = re.compile(r"语言|双语|language|调回|换回|改回|characters|字母|\bthe other one\b")


def asks_for_another_language(text: str) -> bool:
    """Whether a language is named that is not spoken here, and none that is."""
    text = lowered(text)
    return OTHERS.search(text) is not None and not (ENGLISH.search(text) or CHINESE.search(text))


def named_language(text: str) -> Language | Literal["other"] | None:
    """The language that is wanted; "other" than the present one where none is named; None where language is no matter."""
    text = lowered(text)
    ends = {"en": _last(ENGLISH, text), "zh": _last(CHINESE, text)}
    if max(ends.values()) < 0:
        return "other" if IN_GENERAL.search(text) else None
    if unwanted := NOT_WANTED.search(text):
        named: Language = "en" if ENGLISH.search(unwanted.group()) else "zh"
        return "zh" if named == "en" else "en"
    # Of two the last: "I wrote in Chinese, answer in English".
    return "en" if ends["en"] > ends["zh"] else "zh"


def _last(words: re.Pattern[str], text: str) -> int:
    return max((match.end() for match in words.finditer(text)), default=-1)
