"""Whether words agree to what was asked: expressly, plainly, or not at all because they only show that somebody listens.

Consent to a credit check is express (PIPL, art. 13, 14 and 29): it names what is agreed to, or is a plain yes right after
the question. Pure.
"""

import re

from language.fields import asks_something
from language.normal import normal
from language.vocabulary import NO_FAULT

# Shows that somebody listens, and agrees to nothing: 「嗯」, "uh-huh", 「知道了」, "sure, whatever".
MURMUR = r"[嗯恩哦噢喔唔呃哼啊唉诶哎]|uh+|um+|huh|h+m+|m+h*m*"
LISTENING = (
    r"[好行成]吧|这样啊|我?(?:知道|晓得|明白|了解|懂|清楚|听到|看到|收到)[了啦]?[的啦]?|原来(?:如此|是这样)|是[吗嘛么]|随便|无所谓|(?:谢谢|多谢|谢了)[你您]?|"
    r"oh|ah|right|i see|got it|gotcha|i (?:understand|get it)|understood|noted|makes sense|fair enough|good to know|interesting|"
    r"(?:(?:sure|fine|ok(?:ay)?),? )?whatever|if you (?:say so|must)|i (?:guess|suppose)(?: so)?|thanks?(?: you| a lot)?|cheers|cool"
)
# A yes that means nothing else.
ASSENT = (
    r"是的[,，]?谢谢|是的?|对的?|没错|好[的啊呀哒滴嘞咧]?|可以的?|行[的啊]?|没问题|没有?意见|愿意|当然(?:可以|愿意)?|ok的?|okay|"
    r"(?:yes|yeah|yep),? thank(?:s| you)|yes|yeah|yep|yup|yea|sure|of course|certainly|absolutely|definitely|please(?: do)?|go ahead|no problem|"
    r"no objections?|i do|i'?m (?:ok(?:ay)?|fine|happy) with (?:it|that|this)"
)
# What was shown is found right.
APPROVAL = (
    r"妥[了的当]?|得[嘞了咧]?|中|成|要得|没毛病|没有问题|(?:完全|都|全部?)(?:正确|没问题)|正确|都对|全对|都没错|就(?:这样|它|这么办)[吧了]?|"
    r"(?:直接|马上|现在)?提交(?:吧|了|申请)?|确认(?:提交|无误)?了?|[👍👌✅🆗💯🙆][\ufe0f🏻-🏿]*|"
    r"(?:(?:it|that|this|everything|all) )?looks? (?:good|right|fine|great|correct|ok(?:ay)?|perfect)(?: to me)?|sounds (?:good|great)|good to go|"
    r"(?:(?:it'?s|that'?s|everything(?:'?s| is)) )?(?:all ?)?(?:good|correct|fine|perfect|right|great|in order)|works for me|exactly|"
    r"(?:(?:please|just) )?(?:send|submit)(?: it)?(?: in| off)?(?: now)?|do it|let'?s (?:do it|go)|happy with (?:it|that|this)"
)
UNCHANGED = r"(?:不用|不必|不需要)改了?|不改了|没有?(?:什么|啥)?要改的?|no changes?(?: needed)?|nothing to change"
GAP = r"[\s\-,，.。!！~～、;；…]*"


def _made_of(*words: str) -> re.Pattern[str]:
    """Only these words, in any number. Possessive, since a long run of them must not be split in every way."""
    return re.compile(rf"{GAP}(?:(?:{'|'.join(words)})(?!(?<=[a-z])[a-z]){GAP})++", re.ASCII)


LISTENS = _made_of(MURMUR, LISTENING)
ASSENTS = _made_of(MURMUR, ASSENT)
APPROVES = _made_of(MURMUR, UNCHANGED, APPROVAL, ASSENT)
# 「知道了」 and "got it" beside a yes: the yes may be to what was just heard.
HEARD = re.compile(
    r"知道|晓得|明白|了解|懂了|清楚了|原来|收到|[好行]吧|随便|无所谓|\bi see\b|\bgot it\b|\bi understand\b|\bunderstood\b|\bnoted\b|\bmakes sense\b|\bwhatever\b|\bi (?:guess|suppose)\b|(?:好的?|行|可以)[,，]?谢|\b(?:ok(?:ay)?|alright|right|sure),? thank",
    re.ASCII,
)
CONSENT = re.compile(
    r"同意(?!书)|授权(?!书|协议|码)|批准查|随便查|(?:可以|能|允许|准许|尽管|去|让|请|放心)(?:你们|您|去|帮我)*查|查(?:吧|就是|好了|没问题)|"
    r"\b(?:agreed?|consent|authori[sz]e|permit|allow)\b|\byou (?:may|can)\W*$|\b(?:may|can|could|go ahead and|please|free to|happy for you to|let you) (?:check|look|run|pull|see)\b|"
    r"\b(?:check|run|pull|do) (?:it|away|my (?:credit|report|score)|(?:the|a|your|that) (?:credit )?(?:check|report))\b|\b(?:have|give you) my (?:consent|permission|ok)\b",
    re.ASCII,
)
# What names the deed itself, for steps that move money or change a contract.
DEED = re.compile(
    r"同意|授权|确认|确定|提交|[付还扣改办交撤]|\b(?:withdraw|agree|consent|authori[sz]e|confirm|pay|charge|take it|do it|go ahead|proceed|settle|change it|move it|submit|send it)\b",
    re.ASCII,
)
DENIES = re.compile(
    r"[不没别勿未]|拒绝|取消|等等|等一?下|稍等|慢着|先(?!生)|再(?:说|想|看|考虑)|考虑|"
    r"\b(?:no|not|never|don't|can't|cannot|won't|wouldn't|refuse|disagree|wait|hold on|later|unless|only if|if|but|though|think)\b|n't\b",
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


def only_listens(text: str) -> bool:
    return LISTENS.fullmatch(normal(text)) is not None


def plainly_agrees(text: str) -> bool:
    """Whether the words are a yes and nothing besides."""
    return ASSENTS.fullmatch(normal(text)) is not None and not only_listens(text)


def approves(text: str) -> bool:
    """Whether the words find right what was shown, and say nothing besides: 「妥」, "looks good", 👍."""
    words = normal(text)
    return APPROVES.fullmatch(words) is not None and not only_listens(text) and not NOTHING_TO_CHANGE.fullmatch(words)


def consents_expressly(text: str) -> bool:
    """Whether the words name the consent itself: 「可以查」, "yes, I consent"; under conditions they don't."""
    words = normal(text)
    if asks_something(words) or UNDER_CONDITIONS.search(words):
        return False
    return CONSENT.search(words) is not None and DENIES.search(NO_FAULT.sub("", words)) is None


def names_the_deed(text: str) -> bool:
    return DEED.search(normal(text)) is not None


def heard_rather_than_agreed(text: str) -> bool:
    """Whether a yes in the words may be to what was just heard: 「好吧，知道了」."""
    return only_listens(text) or (HEARD.search(normal(text)) is not None and not names_the_deed(text))


def changes_nothing(text: str, *, was_asked_what: bool) -> bool:
    """Whether the words say that nothing is to be changed: 「不用了」; a bare 「没有」 where it was asked what to change."""
    words = normal(text)
    return NOTHING_TO_CHANGE.fullmatch(words) is not None or (was_asked_what and NO_CHANGE.fullmatch(words) is not None)
