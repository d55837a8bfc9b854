"""Words that are a command by themselves, whatever stands open: 「人工」, "cancel", "never mind"."""

import re
from collections.abc import Mapping

from language.normal import lowered

EDGE = r"[\s,，.。!！~～?？、;；…]*"
POLITE = r"(?:(?:请|麻烦|帮我|给我|我要|我想|要|please|i want(?: to)?|i'd like(?: to)?|can you|could you|just|ok(?:ay)?|alright|then|so|let'?s|那|那就|好的?|行)[\s,，]*)*"
AFTER = r"(?:吧|了|啊|呗|谢谢|please|thanks|thank you|now|it|this|that)*"
COMMANDS: Mapping[str, str] = {
    "talk_to_human": r"人工|转人工|人工客服|真人|找真人|转真人|转接人工|客服|找客服|human|a human|real person|a person|agent|an agent|operator|representative|talk to (?:a |an )?(?:human|person|agent)|speak to (?:a |an )?(?:human|person|agent)",
    "cancel_flow": r"取消|取消操作|退出|不办|算了|不弄|停止|cancel|stop|quit|exit|abort|never ?mind|forget it",
    "hardship": r"我?还不[上起]了?|我?(?:真的?|实在)?没钱还了?|i can'?t pay|i cannot pay|can'?t pay|(?:i am |i'm )?unable to pay",
    "review_decision": r"(?:人工|真人)?(?:重新)?(?:复核|复审|复议|重审)(?:一下|一遍)?(?:我的?)?(?:申请|审批)?的?(?:结果|决定)?|(?:have )?(?:a (?:human|person) )?review (?:of )?(?:my |the )?(?:application|decision|result)|request a review",
    "repeat": r"再说一遍|再说一次|重复|重复一遍|repeat|say (?:it|that) again|come again|pardon",
    "make_payment": r"还款|我要还款|现在还款|make a payment|pay my loan|pay my instal?ment",
    "apply_loan": r"申请|直接申请|申请这个|申请贷款|贷款申请|我要贷款|apply for a loan|apply",
}
WHOLE: Mapping[str, re.Pattern[str]] = {
    intent: re.compile(rf"{EDGE}{POLITE}{EDGE}(?:{words}){EDGE}{AFTER}{EDGE}") for intent, words in COMMANDS.items()
}


def commanded(text: str) -> str | None:
    """The intent that the whole of the words commands; None where they say anything besides."""
    words = lowered(text)
    return next((intent for intent, whole in WHOLE.items() if whole.fullmatch(words)), None)
