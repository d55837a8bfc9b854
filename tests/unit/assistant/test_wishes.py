"""Wishes in plain words, which weigh more than a doubtful guess."""

import pytest

from assistant.actions.wishes import Wish, read_wish
from language.wishes.applications import (
    asks_after_application,
    refuses_offer,
    takes_offer,
    wants_to_withdraw,
)
from language.wishes.chat import asks_who_answers, asks_who_reads, says_goodbye
from language.wishes.codes import asks_about_own_code
from language.wishes.data import wants_copy_of_data, wants_deletion


@pytest.mark.parametrize(
    "text",
    [
        "请把你们保存的我的信息发我一份", "我要一份我的个人资料", "你们手上都有我的哪些数据", "我要查阅本人的个人信息", "把我的数据导出来",
        "please provide a copy of all personal data you hold on me", "what information do you keep about me", "I want to see everything you know about me",
        "send me my data", "can I have access to my personal information", "subject access request",
    ],
)  # fmt: skip
def test_a_copy_of_ones_data_is_wished(text: str) -> None:
    assert wants_copy_of_data(text)
    assert not wants_deletion(text)


@pytest.mark.parametrize(
    "text",
    [
        "给我还款记录",
        "把合同发我一份",
        "删掉我的个人信息",
        "我的资料填错了，要改",
        "send me the contract",
        "delete all my data",
        "update my personal details",
        "show my application",
    ],
)
def test_papers_corrections_and_deletion_are_no_copy(text: str) -> None:
    assert not wants_copy_of_data(text)


@pytest.mark.parametrize(
    "text",
    [
        "把我的资料删了",
        "注销账户",
        "别再保存我的信息",
        "erase my data",
        "close my account",
        "forget everything about me",
    ],
)
def test_deletion_needs_words_of_deletion(text: str) -> None:
    assert wants_deletion(text)


@pytest.mark.parametrize(
    "text",
    [
        "把我交的申请撤了吧", "我要撤消申请", "那份申请作废", "撤会申请", "pls withdrw my application", "I'd like to widthdraw the loan request", "withdrawl of my aplication",
        "take back my application", "cancel the application I sent yesterday", "please retract my request",
    ],
)  # fmt: skip
def test_a_withdrawal_is_read_though_it_is_mistyped(text: str) -> None:
    assert wants_to_withdraw(text)


@pytest.mark.parametrize(
    "text",
    [
        "取消",
        "cancel",
        "别撤我的申请",
        "don't withdraw my application",
        "撤回申请会影响征信吗",
        "was my application withdrawn?",
        "withdraw cash at an ATM",
        "apply without a guarantor",
    ],
)
def test_cancelling_asking_and_denying_withdraw_nothing(text: str) -> None:
    assert not wants_to_withdraw(text)


@pytest.mark.parametrize(
    "text",
    [
        "我的申请呢",
        "我上次那个装修申请怎么样了",
        "how is my car loan application",
        "any word on my application",
        "my application?",
    ],
)
def test_ones_application_is_asked_after(text: str) -> None:
    assert asks_after_application(text)


@pytest.mark.parametrize(
    "text",
    [
        "继续我的申请",
        "我要提交我的申请",
        "finish my application",
        "I want to change my application",
        "start my application",
    ],
)
def test_going_on_with_an_application_asks_nothing(text: str) -> None:
    assert not asks_after_application(text)


@pytest.mark.parametrize(
    "text",
    ["I'd like to take the loan you offered", "I'll go with that", "let's sign", "这个方案我要了", "就按你们批的来"],
)
def test_an_offer_is_taken_in_other_words(text: str) -> None:
    assert takes_offer(text)


@pytest.mark.parametrize("text", ["this is a joke, forget it", "no thanks", "才给五千，算了", "那不要了"])
def test_an_offer_is_refused_in_other_words(text: str) -> None:
    assert refuses_offer(text)
    assert not takes_offer(text)


@pytest.mark.parametrize(
    "text", ["am I speaking with a real person", "are you a bot?", "你到底是不是真人，别骗我", "对面是机器人吗"]
)
def test_who_answers_is_asked(text: str) -> None:
    assert asks_who_answers(text)


@pytest.mark.parametrize("text", ["转真人", "帮我找真人", "I want to speak to a human", "can I talk to a person"])
def test_a_person_who_is_wanted_is_no_such_question(text: str) -> None:
    assert not asks_who_answers(text)


@pytest.mark.parametrize(
    "text",
    ["who can read my messages here", "does anybody else see this chat", "我说的话会被别人看到吗", "聊天内容谁能看"],
)
def test_who_reads_is_asked(text: str) -> None:
    assert asks_who_reads(text)


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("登录的验证码收不到", True),
        ("the code never came", True),
        ("他问我要验证码", False),
        ("someone wants my code, why", False),
    ],
)
def test_a_code_of_ones_own_is_no_fraud(text: str, own: bool) -> None:
    assert asks_about_own_code(text) is own


@pytest.mark.parametrize(
    "text",
    [
        "再见",
        "拜拜",
        "晚安",
        "先这样，下次聊",
        "886",
        "bye",
        "ok thanks, see you",
        "that's all, have a nice day",
        "gotta go",
    ],
)
def test_plain_words_of_parting(text: str) -> None:
    assert says_goodbye(text)


@pytest.mark.parametrize(
    "text",
    ["工作没了", "我待业了", "I'm late", "are we ok till Friday?", "we good then?", "I lost my job, bye", "好的"],
)
def test_trouble_and_hope_are_no_parting(text: str) -> None:
    assert not says_goodbye(text)


@pytest.mark.parametrize(
    ("text", "intent", "wish"),
    [
        ("我待业了", "nlu_fallback", Wish.TROUBLE),
        ("lost my job", "goodbye", Wish.TROUBLE),
        ("lost my job, can I borrow", "eligibility", None),
        ("please send me all data you hold about me", "delete_my_data", Wish.COPY_OF_DATA),
        ("还不起了😭", "nlu_fallback", Wish.HARDSHIP),
        ("withdrw my aplication", "apply_loan", Wish.WITHDRAWAL),
        ("谁能看到我们的聊天", "talk_to_human", Wish.WHO_READS),
        ("再见", "goodbye", None),
    ],
)
def test_a_wish_outweighs_a_weaker_guess_alone(text: str, intent: str, wish: Wish | None) -> None:
    assert read_wish(text, intent) is wish
