"""What is said of a one-time code: that it did not come and another is wanted, or what one is for. Pure."""

import re

from language.normal import lowered

NOT_RECEIVED = r"没有?(?:收到|接到)|[收接]不到"
# Another is wanted. A code costs a call or a message, and ends the one before, so a sentence must name the code, the message
# or the call, or be nothing else.
NAMED = r"(?:验证码|短信|电话|码)"
CLAUSE = re.compile(r"[，。！？；,.!?;\n]+")
POLITE = re.compile(
    r"^(?:请|麻烦|您|你|能不能|可不可以|可以|能|那就?|好的?|嗯|我这边|我这里|我|手机|帮我|给我)+|(?:一下|吧|啊|呀|呢|了|吗|好吗|行吗|可以吗|谢谢)+$"
)
WANTED_ZH = re.compile(
    rf"{NAMED}?我?(?:一直|还是|还|都|也)?(?:{NOT_RECEIVED})(?:任何|你们的?)?{NAMED}?"
    rf"|{NAMED}(?:一直|还是|还|都)?没有?(?:来|打来|发来|打过来|发过来|听到)"
    rf"|(?:把?{NAMED})?(?:再|重新?)(?:给我|帮我)?(?:发送?|打|拨)(?:过来)?(?:给我)?(?:一?[次个遍条下])?(?:新的)?{NAMED}?(?:过来|给我)?"
    rf"|(?:换|再要|再来|要)一?个?(?:新的?)?验证码"
)
WANTED_EN = re.compile(
    r"\b(?:send|text|call|ring)(?: (?:me|it|back|to|my|phone|(?:the|that|a) (?:code|text|message)))* (?:once )?again\b"
    r"|\b(?:another|new) (?:code|text|call)\b|\bresend\b"
    r"|(?:\bnot|n't|\bnever) (?:get|got|gotten|receive|received)(?: the| any| my| a| your| that)? (?:code|text|call|sms|message)\b"
    r"|\b(?:code|text|call|sms|message) (?:has ?|have |did ?|is |was )?(?:n't|not|never) (?:arrived?|come|came)\b"
)
NO_MORE = re.compile(r"\b(?:do not|don't|never|stop|no need to) (?:\w+ )?(?:send|text|call|ring|need|want)")
# The borrower's own code is spoken of in any words, as long as nobody else wants it.
OWN_CODE = re.compile(
    rf"(?:{NOT_RECEIVED}|不来|没来|没到|还没到|一直没有?|怎么没有?|过期|失效|不对|输错|重发|重新发|再发)[^。]{{0,6}}验证码"
    rf"|验证码[^。]{{0,8}}(?:{NOT_RECEIVED}|没来|没到|不来|没有|过期|失效|不对|错|再发|重发)|(?:登录|登陆|签合同|签约|注册|"
    r"绑卡|换卡|才能)[^。]{0,8}验证码|验证码(?:才能|干嘛|做什么|有什么用|多久)|(?:要|需要)验证码(?:才能|吗)"
    r"|\bcode\b[^.!?]{0,20}\b(?:not|n't|never|doesn't|hasn't|isn't|expired?|wrong|again|late|missing)\b|\b(?:not|n't|never|no|where|resend|another|new|need|"
    r"why|expired)\b[^.!?]{0,30}\bcode\b"
)
BY_SOMEBODY = re.compile(
    r"[他她]|对方|客服[^。]{0,4}[要让叫]|有人|别人|中介|\b(?:he|she|they|someone|somebody|caller|man|woman|agent)\b"
)


def wants_another_code(text: str) -> bool:
    text = lowered(text)
    if WANTED_EN.search(text):
        return NO_MORE.search(text) is None
    clauses = ("".join(clause.split()) for clause in CLAUSE.split(text))
    return any(WANTED_ZH.fullmatch(POLITE.sub("", clause)) for clause in clauses)


def asks_about_own_code(text: str) -> bool:
    """A code that does not come, or what it is for: nobody else wants it."""
    text = lowered(text)
    return BY_SOMEBODY.search(text) is None and (OWN_CODE.search(text) is not None or wants_another_code(text))
