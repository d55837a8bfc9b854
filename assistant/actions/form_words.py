"""What borrowers say about the form itself: start again, go back, give me the most you have."""

import re

RESTART = re.compile(
    r"重新(?:来|开始|填)|从头(?:来|开始|填)|重来|全部(?:清空|删掉)"
    r"|\bstart (?:over|again|afresh)\b|\brestart\b|\bfrom scratch\b|\bfrom the (?:beginning|start)\b|\bbegin again\b"
)
BACK = re.compile(
    r"上一步|上一(?:个|道)?(?:问题|题)|上个问题|回到上|返回|\bgo back\b|\bback one\b|\bprevious (?:question|step|one)\b"
)
GO_ON = re.compile(r"继续|接着|还是(?:填|办|申请)|\bcontinue\b|\bgo on\b|\bcarry on\b|\bpick up\b|\bresume\b")
APPLIES = re.compile(r"申请|办理?(?:吧|一下|这个)|就(?:借|要)这个|\bapply\b|\bapplication\b")
MOST = re.compile(
    r"越多越好|能借多少(?:就)?(?:借|给)多少|(?:借|要|给)?最(?:多|高|大)(?:的|额度|金额)|(?:借|要|给|按)最(?:多|高|大)|顶格|越长越好|(?:选|按|要)最长|最长(?:的)?(?:期限|那个)"
    r"|\bas (?:much|long) as (?:possible|you can|i can|it gets)|\bthe (?:maximum|max|most|longest)\b|\bmaximum (?:amount|term)\b"
)


def wants_restart(text: str) -> bool:
    return RESTART.search(text.lower()) is not None


def wants_back(text: str) -> bool:
    return BACK.search(text.lower()) is not None


def wants_most(text: str) -> bool:
    """The largest amount or the longest term, whatever it is: nobody chooses that for a borrower."""
    return MOST.search(text.lower()) is not None


def wants_to_go_on(text: str) -> bool:
    """To take up again what was left."""
    return GO_ON.search(text.lower()) is not None


def wants_to_apply(text: str) -> bool:
    return APPLIES.search(text.lower()) is not None
