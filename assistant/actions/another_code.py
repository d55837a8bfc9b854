"""Whether somebody says that the code for the contract did not come, and wants another.

The gateway hears the same and sends one (`mobile_api/chat/another_code.py`); tests/unit/another_code.yml holds both to the
same sentences. A sentence names the code, the message or the call, or says nothing else: 「我工资还没收到」 does not count. Pure.
"""

import re

CLAUSE_END = re.compile(r"[\s，。！？；、,.!?;]+")
CODE = r"(?:验证码|短信|电话|码)"
# A whole clause of Chinese.
NOT_COME = rf"(?:任何)?{CODE}?(?:一直|还是?|都)?(?:没有?(?:收到|接到)|收不到|接不到)(?:任何|你们的?)?{CODE}?|{CODE}(?:还|都)?没有?来"
SEND = rf"{CODE}?(?:再|重新?)(?:给我|帮我)?(?:发送?|打)(?:给我)?(?:一?[次个遍条下])?(?:新的)?{CODE}?|(?:换|再要|再来)一?个?新?的?验证码"
CHINESE = re.compile(
    rf"(?:好的?|嗯|请|麻烦|您|你|我|可不可以|可以|能不能|能|那就?|帮我|给我|把)*(?:{NOT_COME}|{SEND})"
    r"(?:过来|给我|一下|可以吗|[吧啊呀呢了吗]|谢谢)*"
)
MESSAGE = r"(?:code|text|call|message|sms)\b"
ENGLISH = re.compile(
    rf"\b(?:send|text|call|ring)(?: (?:me|it|back|to|my phone|the|that|a|{MESSAGE}))* (?:once )?again\b|\bresend\b"
    rf"|\b(?:another|new) {MESSAGE}|(?:\bnot|n't|\bnever) (?:get|got|gotten|receive|received)(?: (?:the|any|my|a|your|that))? {MESSAGE}"
    r"|\b(?:code|text|call|message|sms) (?:has ?|have |did ?|is |was )?(?:n't|not|never) (?:arrived?|come|came)\b"
)
NO_MORE = re.compile(r"\b(?:do not|don't|never|stop|no need to) (?:\w+ )?(?:send|text|call|ring|need|want)")


def wants_another_code(text: str) -> bool:
    words = text.lower().replace("’", "'")
    if ENGLISH.search(words):
        return NO_MORE.search(words) is None
    return any(CHINESE.fullmatch(clause) for clause in CLAUSE_END.split(words))
