"""Sharing amounts among funders, and liquidity. Pure; all amounts are minor units of one currency."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from backend.funding.errors import IndividualLendersNotAllowed, SharesNotWhole
from contract.lending.products import Licence

FunderKind = Literal["own", "institution", "individual"]
OWN = "own"
WHOLE = 1_000_000
PPM_PER_PERCENT = 10_000
# 《关于小额贷款公司试点的指导意见》(银监发〔2008〕23号): a microlender lends its own capital and that of banks, and takes no
# money from the public.
WITHOUT_INDIVIDUALS: frozenset[Licence] = frozenset({"microlender"})


def check_kind(kind: FunderKind, licence: Licence) -> None:
    if kind == "individual" and licence in WITHOUT_INDIVIDUALS:
        raise IndividualLendersNotAllowed(licence=licence)


def parts_per_million(percents: Mapping[str, Decimal]) -> dict[str, int]:
    """Exact percents as parts per million. Raises `SharesNotWhole`."""
    ppm = {funder: percent * PPM_PER_PERCENT for funder, percent in percents.items()}
    whole = all(part > 0 and part == part.to_integral_value() for part in ppm.values())
    if not whole or sum(ppm.values()) != WHOLE:
        raise SharesNotWhole(sum_percent=str(sum(percents.values(), Decimal(0))))
    return {funder: int(part) for funder, part in ppm.items()}


def split(minor: int, shares: Mapping[str, int]) -> dict[str, int]:
    """The parts of an amount, of its sign and summing to it exactly, by the largest remainder.

    Equal remainders go in the order of the funders' ids. `shares` are parts per million and sum to a million.
    """
    sign, amount = (-1, -minor) if minor < 0 else (1, minor)
    parts = {funder: amount * ppm // WHOLE for funder, ppm in shares.items()}
    by_remainder = sorted(shares, key=lambda funder: (-(amount * shares[funder] % WHOLE), funder))
    for funder in by_remainder[: amount - sum(parts.values())]:
        parts[funder] += 1
    return {funder: sign * part for funder, part in parts.items()}


@dataclass(frozen=True, slots=True)
class Position:
    """What the lender has, may expect and owes; all at least zero. `expected` is by days ahead."""

    cash: int
    owed_by_funders: int
    expected: Mapping[int, int]
    payouts: int
    owed_to_funders: int
    owed_to_borrowers: int
    overdrawn: int

    @property
    def outflow(self) -> int:
        return self.payouts + self.owed_to_funders + self.owed_to_borrowers + self.overdrawn

    def gap(self, days: int) -> int:
        """What is left `days` ahead; below zero it is missing."""
        return self.cash + self.owed_by_funders + self.expected[days] - self.outflow

    def ratio(self, days: int) -> Decimal | None:
        """What can be had over what must be paid, to 0.0001; none when nothing must be paid."""
        if not self.outflow:
            return None
        had = self.cash + self.owed_by_funders + self.expected[days]
        return (Decimal(had) / self.outflow).quantize(Decimal("0.0001"))
