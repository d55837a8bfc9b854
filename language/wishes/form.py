"""What borrowers say about the form itself: start again, go back, give me the most you have."""

import re

from language.normal import lowered

RESTART = re.compile(
    r"重新(?:来|开始|填)|从头(?:来|开始|填)|重来|全部(?:清空|删掉)"
    r"|\bstart (?:over|again|afresh)\b|\brestart\b|\bfrom scratch\b|\bfrom the (?:beginning|start)\b|\bbegin again\b"
)
BACK = re.compile(
    r"上一步|上一(?:个|道)?(?:问题|题)|上个问题|回到上|返回|\bgo back\b(?! to (?!the (?:previous|last|first)|(?:my )?last))|\bback one\b|\bprevious (?:question|step|one)\b"
)
# A clear wish alone: these words also stand in "I can't carry on" and 「继续下去有什么意思」. Possessive, since a long run of them
# must not be split in every way.
GO_ON = re.compile(
    r"(?:好[的吧]?|嗯|行|那就?|就|我们?|咱们|请|想|要|可以|帮我|现在|先|再|\W)*+(?:继续|接着|还是(?=[填办申弄]))"
    r"(?:来|往下|上次|刚才|之前|那[个份]|这个|把|填|办|申请|弄|做|走|完|贷款|借款|的|没|表|单子|吧|啊|哈|了|一下|呗|\W)*+"
    r"|\W*+(?:(?:yes|yeah|ok|okay|sure|actually|alright|all right|so|then|please|hi|no|let's|let us|i(?:'d like| want| would like|'m ready)? to|i'll|i will|can (?:i|we)|could (?:i|we)|we can|you can|just)\W++)*+"
    r"(?:continue|go on|carry on|pick up|resume)(?: (?:with|my|the|our|that|this|it|an?|loan|unfinished|old|application|form|request|draft|where (?:i|we) (?:left|stopped)(?: off)?|from (?:there|where (?:i|we) (?:left|stopped)(?: off)?))\b)*+(?: (?:please|now|then|again))*+\W*"
)
APPLIES = re.compile(r"申请|办理?(?:吧|一下|这个)|就(?:借|要)这个|\bapply\b|\bapplication\b")
MOST = re.compile(
    r"越多越好|能借多少(?:就)?(?:借|给)多少|(?:借|要|给)?最(?:多|高|大)(?:的|额度|金额)|(?:借|要|给|按)最(?:多|高|大)|顶格|越长越好|(?:选|按|要)最长|最长(?:的)?(?:期限|那个)"
    r"|\bas (?:much|long) as (?:possible|you can|i can|it gets)|\bthe (?:maximum|max|most|longest)\b|\bmaximum (?:amount|term)\b"
)

SKIPS_ALL = re.compile(
    r"(?:都|全部?|全都|统统|剩下的?(?:都|全)?|后面的?(?:都|全)?|其他的?(?:都|全)?)(?:不(?:想|用|要|愿意)?(?:填|说|写|答|提供)了?|跳过|略过|免了|算了)|一个都不(?:填|说)"
    r"|\b(?:skip|leave out) (?:them |it )?(?:all|everything|the rest|the others|the remaining|these|those)\b|\bskip (?:all )?of (?:them|these|those)\b|\bnone of (?:them|these|those)\b"
    r"|\b(?:rather not|don't want to|won't) (?:say|answer|tell|fill in) (?:any|these|those|them|the rest)\b"
)


def skips_all(text: str) -> bool:
    """To leave out whatever may be left out."""
    return SKIPS_ALL.search(lowered(text)) is not None


def wants_restart(text: str) -> bool:
    return RESTART.search(lowered(text)) is not None


def wants_back(text: str) -> bool:
    return BACK.search(lowered(text)) is not None


def wants_most(text: str) -> bool:
    """The largest amount or the longest term, whatever it is: nobody chooses that for a borrower."""
    return MOST.search(lowered(text)) is not None


def wants_to_go_on(text: str) -> bool:
    """To take up again what was left, and nothing else besides."""
    return GO_ON.fullmatch(lowered(text)) is not None


def wants_to_apply(text: str) -> bool:
    return APPLIES.search(lowered(text)) is not None
