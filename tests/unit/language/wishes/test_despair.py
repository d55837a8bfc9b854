"""Words of people in a bad place, and words that only look like them."""

import pytest

from language.wishes.despair import sounds_hopeless, tells_of_death, tells_of_gambling_losses


@pytest.mark.parametrize(
    "text",
    [
        "我真的活不下去了", "这样的日子过不下去了，不想再撑", "人生没什么希望了，看不到未来", "死了算了", "我撑不下去了", "走投无路了", "活着太累了",
        "继续下去还有什么意义", "我死了是不是就不用还了", "想一了百了", "每天都绝望", "I can't go on", "I can't keep going like this", "there is no way out for me",
        "what's the point of living", "I don't want to be here anymore", "everyone would be better off without me", "I have no hope left",
        "life isn't worth living", "I've given up on everything", "I just want it all to stop", "I feel so hopeless", "no reason to carry on living",
    ],
)  # fmt: skip
def test_giving_up_on_life_is_heard(text: str) -> None:
    assert sounds_hopeless(text)


@pytest.mark.parametrize(
    "text",
    [
        "累死我了", "急死人了", "跳楼价买的冰箱", "你们app崩溃了", "店里生意撑不下去了，想周转", "继续申请", "不想继续填了", "这利息要命", "还不上了", "死账",
        "I can't go on holiday without it", "carry on", "let's continue", "I can't continue with this form", "my phone died", "what's the point of a credit check",
        "this app is hopeless", "I'm dying to get that car", "I can't do it today", "I can't live without a car", "there's no way out of the contract, right",
        "I've lost hope of getting approved", "I give up, it asks too much",
    ],
)  # fmt: skip
def test_idioms_and_annoyance_are_no_despair(text: str) -> None:
    assert not sounds_hopeless(text)


@pytest.mark.parametrize(
    "text",
    [
        "我爸上周过世了，他的贷款怎么办", "老伴走了，她欠的钱谁还", "我老公出车祸没了，他在你们这儿有贷款", "借款人已经去世",
        "my father passed away and left a loan with you", "My wife died in May, she was paying you", "I lost my husband last month", "the borrower is dead, what now",
    ],
)  # fmt: skip
def test_a_death_is_heard(text: str) -> None:
    assert tells_of_death(text)


@pytest.mark.parametrize(
    "text",
    [
        "我妈没了工作", "我老婆走了一个多小时了", "如果我去世了贷款谁还", "老板走了", "我先走了", "我爸刚去世，想借两万办后事", "my son passed his exams", "my phone is dead",
        "I lost my wife's number", "what if my husband dies", "my mother is gone to the market", "my dad died and I want to borrow for the funeral",
    ],
)  # fmt: skip
def test_other_losses_and_mere_ifs_are_no_death(text: str) -> None:
    assert not tells_of_death(text)


@pytest.mark.parametrize(
    "text",
    [
        "我赌球输了八万", "把工资全输光了", "打牌欠了一屁股债，输得精光", "戒不了赌，又亏了", "在澳门输了三十万", "I lost my savings gambling",
        "blew everything at the casino", "I'm addicted to betting and owe 40,000", "gambling debts are eating me", "lost it all on slots",
    ],
)  # fmt: skip
def test_losses_at_gambling_are_heard(text: str) -> None:
    assert tells_of_gambling_losses(text)


@pytest.mark.parametrize(
    "text", ["我从不赌博", "想开个彩票店", "炒股可以吗", "麻将馆要装修", "you bet", "I never gamble", "I work in a casino", "I lost my job", "lottery tickets are sold in my shop"]
)  # fmt: skip
def test_gambling_without_a_loss_is_another_matter(text: str) -> None:
    assert not tells_of_gambling_losses(text)
