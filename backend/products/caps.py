"""The highest yearly cost the lender's licence allows: a dated rule with its source."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from backend.licence import Licence
from backend.products.errors import RateAboveCap


@dataclass(frozen=True, slots=True)
class RateCap:
    """`percent` a year bounds interest, fees and penalties together, from the day `since`."""

    percent: Decimal
    since: date
    source: str


CAPS: dict[Licence, RateCap] = {
    "microlender": RateCap(
        Decimal(24),
        date(2025, 12, 19),
        "中国人民银行、国家金融监督管理总局《小额贷款公司综合融资成本管理工作指引》(2025-12): "
        "new loans may not cost more than 24 % a year, all in",
    ),
}


def check_cap(cap: RateCap, apr_percent: Decimal) -> None:
    """Raises `RateAboveCap` when the yearly cost, all fees in, is above the cap."""
    if apr_percent > cap.percent:
        raise RateAboveCap(apr_percent=str(apr_percent), cap_percent=str(cap.percent), source=cap.source)
