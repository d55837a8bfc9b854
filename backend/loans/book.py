"""A loan's book: its instalments, what was paid of them, and how interest runs on them. Pure.

Amounts are minor units of the loan's currency, `today` is the lender's day. Overdue interest 罚息 runs on overdue
principal by the day, from the day after the last on which paying was in time, once the days of grace are over. It is kept as principal times
days, an integer, so it does not matter how often a day is closed.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from backend.loans.rules import Allocation, Owed, Share, days_past_due, grace_end
from backend.products.schedules import Factors
from contract.lending.products import ALLOCATION, DayCount, Instalment, Method, Part, Respread
from contract.money import round_ratio
from servicekit.calendar import next_working_day

LATE_DAYS_IN_YEAR = 365
MONTH_DAYS = 30
DAYS_IN_YEAR: dict[DayCount, int] = {"30/360": 360, "actual/365": 365}


@dataclass(frozen=True, slots=True)
class Rules:
    """What the contract says about interest, lateness, paying early, and what a payment pays first."""

    start: date
    rate_percent: Decimal
    method: Method
    day_count: DayCount
    late_rate_percent: Decimal
    grace_days: int
    prepayment: Respread
    allocation: tuple[Part, ...] = ALLOCATION
    holidays_from: date = date.min

    def pay_by(self, due: date) -> date:
        """Until when paying what falls due on a day is in time: a holiday moves it to the next working day (Civil Code
        民法典 art. 203). Due dates before `holidays_from` were closed without regard to that."""
        return next_working_day(due) if due >= self.holidays_from else due

    def grace_end(self, pay_by: date) -> date:
        """The last day on which nothing is charged for paying late."""
        if pay_by < self.holidays_from:
            return pay_by + timedelta(days=self.grace_days)
        return grace_end(pay_by, self.grace_days)

    def interest(self, minor: int, days: int) -> int:
        """The contract's interest on `minor` for so many days of the day count, rounded half-even."""
        factors = self.factors([days])
        return round_ratio(minor * factors.numerators[0], factors.unit)

    def factors(self, days: Sequence[int]) -> Factors:
        """Those of periods of so many days."""
        rate, scale = self.rate_percent.as_integer_ratio()
        return Factors([rate * length for length in days], scale * 100 * DAYS_IN_YEAR[self.day_count])


@dataclass(frozen=True, slots=True)
class Line:
    """One instalment. `days` are those of its period by the day count; `late_minor_days` is overdue principal times
    days, counted up to `late_through`.

    `interest` and `fee` hold what of them is `carried_…` here from another line, whose due date asks no more for it;
    `put_off_fee` is what of this line's fee is carried elsewhere. `began` is the first day of a period that does not follow
    the line before. `pay_by` is the last day on which paying is in time: the due date, or the working day after a holiday.
    """

    number: int
    due_date: date
    days: int
    principal: int
    interest: int
    fee: int
    paid_principal: int = 0
    paid_interest: int = 0
    paid_fee: int = 0
    paid_penalty: int = 0
    late_minor_days: int = 0
    late_through: date | None = None
    carried_interest: int = 0
    carried_fee: int = 0
    put_off_fee: int = 0
    began: date | None = None
    pay_by: date = date.min

    @property
    def unpaid_principal(self) -> int:
        return self.principal - self.paid_principal

    @property
    def carried(self) -> int:
        return self.carried_interest + self.carried_fee

    def due_on(self, day: date, rules: Rules) -> "Line":
        """The line with another due date."""
        return replace(self, due_date=day, pay_by=rules.pay_by(day))

    def carrying(self, interest: int, fee: int) -> "Line":
        """The line that is asked for so much more, or less, of another one's interest and fee."""
        return replace(
            self,
            interest=self.interest + interest,
            fee=self.fee + fee,
            carried_interest=self.carried_interest + interest,
            carried_fee=self.carried_fee + fee,
        )

    def penalty(self, late_rate_percent: Decimal) -> int:
        """All overdue interest so far, paid or not."""
        rate, scale = late_rate_percent.as_integer_ratio()
        return round_ratio(self.late_minor_days * rate, scale * 100 * LATE_DAYS_IN_YEAR)


@dataclass(frozen=True, slots=True)
class Book:
    rules: Rules
    lines: tuple[Line, ...]

    @property
    def principal(self) -> int:
        """The principal still to repay."""
        return sum(line.unpaid_principal for line in self.lines)

    @property
    def settled(self) -> bool:
        return all(owes_nothing(self.owed(line)) for line in self.lines)

    def owed(self, line: Line) -> Owed:
        return Owed(
            line.number,
            line.due_date,
            fee=line.fee - line.paid_fee,
            interest=line.interest - line.paid_interest,
            principal=line.unpaid_principal,
            penalty=max(line.penalty(self.rules.late_rate_percent) - line.paid_penalty, 0),
        )

    def since(self, line: Line) -> date:
        """The first day of the line's period: the due date before, or the day of payout."""
        return line.began or max(
            (other.due_date for other in self.lines if other.number < line.number), default=self.rules.start
        )

    def running(self, today: date) -> Line | None:
        """The line in whose period `today` is; a due date belongs to the period that begins on it."""
        return next((line for line in self.lines if line.due_date > today), None)

    def before(self, line: Line) -> list[Line]:
        return [other for other in self.lines if other.number < line.number]

    def after(self, line: Line) -> list[Line]:
        return [other for other in self.lines if other.number > line.number]

    def days_left(self, line: Line, today: date) -> int:
        """Days of the running line's period that are still to come, by the day count."""
        if self.rules.day_count == "actual/365":
            return min((line.due_date - today).days, line.days)
        return min(max(line.days - thirty_day_months(self.since(line), today), 0), line.days)

    def with_lines(self, lines: Sequence[Line]) -> "Book":
        return replace(self, lines=tuple(lines))

    def with_paid(self, shares: Sequence[Share]) -> "Book":
        paid: defaultdict[int, dict[str, int]] = defaultdict(dict)
        lines = {line.number: line for line in self.lines}
        for share in shares:
            name = f"paid_{share.part}"
            paid[share.number][name] = getattr(lines[share.number], name) + share.minor
        return self.with_lines([replace(line, **paid[line.number]) for line in self.lines])  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Paid:
    """The book after a payment, and where the money went."""

    book: Book
    allocation: Allocation


def owes_nothing(owed: Owed) -> bool:
    return not (owed.penalty or owed.fee or owed.interest or owed.principal)


def accrued(book: Book, today: date) -> Book:
    """The book with overdue interest counted up to `today`, which may also be before the day last counted."""
    return book.with_lines([_accrued(line, book.rules.grace_end(line.pay_by), today) for line in book.lines])


def opening(rules: Rules, months: int, instalments: Sequence[Instalment]) -> Book:
    """The book of a plan on the day of payout."""
    days = period_days(rules, months, [part.due_date for part in instalments])
    lines = [
        Line(
            part.number,
            part.due_date,
            length,
            part.principal.minor,
            part.interest.minor,
            part.fee.minor,
            pay_by=rules.pay_by(part.due_date),
        )
        for part, length in zip(instalments, days, strict=True)
    ]
    return Book(rules, tuple(lines))


def period_days(rules: Rules, months: int, due: Sequence[date]) -> list[int]:
    """The days of the periods that end on these due dates, by the day count."""
    if rules.day_count == "actual/365":
        return [(until - since).days for since, until in pairwise([rules.start, *due])]
    return [MONTH_DAYS * months if rules.method == "bullet" else MONTH_DAYS] * len(due)


def first_unpaid(book: Book) -> Line | None:
    return next((line for line in book.lines if not owes_nothing(book.owed(line))), None)


def lateness(book: Book, today: date) -> int:
    """Days past due of the oldest unpaid instalment whose days of grace are over."""
    unpaid = [line for line in book.lines if not owes_nothing(book.owed(line))]
    return max((days_past_due(line.pay_by, today, book.rules.grace_end(line.pay_by)) for line in unpaid), default=0)


def _accrued(line: Line, grace_end: date, today: date) -> Line:
    if not line.unpaid_principal or (line.late_through is None and today <= grace_end):
        return line
    until = max(today, line.pay_by)
    days = (until - (line.late_through or line.pay_by)).days
    counted = line.late_minor_days + line.unpaid_principal * days
    return replace(line, late_minor_days=max(counted, 0), late_through=until)


def thirty_day_months(since: date, until: date) -> int:
    """Days between two dates when every month has thirty."""
    months = (until.year - since.year) * 12 + until.month - since.month
    return months * MONTH_DAYS + min(until.day, MONTH_DAYS) - min(since.day, MONTH_DAYS)
