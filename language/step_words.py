"""Words that answer a yes-or-no question of ours, though by themselves they sound like another wish. Pure."""

import re

from language.fields import says_yes
from language.normal import lowered
from language.quantities import read_quantities

# A yes that stands first, 「好的，付吧」; 「好像付了」 and 「对了，还有」 are none.
YES_FIRST = re.compile(
    r"\W*(?:好(?!像|几|多|久|吗)|对(?!了|于|面|方)|是的|没错|行(?!吗)|可以|同意|确认|确定|嗯|"
    r"(?:yes|yeah|yep|ok|okay|sure|right|correct|confirm|go ahead|please do)\b)"
)
# What takes something back, or asks for something else besides.
BUT = re.compile(r"但|不过|可是|只是|另外|另一|换|改|先|等|以后|明天|后天|下[个次周]|\b(?:but|although|though|instead|another|other|change|tomorrow|later|until|next week)\b")  # fmt: skip
# One instalment is what is read back anyway; two are another amount.
THIS_ONE = re.compile(r"[这本那]一?[期笔个次份]|\b(?:this|that) one\b")
# 「没有是我自己办的」, without the comma, as it is heard; 「没有自己办」 and 「不是我自己办的」 are none.
NOBODY_ELSE = re.compile(
    r"\W*没(?:有|人|有人)?[\s，,。.]*(?:都|全|就|这都|这)?是(?:我|我们)?(?:自己|本人|一个人)"
    r"|\W*(?:no|nope|nobody|no one)\b(?!.*(?:n't|\bnot\b|\bnever\b)).*\b(?:myself|on my own|by my ?self|just me|only me)\b"
)


def says_yes_first(text: str) -> bool:
    """Whether the words begin with a yes, and neither take it back nor hold another amount or day."""
    text = lowered(text)
    return (
        bool(YES_FIRST.match(text))
        and says_yes(text)
        and not BUT.search(text)
        and not read_quantities(THIS_ONE.sub("", text))
    )


def nobody_else(text: str) -> bool:
    """Whether the words say that nobody directs the speaker: "no, I do it myself"."""
    return NOBODY_ELSE.match(lowered(text)) is not None
