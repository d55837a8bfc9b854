"""Signs of a swindler who speaks in our name, and of somebody who directs the borrower. Pure.

An alarm takes somebody else who demands money or a code, or words that only swindlers use. Whoever asks when to pay, whether
one may pay early, or what a code is for, raises none.
"""

import re

from language.normal import lowered
from language.yes_no import CLAUSE_MARK

# Who might want something: staff "of ours", a stranger, "they". We ourselves are 您/你们 and "you".
SOMEBODY = r"(?:客服|对方|有人|有个(?:人|男|女)|那个?人|那边|人家|[他她](?:们)?|别人|陌生|中介|业务员|专员|经理|老师|警官|自称|冒充|群里|电话里?(?:说|让|叫|要)|来电|打电话|短信|微信|qq|加我|银监会?|监管|法院|公安)"
SOMEBODY_EN = (
    r"\b(?:he|she|they|them|him|someone|somebody|some (?:guy|man|woman|person)|a (?:man|woman|guy|lady|person|stranger|caller|broker|text|message|call|"
    r"link)|the (?:guy|man|woman|lady|person|caller|agent|broker|officer|text|message|sms)|"
    r"an? (?:agent|officer|sms|email|\"?agent\"?)|caller|agent|broker|whatsapp|wechat|telegram|qq|(?:your|the) (?:staff|colleague|employee|manager|agent|"
    r"representative|rep|customer service)|people (?:claiming|saying|calling)|claim(?:s|ing)? to be|pretend\w*|said to be)\b"
)
# Names of payments that no lender takes before it pays out.
BAIT = r"(?:保证金|解冻[费金]|解冻款|认证金|认证费|激活费|验证金|验证资金|验资|工本费|会员费|包装费|刷(?:银行)?流水|走流水|做流水|流水费|安全账户|监管账户|指定账户|对公账户转|保险费先|先交保险|征信修复费|消除(?:不良)?记录|退息|注销(?:账户|校园贷|额度)|提额费|风险金|诚意金|好处费|渠道费|内部渠道)"
BAIT_EN = (
    r"\b(?:security|upfront|up-front|advance|activation|verification|unlock(?:ing)?|release|clearance|good[- ]faith|unfreezing|guarantee|"
    r"refundable) (?:deposit|fee|payment|charge|money)|\bsafe account|\bunfreez\w* (?:fee|charge|payment|deposit|cost)|\bunfreeze (?:the|my) (?:loan|"
    r"account|money|funds)|\bunlock (?:the|my) (?:loan|account|money|funds)|\bdeposit first\b|\bgift cards?\b|\bmove (?:the|my) money\b"
)
# Banks charge these too, so somebody has to demand them.
CHARGE_EN = r"\b(?:processing|insurance|admin|administration|membership|registration|handling|service) (?:deposit|fee|payment|charge)"
DEMANDS = r"(?:要我|让我|叫我|问我|找我|逼我|催我|骗我|教我|通知我|告诉我|发我|给我发|说(?:要|得|必须|需要|先|是|转|交|我)|要求|必须先|得先|需要?先|索要|请先|请立即|引导|诱导)"
PAYS = r"(?:交|付|转|打|汇|充|垫|刷|存)(?:一笔|点|个|了|过|入|到|给|值|[一二两三四五六七八九十百千万\d]+)?(?!不)"
BEFORE_PAYOUT = (
    r"(?:才|再)(?:能|可以|会|给|肯)?(?:我)?(?:放款|下款|到账|批|解冻|激活|通过|审核|打款|放贷|提现|拿到?(?:钱|贷款))"
)
DEMANDS_EN = (
    r"\b(?:asks?|asked|asking|wants?|wanted|demand\w*|needs?|tells?|told|telling|says?|said|saying|insists?|requires?|requested|makes? me|made me|"
    r"instruct\w*|i (?:must|have to|need to|should)|i'?ve? got to)\b"
)
GIVES_EN = r"\b(?:pay|paid|send|sent|transfer\w*|deposit\w*|wire\w*|give|gave)\b"
CODE = r"(?:验证码|校验码|动态码|短信码|动态密码)"
CODE_EN = r"\b(?:verification|one-?time|security|sms|otp|6-digit|six-digit|pin|login) ?(?:code|password|number)s?\b|\b(?:the|my|a) codes?\b|\botp\b"
# Who sells something wants money first: 「鞋厂要先打款才发货」. Nothing is said of a loan then.
TRADE = re.compile(
    r"发货|进货|备货|供货|拿货|货款|厂家?(?:那边|说|要)|供应商|卖家|\b(?:suppliers?|factory|wholesaler|salon|seller|shop|landlord)\b"
)
LENDING = re.compile(
    r"贷款?|放款|下款|额度|审批|你们|贵司|平台|征信|解冻|验证码|\b(?:loan|lend\w*|pay ?out|approv\w*|you people|your (?:agent|colleague|staff)|otp|code|unlock|release)\b"
)
SCAM = re.compile(
    "|".join(
        (
            # Money before the payout, to somebody.
            (
                rf"{BAIT}(?!吗|么|不\b)[^？?能吗]{{0,20}}(?:{BEFORE_PAYOUT}|{PAYS})|{DEMANDS}[^。]{{0,12}}{BAIT}|(?:交|转|付|打|刷)(?:了|过|到|进|入|去|往|一笔|"
                rf"[\d一二两三四五六七八九十百千万元])*(?:的)?{BAIT}|{SOMEBODY}[^。]{{0,24}}{BAIT}|{DEMANDS}[^。]{{0,8}}押金[^。]{{0,8}}{BEFORE_PAYOUT}"
            ),
            (
                rf"(?:{SOMEBODY}[^。]{{0,20}}|{DEMANDS}[^。]{{0,6}})先?{PAYS}(?:钱|费|款|手续费|[^。]{{0,6}}(?:元|块))[^。]{{0,14}}(?:{BEFORE_PAYOUT}|账户|私人|个人)|(?:先{PAYS}|交|付|转|"
                rf"打)[^。，,]{{0,6}}(?:钱|费|款|利息|首期)[^。，,]{{0,3}}才(?:能|可以|会|给)?(?:我)?(?:放款|下款|到账|批|放贷|打款)|{SOMEBODY}[^。]{{0,16}}(?:得先|必须先|要先|我先){PAYS}[^。，,]{{0,3}}[百千万块元]|"
                rf"{SOMEBODY}[^。]{{0,16}}(?:要|让|叫|说)我?先?(?:交|付|转|打|汇|充值?)(?:钱|费|款|手续费|一笔|[一二两三四五六七八九十百千万\d]+(?:块|元|万|$|[解做才验]))"
            ),
            (
                rf"{SOMEBODY_EN}[^.!?]{{0,60}}(?:{BAIT_EN})|(?:{BAIT_EN}|{CHARGE_EN})[^.!?]{{0,40}}\b(?:before|first|so that|to (?:get|release|"
                rf"receive))\b[^.!?]{{0,20}}\b(?:loan|money|pay ?out|funds|release)|{DEMANDS_EN}[^.!?]{{0,30}}(?:{BAIT_EN})|"
                rf"{SOMEBODY_EN}[^.!?]{{0,30}}{DEMANDS_EN}[^.!?]{{0,30}}{CHARGE_EN}"
            ),
            rf"{SOMEBODY_EN}[^.!?]{{0,30}}{DEMANDS_EN}[^.!?]{{0,25}}{GIVES_EN}[^.!?]{{0,40}}\b(?:first|before|in advance|to (?:unlock|release|activate|receive|get)|so (?:that )?(?:the|my)|account)\b",
            (
                rf"{GIVES_EN}[^.!?]{{0,25}}\b(?:before|to (?:unlock|release|activate)) [^.!?]{{0,12}}(?:\b(?:they|he|she)\b[^.!?]{{0,12}}|\b(?:loan|money|"
                rf"funds)\b[^.!?]{{0,8}})\b(?:paid out|released?|unlock\w*|sent|arrives?|activate\w*|comes? (?:out|through))"
            ),
            rf"{SOMEBODY_EN}[^.!?]{{0,20}}{DEMANDS_EN}[^.!?]{{0,12}}(?:\d|percent|%|yuan|money)[^.!?]{{0,20}}\b(?:in advance|up ?front|first|before)\b",
            # A code that somebody wants, or was given.
            (
                rf"{SOMEBODY}[^。]{{0,16}}{CODE}|{CODE}[^。，,]{{0,10}}(?:给|告诉|发给|报给|念给)(?:了)?(?:那个|这个)?{SOMEBODY}|[问找]我(?:要)?[^。]{{0,6}}{CODE}|(?:让|叫)我[^。]{{0,10}}(?:报|给|"
                rf"说|告诉|提供|发|念)[^。]{{0,6}}{CODE}"
            ),
            (
                rf"{SOMEBODY_EN}[^.!?]{{0,40}}{DEMANDS_EN}[^.!?]{{0,25}}(?:{CODE_EN})|\b(?:gave|give|told|tell|sent|send|read|share|shared)\b[^.!?]{{0,12}}(?:him|her|"
                rf"them|someone|somebody|the (?:caller|man|woman|agent))\b[^.!?]{{0,15}}(?:{CODE_EN})|(?:{CODE_EN})[^.!?]{{0,15}}\bto (?:him|her|them|the (?:caller|man|"
                r"woman|agent))\b"
            ),
            # A link, an account of somebody's, a promise of a secret way.
            (
                rf"(?:点|打开|点击)[^。]{{0,6}}(?:链接|http|网址)[^。]{{0,16}}(?:身份证|卡号|密码|解冻|认证)|{SOMEBODY_EN}[^.!?]{{0,40}}\b(?:link|website)\b[^.!?]{{0,40}}\b(?:card (?:number|"
                r"details)|password|id (?:number|card))"
            ),
        )
    )
)
# We ask for no money before the payout: whether we do is a plain question.
ASKS_US = re.compile(
    rf"^\W*(?:请问)?(?:你们|贵公司|贵司|咱们)(?:这里|这边|平台)?(?:会不会|是不是|会|要不要|收不收|有没有|要|收|还)*[^。]{{0,4}}{BAIT}[^。]{{0,4}}(?:吗|么|不|[?？])?\W*$"
    rf"|^\W*(?:do|does|is|are|will) (?:you|there|i|we)\b(?:(?!{SOMEBODY_EN}).)*[?]?$"
)
# The answers to whether somebody directs the borrower. 「没有是我自己办的」 is heard without its comma; 「不是我自己办的」 is no such no.
DENIED = re.compile(
    r"^\W*(?:没(?:有|得|人|谁|哪个)?|木有|冇|莫得|无|不是(?!我|俺|本人)|不存在)"
    r"|(?<!不)(?:就|只|都|全|是)(?:是|有)?(?:我|俺|本人)(?:自己|自个|一个人|一人|\W*$)|(?:我|俺)(?:自己|自个儿?|一个人)(?:弄|办|做|来|操作|在)"
    r"|^\W*(?:no|nope|nah|nobody|no[ -]?one|none|not at all|negative)\b(?! idea| clue)|\b(?:just|only) me\b|\bmyself\b|\bon my own\b|\bby my ?self\b"
)
ADMITTED = re.compile(
    r"\W*(?:(?:嗯|是的?|对的?)?[，,\s]*有(?!没)|是的|是啊|对的|yes|yeah|yep|there is|somebody is|someone is)"
)
UNSURE = re.compile(
    r"不(?:太)?(?:清楚|知道|晓得|确定|懂|明白|好说)|说不[准清好]|你(?:觉得|说)呢?|算不算|\bno (?:idea|clue)\b|\bnot sure\b|\b(?:do not|don'?t) know\b|\bdunno\b|\bmaybe\b|\bdepends\b"
)
NOT_ALONE = re.compile(r"不是(?:我|俺|本人)|没有?自己|\b(?:did|do) ?(?:not|n't) (?:do|fill)\b|\bnot (?:by )?myself\b")
# Wider than `DIRECTED`, since just that was asked about.
HELPED = re.compile(
    r"(?:同事|朋友|表[哥弟姐妹]|亲戚|老乡|网友|客服|老师|导师|中介|经理|师傅|(?<!没)(?<!没得)有人)[^，。,]{0,8}(?:教|带|指导|指挥|让我|叫我|在旁边|操作|弄|办)"
    r"|\b(?:cousin|friend|brother|sister|colleague|man|woman|lady|guy|agent|teacher|adviser|somebody|someone)\b[^,.]{0,25}\b(?:is|are|was)? ?(?:show|guid|tell|watch|teach)(?:s|ing|es)?\b (?:me|my|what)"
)
DIRECTED = re.compile(
    r"(?:共享|分享)(?:了)?(?:我的)?(?:手机)?屏幕|屏幕共享|远程(?:控制|协助|操作)"
    r"|(?:有人|对方|中介|陌生人|那个人|客服).{0,6}(?:教|指导|指挥|让|叫|逼)我(?:操作|怎么|借|贷|签|填|点|办)|(?:有人|对方|中介|陌生人|那个人).{0,6}帮我(?:操作|借|贷|签|填|点|办)"
    r"|\bshar(?:e|ing) (?:my|the|your) screen|\bscreen[- ]?shar|\bremote(?:ly)? (?:control|access)"
    r"|\b(?:someone|somebody|a man|a woman|a caller|the caller|an agent)\b.{0,24}\b(?:telling|guiding|directing|instructing|walking|forcing) me"
)


TRUSTED = re.compile(
    r"[?？吗]|靠谱|是真的|真的假的|可信|信得过|能信|该不该|要不要|能不能|行不|可以不|使得么|该听|对不对劲|不对劲"
    r"|\b(?:should i|is (?:it|this|that|he|she)|can i|safe|legit|genuine|real|ok(?:ay)? or not|smells? off|trust)\b"
)


def asks_whether_to_trust(text: str) -> bool:
    """Whether somebody asks if it is genuine, or if they should do as they are told."""
    return TRUSTED.search(lowered(text)) is not None


def sounds_like_a_scam(text: str) -> bool:
    text = lowered(text)
    if SCAM.search(text) is None or ASKS_US.search(text) is not None:
        return False
    return TRADE.search(text) is None or LENDING.search(text) is not None


def read_direction(text: str) -> bool | None:
    """The answer to whether somebody tells the borrower what to do. A no has to be one in words; None for all that is neither, and for a no
    with a swindler's ways behind it."""
    words = lowered(text)
    if HELPED.search(words):
        return True
    denied = DENIED.search(words) is not None
    if any(_is_directed(part) for part in CLAUSE_MARK.split(words)):
        return not denied or None
    admitted = ADMITTED.match(words) is not None
    if UNSURE.search(words) or NOT_ALONE.search(words) or admitted == denied:
        return None
    return admitted


def _is_directed(part: str) -> bool:
    return DENIED.search(part) is None and (tells_of_direction(part) or sounds_like_a_scam(part))


def tells_of_direction(text: str) -> bool:
    """Whether somebody watches the borrower's screen, or says what to do."""
    return DIRECTED.search(lowered(text)) is not None
