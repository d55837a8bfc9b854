"""What somebody who waits for a person says about the waiting itself. Pure."""

import re

from language.normal import lowered

CLAUSE = re.compile(r"[，。！？；、,.!?;:\n]+|\bbut\b|\band\b")
POLITE = re.compile(
    r"^(?:那就?|算了|好的?|嗯|我想?|还是|那|请|麻烦|帮我|现在|先)+|(?:一下|吧|啊|呀|呢|了|好了|好吗|行吗|可以吗|谢谢|算了)+$"
)
PERSON = r"(?:人工(?:客服|服务)?|真人(?:客服)?|客服(?:人员)?|坐席)"
BOT = r"(?:助手|智能助手|机器人|机器客服)"
# Each names the person who is wanted no more, or the assistant.
LEAVES_ZH = re.compile(
    rf"(?:不用|不需要|不要|不找|不转|不等|不想|别转|别找|无需)(?:再)?(?:转|等|找|接|请)?(?:接)?{PERSON}"
    rf"|(?:取消|退出|撤销|停止)(?:转|找|等|排队)?(?:接)?{PERSON}(?:排队)?|(?:取消|退出|不用|不)排队"
    rf"|(?:回到|返回|换回|切换?回|转回|退回到?|回)(?:到)?{BOT}"
)
# Without a name they say it where nothing else is said.
ALONE_ZH = re.compile(
    r"(?:我)?(?:还是|已经)?自己(?:来)?(?:填|办|弄|搞|申请|操作|解决)(?:好|定)?了?|不等(?:你们)?的?人?|不用等|继续填|(?:不用|不必|别)(?:再)?(?:叫|找|转|等)(?:你们)?的?人|没事"
)
PERSON_EN = r"(?:person|human|agent|people|staff|representative|somebody|someone|operator|colleague)"
LEAVES_EN = re.compile(
    rf"(?:never ?mind|forget|cancel|skip|drop|no need for|leave)(?: about)?(?: the| an?| that)?(?: real| human)? {PERSON_EN}(?: please)?"
    rf"|(?:i )?(?:do not|don't|no longer) (?:need|want)(?: to (?:wait for|talk to|speak to))?(?: the| an?| any)?(?: real| human)? {PERSON_EN}(?: any ?more| now)?"
    r"|(?:(?:take|get|send|put|bring) me |(?:i(?: want| would like|'d like) to )?(?:go|get) |(?:i'll )?(?:go )?)?back to the (?:bot|assistant|chatbot|robot)(?: please)?"
    r"|(?:stop|cancel|leave) (?:waiting|(?:the )?queue)"
)
ALONE_EN = re.compile(
    r"i(?:'ll| will)(?: just)? (?:do|fill)(?: it| this)?(?: in| out)? (?:by )?myself|i(?:'ll| will) do it on my own"
)
FILLER = re.compile(
    r"|please|thanks|thank you|ok|okay|no|never ?mind|actually|sorry|now|then|不用了?|算了|谢谢|好的?|对不起|抱歉"
)
POLITE_EN = re.compile(r"^(?:(?:please|ok|okay|no|actually|just|sorry|can you|could you) )+")
ABOUT_WAITING = re.compile(
    r"(?:有|没有?)人(?:吗|在|么|呢|啊)|在吗|在不在|人呢|还在吗|(?:工单|登记|参考|我的)?编号|工单号?|第几|排(?:到|队|第)|前面|多久|什么时候|几点|几号上班|上班"
    r"|\b(?:anyone|anybody|someone|somebody) (?:there|here)\b|\bhello\?|\b(?:case|reference|ticket) (?:number|no)\b|\bhow long\b|\bqueue\b"
    r"|\bwhen (?:will|do|does|are|can|is)\b|\bare you (?:there|open)\b|\bopening hours\b"
)
LONGEST_QUESTION = 60
# What somebody says who leaves, and nobody who only asks for something: 「帮我把那笔退了」.
MAY_LEAVE = re.compile(
    r"人工|客服|真人|[不别]用?(?:等|了)|自己|算了|没事|明白|弄好|搞定|解决|机器人|助手|\bnever ?mind\b|\bno need\b|\bsorted\b|\bmyself\b|\bresolved\b|\bforget it\b"
    r"|\b(?:a|the|your) (?:person|human|agent)\b|\bfine now\b|\bgot it\b|\bwait(?:ing)?\b"
)


def may_leave(text: str) -> bool:
    """Whether the words may mean that nobody is waited for any more, for who understood them so."""
    return MAY_LEAVE.search(lowered(text)) is not None


def wants_assistant(text: str) -> bool:
    """Whether somebody who waits for a person says plainly that they go on with the assistant instead."""
    clauses = [clause.strip() for clause in CLAUSE.split(text.lower().replace("’", "'"))]
    if any(_leaves(clause) for clause in clauses):
        return True
    said = [clause for clause in clauses if not FILLER.fullmatch(clause)]
    return bool(said) and all(_alone(clause) for clause in said)


def asks_about_waiting(text: str) -> bool:
    """Whether it is a short question whether anybody is there, how long it takes, or under which number."""
    return len(text) <= LONGEST_QUESTION and ABOUT_WAITING.search(text.lower()) is not None


def _leaves(clause: str) -> bool:
    return bool(LEAVES_EN.fullmatch(POLITE_EN.sub("", clause)) or LEAVES_ZH.fullmatch(_bare(clause)))


def _alone(clause: str) -> bool:
    return bool(ALONE_EN.fullmatch(POLITE_EN.sub("", clause)) or ALONE_ZH.fullmatch(_bare(clause)))


def _bare(clause: str) -> str:
    return POLITE.sub("", POLITE.sub("", "".join(clause.split())))
