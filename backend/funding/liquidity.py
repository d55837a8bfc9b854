"""Liquidity on a day: from the ledger's balances at its end and the schedules as they stand."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.funding.models import FundingShareRow
from backend.funding.rules import OWN, WHOLE, Position, split
from backend.funding.service import shares_at
from backend.ledger.service import balances_before
from backend.loans.flows import due_between, waiting_payouts
from contract.dates import LENDER_ZONE

HORIZONS = (7, 30, 90)
# The regulators' liquidity ratio looks a month ahead (《商业银行流动性风险管理办法》, at least 25 %).
RATIO_DAYS = 30


@dataclass(frozen=True, slots=True)
class Liquidity:
    """`reserve` is set aside for losses, `lent` is the lender's own part of all principal lent."""

    on: date
    position: Position
    reserve: int
    lent: int

    def as_json(self) -> dict[str, Any]:
        """Amounts in minor units of CNY; ratios as decimal strings or null."""
        coverage = (Decimal(self.reserve) / self.lent).quantize(Decimal("0.0001")) if self.lent else None
        position, ratio = self.position, self.position.ratio(RATIO_DAYS)
        return {
            "on": self.on.isoformat(),
            "cash": position.cash - position.overdrawn,
            "owed_by_funders": position.owed_by_funders,
            "owed_to_funders": position.owed_to_funders,
            "owed_to_borrowers": position.owed_to_borrowers,
            "waiting_payouts": position.payouts,
            "expected": {str(days): position.expected[days] for days in HORIZONS},
            "gap": {str(days): position.gap(days) for days in HORIZONS},
            "liquidity_ratio": None if ratio is None else str(ratio),
            "risk_reserve": self.reserve,
            "reserve_ratio": None if coverage is None else str(coverage),
        }


def liquidity(session: Session, on: date) -> Liquidity:
    end = datetime.combine(on + timedelta(days=1), time.min, LENDER_ZONE)
    cash = sum(balances_before(session, "cash", end).values())
    funders = balances_before(session, "funder_settlement", end).values()
    lent = sum(balances_before(session, "loans_receivable", end).values())
    position = Position(
        cash=max(cash, 0),
        overdrawn=max(-cash, 0),
        owed_by_funders=sum(minor for minor in funders if minor > 0),
        owed_to_funders=-sum(minor for minor in funders if minor < 0),
        owed_to_borrowers=-sum(balances_before(session, "borrower_credit", end).values()),
        payouts=_own_payouts(session, end),
        expected={days: _own_inflow(session, on, days) for days in HORIZONS},
    )
    reserve = -sum(balances_before(session, "risk_reserve", end).values())
    return Liquidity(on, position, reserve, lent + sum(balances_before(session, "funder_principal", end).values()))


def _own_payouts(session: Session, moment: datetime) -> int:
    shares = shares_at(session, moment)
    return sum(split(principal, shares).get(OWN, 0) for principal in waiting_payouts(session))


def _own_inflow(session: Session, on: date, days: int) -> int:
    """The lender's part of what falls due; a loan not yet shared out counts whole."""
    due = due_between(session, on, on + timedelta(days=days))
    shares: defaultdict[str, dict[str, int]] = defaultdict(dict)
    rows = select(FundingShareRow.loan_id, FundingShareRow.funder_id, FundingShareRow.ppm)
    for loan_id, funder_id, ppm in session.execute(rows):
        shares[loan_id][funder_id] = ppm
    return sum(split(minor, shares.get(loan_id, {OWN: WHOLE})).get(OWN, 0) for loan_id, minor in due.items())
