"""Spreading a balance anew over the instalments to come. Pure; amounts are minor units."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from backend.loans.book import Line, Rules
from backend.money import round_ratio
from backend.products.schedules import level_instalment
from backend.products.schemas import PrepaymentEffect


def respread(rules: Rules, lines: Sequence[Line], balance: int, effect: PrepaymentEffect) -> list[Line]:
    """The lines repaying `balance`: as many with smaller payments, or fewer with the payments as they were.

    The last line repays whatever is left. The fees of lines that fall away are waived, or go to the last one.
    """
    if not balance:
        return []
    wanted = _wanted(rules, lines, balance, effect)
    spread: list[Line] = []
    for remaining, line in zip(reversed(range(len(lines))), lines, strict=True):
        interest = rules.interest(balance, line.days)
        repaid = balance if remaining == 0 else min(wanted(interest), balance)
        # Interest that was paid ahead is not asked for again.
        interest = max(interest, line.paid_interest)
        spread.append(replace(line, principal=line.paid_principal + repaid, interest=interest))
        balance -= repaid
        if not balance:
            break
    fees_left = 0 if rules.later_fees_waived else sum(line.fee for line in lines[len(spread) :])
    return [*spread[:-1], replace(spread[-1], fee=spread[-1].fee + fees_left)]


def _wanted(rules: Rules, lines: Sequence[Line], balance: int, effect: PrepaymentEffect) -> Callable[[int], int]:
    """For a period's interest, the principal that its instalment should repay."""
    if rules.method == "equal_instalment":
        level = lines[0].principal + lines[0].interest
        if effect == "smaller":
            level = level_instalment(balance, rules.factors([line.days for line in lines]))
        return lambda interest: max(level - interest, 0)
    if rules.method == "equal_principal":
        share = lines[0].principal if effect == "shorter" else round_ratio(balance, len(lines))
        return lambda _: share
    return lambda _: 0
