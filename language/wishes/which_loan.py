"""Which of several loans the words name: by its place in the list, its size, age, amount, due day, or that it is late. Pure."""

import re
from dataclasses import dataclass
from typing import Literal

from language.field_values import read_choice
from language.money import in_fen
from language.normal import lowered
from language.numerals import plain
from language.quantities import Unit, read_quantities

Extreme = Literal["largest", "smallest", "newest", "oldest"]
THE_LOAN = r"(?:那|这)?一?(?:笔|个|单|份|贷款|借款)"
# 「第二个」, "the first one", 「最后一个」: its place in the list, as it was read out.
PLACES = (
    (0, re.compile(r"第一[笔个单份]|头一[笔个]|第一\W*$|\bfirst\b(?! (?:payment|instal))")),
    (1, re.compile(r"第二[笔个单份]|第二\W*$|\bsecond\b(?! (?:payment|instal))")),
    (2, re.compile(r"第三[笔个单份]|第三\W*$|\bthird\b(?! (?:payment|instal))")),
    (-1, re.compile(r"最后[那一]?[笔个单]|\blast (?:one|loan|of)\b|\bthe last\W*$")),
)
EXTREMES: tuple[tuple[Extreme, re.Pattern[str]], ...] = (
    ("largest", re.compile(rf"(?:[大多高](?:的|一?点的?|些的?)?|大额的?|(?:金额|本金|数)[大多高]的?){THE_LOAN}|最大的|\b(?:big(?:ger|gest)?|larger|largest|higher|highest) (?:one|loan)\b|\bthe (?:bigger|larger|biggest|largest)\b")),
    ("smallest", re.compile(rf"(?:[小少](?:的|一?点的?|些的?)?|小额的?|(?:金额|本金|数)[小少]的?){THE_LOAN}|最小的|\b(?:small(?:er|est)?|lower|lowest|little) (?:one|loan)\b|\bthe (?:smaller|smallest)\b")),
    ("newest", re.compile(rf"(?:新的?|新[借贷办]的|[后刚](?:来|面)?[借贷办]的?|最[近新](?:[借贷办])?的?){THE_LOAN}|最新的|后借的|刚借的|\b(?:new(?:er|est)?|latest|(?:most )?recent) (?:one|loan)\b|\bthe (?:newer|newest|latest)\b")),
    ("oldest", re.compile(rf"(?:[老旧早]的?|[先早](?:前|些|点)?[借贷办]的?|最[早老](?:[借贷办])?的?|(?:以|之)前(?:[借贷办])?的?){THE_LOAN}|最早的|先借的|\b(?:old(?:er|est)?|earlier|earliest) (?:one|loan)\b|\bthe (?:older|oldest)\b")),
)  # fmt: skip
LATE = re.compile(
    rf"(?:逾期|晚了|拖欠|欠着)的?{THE_LOAN}|\b(?:overdue|late) (?:one|loan)\b|\bone (?:that'?s|that is|which is) (?:overdue|late)\b"
)
OTHER = re.compile(
    rf"(?:另外?一?|别的那?|其他那?|剩下那?){THE_LOAN}|\bthe other(?: one| loan)?\b(?! (?:day|half|side|thing|way|question))"
)
# Nothing else is said: 「另外那笔呢」, "and the other one?".
ONLY_ANOTHER = re.compile(
    rf"\W*(?:那|还有|那么|那我)?(?:另外?一?|别的那?|其他那?|剩下那?){THE_LOAN}(?:呢|咧|啊|吗)?\W*"
    r"|\W*(?:and |what about |how about |and what about )?the other(?: one| loan)?(?: then)?\W*"
)
# Behind an amount: 「五万那笔」, "the 50k one".
BEHIND_AMOUNT = re.compile(
    r"\s?(?:元|块钱?|圆)?\s?的?(?:那|这)一?(?:笔|个|单|份|贷款|借款)|\s?(?:yuan |rmb )?(?:one|loan)\b"
)
DUE_DAY = re.compile(
    r"(?P<zh>[0-3]?\d)[号日](?:要|该)?(?:还款?|到期|扣款?|交)?的?(?:那|这)一?(?:笔|个|单|份|贷款|借款)"
    r"|\b(?:one|loan) (?:that(?:'s| is) )?due (?:on )?(?:the )?(?P<en>[0-3]?\d)(?:st|nd|rd|th)?\b"
)
# 「装修那笔」, "the car one".
OF_A_USE = re.compile(r"(?:那|这)一?(?:笔|个|单|份)|[车修学书生房][那的]?贷|\b(?:loan|one)\b")
ALL = re.compile(
    r"两[笔个]都|所有|全部的?(?:贷款|借款)|每一?笔|各[笔个]|\b(?:both|all (?:of )?(?:my |the )?loans?|each(?: of)?|every loan)\b"
)


@dataclass(frozen=True, slots=True)
class ToldLoan:
    """What the words tell of it; all of it empty where they tell nothing. `use` is a purpose of the application form, `amount` in
    fen, `due_day` of the month."""

    use: str | None = None
    place: int | None = None
    extreme: Extreme | None = None
    late: bool = False
    other: bool = False
    amount: int | None = None
    due_day: int | None = None

    def __bool__(self) -> bool:
        return self != ToldLoan()


def read_loan(text: str) -> ToldLoan:
    words = plain(text)
    day, amount = DUE_DAY.search(words), _amount(words)
    return ToldLoan(
        use=read_choice("purpose", text) if OF_A_USE.search(lowered(text)) else None,
        place=place_told(text),
        extreme=next((which for which, pattern in EXTREMES if pattern.search(lowered(text))), None),
        late=LATE.search(lowered(text)) is not None,
        other=OTHER.search(lowered(text)) is not None,
        amount=None if amount is None else amount[0],
        due_day=None if day is None else int(day["zh"] or day["en"]),
    )


def place_told(text: str) -> int | None:
    """The place in a list that was read out, from 0; -1 is the last."""
    return next((place for place, pattern in PLACES if pattern.search(lowered(text))), None)


def without_loan(text: str) -> str:
    """The text without the amount and day that name the loan: what is left may be an amount to pay."""
    words = plain(text)
    amount = _amount(words)
    if amount is not None:
        words = f"{words[: amount[1]]} {words[amount[2] :]}"
    return DUE_DAY.sub(" ", words) if amount is not None or DUE_DAY.search(words) else text


def names_all(text: str) -> bool:
    """Whether more than one of the loans is meant."""
    return ALL.search(lowered(text)) is not None


def _amount(words: str) -> tuple[int, int, int] | None:
    """(fen, start, end) of the one amount that names a loan."""
    for one in read_quantities(words):
        behind = BEHIND_AMOUNT.match(words, one.end)
        if one.unit in (Unit.BARE, Unit.MONEY) and not one.vague and behind:
            return in_fen(one.value), one.start, behind.end()
    return None


def names_only_another(text: str) -> bool:
    """Whether another loan is all that the words name: the same is asked of it."""
    return ONLY_ANOTHER.fullmatch(lowered(text)) is not None
