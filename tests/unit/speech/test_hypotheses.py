"""Which of several hypotheses is taken, and how sure its numbers are."""

from math import log

import pytest

from contract.speech import Narrow
from contract.texts import Language
from speech.events import Word
from speech.hypotheses import Hypothesis, answer_confidence, confidence_of_words, guided_answer, likeliest


def hypotheses(**likely: float) -> list[Hypothesis]:
    return [Hypothesis(text.replace("_", " "), log(share), 1.0) for text, share in likely.items()]


@pytest.mark.parametrize(
    ("lang", "narrow", "likely", "taken"),
    [
        ("zh", "money", {"三位": 0.5, "三万": 0.2}, "三万"),
        ("zh", "money", {"上位": 0.5, "三万": 0.001}, "上位"),
        ("zh", "money", {"我不知道": 0.9, "五不知道": 0.1}, "我不知道"),
        ("zh", "yes_no", {"四": 0.6, "是": 0.3}, "是"),
        ("zh", "months", {"是二个月": 0.5, "十二个月吧": 0.3}, "十二个月吧"),
        ("zh", "day", {"每月是五号": 0.5, "每月十五号": 0.4}, "每月十五号"),
        ("en", "yes_no", {"Yahoo": 0.5, "Yeah": 0.2}, "Yeah"),
        ("en", "months", {"six_mums": 0.5, "Six_months,_please": 0.3}, "Six months, please"),
        ("en", "day", {"The_fifth_tenth": 0.2, "The_fifteenth": 0.1}, "The fifth tenth"),
        (None, None, {"三位": 0.5, "三万": 0.4}, "三位"),
    ],
)
def test_a_hypothesis_that_answers_the_question_is_taken_where_it_is_nearly_as_likely(
    lang: Language | None, narrow: Narrow | None, likely: dict[str, float], taken: str
) -> None:
    assert likeliest(hypotheses(**likely), narrow, lang or "zh").text == taken


def sure(lang: Language, narrow: Narrow | None, **likely: float) -> float | None:
    found = hypotheses(**likely)
    return answer_confidence(likeliest(found, narrow, lang), found, narrow, lang)


def test_hypotheses_with_other_numbers_take_from_its_confidence_and_other_spellings_do_not() -> None:
    assert sure("zh", "money", 三万=0.5, 三万元=0.25, 四万=0.25) == pytest.approx(0.75)
    assert sure("zh", "money", 三万=0.5, 三位=0.5) == pytest.approx(20 / 21)
    assert sure("en", None, I_want_thirty_thousand=0.5, i_want_thirty_thousand=0.3) == pytest.approx(1)
    assert sure("en", "money", thirteen_thousand=0.5, thirty_thousand=0.5) == pytest.approx(0.5)


def test_what_a_number_counts_belongs_to_it() -> None:
    assert sure("zh", "months", 三年=0.6, 三个月=0.4) == pytest.approx(0.6)
    assert sure("en", "months", two_years=0.6, two_months=0.4) == pytest.approx(0.6)


def test_how_often_an_amount_comes_does_not() -> None:
    assert sure("zh", "money", 每个月四千=0.6, 每月四千元=0.4) == pytest.approx(1)
    assert sure("en", "money", four_thousand_yuan_a_month=0.6, four_thousand_yuan=0.4) == pytest.approx(1)


def test_as_many_digits_as_were_asked_for_are_likelier() -> None:
    lost, whole = "五二二一六", "五五二二一六"
    assert likeliest(hypotheses(**{lost: 0.8, whole: 0.1}), "code", "zh").text == whole
    assert likeliest(hypotheses(**{lost: 0.8, whole: 0.01}), "code", "zh").text == lost
    spoken = {"one_three_eight": 0.6, "one_three_eight_eight": 0.2}
    assert likeliest(hypotheses(**spoken), "phone", "en").text == "one three eight"


def test_a_yes_that_may_have_been_a_no_is_unsure_where_one_was_asked_for() -> None:
    assert sure("zh", "yes_no", 是=0.6, 不是=0.4) == pytest.approx(0.6)
    assert sure("en", "yes_no", Yes=0.5, Yeah=0.5) == pytest.approx(1)
    assert sure("en", None, Yes=0.5, No=0.5) is None


def test_words_without_a_number_have_no_such_confidence() -> None:
    assert sure("zh", "money", 我不知道=0.9) is None
    assert sure("zh", None, 一共要付多少利息=0.9) is None


def test_a_number_with_a_wrong_word_in_its_middle_is_not_sure_however_alike_the_hypotheses_are() -> None:
    assert sure("zh", None, 我想借三万女千元=0.9, 借三万女千元=0.1) == 0
    assert sure("zh", "months", 三六个月=1) == 0
    assert sure("zh", "months", 三十六个月=1) == 1
    assert sure("zh", "money", 两千三百五十六元=1) == 1
    assert sure("zh", "code", 三六四二=1) == 1


def test_words_that_are_sure_each_for_itself_count_by_the_least_sure_of_the_answer() -> None:
    words = [Word(word, 0, 0.1, confidence) for word, confidence in (("不", 0.9), ("是", 0.4))]
    assert confidence_of_words(words, "yes_no", "zh") == 0.4
    assert confidence_of_words(words, "money", "zh") is None
    assert confidence_of_words([Word("三万", 0, 0.1, 0.6)], "money", "zh") == 0.6


def test_what_was_heard_badly_is_less_sure_and_a_digit_or_a_sentence_more_so() -> None:
    def badly(text: str, narrow: Narrow | None) -> float | None:
        heard = Hypothesis(text, -1.0, 0.25)
        return answer_confidence(heard, [heard], narrow, "zh")

    assert badly("不是", "yes_no") == 1
    assert badly("是", "yes_no") == pytest.approx(0.5)
    assert badly("三万", "money") == pytest.approx(0.5)
    assert badly("一三八", "phone") == pytest.approx(0.25)
    assert badly("我想借三万元", None) == pytest.approx(0.25)


def test_an_answer_listened_for_alone_counts_only_where_the_sound_is_like_it() -> None:
    free, answer = Hypothesis("home", -4.0, 0.5), Hypothesis("好。", -1.6, 0.45)
    assert guided_answer(free, [Hypothesis("同。", -1.0, 0.6), answer], "yes_no", "zh") == answer
    assert guided_answer(Hypothesis("我要找人工", -1.0, 0.9), [answer], "yes_no", "zh") is None
    assert guided_answer(free, [], "yes_no", "zh") is None
