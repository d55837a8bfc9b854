"""The plain words of an answer, as they are spoken: digits, numbers, days, yes and no. Lists without rules, for whoever has to hear or
match single words. Pure.
"""

CHINESE_DIGITS = "零一二三四五六七八九"
# 「幺」 is how one is said in numbers.
CHINESE_OTHER_DIGITS = "幺两"
CHINESE_SCALES = "十百千万亿"
ENGLISH_DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
TEENS = (
    "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
SCALES = ("hundred", "thousand", "million")
ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth",
    "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
)  # fmt: skip
YES_ZH = ("是", "是的", "对", "对的", "好", "好的", "行", "可以", "同意", "确认", "没错", "没问题")
YES_EN = ("yes", "yeah", "right", "correct", "ok", "okay", "sure", "agree")
NO_ZH = ("不", "不是", "不对", "不要", "不行", "不同意", "没有", "取消")
NO_EN = ("no", "not", "wrong", "cancel")
