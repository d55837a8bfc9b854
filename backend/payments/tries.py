"""When a debit of autopay is tried, and tried again. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from backend.policy.groups import PaymentPolicy
from contract.dates import LENDER_ZONE


@dataclass(frozen=True, slots=True)
class Tries:
    """What a consent agreed to: until so many days after the day of payment, and so often a day."""

    last_day: int
    a_day: int


def tries_at(pay_by: date, policy: PaymentPolicy, agreed: Tries) -> list[datetime]:
    """The policy's times, as far as the consent goes; in order."""
    days = sorted(day for day in {0, *policy.autopay_retry_days} if day <= agreed.last_day)
    times = sorted(policy.autopay_times)[: agreed.a_day]
    return [datetime.combine(pay_by + timedelta(days=day), at, LENDER_ZONE) for day in days for at in times]


def is_time(times: Sequence[datetime], tried: Sequence[datetime], now: datetime) -> bool:
    """Whether one of the times has come since the last try. A first try that was missed is made up for, also later."""
    come = [moment for moment in times if moment <= now]
    return bool(come) and (not tried or max(tried) < come[-1])
