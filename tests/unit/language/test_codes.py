"""A code is found in any sentence and hidden there; amounts are neither."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.codes import MASKED, said_code


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("371920", "*"),
        ("371 920", "*"),
        ("３７１９２０", "*"),
        ("٣٧١٩٢٠", "*"),
        ("好的，३७१९२०", "好的，*"),
        ("好的，371920", "好的，*"),
        ("371920谢谢", "*谢谢"),
        ("yes I accept, 371920", "yes I accept, *"),
        ("我同意，验证码三七一九二零", "我同意，验证码*"),
        ("the code says 3 7 1 9 2 0", "the code says *"),
        ("the code is three seven one, nine two zero ok", "the code is * ok"),
        ("是371920吧", "是*吧"),
        ("On 12, 371920. 12 months", "On 12, *. 12 months"),
        ("my phone is 138 0013 8000, the code 371920", "my phone is *, the code *"),
        ("三七一要九二零", "*"),
        ("three seven one and then nine two zero", "*"),
        ("İ 371920", "İ *"),
    ],
)
def test_a_code_is_found_in_a_sentence_and_hidden_there(said, shown):
    found = said_code(said)
    assert (found.code, found.shown) == ("371920", shown.replace("*", MASKED))


@pytest.mark.parametrize(("said", "code"), [("二八一四", "2814"), ("371", "371"), ("3719201", "3719201")])
def test_digits_alone_are_meant_as_a_code_whatever_their_number(said, code):
    assert said_code(said).code == code


def test_other_digits_in_a_sentence_are_hidden_and_are_no_code():
    found = said_code("I only got 3719 so far, what now")
    assert (found.code, found.shown) == (None, f"I only got {MASKED} so far, what now")


@pytest.mark.parametrize(
    "said",
    [
        "I want to borrow 371920 yuan", "我想借371920", "371920元", "371920 块够吗", "12,000 yuan", "利率9.6%吗", "三个月",
        "一二", "12", "接受", "2026年11月22日", "is 371920% too much", "",
    ],
)  # fmt: skip
def test_amounts_days_and_words_are_left_as_they_are(said):
    found = said_code(said)
    assert (found.code, found.shown) == (None, said)


@given(st.text(), st.from_regex(r"[0-9]{6}", fullmatch=True), st.text())
def test_six_figures_do_not_stay_to_be_read(before, code, after):
    """Whatever stands around them, but for another figure, or what makes an amount of them."""
    said = f"{before} ; {code} ; {after}"
    assert code not in said_code(said).shown or code in before + after
