"""What borrowers say of an application that was sent, and of the offer that came of it. Pure."""

import re
from difflib import SequenceMatcher

from language.normal import lowered

# Of two spellings, from 0 to 1; a slip or two in "withdraw" leaves 0.8.
NEAR_ENOUGH = 0.79
APPLICATION = r"(?:申[请情清]|身请|单子|订单|贷款单|那[单笔件份]|这[单笔件份])"
WITHDRAWS = r"(?:[撤彻扯澈][回会汇悔销消掉了下单件走]|[撤彻扯澈](?:一下|个|吧)|收回|取回|作废|退掉|退件|终止|不要了|不想要了|别审|不用审|停掉)"
WITHDRAWAL = re.compile(
    rf"{WITHDRAWS}[^。！!]{{0,10}}{APPLICATION}|{APPLICATION}[^。！!]{{0,10}}{WITHDRAWS}|取消[^。]{{0,6}}(?:已经?|刚才?|之前|上次|昨天)?[^。]{{0,4}}(?:提交|交了|交上?去|递交|审核中|"
    rf"在审)[^。]{{0,4}}的?[^。]{{0,4}}{APPLICATION}|(?:提交|交上?去|递交|在审|审核中)[^。]{{0,8}}{APPLICATION}[^。]{{0,6}}取消|[撤彻扯澈][单件]"
    r"|\b(?:retract|revoke|recall|scrap|void|annul|rescind|pull (?:back|out)?|take back|call back|undo|stop reviewing|"
    r"stop processing)\b[^.!?]{0,30}\b(?:ap+l[a-z]*|request|submission|form i sent)\b|\b(?:take|pull|get|call)\b (?:my|the|"
    r"that) [^.!?]{0,20}\b(?:ap+l[a-z]*|request|submission)\b[^.!?]{0,12}\b(?:back|out|down)\b"
    r"|\bcanc?[el]+l?[a-z]*\b[^.!?]{0,25}\b(?:ap+l[a-z]*|request|form|one|loan)\b[^.!?]{0,25}\b(?:sent|submitted|handed in|filed|under review|"
    r"being (?:reviewed|assessed|checked)|pending|already|gave you|with you)\b|\bcanc?[el]+l?[a-z]*\b[^.!?]{0,15}\b(?:submitted|pending|"
    r"sent)\b[^.!?]{0,15}\b(?:ap+l[a-z]*|request|form)\b"
)
# What is withdrawn when it is spelt out: not money.
WITHDRAWABLE = re.compile(r"\b(?:ap+l[a-z]*|request|form|it|that|submission|file|one|loan)\b|申请|单")
NO_WITHDRAWAL = re.compile(
    r"(?:别|不要|不想|没想|没说|不用|不是要|没有要)[^。]{0,4}[撤彻取收作退]|(?:会|影响|后果|多久|之后|以后|费用|扣费)[^。]{0,12}[?？吗]|撤回了(?:吗|没|么)"
    r"|\b(?:don't|do not|not|never|didn't) (?:\w+ ){0,2}(?:withdraw|cancel|retract)|\bwithdr(?:awn|ew)\b|\b(?:what happens|affect|fee|penalty|consequence|"
    r"how long)\b|\b(?:cash|atm|consent|money|funds)\b"
)
STATUS = re.compile(
    r"(?:我|俺)(?:的|那个?|那笔|那份|之前|上次|昨天|前天)[^。，,]{0,14}申请(?:呢|怎么|咋|到哪|结果|进度|情况|如何|现在|有(?:没有)?(?:消息|结果|动静)|批|过|还|下来|好了|$|[?？])|(?:看看|查查?|查一下|问问|关于)我(?:的|那)[^。，,]{0,12}申请"
    r"|\b(?:what about|how about|how is|how's|any (?:news|word|update)s? (?:on|about|of)|where(?: is|'s)|regarding|about|check(?: on)?|news (?:on|about)|"
    r"heard about|update on|what's (?:up|happening) with|happened (?:to|with)|look up|asking after|and)\b (?:my|the)(?: \w+){0,4} (?:ap+l[a-z]*ations?|"
    r"request)\b|^\W*(?:and |so |hi |hello )*my(?: \w+){0,4} ap+l[a-z]*ations?\W*$"
)
NO_STATUS = re.compile(
    r"继续|接着|重新|填|改|提交|开始|新|再|另外|取消|撤|作废|帮我(?:申请|办)|\bnew\b|\b(?:start|finish|complete|continue|resume|submit|fill|change|edit|withdraw|cancel|retract|"
    r"another|make|send|open|begin|correct)\w*\b"
)
TAKES = re.compile(
    r"(?:这|那)(?:个|笔|份)?(?:方案|额度|贷款|报价)?[^。]{0,6}(?:我)?(?:要了|接受|同意|办了|签了|拿了)|(?:就|可以)?(?:按|照)(?:这个|批的|你们(?:批|给|说)的|给的|方案)[^。]{0,6}(?:办|来|借|签|吧|走)|"
    r"(?<!不)(?:接受|同意)[^。]{0,5}(?:方案|额度|报价|条件|这笔)|^\W*(?:好的?|行|嗯|那|可以)?\W*我?(?:接受|同意)了?\W*$|(?:就|那就)这(?:个|样)(?:方案)?(?:办|签|借|拿|定)|批的[^。]{0,6}(?:我要|我借|拿)|签(?:吧|约吧|合同吧|了吧)|给我(?:放款|打款|看合同)"
    r"|\bi(?:'ll| will|'d like to| would like to| want to| wanna|'m going to| am going to)? ?(?:take|go (?:with|for)|accept|grab|have) (?:it|that|this|"
    r"the (?:offer|deal|loan|money|terms|one)|your (?:offer|loan)|up)\b|\b(?:give me|let me have|i want|i(?:'ll| will) have) (?:that|this|the) (?:loan|money|offer)(?: you (?:\w+ ){0,2}(?:approved|offered|gave))?\b|\bgo ahead with (?:it|that|this|the (?:offer|loan|contract))|\bhappy to take\b|\blet me have it\b|\blet'?s (?:do it|sign|take it|go (?:with|for) (?:it|that|the))|\bsign (?:it|"
    r"the (?:contract|papers|deal))\b|\bwhere do i sign\b(?! up)|\b(?:happy|fine|ok|okay|good) with (?:the|that|this|your) (?:offer|terms|amount|deal)\b|"
    r"\b(?:the|that|your) (?:offer|deal|terms) (?:works?|is|are|looks?|sounds?) (?:for me|fine|good|ok|okay|great)\b|\bpay (?:it|the money) out\b|"
    r"^\W*(?:ok |okay |right )?deal\W*$"
)
REFUSES = re.compile(
    r"(?:这|那)(?:个|点|么)?(?:方案|额度|钱|少)?[^。]{0,4}(?:太少|太低|不够|太贵|看不上|打发|不行|没意思|算了|不要了|不接受)|(?:就)?(?:给|批)(?:我)?(?:这么点|这点|才|[一二三四五六七八九十千百\d]+)[^。]{0,8}(?:算了|不要|"
    r"打发|不够|太少)|不接受|不签了|不得行|要不得|(?:那|还是)?不(?:借|贷|办|要)了"
    r"|\b(?:is|what) a joke\b|\bforget (?:it|that|about it)\b|\bno thanks?\b|\bnot (?:worth it|interested|enough|good enough|taking (?:it|that))\b|"
    r"\bstuff it\b|\bkeep (?:it|your (?:money|loan|offer))\b|\btoo (?:little|low|expensive|much interest)\b|\bi(?:'ll)? pass\b|\bdon't want (?:it|that|this|"
    r"the offer|your)\b|\bturn(?:ing)? (?:it|that|the offer) down\b|\b(?:never mind|nevermind)\b|\bnot for me\b"
)
# What a loan beside the offer is asked for with.
ANOTHER = re.compile(
    r"再(?:借|申请|贷|办)|另(?:外|借|一)|新(?:的)?(?:贷款|申请)|重新申请|还想(?:借|贷)|第二笔|\b(?:another|new|second|different|more|bigger|again|instead|other) (?:\w+ )?(?:loan|"
    r"application|amount|one|money)?\b|\bapply again\b"
)


def wants_to_withdraw(text: str) -> bool:
    """Whether an application that was sent is to be withdrawn, mistyped or not; 「取消」 alone concerns what is being done."""
    text = lowered(text)
    words = re.findall(r"[a-z]+", text.replace("with draw", "withdraw"))
    spelt = any(map(_means_withdraw, words)) and (WITHDRAWABLE.search(text) or _means_withdraw(words[-1]))
    return bool(spelt or WITHDRAWAL.search(text)) and NO_WITHDRAWAL.search(text) is None


def asks_after_application(text: str) -> bool:
    text = lowered(text)
    return STATUS.search(text) is not None and NO_STATUS.search(text) is None


def takes_offer(text: str) -> bool:
    text = lowered(text)
    return TAKES.search(text) is not None and REFUSES.search(text) is None and not asks_for_another(text)


def refuses_offer(text: str) -> bool:
    return REFUSES.search(lowered(text)) is not None


def asks_for_another(text: str) -> bool:
    """Whether a further loan is wished, beside the one that was asked for."""
    return ANOTHER.search(lowered(text)) is not None


def _means_withdraw(word: str) -> bool:
    """ "withdraw", however it is typed: "withdrw", "widthdraw", "wihtdraw"."""
    if word[0] != "w" or "d" not in word or word.startswith(("without", "withhold", "withstand")):
        return False
    return SequenceMatcher(None, word, "withdraw").ratio() >= NEAR_ENOUGH
