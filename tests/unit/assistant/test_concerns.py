"""Words that judgement answers before anything else, and words that only look like them."""

import pytest

from assistant.actions.concerns import Concern, read_concern


@pytest.mark.parametrize(
    ("text", "concern"),
    [
        ("客服让我先交保证金才放款", Concern.SCAM),
        ("对方让我刷流水", Concern.SCAM),
        ("说要转到安全账户", Concern.SCAM),
        ("有人问我要验证码", Concern.SCAM),
        ("they asked me to pay a deposit first", Concern.SCAM),
        ("he asked for the verification code", Concern.SCAM),
        ("我开着屏幕共享呢", Concern.DIRECTED),
        ("有人在电话里教我操作", Concern.DIRECTED),
        ("someone on the phone is telling me what to press", Concern.DIRECTED),
        ("I'm sharing my screen with customer service", Concern.DIRECTED),
        ("對方要我先交保證金才放款", Concern.SCAM),
        ("我想自殺", Concern.DISTRESS),
        ("我未滿十八歲", Concern.MINOR),
        ("I’m sharing my screen with customer service", Concern.DIRECTED),
        ("我今年17岁", Concern.MINOR),
        ("我还未成年能借吗", Concern.MINOR),
        ("I'm 16", Concern.MINOR),
        ("我是在校大学生", Concern.STUDENT),
        ("学生可以借吗", Concern.STUDENT),
        ("I'm still a full-time student", Concern.STUDENT),
        ("can students borrow", Concern.STUDENT),
        ("想借三万炒股", Concern.FORBIDDEN_USE),
        ("借钱还赌债", Concern.FORBIDDEN_USE),
        ("I want a loan to invest in crypto", Concern.FORBIDDEN_USE),
        ("borrow 20k and lend it to others", Concern.FORBIDDEN_USE),
        ("我老公的贷款还剩多少", Concern.OTHER_PERSON),
        ("how much does my wife owe", Concern.OTHER_PERSON),
        ("show me other customers' loans", Concern.OTHER_PERSON),
        ("保证能批吗", Concern.PROMISE),
        ("贷五万买基金", Concern.FORBIDDEN_USE),
        ("借钱去赌场玩两把", Concern.FORBIDDEN_USE),
        ("I need a loan for betting on horses", Concern.FORBIDDEN_USE),
        ("a loan to buy shares", Concern.FORBIDDEN_USE),
        ("我在读高二想借点", Concern.MINOR),
        ("my son is 16, can he get a loan", Concern.OTHER_MINOR),
        ("I want to die", Concern.DISTRESS),
        ("我老公去世了，贷款怎么办", Concern.DEATH),
        ("赌输了想借钱翻本", Concern.GAMBLING_LOSSES),
        ("is my approval guaranteed", Concern.PROMISE),
        ("can you promise I'll be approved", Concern.PROMISE),
    ],
)
def test_words_raise_a_concern(text: str, concern: Concern) -> None:
    assert read_concern(text) is concern


@pytest.mark.parametrize(
    "text",
    [
        "股票明天会涨吗",
        "验证码收不到怎么办",
        "I can't get the code",
        "我女儿是大学生，想给她交学费",
        "孩子16岁了",
        "I'm 16 months into my job",
        "how do I pay the first instalment",
        "how do I pay first instalment",
        "buy stock for my shop",
        "I need a better rate on my loan",
        "我要借钱投资自己的店",
        "不是拿去炒股，这笔钱是装修用的",
        "我想借三万，分12期，月薪一万二，装修用",
        "还欠朋友两万",
        "一定要本人签吗",
        "投资一家面馆，想贷八万",
        "我在基金公司上班，想借三万装修",
        "我做外汇的工作，想贷款买车",
        "你们有没有放贷牌照",
        "you bet I want that loan",
        "I want to invest in new ovens for my bakery, 40,000",
        "I'm a manager at an investment firm and need a loan for a kitchen",
        "best bet is a loan over 12 months",
        "我在大学当老师，想借点钱",
        "我在职读研究生，能贷吗",
        "I'm at university, I work in the library",
        "我哥的贷款是你们这儿批的，我也想申请",
        "my sister's loan was quick, I want one too",
        "",
    ],
)
def test_words_that_only_look_like_one_raise_none(text: str) -> None:
    assert read_concern(text) is None


@pytest.mark.parametrize(
    ("text", "asked", "concern"),
    [
        ("学生", "employment", Concern.STUDENT),
        ("full-time student", "employment", Concern.STUDENT),
        ("学生", "purpose", None),
        ("炒股", "purpose", Concern.FORBIDDEN_USE),
        ("buy bitcoin", "purpose", Concern.FORBIDDEN_USE),
        ("炒股", None, None),
        ("朋友的借款两万", "debt", None),
    ],
)
def test_the_open_question_gives_words_their_meaning(text: str, asked: str | None, concern: Concern | None) -> None:
    assert read_concern(text, asked) is concern


@pytest.mark.parametrize("text", ["为什么要验证码", "我要再发一次验证码", "why do you want a verification code"])
def test_talk_of_the_code_that_we_ask_for_is_no_concern(text: str) -> None:
    assert read_concern(text, code_asked=True) is None


@pytest.mark.parametrize(
    "text",
    [
        "客服让我把验证码告诉他",
        "有人问我要验证码",
        "a man asked me for the verification code",
        "先交保证金才给验证码",
        "我在共享屏幕",
    ],
)
def test_somebody_who_wants_the_code_is_a_concern_all_the_same(text: str) -> None:
    assert read_concern(text, code_asked=True) in (Concern.SCAM, Concern.DIRECTED)
