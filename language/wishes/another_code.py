"""Whether somebody says that the code did not come, and wants another. A code costs a call or a message, and ends the one before,
so a sentence must name the code, the message or the call, or be nothing else. Pure."""

import re

NAMED = r"(?:验证码|短信|电话|码)"
CLAUSE = re.compile(r"[，。！？；,.!?;\n]+")
POLITE = re.compile(
    r"^(?:请|麻烦|您|你|能不能|可不可以|可以|能|那就?|好的?|嗯|我这边|我这里|我|手机|帮我|给我)+|(?:一下|吧|啊|呀|呢|了|吗|好吗|行吗|可以吗|谢谢)+$"
)
CHINESE = re.compile(
    rf"{NAMED}?我?(?:一直|还是|还|都|也)?(?:没有?(?:收到|接到)|收不到|接不到)(?:任何|你们的?)?{NAMED}?"
    rf"|{NAMED}(?:一直|还是|还|都)?没有?(?:来|打来|发来|打过来|发过来|听到)"
    rf"|(?:把?{NAMED})?(?:再|重新?)(?:给我|帮我)?(?:发送?|打|拨)(?:过来)?(?:给我)?(?:一?[次个遍条下])?(?:新的)?{NAMED}?(?:过来|给我)?"
    rf"|(?:换|再要|再来|要)一?个?(?:新的?)?验证码"
)
ENGLISH = re.compile(
    r"\b(?:send|text|call|ring)(?: (?:me|it|back|to|my|phone|(?:the|that|a) (?:code|text|message)))* (?:once )?again\b"
    r"|\b(?:another|new) (?:code|text|call)\b|\bresend\b"
    r"|(?:\bnot|n't|\bnever) (?:get|got|gotten|receive|received)(?: the| any| my| a| your| that)? (?:code|text|call|sms|message)\b"
    r"|\b(?:code|text|call|sms|message) (?:has ?|have |did ?|is |was )?(?:n't|not|never) (?:arrived?|come|came)\b"
)
NO_MORE = re.compile(r"\b(?:do not|don't|never|stop|no need to) (?:\w+ )?(?:send|text|call|ring|need|want)")


def wants_another_code(text: str) -> bool:
    plain = text.lower().replace("’", "'")
    if ENGLISH.search(plain):
        return NO_MORE.search(plain) is None
    clauses = ("".join(clause.split()) for clause in CLAUSE.split(plain))
    return any(CHINESE.fullmatch(POLITE.sub("", clause)) for clause in clauses)
