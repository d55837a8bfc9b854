"""Words that judgement must answer before anything else, whatever the sentence was understood as. Pure.

The words are narrow on purpose: whoever asks what a student loan is, or says that a child is sixteen, raises no concern.
"""

import re
from collections.abc import Callable
from enum import StrEnum

from language.normal import lowered
from language.wishes.ages import Minor, told_minor
from language.wishes.despair import sounds_hopeless, tells_of_death, tells_of_gambling_losses
from language.wishes.scams import sounds_like_a_scam, tells_of_direction
from language.wishes.uses import is_forbidden_use


class Concern(StrEnum):
    """Those that come first outweigh the later ones."""

    DISTRESS = "distress"
    DEATH = "death"
    SCAM = "scam"
    DIRECTED = "directed"
    GAMBLING_LOSSES = "gambling_losses"
    DESPAIR = "despair"
    PRESSED = "pressed"
    ILLNESS = "illness"
    JOB_LOSS = "job_loss"
    DEBT = "debt"
    MINOR = "minor"
    OTHER_MINOR = "other_minor"
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
# Who works at a college, or studies beside a job, is no full-time student.
NO_STUDENT = re.compile(
    r"老师|教师|教书|教授|讲师|辅导员|上班|工作|食堂|保安|宿管|在职|非全日制|成人高考|函授|夜校|毕业|\b(?:teach|lectur|work|employ|staff|professor|tutor|librarian|janitor|cleaner|cook|admin|part[- ]time|evening|graduat)"
)
# Who tells of another's loan and wants one too asks nothing about it.
OWN_WISH = re.compile(
    r"我也?想(?:也)?(?:办|借|贷|申请|要)|我也(?:要|办|来)|给我也?(?:办|贷)|\b(?:me too|one too|i(?:'d| would)? (?:also |too )?(?:want|like|need)(?: to (?:get|have|apply|take))?(?: for)? (?:one|a loan|the same)|can i (?:also )?(?:get|have) (?:one|the same|a loan))\b"
)
ABOUT_THEIRS = re.compile(
    r"多少|还剩|什么时候|几号|逾期|还清|查|怎么样|批了|\b(?:how much|when|balance|status|check|owe)\b"
)
OWN_STUDY = re.compile(
    r"我(?:现在|目前|还|是|就是|只是|个){0,4}(?:全日制|在校|在读)?(?:的)?(?:大学生|高中生|中学生|研究生|学生|在校生)(?!家长)|我(?:是|还是|在读|在上|上|读)?大[一二三四](?![\d点些号楼女儿])|我还在(?:上学|读书|念书|念大学|上大学)"
    r"|\bi(?:'m| am)(?: still| currently| just)? (?:a |an )?(?:full[- ]time |college |university |high school |undergraduate )?student\b"
    r"|\bi(?:'m| am)(?: still)? (?:in|at) (?:school|college|university)\b"
)
WORDS: tuple[tuple[Concern, re.Pattern[str]], ...] = (
    (
        Concern.STUDENT,
        re.compile(
            OWN_STUDY.pattern
            + r"|(?:在校|全日制|大)?学生(?:也|都)?(?:可以|能|能不能|可不可以|是否)(?:借|贷|申请|办)"
            + r"|\bcan (?:a )?(?:full[- ]time |college |university )?students? (?:apply|borrow|get)"
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


DANGERS: tuple[tuple[Concern, Callable[[str], bool]], ...] = (
    (Concern.DISTRESS, sounds_hopeless),
    (Concern.DEATH, tells_of_death),
    (Concern.SCAM, sounds_like_a_scam),
    (Concern.DIRECTED, tells_of_direction),
    (Concern.GAMBLING_LOSSES, tells_of_gambling_losses),
)
OF_MINORS = {Minor.SELF: Concern.MINOR, Minor.ANYONE: Concern.MINOR, Minor.OTHER: Concern.OTHER_MINOR}


def read_concern(text: str, asked: str | None = None, *, code_asked: bool = False) -> Concern | None:
    """The first concern in the words; `asked` is the form's open question, to which 「学生」 or 「炒股」 alone is one.

    `code_asked`: we are asking for a one-time code ourselves.
    """
    text = lowered(text)
    if code_asked and not SOMEBODY_ELSE.search(text):
        text = CODE_WORD.sub("", text)
    danger = next((concern for concern, is_heard in DANGERS if is_heard(text)), None)
    if danger is not None:
        return danger
    if (minor := told_minor(text)) is not None:
        return OF_MINORS[minor]
    found = next((concern for concern, words in WORDS if words.search(text) and not _is_harmless(concern, text)), None)
    # 「朋友的借款两万」 answers what is owed elsewhere.
    if found is not None and not (found is Concern.OTHER_PERSON and asked == "debt"):
        return found
    if asked == "employment" and IS_STUDENT.fullmatch(text):
        return Concern.STUDENT
    return Concern.FORBIDDEN_USE if is_forbidden_use(text, asked_for_use=asked == "purpose") else None


def tells_of_own_study(text: str, asked: str | None) -> bool:
    """Whether the borrower says to be a student, and does not ask what students may do. `asked`: the form's open field."""
    text = lowered(text)
    return OWN_STUDY.search(text) is not None or (asked == "employment" and IS_STUDENT.fullmatch(text) is not None)


def wants_one_too(text: str) -> bool:
    """Whether a loan of one's own is wished beside another's: 「我老婆在你们这办的，我也想办一个」."""
    return OWN_WISH.search(lowered(text)) is not None and not ABOUT_THEIRS.search(lowered(text))


def _is_harmless(concern: Concern, text: str) -> bool:
    if concern is Concern.STUDENT:
        return NO_STUDENT.search(text) is not None
    return concern is Concern.OTHER_PERSON and wants_one_too(text)
