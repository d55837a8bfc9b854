"""The highest yearly cost the lender's licence allows: dated rules with their sources."""

import json
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Literal

from backend.policy.groups import Policy
from backend.policy.rules import SHIPPED
from backend.products.errors import RateAboveCap
from contract.lending.products import Licence

LPR = Path(__file__).parent / "lpr.json"
LPR_MULTIPLE = 4


@dataclass(frozen=True, slots=True)
class RateCap:
    """`percent` a year bounds interest, fees and penalties together, from the day `since`. `by_prime_rate`: it is known only
    as well as the prime rate is."""

    percent: Decimal
    since: date
    source: str
    by_prime_rate: bool = False


@dataclass(frozen=True, slots=True)
class Caps:
    """A licence's caps, oldest first."""

    licence: Licence
    rules: tuple[RateCap, ...]

    def on(self, day: date) -> RateCap:
        """The cap of a contract made on `day`; before the first rule, the first."""
        return next((rule for rule in reversed(self.rules) if rule.since <= day), self.rules[0])


MICROLENDING = (
    "中国人民银行、国家金融监督管理总局《小额贷款公司综合融资成本管理工作指引》(2025-12): "
    "new loans may not cost more than 24 % a year, all in, and by the end of 2027 no more than four times the one-year LPR"
)
MICROLENDING_SINCE, MICROLENDING_LOWERED = date(2025, 12, 19), date(2028, 1, 1)
PRIVATE_LENDING = (
    "最高人民法院《关于审理民间借贷案件适用法律若干问题的规定》(2020 修正) 第二十五条: "
    "no more than four times the one-year LPR of the day of the contract"
)


def read_lpr() -> dict[date, Decimal]:
    """The one-year loan prime rate, percent a year, by the day from which it was published as new.

    A day after the last one has the last rate.
    """
    rates = json.loads(LPR.read_text())["one_year_percent"]
    return {date.fromisoformat(day): Decimal(percent) for day, percent in rates.items()}


def lpr_status(today: date, policy: Policy | None = None) -> Literal["ready", "unchecked", "old"]:
    """`old` when a newer rate must have been published; `unchecked` until a person has held the table against it."""
    complete_to, checked = _lpr_table()
    stands = (policy or SHIPPED.on(today)).catalogue.prime_rate_stands_days
    if complete_to + timedelta(days=stands) < today:
        return "old"
    return "ready" if checked else "unchecked"


@cache
def _lpr_table() -> tuple[date, bool]:
    """Up to which day it is complete, and whether it was checked."""
    table = json.loads(LPR.read_text())
    return date.fromisoformat(table["complete_to"]), bool(table["checked"])


def _four_times_lpr(source: str) -> tuple[RateCap, ...]:
    rates = sorted(read_lpr().items())
    return tuple(RateCap(percent * LPR_MULTIPLE, since, source, by_prime_rate=True) for since, percent in rates)


def _microlending() -> tuple[RateCap, ...]:
    at_first = RateCap(Decimal(24), MICROLENDING_SINCE, MICROLENDING)
    lowered = [replace(rule, since=max(rule.since, MICROLENDING_LOWERED)) for rule in _four_times_lpr(MICROLENDING)]
    return (at_first, *lowered)


CAPS: dict[Licence, Caps] = {
    "microlender": Caps("microlender", _microlending()),
    "private": Caps("private", _four_times_lpr(PRIVATE_LENDING)),
}


def check_cap(cap: RateCap, apr_percent: Decimal) -> None:
    """Raises `RateAboveCap` when the yearly cost, all fees in, is above the cap."""
    if apr_percent > cap.percent:
        raise RateAboveCap(apr_percent=str(apr_percent), cap_percent=str(cap.percent), source=cap.source)
