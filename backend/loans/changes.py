"""Changing what was agreed: another due day, or a hardship plan. Pure; the contract's rate stays."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from backend.loans.amortise import respread
from backend.loans.book import MONTH_DAYS, Book, Line, Rules, accrued, owes_nothing, thirty_day_months
from backend.loans.errors import ChangeNotPossible
from backend.loans.paying import RULE
from contract.dates import add_months

MOST_GAP_DAYS = 15
MONTH_DAY_RANGE = range(1, 32)
# Ten years: beyond it the numbers are a slip. What is allowed, the policy says.
MOST_HARDSHIP_MONTHS = 120


def move_due_day(book: Book, today: date, day_of_month: int, most_gap_days: int = MOST_GAP_DAYS) -> Book:
    """All dates to come on another day of the month, or a short month's last. Interest follows the gap's days.

    The first date moves to the nearest such day. Raises `ChangeNotPossible` when the day stays as it is, or the gap is
    longer than `most_gap_days`.
    """
    _, coming = _parted(book, today)
    if not coming or day_of_month not in MONTH_DAY_RANGE:
        raise ChangeNotPossible(reason="no_such_day")
    first = coming[0]
    earliest = max(today, book.since(first))
    dates = [day for day in (_month_day(first.due_date, shift, day_of_month) for shift in (-1, 0, 1)) if day > earliest]
    moved = min(dates, key=lambda day: abs(day - first.due_date), default=date.max)
    if moved == first.due_date:
        raise ChangeNotPossible(reason="unchanged")
    if abs(moved - first.due_date) > timedelta(days=most_gap_days):
        raise ChangeNotPossible(reason="gap_too_long")
    return _moved(book, coming, moved, day_of_month, today)


def due_days_from(book: Book, today: date, first_number: int, moved: date, day_of_month: int, rule: int = RULE) -> Book:
    """As `move_due_day` did when it moved line `first_number`, on a book whose payments may have changed since.

    An earlier line that only now is unpaid keeps its date.
    """
    _, unpaid = _parted(book, today, rule)
    coming = [line for line in unpaid if line.number >= first_number]
    return _moved(book, coming, moved, day_of_month, today if rule != 1 else None) if coming else book


def _moved(book: Book, coming: Sequence[Line], moved: date, day_of_month: int, today: date | None) -> Book:
    """The first of these lines on the day `moved`, the others a month apart after it."""
    first, later = coming[0], coming[1:]
    past = [line for line in book.lines if line not in coming]
    longer = replace(first.due_on(moved, book.rules), days=first.days + _days(book.rules, first.due_date, moved))
    balance = sum(line.unpaid_principal for line in coming)
    interest = max(first.interest + _of_the_gap(book, first, longer, balance, today), first.paid_interest)
    first = replace(longer, interest=interest)
    return book.with_lines([*past, first, *_follow(book.rules, first, later, day_of_month)])


def restructure(book: Book, today: date, interest_only_months: int, extra_months: int, rule: int = RULE) -> Book:
    """A hardship plan: first months that pay interest alone, then the balance over the instalments to come and
    `extra_months` more. What is overdue joins the plan: its principal is spread, its interest, fees and overdue
    interest fall due with the plan's first instalment. Raises `ChangeNotPossible`.
    """
    months = interest_only_months + extra_months
    if min(interest_only_months, extra_months) < 0 or not 0 < months <= MOST_HARDSHIP_MONTHS:
        raise ChangeNotPossible(reason="months_out_of_range")
    if not book.principal:
        raise ChangeNotPossible(reason="nothing_owed")
    book = accrued(book, today)
    if book.rules.method == "bullet":
        return _later_bullet(book, today, months, rule)
    past, coming = _parted(book, today, rule)
    if not coming and not extra_months:
        raise ChangeNotPossible(reason="no_instalment_left")
    frame = _frame(book, coming, months, today, rule)
    spread = _spread(book, frame, interest_only_months)
    if rule == 1:
        first = _first_of_plan_v1(book, past, coming, spread[0], today)
        return book.with_lines([*map(_cut_to_paid_v1, past), first, *spread[1:]])
    overdue = [line for line in past if not owes_nothing(book.owed(line))]
    first = _first_of_plan(book, overdue, coming, spread[0], today)
    return book.with_lines([*(_cut_to_paid(line) if line in overdue else line for line in past), first, *spread[1:]])


def check_nothing_due(book: Book, today: date) -> None:
    """Raises `ChangeNotPossible` when something that is due is unpaid."""
    if any(not owes_nothing(book.owed(line)) for line in _parted(book, today)[0]):
        raise ChangeNotPossible(reason="overdue")


def _parted(book: Book, today: date, rule: int = RULE) -> tuple[list[Line], list[Line]]:
    """Lines that are due or paid, and those to come: the first that asks for anything, and all after it."""
    coming = [line for line in book.lines if line.due_date > today and not owes_nothing(book.owed(line))]
    if coming and rule != 1:
        coming = [coming[0], *book.after(coming[0])]
    return [line for line in book.lines if line not in coming], coming


def _follow(rules: Rules, first: Line, later: Sequence[Line], day_of_month: int) -> list[Line]:
    """The lines after the first, a month apart; by the day count their periods may have other days than before."""
    followed, since = [], first.due_date
    for months, line in enumerate(later, 1):
        due = _month_day(first.due_date, months, day_of_month)
        followed.append(replace(line.due_on(due, rules), days=_days(rules, since, due, months=1)))
        since = due
    if rules.day_count == "30/360":
        return followed
    return respread(rules, followed, sum(line.unpaid_principal for line in later), "smaller")


def _frame(book: Book, coming: Sequence[Line], months: int, today: date, rule: int) -> list[Line]:
    """The plan's instalments with their dates, still without principal and interest."""
    frame = [
        replace(line, principal=line.paid_principal, interest=max(line.paid_interest, line.carried_interest))
        for line in coming
    ]
    last = max(book.lines, key=lambda line: line.number)
    day, since = (
        max(line.due_date.day for line in book.lines),
        max(last.due_date, today) if not coming else last.due_date,
    )
    shift = 0
    while len(frame) < len(coming) + months:
        shift += 1
        due = _month_day(last.due_date, shift, day)
        if due <= today:
            continue
        number = last.number + 1 + len(frame) - len(coming)
        days = _days(book.rules, since, due, months=0 if since == today else 1)
        # After the last due date no interest ran: the plan's begins today.
        began = today if rule != 1 and since == today else None
        frame.append(Line(number, due, days, 0, 0, 0, began=began).due_on(due, book.rules))
        since = due
    return frame


def _spread(book: Book, frame: Sequence[Line], interest_only_months: int) -> list[Line]:
    balance = book.principal
    waiting = [
        replace(line, interest=max(book.rules.interest(balance, line.days) + line.carried_interest, line.paid_interest))
        for line in frame[:interest_only_months]
    ]
    return [*waiting, *respread(book.rules, frame[interest_only_months:], balance, "smaller")]


def _first_of_plan(book: Book, overdue: Sequence[Line], coming: Sequence[Line], first: Line, today: date) -> Line:
    """The plan's first instalment with the running period's interest as agreed, and with what is overdue carried into it."""
    interest = first.interest
    if coming:
        left = book.days_left(coming[0], today)
        balance = sum(line.unpaid_principal for line in coming)
        interest = coming[0].interest + book.rules.interest(book.principal, left) - book.rules.interest(balance, left)
    return replace(
        first,
        interest=interest,
        late_minor_days=first.late_minor_days + sum(line.late_minor_days for line in overdue),
        paid_penalty=first.paid_penalty + sum(line.paid_penalty for line in overdue),
    ).carrying(
        sum(line.interest - line.paid_interest for line in overdue), sum(line.fee - line.paid_fee for line in overdue)
    )


def _cut_to_paid(line: Line) -> Line:
    """A line of which the plan took all that was unpaid."""
    return replace(
        line,
        principal=line.paid_principal,
        interest=line.paid_interest,
        fee=line.paid_fee,
        late_minor_days=0,
        paid_penalty=0,
        late_through=None,
    )


def _first_of_plan_v1(book: Book, past: Sequence[Line], coming: Sequence[Line], first: Line, today: date) -> Line:
    """The plan's first instalment with the running period's interest as agreed, and with what is overdue."""
    overdue = [line for line in past if not owes_nothing(book.owed(line))]
    interest = first.interest
    if coming:
        late_principal = sum(line.unpaid_principal for line in overdue)
        interest = coming[0].interest + book.rules.interest(late_principal, book.days_left(coming[0], today))
    return replace(
        first,
        interest=interest + sum(line.interest - line.paid_interest for line in overdue),
        fee=first.fee + sum(line.fee - line.paid_fee for line in overdue),
        late_minor_days=first.late_minor_days + sum(line.late_minor_days for line in overdue),
        paid_penalty=first.paid_penalty + sum(line.paid_penalty for line in overdue),
    )


def _cut_to_paid_v1(line: Line) -> Line:
    """A line of which the plan took what was unpaid; a paid one stays as it was."""
    if (line.principal, line.interest, line.fee) == (line.paid_principal, line.paid_interest, line.paid_fee):
        return line
    return _cut_to_paid(line)


def _later_bullet(book: Book, today: date, months: int, rule: int) -> Book:
    (line,) = book.lines
    due = _month_day(line.due_date, months, max(line.due_date.day, book.rules.start.day))
    if due <= today:
        raise ChangeNotPossible(reason="months_out_of_range")
    if rule != 1 and line.due_date <= today:
        # While it was overdue no interest ran beside the overdue interest: the plan's begins today.
        later = replace(
            line.due_on(due, book.rules), days=_days(book.rules, today, due), late_through=None, began=today
        )
        interest = line.interest + book.rules.interest(line.unpaid_principal, later.days)
        return book.with_lines([replace(later, interest=interest, carried_fee=line.fee)])
    days = (due - line.due_date).days if book.rules.day_count == "actual/365" else months * MONTH_DAYS
    later = replace(line.due_on(due, book.rules), days=line.days + days, late_through=None)
    interest = line.interest + _of_the_gap(book, line, later, line.unpaid_principal, today if rule != 1 else None)
    return book.with_lines([replace(later, interest=interest)])


def _of_the_gap(book: Book, line: Line, moved: Line, balance: int, today: date | None) -> int:
    """Interest of the days by which a line's period got longer. What has accrued by `today` stays to the fen; without it,
    by rule 1, the gap's interest is rounded by itself."""
    if today is None:
        return book.rules.interest(balance, moved.days - line.days)
    left = [book.days_left(one, today) for one in (moved, line)]
    return book.rules.interest(balance, left[0]) - book.rules.interest(balance, left[1])


def _days(rules: Rules, since: date, until: date, months: int = 0) -> int:
    """Days between by the day count; whole months have thirty days where a year has 360."""
    if rules.day_count == "actual/365":
        return (until - since).days
    return months * MONTH_DAYS or thirty_day_months(since, until)


def _month_day(anchor: date, months: int, day: int) -> date:
    """`day` of the month so many months after the anchor's, or that month's last."""
    first = add_months(anchor.replace(day=1), months)
    last = add_months(first, 1) - timedelta(days=1)
    return min(first + timedelta(days=day - 1), last)
