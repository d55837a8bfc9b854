"""Words that tell of trouble with paying: no money, no work, late, or the hope that being late is all right. Pure."""

import re

from language.normal import lowered

CANT_PAY = re.compile(
    r"(?<!怕)还不(?:上|起|了|出|动)|付不(?:起|出|上)|交不(?:起|出|上)|给不(?:起|出|了)|没有?钱(?:还|付|交|给|了|\W*$)|(?:手上|手里|身上)没钱|没法(?:子)?(?:还|付)|冇钱|拿不出(?:钱|来)|没米下锅|手头(?:有点|比较|很)?紧|断供|周转不(?:过来|开)|(?:凑|挤)不(?:齐|够|出)|还款?(?:有|很)?困难"
    r"|\b(?:can't|cant|cannot|can not|couldn't|won't|wont|unable to|not able to|struggl\w+(?: to)?|hard to|no way (?:i can|to)|no money (?:to|"
    r"for))(?: be able to)?(?: \w+){0,2} (?:pay|repay|afford|make (?:the|this|my|a|next|any)|meet|cover|settle|manage)\b"
    r"|\b(?:don't|do not|haven't|dont|havent)(?: \w+)? (?:have|got) (?:the |enough |any )?(?:money|cash)\b|\b(?:i'?m|i am|we're|totally|"
    r"completely)(?: \w+)? (?:broke|skint|penniless|out of (?:money|cash))\b|\bshort (?:on|of) (?:money|cash)\b|\bmoney(?:'s| is) (?:very |really |so )?tight\b"
)
LOST_WORK = re.compile(
    r"(?<!没)(?<!不是)失业|待业|下岗|裁员|没工资|工资(?:都|还|也)?没发|把我(?:开了|裁)|被(?:公司|老板|单位)?(?:裁|辞退|开除|炒|优化)|丢了?(?:工作|饭碗)|(?:工作|饭碗|活儿?)(?:也|都|给|刚|就)?(?:丢了|没了|没啦|黄了|弄丢|泡汤)|没了?(?:工作|活干|收入来源)了|(?:没有?|断了?|"
    r"失去)(?:了)?(?:收入|工作)(?:了|啦|$)|(?:公司|厂子?|店|单位|老板)(?:都|也)?(?:倒闭|关门|黄了|破产|跑路)|停工|停薪|收入断|发不(?:出|了)工资|工资(?:没发|不发|拖|停)"
    r"|\b(?:fired|sacked|laid off|let) me(?: go| off)?\b(?! know| ask| see| pay| check| do)|\bno work (?:since|for)\b|\bhours (?:were|got|have been) cut\b|\bgot the (?:sack|boot)\b|\b(?:boss|company|they) let me go\b|\b(?:lost|losing|lose) (?:my|the|our|his|her) (?:job|work|income|business)\b|\b(?:been|was|got|were|just|getting) (?:\w+ )?(?:fired|sacked|laid off|"
    r"let go|made redundant|dismissed)\b|\blaid off\b|\bmade redundant\b|\bout of (?:a job|work)\b|\bunemployed\b|\b(?:have|got|with|there's) no (?:job|"
    r"work|income|wages?|salary)\b|\bno (?:job|work|income) (?:any ?more|now|right now|at the moment)\b|\bjobless\b|\bmy (?:company|employer|shop|"
    r"business) (?:closed|went (?:bust|under)|shut|failed)\b"
)
LATE = re.compile(
    r"(?<!没)(?<!没有)(?<!不会)逾期(?!会|吗|怎么)|(?:还|付|交)(?:款|钱)?(?:晚|迟)了|(?:晚|迟)(?:还|交|付)了|(?:还款|要|会)[要会]?晚了|还款日[^。]{0,6}(?:没还|没付)|忘(?:了|记)(?:了)?(?:还|交|付)|错过(?:了)?(?:还款|扣款|这期)|来不及(?:还|付|交)|(?:下周|下个?月|下星期|月底|过几天|晚点)才能?(?:还|付|交)|(?:可能|要|会|得|"
    r"恐怕)(?:会|要)?(?:晚|迟)(?:几|两|一|些|点)?(?:天|日)?(?:还|付|交|$)|拖(?:几|两|一)天"
    r"|\b(?:i'?m|i am|i was|i'?ve been|i have been|i(?:'ll| will| might| may| could| am going to|'m going to) be|running|know i'?m|we're|"
    r"gonna be)\b(?! not)[^.!?]{0,10}\b(?:late|behind|overdue|in arrears|past due)\b(?! to (?:work|the))|\b(?:going to|gonna|will|'ll) miss (?:a|the|my|this) |\bmissed (?:a|the|my|this|last|"
    r"one) (?:\w+ )?(?:payment|instal|due)|\bbehind (?:on|with) (?:my |the |our )?(?:payment|instal|loan|repay)|\bforgot to pay\b|\b(?:payment|instalment) (?:is|will be|might be) (?:late|overdue)\b"
)
ALL_WELL = re.compile(
    r"(?:没事|没问题|没关系|不要紧|不碍事)(?:了|的)?(?:吧|吗|么|对吧|是吧)[^。]{0,2}$|(?:[周号天月]|之前|以前|到时|晚|拖|缓)[^。]{0,8}(?:可以|行|好)(?:吧|吗|么|对吧|是吧)[^。]{0,2}$|(?:能|可以)(?:不能)?(?:拖|等|缓|"
    r"宽限)[到几两一][^。]{0,8}(?:吗|吧|么|$)|(?:不会|没)有?(?:事|问题|麻烦)吧"
    r"|\b(?:are|r) (?:we|you and (?:i|me)|things) (?:all |still |both )*(?:ok|okay|good|fine|cool|alright|all right|square|clear|sorted)\b|\b(?:ok|so|then|"
    r"right)?[,]? ?we(?:'re| are)? (?:all |still )*(?:good|ok|okay|fine|cool|square|sorted)\b(?: then| till| until| for| now|,? (?:yeah|yes|right)|\?|$)|\bnothing happens (?:till|until|before)\b|\beverything(?: is|'s)? (?:ok|okay|fine|alright)\b[^.!]{0,20}(?:till|until|for now|before)\b|\bam i (?:ok|okay|"
    r"in trouble|all right|alright|fine|safe|good)\b|\bis (?:it|that|everything|all) (?:still )?(?:ok|okay|fine|alright|all right)(?: then)? (?:till|until|"
    r"if i|for now|by|before)\b"
)
CRYING = re.compile(
    r"[😭😢😞😔💔😩😫🥺😰😿😥]|呜呜|[想要]哭|求求|救救|\bcrying\b|\bin tears\b|\bplease help me\b|\bbegging\b",
    re.IGNORECASE,
)
NO_TROUBLE = re.compile(
    r"(?:没有?|不是|不会|从没|从来没)(?:失业|逾期|待业|下岗)|怕还不(?:上|起|了)|\b(?:not|never|haven't|didn't|isn't) (?:\w+ )?(?:late|overdue|unemployed|lost my job|behind)\b|"
    r"\bin case\b|\bif i (?:lose|lost|can't|cannot|miss)\b|\bwhat if\b|如果|要是|万一|假如"
)


def tells_of_trouble(text: str) -> bool:
    """Whether the words tell that paying is in trouble now; "what if I lose my job" asks in general."""
    text = lowered(text)
    told = CANT_PAY.search(text) or LOST_WORK.search(text) or LATE.search(text)
    return told is not None and NO_TROUBLE.search(text) is None


def asks_if_all_is_well(text: str) -> bool:
    """ "Are we ok till Friday?": somebody who owes may take any friendly word for a yes."""
    return ALL_WELL.search(lowered(text)) is not None


def cries_over_paying(text: str) -> bool:
    text = lowered(text)
    return CANT_PAY.search(text) is not None and CRYING.search(text) is not None
