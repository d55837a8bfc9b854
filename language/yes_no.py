"""Yes, no, not yet, and only listening: whether words agree to what was asked, and how far. Pure.

Three tiers of yes, from the widest to the narrowest: what moves a form on (`approves`), a plain yes to what moves money or changes a
contract (`plainly_agrees`), and the express consent to a credit check (`consents_expressly`; PIPL, art. 13, 14 and 29). A polite question is no
yes, and 「先放着」 is neither yes nor no (`puts_off`).
"""

import re

from language.normal import lowered, normal
from language.quantities import read_quantities

YES = re.compile(
    r"^\W*(?:中|成|得)(?=[\s,，。.!！]|$)|要得|^\W*(?:要|看)(?:的|看|吧|啊|一下)?\W*$|^\W*[付还]款?吧\W*$|对|是|好|行|可以|同意|授权|确认|确定|提交|没错|没问题|正确|愿意"
    r"|成吧|交吧|办吧|\b(?:yes+|yess?ir|yeah|yep|yup|yah|ya|aye|ok|okay|sure|fine|that's right|correct|confirm|submit|send it|agree|consent|accept|go ahead|please do|do it|proceed)\b"
)
NO = re.compile(
    r"不|没有|别|勿|拒绝|取消|等等|等一?下|等会|稍等|慢着|晚[点些]|改天|回头|过会|(?:以后|明天)再|\b(?:no|not|never|wrong|cancel|wait|refuse|stop|later|tomorrow)\b|n't\b"
)
SUBMITS = re.compile(r"提交|(?:^|[^\w]|就|直接|可以|帮我)[交报]了?(?:吧|上去)|\b(?:submit|send (?:it|that|this))\b")
# A no; 「不知道」 and "no idea" are none.
NO_FIRST = re.compile(
    r"(?:\W*(?:m+h*m*|um+|uh+|hm+|er+|嗯|呃|哎)(?![a-z]))*\W*(?:不(?!知道|清楚|确定|明白|懂|是我自己)|没(?!听|看|明白|懂)|先?别|先不|(?:nope|nah|naw|nae|nay|nobody|no one|no)\b(?! idea))"
)
NO_FAULT = re.compile(
    r"nothing but|没(?:有|得)?(?:念|写|说|填|搞|记)?错|木(?:有)?问题|没问题|没有问题|没有?意见|没关系|没事|没所谓|没(?:有)?(?:嘛|啥|什么)?可?(?:隐?瞒|藏)的|\bno (?:prob(?:lem)?s?|issues?|worries|objections?)\b"
)
ASKS = re.compile(
    r"[?？]|吗|(?:能|可以|行|中|对|认|要|用|算|成)[^，。,\s不]{0,6}不\W*$|(?<!着)(?<!都对)呢|什么|怎么|怎样|咋|啥|如何|多少|为什么|能不能|会不会|是不是|可不可以|有没有|要不要|得不得|对不对|\b(?:how|what|when|why|which|who|where)\b|\b(?:can|do|is|are|will|should) (?:i|you|it|there)\b"
)
# Shows that somebody listens, and agrees to nothing: 「嗯」, "uh-huh", 「知道了」, "sure, whatever".
MURMUR = r"ha+h?a*|[嗯恩哦噢喔唔呃哼啊唉诶哎]|uh+|um+|huh|h+m+|m+h*m*|och"
# Nor do these: whom it is said to, and what is hung on.
HUNG_ON = (
    r"[呀哈呐嘛啦咯喽哇滴哒嘞的]|亲+|宝+|老?铁|大?哥|大?姐|老板|师傅|小姐姐|客服|"
    r"la+h?|lor|liao|mate|dear|man|bro|boss|buddy|pal|friend|my friend|sir|madam|ma'?am|love|please|pls|plz|then|now|so"
)
LISTENING = (
    r"[好行成]吧|这样啊|我?(?:知道|晓得|明白|了解|懂|清楚|听到|看到|收到)[了啦]?[的啦]?|原来(?:如此|是这样)|是[吗嘛么吧]|随便|无所谓|(?:谢谢|多谢|谢了)[你您]?|"
    r"oh|ah|right|i see|got it|gotcha|i (?:understand|get it)|understood|noted|makes sense|fair enough|good to know|interesting|"
    r"(?:(?:sure|fine|ok(?:ay)?),? )?whatever|if you (?:say so|must)|i (?:guess|suppose)(?: so)?|thanks?(?: you| a lot)?|cheers|cool"
)
# A yes that means nothing else.
ASSENT = (
    r"ja+|oui|s[ií]|(?:it|that|this)(?:'?s| is) (?:exact|correct|right)|d'accord|i (?:confirm|agree)|aye|ay|yes+|yess?ir|yah|ya|affirmative|(?:do|pay|take|settle) (?:it|that) then|all of it|on (?:ye|you) go|go on|go for it|(?:fine|ok(?:ay)?|good|all right) (?:by|with|for) me|by all means|works for me|(?:kindly |please |do )?proceed|(?:please )?carry on|do the needful|"
    r"是的[,，]?谢谢|[我俺咱]没有?意见|是的?|没有错|请办|(?:就|那就|给我)?(?:改|办|扣|撤|换|交|签)(?:吧|嘛|呗|咯|啦)|确认|确定|要得|得(?![嘞了咧行])|中|可(?!以)|对头|冇问题|莫得问题|没得问题|confirm(?:ed)?|do it|对的?|没错|好[的啊呀哒滴嘞咧]?|可以的?|行[的啊]?|没问题|没有?意见|愿意|当然(?:可以|愿意)?|ok的?|okay|"
    r"(?:yes|yeah|yep),? thank(?:s| you)|yes|yeah|yep|yup|yea|sure|of course|certainly|absolutely|definitely|please(?: do)?|go ahead|no problem|"
    r"no objections?|i do|i'?m (?:ok(?:ay)?|fine|happy) with (?:it|that|this)"
)
# Beside a yes it is one; by itself it only praises.
PRAISE = r"(?:it|that|this)(?:'?s| is) (?:fine|ok(?:ay)?|good|perfect|great|all right)(?: (?:by|with|for) me)?|perfect"
# What was shown is found right.
APPROVAL = (
    r"妥[了的当]?|(?:行吧[,，]?\s*)?就这么(?:地|着|定|办)[吧了啦]?|就是嫩个|得[嘞了咧行]?|中|成|要得|要的|行嘞|好嘞|好使|(?:没啥|冇|没得|莫得)(?:毛病|问题|错)|冇错|啱晒?|(?:核对)?无误|准予(?:提交|扣款|付款)?|(?:就)?(?:这么|这样|照这样|给我|直接)*(?:交|报)(?:上去|了)?(?:吧|嘛|啦|咯)|冲+|稳[了的]?|没得问题|巴适|就酱|走起|搞起|没毛病|没有问题|(?:完全|都|全部?)(?:正确|没问题)|正确|[都全]对(?:着|上)?|全对|都没错|就(?:这样|它|这么办)[吧了]?|"
    r"(?:直接|马上|现在)?提交(?:吧|了|申请)?|确认(?:提交|无误)?了?|[👍👌✅🆗💯🙆][\ufe0f🏻-🏿]*|"
    r"(?:(?:it|that|this|everything|all) )?looks? (?:good|right|fine|great|correct|ok(?:ay)?|perfect)(?: to me)?|sounds (?:good|great)|good to go|"
    r"(?:(?:it'?s|that'?s|everything(?:'?s| is)) )?(?:all ?)?(?:good|correct|fine|perfect|right|great|in order)|(?:push|carry|send|hand) (?:it|on)(?: in| off)?|(?:quite|all) right|full marks|all ok(?: from my side)?|(?:oh,? )?go on(?: then)?|do carry on|yes,? (?:kindly|please) submit|works for me|exactly|sure thing|spot on|all set|go for it|lgtm|that'?s it|"
    r"(?:(?:please|just) )?(?:send|submit)(?: it)?(?: in| off)?(?: now)?|do it|let'?s (?:do it|go)|happy with (?:it|that|this)"
)
UNCHANGED = r"(?:一个字|啥|什么)?(?:都|也)?(?:不用|不必|不需要)改了?|不改了|没有?(?:什么|啥)?要改的?|no changes?(?: needed)?|nothing to change"
# "No. I don't like it when somebody looks": what comes behind explains it.
NO_ALONE = re.compile(r"\W*(?:no|nope|nah|不|不行|不同意|别|不要)[,，.。!！]\s*(?!problem|worries|need)(?=\S)")
# 「不让查 查那玩意干啥」: what comes behind asks nothing that is open. 「不查 行吗」 does.
FIRST_BREATH = re.compile(r"(?<=[\u4e00-\u9fff])[\s,，。.!！;；…]+")
TAG = re.compile(r"(?:行|可以|好|成|中|能|可)[^，。]{0,4}[吗么不?？]|\b(?:ok|okay|right|possible|can i)\b")
CLAUSE_MARK = re.compile(r"[,，.。!！;；…]")
GAP = r"[\s\-,，.。!！~～、;；…]*"


def _made_of(*words: str) -> re.Pattern[str]:
    """Only these words, in any number. Possessive, since a long run of them must not be split in every way."""
    return re.compile(rf"{GAP}(?:(?:{'|'.join(words)})(?!(?<=[a-z])[a-z]){GAP})++", re.ASCII)


LISTENS = _made_of(MURMUR, LISTENING, HUNG_ON)
ASSENTS = _made_of(MURMUR, ASSENT, PRAISE, HUNG_ON)
PRAISES = _made_of(MURMUR, PRAISE, HUNG_ON)
APPROVES = _made_of(MURMUR, UNCHANGED, APPROVAL, ASSENT, HUNG_ON)
# 「知道了」 and "got it" beside a yes: the yes may be to what was just heard.
HEARD = re.compile(
    r"知道|晓得|明白|了解|懂了|清楚了|原来|收到|[好行]吧|随便|无所谓|\bi see\b|\bgot it\b|\bi understand\b|\bunderstood\b|\bnoted\b|\bmakes sense\b|\bwhatever\b|\bi (?:guess|suppose)\b|(?:好的?|行|可以)[,，]?谢|\b(?:ok(?:ay)?|alright|right|sure),? thank",
    re.ASCII,
)
# These hold a question word and ask nothing.
NOTHING_ASKED = re.compile(
    r"\bwhat(?:ever)? you (?:want|like)\b|没(?:有)?(?:啥|什么)|该(?:咋|怎么)[弄办来查整]?就(?:咋|怎么)[弄办来查整]?"
)
# What was thought before is no answer: 「本来不想的，查吧」, "wasn't keen at first, but go ahead".
FORMERLY = re.compile(
    r"^\W*[我俺咱]?(?:本来|原来|原先|起先|起初|一开始|刚开始|开始|先前)[我俺咱]?(?:还|是|也)*[^，。,\s]*[不没][^，。,\s]*[，。,\s]+"
    r"|^\W*(?:to be honest,? )?(?:i )?(?:was ?n[o']t|was not|did ?n[o']t|did not|was (?:a bit )?(?:un\w+|hesitant|against|reluctant|nervous|worried))\b[^,.]{0,24}?\b(?:at first|first|to begin with|before|initially)\b[\s,.]*(?:(?:but|so|now)\b\W*)*",
    re.ASCII,
)
# 「查吧」 and "look all you want", whatever else is said behind.
CHECK_IT = re.compile(
    r"[\s,，。!！]*(?:(?:行|好的?|可以|嗯|那|就|你们?|您|随便|尽管|只管|去|放心|要得|来|请|让|给|得|中|成)[\s,，。!！]*)*+(?:查就查|查便查|查嘛查|查(?:吧|啦|呗|嘛|咯|呀|就是|好了))|准予(?:查询|授权)|准了|(?:瞅|看)吧随便(?:瞅|看)|[\s,，]*(?:现在|那就?|你们?|您|恁)*(?:随便|尽管|只管)[查看瞧瞅]|[\s,，]*没(?:有)?(?:啥|什么)(?:是)?(?:不能|不可以|怕)(?:被|让人)?[查看]的?(?=\W|$)|只管去?查|[\s,，。!！]*(?:(?:行|好的?|可以|嗯|要得)[\s,，。!！]*)?查(?:[\s,，。!！]|$)"
    r"|\W*(?:no,? )?i (?:really )?(?:don'?t|do not|wouldn'?t) mind(?: at all|,? (?:if )?you (?:check|look|do)\w*)+(?=\W*$|[,.!;]\s*(?:just |please )?(?:carry on|go (?:ahead|on)|check|look|do|please|proceed)\b)"
    r"|\b(?:check|look|search|dig)\b[^.]{0,12}\b(?:(?:all|what(?:ever)?) you (?:want|like)|by all means|away|freely|as much as)\b",
    re.ASCII,
)
REFUSES = re.compile(
    r"\b(?:don'?t|do not) want (?:you|them|any(?:body|one))(?: to)? (?:check|pull|look|touch|see|run)(?:ing)?\b|\b(?:don'?t|do not|cannot|can'?t|won'?t|will not) (?:give|grant) (?:you )?(?:this |that |my |any )?(?:permission|consent|authori[sz]ation)\b|\b(?:prefer|rather|like it better if)\b[^.?!]{0,12}\byou (?:did ?n'?t|did not|don'?t|do not)\b|\bleave my (?:credit )?(?:file|report|record|score|credit|history) alone\b|\bkeep (?:your|ur|you) (?:nose|hands|fingers|eyes|paws) (?:out|off)\b|\b(?:stay|keep) out of my\b|\bwithhold\b|[唔弗](?:好|要|同意|准|俾|畀|使)查?|不予|恕不|(?:^|[，。,\s])(?:这个)?不得行?(?=\W|$)|莫乱|凭(?:啥|什么|哪样)|\bdun wan[t]?\b|莫(?:给|要|去|查)|甭查|不可以查|不让查|不给查|请勿|免了|婉谢|^\W*算了|^\W*(?:这么多.{0,2})?不得\b|不(?:同意|授权|让查|给查|许查|准|愿意|想让)|不(?:叫|让|许|给)(?:你们?|您|恁|人|你去)?(?:[查看碰动]|授权)|^\W*那?不中|别(?:查|动|碰)|不要查|不查|^\W*那?不行|不方便|拒绝|\b(?:i forbid|(?:i'?d |i would )?(?:really |much )?(?:rather|sooner|prefer) (?:you |ye |u )?(?:did ?n'?t|didn't|not)|(?:do not|don'?t) (?:touch|check|pull|look|run|do|want you)|not comfortable|"
    r"hands off|no way|absolutely not|certainly not|i(?:'d)? (?:must )?decline|nah|refuse|don't consent|do not consent|not (?:happy|ok|okay) with)\b",
)
# Neither a yes nor a no.
PUTS_OFF = re.compile(
    r"莫[慌忙]|暂缓|搁置|尚待|再行|先行核实|容(?:我|与|他|俺)|等[两几]天|再想哈|斟过|急啥|先[^，。,]{0,6}看(?:看|哈|下|一下|完)|等[^，。,\d]{1,8}(?:回来|下班|看完)|商定|商议|先放(?:着|一放|这|那)|先(?:这样放|搁|缓|等|存)|等(?:会儿?|下|一下|一会儿?|阵|哈|等|我)(?!就?(?:还)?要(?!想|看|问))|稍等|回头(?:再)?|过(?:会|两天|几天|一阵)|改天|晚(?:点|些)再?|(?:明天|后天|下周|以后|回家|到家|晚上)再|再(?:说|想想|考虑|看看|琢磨)|(?:我|让我|容我)?(?:想想|想一想|想一下|考虑|琢磨|寻思|算算|问问|问下|问一下|商量)|不急|还没想好|没想好|(?:没|还没|没有)(?:看|读|听)(?:完|过|明白|懂|仔细)|还没[看读]|暂时不|先不急|拿不定|犹豫"
    r"|\b(?:haven't|have not|not) (?:yet )?(?:finished |done )?read(?:ing)?\b|\bhold your horses\b|\b(?:must|have to|need to|got to) (?:ask|read|check|look)\b|\bnot before\b|\bthink about it\b|\b(?:revert|get) back\b|\bkeep it for me\b|\b(?:let me|lemme) (?:look|show|open|confirm)\b|\b(?:i )?will (?:confirm|discuss|continue|decide|tell you)\b|\bfirst\W*$|\b(?:read|check|ask|look|think|see|show)\b[^.?!]{0,20}\bfirst\b|\brun (?:it|this|that) (?:past|by)\b|\bgimme a (?:tick|sec|minute|moment)\b|\btill (?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:let me (?:think|see|check|ask|sleep|look)|not (?:yet|now|today|right now|just yet)|maybe later|later|hold on|hang on|wait|one (?:sec|moment|minute)|give (?:me|us) (?:a|some|one)|(?:i )?need (?:some )?time|need to think|think about it|think it over|sleep on (?:it|that)|tomorrow|"
    r"ask my|check with|talk to my|i'?ll get back|get back to you|come back|undecided|haven't decided|not sure|in a (?:bit|minute|moment|while))\b"
)
CONSENT = re.compile(
    r"\bgo ahead with (?:the |your )?(?:\w+ )?(?:enquiry|inquiry|check|query)\b|随(?:你们?|您)(?:怎么)?查|查便查|(?:你们?|您)查去|\bright to (?:check|look|pull|see)\b|同意(?!书)|授权(?!书|协议|码)|批准查|随便查|(?:可以|能|允许|准许|尽管|去|让|请|放心)\s*(?:你们?|您|去|帮我|就)*\s*查|查(?:吧|就是|好了|没问题)|"
    r"\b(?:agreed?|consent|authori[sz]e|permit|allow)\b|\byou (?:may|can)\W*$|\byou (?:may|can) (?:retrieve|access|obtain|view|get) (?:my|the) (?:credit )?(?:report|history|file|record)\b|\byes,? look\b|\byou (?:may|can) (?:make|do|run) the (?:inquiry|enquiry|check)|\b(?:of course|sure|yes),? go check\b|\bgo nuts\b|\bfire away\b|\b(?:may|can|could|go ahead and|please|free to|happy for you to|let you) (?:check|look|run|pull|see)\b|"
    r"\b(?:check|run|pull|do) (?:it|away|my (?:credit|report|score)|(?:the|a|your|that) (?:credit )?(?:check|report))\b|\b(?:have|give you) my (?:consent|permission|ok)\b",
    re.ASCII,
)
# What names the deed itself, for steps that move money or change a contract.
DEED = re.compile(
    r"同意|授权|确认|确定|提交|[付还扣改办交撤]|\b(?:withdraw|agree|consent|authori[sz]e|confirm|pay|charge|take it|do it|go ahead|proceed|settle|change it|move it|submit|send it)\b",
    re.ASCII,
)
DENIES = re.compile(
    r"[不没别勿未唔冇弗]|拒绝|取消|等等|等一?下|稍等|慢着|先(?!生)|再(?:说|想|看|考虑)|考虑|"
    r"\b(?:no|not|never|don't|can't|cannot|won't|wouldn't|refuse|withh\w+|den(?:y|ied)|disagree|wait|hold on|later|unless|only if|if|but|though|think)\b|n't\b",
    re.ASCII,
)
# Or of somebody else's consent.
UNDER_CONDITIONS = re.compile(
    r"但|不过|可是|如果|要是|假如|的话|除非|前提|条件|谁|哪|[他她]|老婆|老公|爱人|家[人里]|父母|\b(?:he|she|they|wife|husband|partner)\b",
    re.ASCII,
)
NOTHING_TO_CHANGE = re.compile(
    rf"{GAP}(?:(?:嗯|好的?|那就|都|全)*{GAP}(?:不用|不必|无需|不需要)(?:再)?(?:改|动|变)?(?:了|啦)?|不改(?:了|啦)?|没(?:有)?(?:什么|啥|哪里|哪项)?(?:要|需要|可|好)?改的?(?:了|地方)?|"
    r"no (?:need|changes?)(?: (?:to change(?: (?:anything|it))?|needed|thanks?|thank you))?|nothing(?: (?:to change|else))?(?:,? thanks?)?|i don'?t (?:want|need) to change (?:anything|it)|"
    rf"(?:leave|keep) it(?: (?:as it is|like that|that way))?|none){GAP}"
)
# Nothing to change only where it was asked what to change.
NO_CHANGE = re.compile(rf"{GAP}(?:没有?(?:了|啦)?|不|算了|no|nope|nah)(?:,? (?:thanks?|thank you))?{GAP}")
# A yes that stands first, 「好的，付吧」; 「好像付了」 and 「对了，还有」 are none.
YES_FIRST = re.compile(
    r"\W*(?:好(?!像|几|多|久|吗)|对(?!了|于|面|方)|是的|(?:是|中|成|得)(?=[\s,，。.!！]|$)|要得|没错|行(?!吗)|可以|同意|确认|确定|嗯|"
    r"(?:yes|yeah|yep|ja|oui|s[ií]|ok|okay|sure|right|correct|confirm|go ahead|please do)\b)"
)
# What takes something back, or asks for something else besides.
BUT = re.compile(r"但|不过|可是|只是|另外|另一|换|改|先|等|以后|明天|后天|下[个次周]|\b(?:but|although|though|instead|another|other|change|tomorrow|later|until|next week)\b")  # fmt: skip
KEEPS = re.compile(
    r"(?:不|别|勿|甭|无需|不用|不必|先别|不想|不要)(?:再|去|急着)?(?:撤|退|取消|放弃|拒|推|作废)|留着|保留|留下"
    r"|\b(?:don't|dont|do not|not|never|won't)(?: want(?: you)?)?(?: to)? (?:withdraw|cancel|decline|turn|refuse|reject|drop)|\bkeep\b|\bleave it\b"
)
# One instalment is what is read back anyway; two are another amount.
THIS_ONE = re.compile(r"[这本那]一?[期笔个次份]|\b(?:this|that) one\b")


def asks_something(text: str) -> bool:
    return ASKS.search(normal(text)) is not None


def says_yes(text: str) -> bool:
    """Whether the words themselves say yes and nothing in them says no; a classifier's guess is not consent."""
    text = normal(text)
    return (
        YES.search(text) is not None
        and not ASKS.search(text)
        and NO.search(NO_FAULT.sub("", text)) is None
        and not puts_off(text)
    )


def says_no(text: str) -> bool:
    """Whether the words begin with a no, and ask nothing: "no, it is just me"."""
    text = normal(text)
    return NO_FIRST.match(NO_FAULT.sub("", text)) is not None and not asks_something(text)


def only_listens(text: str) -> bool:
    return LISTENS.fullmatch(normal(text)) is not None


def plainly_agrees(text: str) -> bool:
    """Whether the words are a yes and nothing besides."""
    words = normal(text)
    return ASSENTS.fullmatch(words) is not None and PRAISES.fullmatch(words) is None and not only_listens(text)


def approves(text: str) -> bool:
    """Whether the words find right what was shown, and say nothing besides: 「妥」, "looks good", 👍."""
    words = normal(text)
    return APPROVES.fullmatch(words) is not None and not only_listens(text) and not NOTHING_TO_CHANGE.fullmatch(words)


def consents_expressly(text: str) -> bool:
    """Whether the words name the consent itself: 「可以查」, "yes, I consent"; under conditions they don't."""
    words = FORMERLY.sub("", normal(text))
    if asks_something(NOTHING_ASKED.sub("", words)) or UNDER_CONDITIONS.search(words):
        return False
    if any(CHECK_IT.match(part.strip()) for part in (words, *CLAUSE_MARK.split(words))) and not REFUSES.search(words):
        return True
    return CONSENT.search(words) is not None and DENIES.search(NO_FAULT.sub("", words)) is None


def refuses(text: str) -> bool:
    """Whether the words say no to what was asked, first or in the words of a refusal: 「恕不授权」, "I'd rather you didn't"."""
    words = FORMERLY.sub("", normal(text))
    first, *rest = FIRST_BREATH.split(words.strip(), maxsplit=1)
    if rest and REFUSES.search(first) and not asks_something(first) and not TAG.match(rest[0]):
        return True
    return not asks_something(words) and (REFUSES.search(words) is not None or (says_no(words) and not puts_off(words)))


def explains_a_no(text: str) -> bool:
    """Whether a no stands alone, and the rest says why: "No. I don't like it when somebody looks"; a question is none."""
    return NO_ALONE.match(normal(text)) is not None and "?" not in normal(text) and not puts_off(text)


def puts_off(text: str) -> bool:
    """Whether the words leave it for later, which is neither a yes nor a no: 「先放着」, "let me think", "not now"."""
    return not asks_something(text) and PUTS_OFF.search(normal(text)) is not None


def agrees_with_a_remark(text: str) -> bool:
    """Whether a plain yes stands first, and what comes behind it neither refuses, puts off, asks nor sets a condition."""
    if plainly_agrees(text):
        return True
    first, *rest = CLAUSE_MARK.split(normal(text), maxsplit=1)
    remark = NOTHING_ASKED.sub("", NO_FAULT.sub("", "".join(rest)))
    against = (REFUSES, PUTS_OFF, BUT, UNDER_CONDITIONS, ASKS, HEARD)
    denies = NO_FIRST.match(remark) or any(pattern.search(remark) for pattern in against)
    return plainly_agrees(first) and not denies


def takes_nothing_back(text: str) -> bool:
    """Whether no word denies or puts off: 「我再想想」 is no yes, whatever it sounds like."""
    return DENIES.search(NO_FAULT.sub("", normal(text))) is None


def names_the_deed(text: str) -> bool:
    return DEED.search(normal(text)) is not None


def heard_rather_than_agreed(text: str) -> bool:
    """Whether a yes in the words may be to what was just heard: 「好吧，知道了」."""
    return only_listens(text) or (HEARD.search(normal(text)) is not None and not names_the_deed(text))


def changes_nothing(text: str, *, was_asked_what: bool) -> bool:
    """Whether the words say that nothing is to be changed: 「不用了」; a bare 「没有」 where it was asked what to change."""
    words = normal(text)
    return NOTHING_TO_CHANGE.fullmatch(words) is not None or (was_asked_what and NO_CHANGE.fullmatch(words) is not None)


def says_yes_first(text: str) -> bool:
    """Whether the words begin with a yes, and neither take it back nor hold another amount or day."""
    return begins_with_yes(text) and says_yes(text) and asks_nothing_else(text)


def asks_nothing_else(text: str) -> bool:
    """Whether the words name no other amount, day or thing than what was read back."""
    words = lowered(text)
    return BUT.search(words) is None and not read_quantities(THIS_ONE.sub("", words))


def begins_with_yes(text: str) -> bool:
    """Whether a yes stands first, whatever comes after: 「对，不要了」 agrees to turning something down."""
    return YES_FIRST.match(normal(text)) is not None


def keeps_it(text: str) -> bool:
    """Whether what was to be turned down is kept: 「好的，不撤了」, "ok, keep it", "don't cancel"."""
    return KEEPS.search(normal(text)) is not None
