"""What is said about the waiting: that a person is wanted no more, or how long it takes."""

import pytest

from language.wishes.waiting import asks_about_waiting, wants_assistant


@pytest.mark.parametrize(
    "text",
    [
        "不用人工了", "不用人工了，我自己填", "取消人工", "我自己填", "回到助手", "还是回到机器人吧", "算了，我自己来填", "不等了", "不想等人工了",
        "别转人工了", "不需要客服了，谢谢", "取消排队", "返回智能助手",
        "never mind the person", "back to the bot", "Please take me back to the bot.", "I don't need a person anymore",
        "I don’t need an agent any more, thanks", "I'll do it myself, thanks", "cancel the human", "Back to the assistant",
    ],
)  # fmt: skip
def test_plain_words_leave_the_queue(text: str) -> None:
    assert wants_assistant(text)


@pytest.mark.parametrize(
    "text",
    [
        "24期", "取消", "算了", "不用了", "人工呢", "我不是机器人", "不要机器人，我要人工", "为什么没有人工", "不用人工我怎么办", "别取消人工",
        "我自己填的资料错了", "我自己填，但是金额错了", "取消我的申请", "我已经转钱了", "我不想活了",
        "I need a person", "the person never came back to me", "back to the point, I paid", "i don't need the loan any more", "never mind",
    ],
)  # fmt: skip
def test_other_words_stay_in_it(text: str) -> None:
    assert not wants_assistant(text)


@pytest.mark.parametrize(
    "text",
    [
        "你好？有人吗",
        "在吗",
        "工单号多少",
        "我排第几",
        "客服几点上班",
        "anyone there?",
        "what is my case number",
        "How long will it take?",
    ],
)
def test_questions_about_the_waiting_are_heard(text: str) -> None:
    assert asks_about_waiting(text)


@pytest.mark.parametrize("text", ["我上个月多付了一笔", "是3号那天", "I paid twice on the fifth"])
def test_the_matter_itself_is_no_such_question(text: str) -> None:
    assert not asks_about_waiting(text)
