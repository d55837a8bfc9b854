import pytest

from contract.people import invented_person
from language.identity_numbers import MASKED, without_id_numbers


@pytest.mark.parametrize(
    "number",
    [
        "11010519491231002X",
        "11010519491231002x",
        "１１０１０５１９４９１２３１００２Ｘ",
        "110105 19491231 002X",
        "110105-19491231-002X",
        "一一零一零五一九四九一二三一零零二叉",
        "幺幺零幺零五 一九四九幺二三幺 零零二 X",
        "one one oh one oh five one nine four nine one two three one oh oh two ex",
        "110105194912310021",
    ],
)
@pytest.mark.parametrize("around", ["{}", "我的身份证号是{}，谢谢", "my id is {} thanks"])
def test_a_number_is_hidden_however_it_is_written(number: str, around: str) -> None:
    assert without_id_numbers(around.format(number)) == around.format(MASKED)


def test_two_numbers_are_both_hidden() -> None:
    numbers = [invented_person(seed).id_number for seed in ("a", "b")]
    assert without_id_numbers(" 和 ".join(numbers)) == f"{MASKED} 和 {MASKED}"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "我想借3万，分12期",
        "13800138000",
        "6222021234567890128",
        "卡号 622202 123456 789012",
        "110105999999990021",
        "371920",
        "one two three",
    ],
)
def test_what_is_none_stays_as_it_was(text: str) -> None:
    assert without_id_numbers(text) == text
