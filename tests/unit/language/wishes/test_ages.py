"""Whether somebody is under eighteen, told in the usual ways, and numbers that only look like an age."""

import pytest

from language.wishes.ages import Minor, is_for_another, told_minor


@pytest.mark.parametrize(
    "text",
    [
        "我17，能办吗", "我今年十六", "我才15岁", "刚满十七", "16岁可以贷吗", "我虚岁17", "我年龄是16", "我还没满18", "再过两个月就18了", "我还未成年",
        "我在读高二", "还在上初三", "我是高中生，想买个手机", "高一在读能申请吗", "我现在念高三", "im 15, can i borrow", "I'm seventeen", "I am only 16",
        "just turning 18? I'm not 18 yet", "I turn eighteen next month", "16 yo here", "I’m under 18", "I go to high school", "I'm in grade 11",
        "I'm a high school student", "as a 17-year-old, can I get a card loan", "I just turned sixteen", "i'll be 18 in june",
    ],
)  # fmt: skip
def test_a_borrower_says_to_be_under_eighteen(text: str) -> None:
    assert told_minor(text) is Minor.SELF


@pytest.mark.parametrize(
    "text",
    [
        "我儿子16岁，他能贷款吗", "我弟弟才17，帮他办一笔行吗", "女儿15，用她的名字申请可以吗", "我侄子上高二，他想借两千",
        "my son is 16, can he borrow", "my daughter's seventeen and she wants a loan", "could my 17 year old sign up", "get my brother a loan, he is 15, can he",
    ],
)  # fmt: skip
def test_a_loan_is_wished_for_somebody_under_eighteen(text: str) -> None:
    assert told_minor(text) is Minor.OTHER


@pytest.mark.parametrize(
    "text", ["未成年能申请吗", "不满十八岁可以借吗", "can a 17 year old borrow", "do you lend to minors"]
)
def test_whether_minors_may_borrow_is_asked_in_general(text: str) -> None:
    assert told_minor(text) is Minor.ANYONE


@pytest.mark.parametrize(
    "text",
    [
        "分16期", "十七万", "17 months", "我17年参加工作", "我16号发工资", "我14能还", "18岁", "我今年18，能借吗", "二十岁", "我47岁，孩子17", "六十三岁",
        "我女儿上高一，给她交学费", "儿子15岁，我想借钱给他看病", "我是高中老师", "我高中毕业就工作了", "我从15岁开始打工", "17岁那年来的上海", "我身高一米七",
        "利率再高一点也行", "我14天之后还", "我干了16年", "我十一结婚", "我12点以后有空", "我有15万存款", "我16，18号都行", "I'm 16 instalments in", "I'm 15 days late",
        "I'm 12 years into the job", "I've had the car since I was 17", "my house is 16 years old", "I'm eighteen", "I am 19", "I teach at a high school",
        "my kids go to high school and I rent", "I am 44 and my son is 15, the money is for his school", "I'm not a minor", "16", "sixteen months", "I'm 17 percent sure",
        "I have a 16 year old at home", "when I was 16 I moved here", "I'm ten thousand short",
    ],
)  # fmt: skip
def test_other_numbers_and_other_matters_are_no_age(text: str) -> None:
    assert told_minor(text) is None


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("那帮他办一个", True),
        ("apply for my son then", True),
        ("那给我自己办", False),
        ("apply for me", False),
        ("then one for him", True),
    ],
)
def test_whom_a_loan_is_wished_for(text: str, other: bool) -> None:
    assert is_for_another(text) is other
