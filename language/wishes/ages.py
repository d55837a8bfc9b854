"""Whether words tell of somebody under eighteen, and of whom. Pure."""

import re
from enum import StrEnum

from language.normal import lowered


class Minor(StrEnum):
    """Who is under eighteen: the borrower, somebody the loan would be for, or nobody in particular (a general question)."""

    SELF = "self"
    OTHER = "other"
    ANYONE = "anyone"


# A clause about one of these is not about the borrower.
OTHERS = re.compile(
    r"孩子|小孩|儿子|女儿|闺女|娃|弟弟?|妹妹?|侄|外甥|孙子|孙女|学生家长|表弟|表妹|堂弟|堂妹|同学|朋友|[他她]|"
    r"\b(?:my|our|his|her|a) (?:\w+ )?(?:son|daughter|brother|sister|nephew|niece|cousin|kid|child|boy|girl|grandson|"
    r"granddaughter|friend|boyfriend|girlfriend|teenager)s?\b|\b(?:he|she)\b"
)
OF_ONESELF = re.compile(r"本人|俺(?!们)|咱(?!们)")
NEVER_MIND = re.compile(
    r"(?:不是|又不是|才不是|并非)(?:未成年|1[0-7]岁|中学生|高中生|初中生)|(?:早|已经?)(?:就)?(?:成年|满18|满十八)"
    r"|\bnot (?:a minor|under ?-?age|under (?:18|eighteen)|1[0-7](?! yet))\b"
)
# Chinese: an age in figures or characters, and what may stand around a bare one so that it is no date, sum or count.
TEENS = r"(?:1[0-7]|十[二三四五六七])"
YEARS_OLD = r"(?:[5-9]|1[0-7]|[五六七八九]|十[一二三四五六七]?)(?:周岁|虚岁|岁)"
NOW = r"(?:今年|现在|目前|才|刚满?|只有|就|是|还|都|已经|马上|快|不到|也|大概|其实|周岁|虚岁|[，,\s])*"
ENDS = r"(?!\W*能?(?:还|付|扣|发|到账|\d+号))(?=$|[\s，,。.！!？?、~～…]|了|啦|啊|呢|吧|哦|能|可|行|也|想|在?读|上(?:初|高|学)|还(?:在|没|是|小|未)|不(?:到|满)|要[借贷])"
PAST = r"(?!以[上下前后]|之[前后]|的?时候?|那年|那会|起|开始|就(?:出来|开始|去|来|工作|打工|上班|当|结婚|进|在))"
SAYS_OWN_AGE = re.compile(
    rf"我{NOW}(?:{YEARS_OLD}{PAST}|{TEENS}(?!\d|\.\d){ENDS})|年[龄纪]\W?(?:是|才|只有)?{TEENS}(?!\d)|年[龄纪](?:是|才|只有|[：:])?\s?{TEENS}(?!\d)"
)
# 「帮我16岁的弟弟」 is of the brother.
OF_ANOTHER = re.compile(r"的?(?:孩子|小孩|儿子|女儿|闺女|娃|弟|妹|侄|外甥)")
SAYS_AN_AGE = re.compile(
    rf"^\W*{TEENS}(?!\d)[，,\s]?(?:能|可以|可不可以)[^，。]{{0,2}}(?:借|贷|办|申请)|"
    rf"(?<![从自打\d一二两三四五六七八九十]){YEARS_OLD}{PAST}|(?:^|[，,。！!？?\s])(?:今年|才|刚满?|只有|还不到|虚岁|周岁)+{TEENS}(?!\d|\.\d){ENDS}"
)
NOT_A_PERSON = re.compile(r"公司|店|车|房|猫|狗|账户|贷款满|从小|当年|小时候|那年|当时")
IN_SCHOOL = re.compile(
    r"(?<![没教])(?:读|念|上|在|是|升|准|刚)(?:着|个)?(?:初中|初[一二三]|高中|高[一二三](?![点些米层级筹倍档度分])|中学(?!里?(?:教|当|做|工作|上班|退休))|[五六七八九]年级)"
    r"(?!毕业|学历|文化|老师|教|门口|附近|旁|对面|部|的?时候|那[年会]|出来|以后|之后|就|工作|上班|当|做|食堂|开|卖|班主任|校长|保安)"
    r"|(?:初|高)[一二三](?:在读|学生|生|党)|才[初高][一二三]|(?:职高|中专|技校)[^。]{0,4}1[567](?!\d)|(?<![带教])(?:初中生|高中生|中学生)(?!家长|辅导|家教|培训)"
)
NOT_YET = re.compile(
    r"(?:没有?|未|不|没)(?:到|满|够|足)(?:十八|18)(?:周?岁(?!以)|(?![\d万期个号年天千块元%％小分人条笔月kw]))"
    r"|(?:下个?月|明年|后年|过完?了?年|年底|再过.{1,5}|还差.{1,5}|还有.{1,5}|差.{1,4}[天月年岁])[才就满刚能到]*(?:满|成|到)?(?:十八|18)(?![\d万期个号年天千块元%％])"
)
UNDER_AGE = re.compile(r"(?:还差|还有|再过|差).{1,5}[就才]?成年|(?<!不是)(?:未|没有?|还没|不)成年(?!的?时候)")
# English.
TEEN = r"(?:1[0-7]|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen)"
UNITS = (
    r"(?![\d.,]*\d|\s*-?\s*(?:months?|minutes?|mins?|days?|weeks?|hours?|k\b|thousand|grand|hundred|percent|%|per cent|payments?|instal|people|"
    r"km|miles?|cm|kg|years? (?:in|into|at|on|of(?! age)|with|away|from|left|behind)|yuan|rmb|th\b|staff|employees|short|behind|late|points?))"
)
I_AM = r"\bi(?:'?m| am)(?: (?:only|just|still|now|actually|like|about|almost|nearly|barely|turning|currently|already|officially|aged?|really))* "
SAYS_OWN_AGE_EN = re.compile(
    rf"{I_AM}{TEEN}\b{UNITS}|{I_AM}1[0-7] ?y/?o\b|\bi (?:just |only )?turned {TEEN}\b{UNITS}|\bmy age\W{{1,3}}(?:is )?{TEEN}\b|^\W*{TEEN} here\b|^\W*turning {TEEN}\b|(?:^|[,.;] ?)age:? {TEEN}\b{UNITS}"
    rf"|(?:^|[,.;!] ?)(?:only |just )?{TEEN}(?: years? old| ?y/?o\b)|\b(?:as|i'?m|i am) an? {TEEN}[- ]?(?:year|yr)s?[- ]?old|\b{TEEN}[- ]year[- ]old (?:here|guy)\b"
    r"|\bi(?:'?ll| will)(?: only| just)? (?:be|turn) (?:18|eighteen)\b|\b(?:won't|wont|will not) be (?:18|eighteen)\b|\bi turn (?:18|eighteen) (?:next|in|on|this|soon)|^\W*not (?:yet (?:18|eighteen)|"
    r"(?:18|eighteen) yet)\b|\buntil i(?:'m| am| turn) (?:18|eighteen)\b"
    r"|\bi(?:'?m| am)(?: still| only)? (?:under ?-?age|under (?:18|eighteen)|below (?:18|eighteen)|a minor|not (?:yet |quite |even )?(?:18|eighteen|an adult))\b"
)
IN_SCHOOL_EN = re.compile(
    r"\b(?:in|at|go to|attend) (?:high ?school|secondary school|middle school|junior high|senior high|sixth form|(?:year|grade) (?:[5-9]|1[0-2])\b)"
    r"|\b(?:in|a) (?:[5-9]|1[0-2])th grade(?:r)?\b|\ba (?:high|middle|secondary) ?school(?:er| student| kid| senior| junior| pupil)?\b"
)
SCHOOL_JOB = re.compile(
    r"\bteach|\bstaff|\bjanitor|\bcoach|\bemploy|\bwork (?:at|in|for)\b|\bwhen i\b|\bgraduat|\bused to\b|\bwas\b|\bnear\b|\bnext to\b"
)
AGED_EN = re.compile(
    rf"\b{TEEN}\b{UNITS}|\b(?:under ?-?age|a minor|under (?:18|eighteen)|not (?:yet )?(?:18|eighteen))\b"
)
GENERAL_EN = re.compile(
    rf"\b(?:can|may|could|do you lend to|loans? for|if|does|must)\b.{{0,30}}(?:\b(?:under|below) (?:18|eighteen)s?\b|\bminors?\b|\bunder ?-?age\b|\b{TEEN}[- ]year[- ]olds?\b)"
)
# That the young person would be the one to borrow.
THEIR_LOAN = re.compile(
    r"(?:[他她]|孩子|儿子|女儿|闺女|弟弟?|妹妹?|侄子|侄女|外甥|娃)(?:自己|本人)?也?(?:能不能|可不可以|可以|能|想|要|来)(?!帮|给我)[^我，,。]{0,9}(?:借|贷|申请|办|签|开户|注册)"
    rf"|(?:{YEARS_OLD}|{TEENS}|未成年|[初高][中一二三])[^我。]{{0,5}}(?:能不能|可不可以|可以|能|行不行|行)(?:[^我，,。]{{0,4}}(?:借|贷|申请|办)|吗|不|$)"
    rf"|[以用拿]我?(?:[他她]|孩子|儿子|女儿|闺女|娃)的?(?:名|身份)|[给帮替][^，,。]{{0,8}}(?:[他她]|孩子|儿子|女儿|闺女|娃|弟弟?|妹妹?)也?(?:申请|办|贷|借|弄)"
    r"|\b(?:can|could|may|will|would|is|should|does) (?:he|she|they|my (?:\w+ )?(?:son|daughter|brother|sister|kid|child|nephew|niece|cousin|friend|\d+))\b|"
    r"\b(?:he|she|they)(?:'d| would)? (?:wants?|needs?|likes?|apply|borrow)\b"
    r"|\bmy \d+[- ]year[- ]old (?:wants?|needs?|would|could|can)\b|\b(?:in|under) (?:his|her|their) (?:own )?name\b|\b(?:apply|loan|one|sign up|account) for (?:him|her|them)\b|\bget (?:him|her|them) (?:a|one)\b|\blend (?:him|her|them)\b"
)
THEIR_COSTS = re.compile(
    r"[给帮替供](?:[他她]|孩子|儿子|女儿|闺女|娃|弟弟?|妹妹?)[^，,。]{0,3}(?:交|付|买|看病|治|上学|上大学|报|补课|娶|办婚)|学费|\bhis school|\bher school|\btuition|\bschool fees\b"
)


def told_minor(text: str) -> Minor | None:
    """Of whom the words say that they are under eighteen; None where nobody is, or where it is no matter for the loan."""
    text = OF_ONESELF.sub("我", lowered(text))
    if NEVER_MIND.search(text):
        return None
    if _is_own(text):
        return Minor.SELF
    if _is_anothers(text):
        return Minor.OTHER
    return Minor.ANYONE if _asks_in_general(text) else None


def is_for_another(text: str) -> bool:
    """Whether what is wished is for somebody else: 「那帮他办一个」, "apply for my son then"."""
    return OTHERS.search(lowered(text)) is not None or re.search(r"\bfor (?:him|her|them)\b", lowered(text)) is not None


def _is_own(text: str) -> bool:
    own = SAYS_OWN_AGE.search(text)
    if (own and not OF_ANOTHER.match(text, own.end())) or SAYS_OWN_AGE_EN.search(text):
        return True
    if (aged := SAYS_AN_AGE.search(text)) and not NOT_A_PERSON.search(text):
        return not OTHERS.search(text[: aged.start()]) and not OF_ANOTHER.match(text, aged.end())
    schooled = IN_SCHOOL.search(text) or (not SCHOOL_JOB.search(text) and IN_SCHOOL_EN.search(text))
    if schooled and "费" not in text:
        return not OTHERS.search(text) and (
            re.search(r"我|^\W*(?:还在|正?在)?(?:[读念上]|[初高][一二三]在读)|\bi\b|\bi'm\b|\bim\b|^still\b", text)
            is not None
        )
    told = NOT_YET.search(text) and re.search(r"我|还|差|再过|下个?月|明年|后年", text)
    told = told or (UNDER_AGE.search(text) and re.search(r"我|^\W*(?:还|是)?[未没]成年\W*$", text))
    return bool(told) and not OTHERS.search(text)


def _is_anothers(text: str) -> bool:
    if not OTHERS.search(text) and not re.search(r"\bmy \w*\s?\d", text):
        return False
    aged = SAYS_AN_AGE.search(text) or re.search(rf"(?<![\d万]){TEENS}(?!\d)(?:岁|了|，|,|$)", text)
    young = aged or UNDER_AGE.search(text) or NOT_YET.search(text) or IN_SCHOOL.search(text) or AGED_EN.search(text)
    schooled = not SCHOOL_JOB.search(text) and IN_SCHOOL_EN.search(text)
    return bool(young or schooled) and bool(THEIR_LOAN.search(text)) and not THEIR_COSTS.search(text)


def _asks_in_general(text: str) -> bool:
    asked = (UNDER_AGE.search(text) or NOT_YET.search(text) or IN_SCHOOL.search(text)) and re.search(
        r"借|贷|申请|办|可以|能", text
    )
    return bool(asked or GENERAL_EN.search(text)) and not OTHERS.search(text)
