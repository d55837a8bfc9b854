"""Words that judgement must answer before anything else, whatever the sentence was understood as. Pure.

The words are narrow on purpose: whoever asks what a student loan is, or says that a child is sixteen, raises no concern.
"""

import re
from enum import StrEnum


class Concern(StrEnum):
    SCAM = "scam"
    DIRECTED = "directed"
    MINOR = "minor"
    STUDENT = "student"
    FORBIDDEN_USE = "forbidden_use"
    OTHER_PERSON = "other_person"
    PROMISE = "promise"


KIN = (
    r"(?:老公|老婆|妻子|丈夫|爱人|爸爸?|妈妈?|父亲|母亲|儿子|女儿|孩子|朋友|同事|邻居|男友|女友|男朋友|女朋友|"
    r"哥哥?|弟弟?|姐姐?|妹妹?|老板|前夫|前妻|别人|他人)"
)
KIN_EN = (
    r"(?:husband|wife|friend|brother|sister|mother|father|mom|mum|dad|son|daughter|partner|colleague|"
    r"neighbou?r|boss|ex|girlfriend|boyfriend|cousin)"
)
USES = (
    r"赌|博彩|彩票|炒股|股票|基金|期货|炒币|比特币|虚拟币|加密货币|理财|外汇|投资(?!.{0,4}(?:店|设备|生意))|转贷|放贷|转借|再借给别人|放高利贷|"
    r"gambl|casino|\bbet(?:s|ting)?\b|\bstocks\b|stock market|\bshares\b|\binvest|crypto|bitcoin|\bforex\b|day trading|"
    r"re-?lend|lend it (?:on|out|to)|loan it out"
)
NOT_FOR = re.compile(
    r"(?:不是|不会|不用|没有|绝不|不)(?:用来|用于|拿去|拿来|去|做|搞)?(?:赌|博彩|炒|投资|理财|买股票|买基金)"
    r"|\bnot (?:for |to )?(?:gambl|invest|bet)"
)
BORROWING = re.compile(r"借|贷|这笔钱|拿来|用来|用于|用途|\bloan\b|\bborrow|\bmoney (?:is|to|for)\b|\buse it\b")
YOUNG = r"(?:1[0-7]|十[一二三四五六七]?)"
WORDS: tuple[tuple[Concern, re.Pattern[str]], ...] = (
    (
        Concern.SCAM,
        re.compile(
            r"保证金|解冻费|[刷走做包装]流水|安全账户|验证资金|验资|先(?:交|转|付|打)(?:一笔)?(?:钱|费|款|手续费|押金|会员费)"
            r"|(?:要|问|让|叫|找)我?.{0,6}(?:报|给|说|告诉|提供|发)?.{0,4}验证码|验证码.{0,8}(?:给|告诉|发给)(?:他|她|客服|对方|别人)"
            r"|\b(?:security|upfront|advance) (?:deposit|fee|payment)|\bdeposit first\b|\bsafe account\b|\bunfreez"
            r"|\b(?:pay|send|transfer)\b.{0,30}\b(?:first\b(?! (?:instal|payment|month|bill|due))|before (?:you|i|the loan|they)|in advance)"
            r"|\b(?:asks?|asked|asking|wants?|wanted|demand\w*)\b.{0,25}\b(?:verification|one-time|security|sms) code"
        ),
    ),
    (
        Concern.DIRECTED,
        re.compile(
            r"(?:共享|分享)(?:了)?(?:我的)?(?:手机)?屏幕|屏幕共享|远程(?:控制|协助|操作)"
            r"|(?:有人|对方|客服|中介|陌生人|那个人).{0,6}(?:教|指导|指挥|让|叫|逼|帮)我(?:操作|怎么|借|贷|签|填|点|办)"
            r"|\bshar(?:e|ing) (?:my|the) screen|\bscreen[- ]?shar|\bremote(?:ly)? (?:control|access)"
            r"|\b(?:someone|somebody|a man|a woman|a caller|the caller|an agent)\b.{0,24}\b(?:telling|guiding|directing|instructing|walking|forcing) me"
        ),
    ),
    (
        Concern.MINOR,
        re.compile(
            rf"我(?:今年|现在|才|刚|只有|是|刚满|还|不到){{0,3}}{YOUNG}岁|我.{{0,4}}(?:未成年|没成年|没满十八|没满18|不满18|不满十八|未满18|未满十八)"
            r"|\bi(?:'m| am) (?:only |just )?1[0-7]\b(?! (?:months|minutes|days))|\bi(?:'m| am) (?:under ?age|under 18|a minor)|\bi(?:'m| am) not (?:yet )?18"
        ),
    ),
    (
        Concern.STUDENT,
        re.compile(
            r"我(?:现在|目前|还|是|就是|只是|个){0,4}(?:全日制|在校|在读)?(?:的)?(?:大学生|高中生|中学生|研究生|学生|在校生)(?!家长)|我(?:是|还是|在读|在上|上|读)?大[一二三四](?!\d)|我还在(?:上学|读书|念书|念大学|上大学)"
            r"|(?:在校|全日制|大)?学生(?:也|都)?(?:可以|能|能不能|可不可以|是否)(?:借|贷|申请|办)"
            r"|\bi(?:'m| am)(?: still| currently| just)? (?:a |an )?(?:full[- ]time |college |university |high school |undergraduate )?student\b"
            r"|\bcan (?:a )?(?:full[- ]time |college |university )?students? (?:apply|borrow|get)|\bi(?:'m| am)(?: still)? (?:in|at) (?:school|college|university)\b"
        ),
    ),
    (
        Concern.OTHER_PERSON,
        re.compile(
            rf"{KIN}的?(?:那笔|这笔)?(?:贷款|借款|申请|欠款|账单|余额|还款计划|逾期|征信)(?!给|帮)(?!.*(?:影响我|担保))|{KIN}(?:在你们(?:这|那)里?)?(?:还)?欠(?:你们|了|着)?多少"
            rf"|\b{KIN_EN}'?s (?:loan|application|balance|debt|payments?|account|schedule|credit)\b|\b(?:someone else|another person|another customer|other customers?)'?s\b"
            rf"|\b(?:how much|what) (?:does|do) my {KIN_EN} (?:still )?owe\b"
        ),
    ),
    (
        Concern.PROMISE,
        re.compile(
            r"保证.{0,6}(?:能批|批下|批准|通过|下款|放款|能过)|(?:百分百|百分之百|100%|一定|肯定)(?:能|会)?.{0,3}(?:批|通过|下款|能过)|包(?:过|批|下款)"
            r"|\bguarantee\w*\b.{0,25}\b(?:approv|accept|loan|get)|\b(?:definitely|certainly|surely|for sure|promise)\b.{0,30}\b(?:approv|accept|get (?:the|a|my) loan)"
            r"|\b(?:approv|accept)\w*.{0,15}\b(?:for sure|guaranteed)\b"
        ),
    ),
)
IS_STUDENT = re.compile(
    r"\W*(?:我是)?(?:一名)?(?:全日制|在校|在读)?(?:大|高中|中|研究)?学?(?:学生|在校生|研究生)\W*|\W*(?:a )?(?:full[- ]time |college |university )?student\W*"
)


# While we ask for a code ourselves, talk of it is no sign of a swindler, unless it is of somebody else.
CODE_WORD = re.compile(r"验证码|(?:verification|one-time|security|sms) code")
SOMEBODY_ELSE = re.compile(
    r"[他她]|对方|客服|别人|有人|中介|打电话|\b(?:he|she|they|them|him|her|someone|somebody|caller|agent|man|woman)\b"
)


def read_concern(text: str, asked: str | None = None, *, code_asked: bool = False) -> Concern | None:
    """The first concern in the words; `asked` is the form's open question, to which 「学生」 or 「炒股」 alone is one.

    `code_asked`: we are asking for a one-time code ourselves.
    """
    text = text.lower()
    if code_asked and not SOMEBODY_ELSE.search(text):
        text = CODE_WORD.sub("", text)
    found = next((concern for concern, words in WORDS if words.search(text)), None)
    # 「朋友的借款两万」 answers what is owed elsewhere.
    if found is not None and not (found is Concern.OTHER_PERSON and asked == "debt"):
        return found
    if asked == "employment" and IS_STUDENT.fullmatch(text):
        return Concern.STUDENT
    if re.search(USES, text) and not NOT_FOR.search(text) and (asked == "purpose" or BORROWING.search(text)):
        return Concern.FORBIDDEN_USE
    return None
