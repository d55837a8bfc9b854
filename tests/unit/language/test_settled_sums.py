"""Of a span or a list, the sum on which the words settle; a bare number may have the scale of the sums before it."""

from typing import Any

import pytest

from contract.lending.applications import FieldName
from language.fields import read_answers

SETTLED: list[tuple[FieldName, str, int]] = [
    # A later clause decides.
    ("amount", "between 40 000 and 50 000, ok write 45 000", 45_000_00),
    ("amount", "一万到一万五……就一万二吧", 12_000_00),
    ("amount", "两万也行三万也行，两万吧，两万块钱就这么定了", 20_000_00),
    ("term_months", "9个月到1年都行…定10个月吧", 10),
    ("term_months", "一年到两年都可以，稳妥起见按两年", 24),
    # After spans alone, what is named exactly.
    ("debt", "还有六万几，嗯……6万3嘛", 63_000_00),
    ("monthly_expenses", "三千多一点,3千2吧", 3_200_00),
    # In the scale of what was said before.
    ("amount", "somewhere btw 20 and 25k... call it 22", 22_000_00),
    ("amount", "20 to 25 thousand, let me say 22", 22_000_00),
    ("amount", "Thirty grand. No, hold on, twenty eight", 28_000_00),
    ("amount", "8k. nah actually eight and a half", 8_500_00),
    ("monthly_income", "22k, no wait that was last year, its 19 now", 19_000_00),
    ("debt", "3k n 5k, so 8 altogether", 8_000_00),
    ("debt", "I owe 4,000 to one bank card, and 1,000 at Huabei. So five in all", 5_000_00),
    # What is short, where the sums add up.
    ("amount", "需要三万，手里有一万，差两万", 20_000_00),
    ("debt", "借过六千元，已经还了一千，如今还差他五千元", 5_000_00),
    # A correction comes before a total that others make by chance.
    ("amount", "六万……更正，五万八，里头有两千是我重复计的", 58_000_00),
    ("monthly_income", "It is 4k, no please, 4,200", 4_200_00),
    ("term_months", "十二期，不，十八期", 18),
    ("amount", "twelve thousand. Scrap that. Ten thousand five hundred", 10_500_00),
    ("amount", "write eight zero zero zero zero that is eighty thousand, in words also eighty thousand", 80_000_00),
    ("term_months", "原先想三年，那就两年，不对，十二个月吧", 12),
]


@pytest.mark.parametrize(("asked", "text", "value"), SETTLED)
def test_the_value_that_is_settled_on_is_taken(asked: FieldName, text: str, value: Any) -> None:
    assert read_answers(text, asked).values == {asked: value}


@pytest.mark.parametrize(
    "text", ["30k, put 12", "30k. say 24", "30k. wait can i do 24", "30k for my 2 kids, now 8 and 9"]
)
def test_a_number_that_may_count_months_or_heads_is_no_sum(text: str) -> None:
    assert read_answers(text, "amount").values == {"amount": 30_000_00}


@pytest.mark.parametrize("text", ["几千块，两万", "十几万，定期五万"])
def test_what_stays_open_is_not_guessed(text: str) -> None:
    assert read_answers(text, "assets").values == {}
