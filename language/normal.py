"""One form for the many ways in which the same words are typed. Pure.

Traditional characters are read as simplified ones by OpenCC's phrase table: a table of our own would have to know that 後 and 后, or 乾 and 干,
are one character in some words and two in others.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

import opencc

# One sentence is read for each field; it is rewritten once.
REMEMBERED = 64
TO_SIMPLIFIED: Callable[[str], str] = opencc.OpenCC("t2s").convert
# Soft hyphen, zero-width blanks, joiners between letters, direction marks, byte order mark. Joiners within emoji are harmless.
INVISIBLE = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
# Slips that are no words of their own, so that nothing else can be meant.
CHINESE_SLIPS = {
    "唔系": "不是", "待款": "贷款", "代款": "贷款", "货款额度": "贷款额度", "办货款": "办贷款", "办个货款": "办个贷款", "办笔货款": "办笔贷款", "申请货款": "申请贷款", "申请个货款": "申请个贷款", "借个货款": "借个贷款", "利西": "利息", "力息": "利息", "身情": "申请", "申情": "申请", "申清": "申请", "装休": "装修",
    "合童": "合同", "帐单": "账单", "帐户": "账户", "证信": "征信", "正信": "征信", "逾其": "逾期", "愈期": "逾期", "等额本西": "等额本息", "等额本席": "等额本息", "阔以": "可以", "开消": "开销", "借点前": "借点钱", "还宽": "还款",
    "额渡": "额度", "分其": "分期", "收人证明": "收入证明", "工姿": "工资", "验正码": "验证码", "提前还宽": "提前还款",
}  # fmt: skip
ENGLISH_SLIPS = {
    "intrest": "interest", "intrst": "interest", "interst": "interest", "borow": "borrow", "borro": "borrow", "recieve": "receive", "recieved": "received", 
    "laon": "loan", "lona": "loan", "monthy": "monthly", "montly": "monthly", "mounth": "month", "mounths": "months", "mnths": "months", "mnth": "month", "evry": "every",
    "evrey": "every", "yers": "years", "yeers": "years", "salery": "salary", "sallary": "salary", "expences": "expenses", "morgage": "mortgage", "mortage": "mortgage", "mortgauge": "mortgage",
    "renovaton": "renovation", "buisness": "business", "bussiness": "business", "busines": "business", "employd": "employed", "unemployd": "unemployed", "retierd": "retired", "paymant": "payment",
    "payed": "paid", "instalement": "instalment", "installement": "installment", "aplication": "application", "applicaton": "application", "amout": "amount", "ammount": "amount", "colledge": "college",
    "hauf": "half", "thoosan": "thousand", "thoosand": "thousand", "thousan": "thousand", "hunner": "hundred", "twinty": "twenty", "naw": "no", "oan": "on", "ower": "over", "twa": "two", "haud": "hold",
    "tution": "tuition", "recieving": "receiving", "eqaul": "equal", "agre": "agree", "confrim": "confirm", "yuans": "yuan", "rmbs": "rmb", "kwai": "kuai", "quai": "kuai",
}  # fmt: skip
SLIP = re.compile("|".join(sorted(CHINESE_SLIPS, key=len, reverse=True)))
ENGLISH_SLIP = re.compile(rf"(?<![a-z])(?:{'|'.join(sorted(ENGLISH_SLIPS, key=len, reverse=True))})(?![a-z])")
# 120,000, and 1,20,000 as it is written in India.
THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))|(?<=\d),(?=(?:\d{2},)+\d{3}(?!\d))")
# 120.000 and 7.250,50 as they are written on the continent of Europe, 12'500 in Switzerland; no price has three decimals.
EUROPEAN = re.compile(r"(?<![\d.,'])(\d{1,3}(?:\.\d{3})+|\d{1,3}(?:'\d{3})+)(?:,(\d\d))?(?![\d%万亿wk]|\.\d|,\d{3})")
# "3,5 years" and "2,5k"; 「3,5年」 may be two terms.
DECIMAL_COMMA = re.compile(r"(?<![\d,])(\d{1,2}),(\d)(?=\s?(?:years?\b|yrs?\b|k\b|grand\b|thousand\b|million\b))")
SPACED = re.compile(r"(?<!\d[.,] )(?<!\d )(?<![\d.,-])(\d{1,3}) (000|\d00)(?! ?\d|[wk万]|\.\d)")
# Beside Chinese words the blank may stand between two numbers.
SPACED_ABROAD = re.compile(r"(?<!\d[.,] )(?<!\d )(?<![\d.,-])([1-9]\d{0,2}) (\d{3})(?! ?\d|[wk]|\.\d)")


BLANKS = re.compile(r"[^\S\n]+")


@lru_cache(REMEMBERED)
def lowered(text: str) -> str:
    """Lower case, simplified characters and one apostrophe, without invisible marks and common slips; punctuation stays as it is."""
    text = TO_SIMPLIFIED(INVISIBLE.sub("", text).lower()).replace("’", "'")
    text = SLIP.sub(lambda match: CHINESE_SLIPS[match.group()], text)
    return ENGLISH_SLIP.sub(lambda match: ENGLISH_SLIPS[match.group()], text)


@lru_cache(REMEMBERED)
def normal(text: str) -> str:
    """As `lowered`, in half-width letters, digits and punctuation, and without commas within numbers."""
    text = DECIMAL_COMMA.sub(r"\1.\2", EUROPEAN.sub(_without_marks, lowered(unicodedata.normalize("NFKC", text))))
    spaced = SPACED_ABROAD if text.isascii() else SPACED
    return BLANKS.sub(" ", spaced.sub(r"\1\2", THOUSANDS.sub("", text)))


def _without_marks(match: re.Match[str]) -> str:
    whole = match[1].replace(".", "").replace("'", "")
    return f"{whole}.{match[2]}" if match[2] else whole
