"""Spreading a balance over the instalments to come. Pure; amounts are minor units.

What a line carries from another one takes the place of principal, so that it asks for no more than it would without.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from backend.loans.book import Line, Rules
from backend.products.schedules import level_instalment
from contract.lending.products import Respread
from contract.money import round_ratio


def repaid_early(rules: Rules, lines: Sequence[Line], minor: int, effect: Respread) -> list[Line]:
    """The lines when so much of their principal is repaid on top: none asks for more than it did, and their own fees shrink
    with the balance, rounded down."""
    before = sum(line.unpaid_principal for line in lines)
    spread = respread(rules, lines, before - minor, effect, no_more=True)
    return [_with_fee(line, (line.fee - line.carried_fee) * (before - minor) // before) for line in spread]


def respread(
    rules: Rules, lines: Sequence[Line], balance: int, effect: Respread, *, no_more: bool = False
) -> list[Line]:
    """The lines repaying `balance`: as many with smaller payments, or fewer with the payments as they were.

    The last line repays whatever is left. The fees of lines that fall away are waived. `no_more`: a payment that is rounded
    up is not above what it was.
    """
    if not balance:
        return []
    wanted = _wanted(rules, lines, balance, effect, no_more=no_more)
    spread: list[Line] = []
    for remaining, line in zip(reversed(range(len(lines))), lines, strict=True):
        interest = rules.interest(balance, line.days)
        repaid = balance if remaining == 0 else min(max(wanted(interest) - line.carried, 0), balance)
        spread.append(_line(line, repaid, interest))
        balance -= repaid
        if not balance:
            break
    fallen = lines[len(spread) :]
    spread[-1] = spread[-1].carrying(
        sum(line.carried_interest for line in fallen), sum(line.carried_fee for line in fallen)
    )
    return spread


def repaid_ahead(rules: Rules, lines: Sequence[Line], minor: int) -> list[Line]:
    """The lines when so much of their principal was repaid before: the next one asks for less, then the one after it."""
    balance = sum(line.unpaid_principal for line in lines) - minor
    left: list[Line] = []
    for line in lines:
        taken = min(minor, line.unpaid_principal)
        left.append(_line(line, line.unpaid_principal - taken, rules.interest(balance, line.days)))
        minor -= taken
        balance -= left[-1].unpaid_principal
    return left


def _line(line: Line, repaid: int, interest: int) -> Line:
    # What was paid is not asked for again.
    interest = max(interest + line.carried_interest, line.paid_interest)
    return replace(line, principal=line.paid_principal + repaid, interest=interest)


def _with_fee(line: Line, own: int) -> Line:
    return replace(line, fee=line.carried_fee + own)


def _wanted(
    rules: Rules, lines: Sequence[Line], balance: int, effect: Respread, *, no_more: bool
) -> Callable[[int], int]:
    """For a period's interest, what its instalment should repay of the principal and of what is carried."""
    to_repay, first = balance + sum(line.carried for line in lines), lines[0]
    if rules.method == "equal_instalment":
        level = as_before = first.principal + first.interest + first.carried_fee
        if effect == "smaller":
            level = level_instalment(to_repay, rules.factors([line.days for line in lines]))
        level = min(level, as_before) if no_more else level
        return lambda interest: max(level - interest, 0)
    if rules.method == "equal_principal":
        as_before = first.principal + first.carried
        share = as_before if effect == "shorter" else round_ratio(to_repay, len(lines))
        share = min(share, as_before) if no_more else share
        return lambda _: share
    return lambda _: 0
