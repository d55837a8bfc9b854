"""Yes in three tiers, no, and neither: it takes the words, not a classifier's guess."""

import pytest

from language.yes_no import (
    approves,
    asks_something,
    consents_expressly,
    explains_a_no,
    only_listens,
    plainly_agrees,
    puts_off,
    refuses,
    says_no,
    says_yes,
)


@pytest.mark.parametrize(
    "text",
    [
        "同意",
        "对，提交",
        "好的",
        "可以，没问题",
        "是的，没错",
        "yes, I agree",
        "OK go ahead",
        "Sure, no problem",
        "yes, submit it",
        "付吧",
        "还款吧",
    ],
)
def test_words_that_say_yes(text: str) -> None:
    assert says_yes(text)


@pytest.mark.parametrize(
    "text",
    [
        "不同意",
        "不对",
        "还没有确认",
        "先等等",
        "嗯，等一下",
        "取消提交",
        "什么意思",
        "I don't agree",
        "not yet",
        "no, that's wrong",
        "hmm",
        "征信是什么",
        "maybe",
    ],
)
def test_words_that_do_not(text: str) -> None:
    assert not says_yes(text)


@pytest.mark.parametrize(
    "text", ["no, it is just me", "No", "nobody is", "没有，是我自己办", "不用了", "不", "先别", "没人指导我"]
)
def test_words_that_begin_with_a_no(text: str) -> None:
    assert says_no(text)


@pytest.mark.parametrize(
    "text",
    [
        "yes",
        "no problem",
        "没问题",
        "没错",
        "不知道",
        "不清楚",
        "no idea",
        "没听懂",
        "不行吗",
        "不是我自己操作的",
        "note it down",
    ],
)
def test_words_that_only_sound_like_a_no(text: str) -> None:
    assert not says_no(text)


@pytest.mark.parametrize("text", ["嗯", "嗯嗯。", "哦", "嗯，哦", "uh-huh", "Mm-hm", "mhm", "hmm..."])
def test_a_murmur_is_no_yes_to_a_step(text: str) -> None:
    assert only_listens(text)


@pytest.mark.parametrize("text", ["嗯好", "嗯，对", "是", "ok", "uh-huh yes", "好的", ""])
def test_a_word_is_no_murmur(text: str) -> None:
    assert not only_listens(text)


@pytest.mark.parametrize("text", ["妥", "OK的", "行嘞", "得", "要得", "中", "对头，交嘛", "核对无误", "没啥毛病，就这么报上去吧", "👍", "👌", "looks good", "sure thing", "yes, kindly submit", "oh go on then"])  # fmt: skip
def test_a_form_moves_on_with_any_approval(text: str) -> None:
    assert approves(text)


@pytest.mark.parametrize("text", ["是", "对", "确认", "确定", "yes", "go ahead", "confirmed", "do it", "好的，确认"])
def test_a_plain_yes_is_one_to_money(text: str) -> None:
    assert plainly_agrees(text)


@pytest.mark.parametrize("text", ["可以吗", "能付吗？", "could you pay it?", "行不行", "妥吗", "嗯", "好吧", "looks good, but change the term"])  # fmt: skip
def test_a_polite_question_or_a_murmur_is_none(text: str) -> None:
    assert not plainly_agrees(text)
    assert not approves(text)


@pytest.mark.parametrize(
    "text",
    ["先放着", "等会再说", "让我想想", "回头再弄", "我跟老婆商量一下", "暂缓提交", "改天吧", "let me think", "not now", "I'll sleep on it", "hold on", "maybe later", "I have to ask my bank", "give me a minute"],
)  # fmt: skip
def test_not_yet_is_neither_yes_nor_no(text: str) -> None:
    assert puts_off(text)
    assert not any(agrees(text) for agrees in (approves, plainly_agrees, says_yes))


@pytest.mark.parametrize(
    "text", ["查吧查吧，我也没啥见不得人的", "查呗", "查啦，我清清白白", "准予查询", "you can look all you want"]
)
def test_a_consent_in_plain_words_names_the_check(text: str) -> None:
    assert consents_expressly(text)


@pytest.mark.parametrize("text", ["恕不授权", "本人不予授权", "别查", "那不行", "I'd rather you didn't", "hands off my file", "kindly don't pull my report", "I'm not comfortable with that"])  # fmt: skip
def test_a_refusal_is_one_in_other_words_too(text: str) -> None:
    assert refuses(text)
    assert not consents_expressly(text)


@pytest.mark.parametrize("text", ["No. I don't like when somebody looks in my papers.", "不，我不想让人查"])
def test_a_no_that_stands_alone_is_one_whatever_explains_it(text: str) -> None:
    assert explains_a_no(text) or refuses(text)


@pytest.mark.parametrize("text", ["No. How do I sign?", "不，我再想想", "no problem, go ahead"])
def test_a_question_or_a_delay_behind_it_explains_no_no(text: str) -> None:
    assert not explains_a_no(text)


@pytest.mark.parametrize("text", ["perfect", "that's fine", "ha, it's good"])
def test_praise_alone_is_no_plain_yes(text: str) -> None:
    assert not plainly_agrees(text)
    assert plainly_agrees(f"yes, {text}")


@pytest.mark.parametrize("text", ["不，我再想想", "no problem, go ahead"])
def test_a_no_that_is_none_refuses_nothing(text: str) -> None:
    assert not refuses(text)


@pytest.mark.parametrize("text", ["这日子能往后挪不", "填到一半还能接着填不", "这样行不"])
def test_a_no_at_the_end_asks(text: str) -> None:
    assert asks_something(text)
