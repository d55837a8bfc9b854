"""What borrowers say of the conversation itself: who answers, who reads it, goodbye. Pure."""

import re

from language.normal import lowered
from language.wishes.trouble import tells_of_trouble

IS_A_PERSON = re.compile(
    r"(?:是不是|到底是?|究竟是?|难道是?|你是|您是|对面是|这是|在(?:和|跟))[^。]{0,6}(?:真人|活人|机器人?|人工智能|(?<![a-z])ai(?![a-z])|程序|自动回复)|(?:真人|活人|机器人?|人工智能|(?<![a-z])ai(?![a-z])|程序|"
    r"自动回复)[^。]{0,3}(?:吗|么|吧|[?？])|人还是(?:机器|ai|程序)|是人是鬼"
    r"|\b(?:am i|are we|i'm) (?:really )?(?:talking|speaking|chatting|writing) (?:to|with) (?:a |an )?(?:real |actual |live )?(?:person|human|bot|robot|"
    r"machine|computer|ai\b|someone)|\bare you (?:a |an |really |even )*(?:real|human|person|bot|robot|machine|ai\b|someone)|\bis (?:this|there|it) (?:a |"
    r"an )?(?:real |actual )?(?:person|human|bot|robot|machine|somebody|anybody)\b"
)
ASKS_FOR_ONE = re.compile(
    r"转|接|找|叫|换|要(?!是)|帮我|请|\b(?:want|need|get|fetch|give|let me|can i|put me|transfer|connect|speak to|like to)\b"
)
READS = re.compile(
    r"(?:谁|哪些人|什么人|有人|别人|其他人|客服|员工|你们)[^。]{0,6}(?:能|可以|会|在)?[^。]{0,4}(?:看|读|听|知道|翻)(?:到|见|得到|得见|过)?[^。]{0,8}(?:聊天|对话|说的|发的|话|消息|记录|内容|这里|这些|写的)[^。]{0,6}|(?:聊天|"
    r"对话|说的话|写的|消息|跟你们?说的|跟你们?讲的)[^。]{0,10}(?:谁|别人|有人|其他人|哪些人|保密|泄露|公开)[^。]{0,8}(?:看|读|听|知道|吗|$)?"
    r"|\b(?:who|anyone|anybody|somebody|someone|others?|other people|staff|your colleagues|people|employees)\b[^.!?]{0,20}\b(?:read|reads|reading|see|sees|"
    r"seeing|access|look at|listening?|watch(?:ing)?)\b[^.!?]{0,20}\b(?:chat|conversation|messages?|what i (?:say|write|type|tell)|this|here|it)\b|"
    r"\bdoes (?:an?y?|some)? ?(?:human|person|body|one) (?:ever )?(?:read|see)\b|\bis what i (?:say|write|type|tell you)[^.!?]{0,12}(?:private|confidential|secret|recorded)\b|\bis (?:this|the|our|my) (?:chat|conversation) (?:private|confidential|secret|recorded|monitored)\b"
)

PARTING = re.compile(
    r"再见|拜(?:拜|啦|了|$|\W)|^\W*(?:8{2,3}6?|bb)(?:咯|了|啦)?\W*$|晚安|回头(?:见|聊|再|有)|(?:下次|下回|改[天日]|明[天儿]|以后|周[一二三四五六日])(?:再|见|接着)?(?:聊|见|说|问|来|叙)|告辞|(?:那|就|我|今天|"
    r"今儿)?先(?:就)?(?:这样|说到这|到这|撤|走|下|忙|去|不聊|不说)|就(?:这样|到这|聊到这)(?:吧|儿|里|了|，|$)|(?:我|先|得|要|赶紧|溜|该)(?:先)?(?:走|溜|撤|闪|睡|下班|下线)了?(?:啦|咯|哈|先)?\W*$|溜了|撤了|(?:^|"
    r"[我先得那就，,])[^，。]{0,2}走[了咯啦]|下线|挂(?:了|电话)|不(?:多)?聊了|不(?:多)?说了|不打扰|不耽误|没(?:有)?(?:(?:别的|其他|啥|什么)+(?:事|问题|要问)?|事|问题)的?(?:了|啦|咯)(?:[，,]|$)|没(?:啦|有了)|问完了|再会|"
    r"保重|好梦|早点休息|[关退]了哈?\W*$|(?:清楚|明白|知道|看懂)(?:了|啦)[，,]|祝(?:你|您)|改天|回聊|有缘"
    r"|^\W*laters?\W*$|\b(?:good ?-?bye|b+y+e+|bye ?bye|cya|cu|farewell|cheerio|ciao|adios|so long|good ?night|ttyl|take care|zaijian|over and out|"
    r"peace out)\b|\bsee (?:you|ya)\b|\b(?:talk|speak|chat) (?:to you |again|another|later|soon|then)|\bwe'll (?:talk|speak) again|\bcatch you\b|\b(?:have|"
    r"wish\w*) (?:you )?a (?:\w+ )?(?:day|one|night|evening|weekend)\b|\b(?:sign|log)(?:ging)? off\b|\bthat(?:'s| is| was| will be|'ll be| will)? (?:all|it|"
    r"everything|me|do)\b|\b(?:no|nothing) (?:more|else|other|further)\b|\b(?:got(?:ta)?|have|must|need)(?: to)? (?:go|run|hang up)\b|\bi(?:'m| am|"
    r"'ll be) (?:off|done|finished|leaving|going to (?:bed|sleep|cook)|out of here)\b|\bi (?:go|go to sleep)\b|\b(?:close|end|closing|closed?) (?:the|"
    r"this) (?:chat|conversation)\b|\benough for today\b|\buntil tomorrow\b|\ball (?:sorted|done)\b|\bi(?:'ll| will) (?:come|be|go) (?:back|to bed)\b|"
    r"\bgoing offline\b|\bdone here\b|\bsorted\b|\bdon't need anything else\b"
)
ASKING = re.compile(
    r"[?？]|吗|么$|吧\W*$(?<!这样吧)(?<!到这吧)(?<!再说吧)|\b(?:are we|am i|is it|can i|could i|do i|what|when|how much)\b"
)


def asks_who_answers(text: str) -> bool:
    text = lowered(text)
    return IS_A_PERSON.search(text) is not None and ASKS_FOR_ONE.search(text) is None


def asks_who_reads(text: str) -> bool:
    return READS.search(lowered(text)) is not None


def says_goodbye(text: str) -> bool:
    """Plain words of parting that ask nothing and tell of no trouble."""
    text = lowered(text)
    return PARTING.search(text) is not None and ASKING.search(text) is None and not tells_of_trouble(text)
