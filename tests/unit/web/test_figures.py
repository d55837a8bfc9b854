"""Amounts and rates reach the page exactly as the backend computed them."""

from collections.abc import Callable
from typing import Any

import pytest

from contract.money import Money

Node = Callable[[str], Any]
IMPORT = 'import { decimal, formatPercent, minorUnits } from "js/shared/decimal.js"; '


def test_minor_units_become_decimals_without_rounding(node: Node) -> None:
    minors = [0, 5, -5, 100, 12345, 2**53 - 1, -(2**53) + 1]
    answer = node(f"{IMPORT}const answer = {minors}.map((minor) => decimal(minor, 2));")
    assert answer == [str(Money(minor)) for minor in minors]


def test_a_currency_without_minor_units_has_no_point(node: Node) -> None:
    assert node(f"{IMPORT}const answer = decimal(1200, 0);") == "1200"


def test_an_amount_that_is_not_exact_is_refused(node: Node) -> None:
    script = "let answer = 'shown'; try { decimal(2 ** 53, 2); } catch (error) { answer = error.name; }"
    assert node(IMPORT + script) == "RangeError"


@pytest.mark.parametrize(
    ("typed", "minor"), [("0", 0), ("20000", 2_000_000), ("20000.5", 2_000_050), (" 0.07 ", 7), ("90071992547409.91", 2**53 - 1)]
)  # fmt: skip
def test_a_typed_amount_becomes_minor_units_exactly(typed: str, minor: int, node: Node) -> None:
    assert node(f'{IMPORT}const answer = minorUnits("{typed}");') == minor


@pytest.mark.parametrize("typed", ["", "1.234", "-5", "1e3", "abc", "90071992547409.92"])
def test_a_typed_amount_that_is_not_exact_is_refused(typed: str, node: Node) -> None:
    script = f"let answer = 'taken'; try {{ minorUnits('{typed}'); }} catch (error) {{ answer = error.name; }}"
    assert node(IMPORT + script) == "RangeError"


@pytest.mark.parametrize(("rate", "shown"), [("12.0000", "12%"), ("12.50", "12.5%"), ("0", "0%"), ("100", "100%"), ("0.0050", "0.005%")])  # fmt: skip
def test_rates_lose_idle_zeros_only(rate: str, shown: str, node: Node) -> None:
    assert node(f'{IMPORT}const answer = formatPercent("{rate}");') == shown
