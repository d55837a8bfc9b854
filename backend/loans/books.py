"""A loan's book, read from its rows and written back, and the events that made it what it is."""

from datetime import date
from typing import Any, cast

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from backend.loans.book import Book, Line, Rules, lateness, opening
from backend.loans.models import CertificateRow, InstalmentRow, LoanEventRow, LoanRow, ProposalRow
from backend.loans.paying import RULE
from backend.loans.rules import bucket
from backend.products.quotes import Ask, plan_terms
from backend.products.schedules import plan
from backend.products.service import product_version
from contract.lending.products import Method
from contract.money import Money

LINE_FIELDS = tuple(Line.__dataclass_fields__)


def read_book(session: Session, row: LoanRow) -> Book:
    """Empty until the payout."""
    lines = [Line(**{name: getattr(one, name) for name in LINE_FIELDS}) for one in row.instalments]
    return Book(_rules(session, row, row.disbursed_on or date.min), tuple(lines))


def opening_book(session: Session, row: LoanRow, start: date) -> Book:
    """The contract's plan, dated from the payout."""
    product = product_version(session, row.product_id, row.product_version)
    ask = Ask(Money(row.principal, row.currency), row.term_months, cast(Method, row.method))
    instalments = plan(plan_terms(product, ask, row.rate_percent, start))
    return opening(_rules(session, row, start), row.term_months, instalments)


def write_book(session: Session, row: LoanRow, book: Book, today: date) -> None:
    """Make the loan's rows say what the book says."""
    kept = {one.number: one for one in row.instalments}
    wanted = {line.number for line in book.lines}
    for line in book.lines:
        one = kept.get(line.number)
        if one is None:
            one = InstalmentRow(number=line.number)
            row.instalments.append(one)
        for name in LINE_FIELDS:
            value = getattr(line, name)
            # A payment changes few of a loan's lines, and to set a column costs far more than to read it.
            if getattr(one, name) != value:
                setattr(one, name, value)
    for number in kept.keys() - wanted:
        row.instalments.remove(kept[number])
    row.days_past_due = lateness(book, today)
    row.bucket = bucket(row.days_past_due)
    if row.status == "settled" and not book.settled:
        revoke_certificates(session, row, today)
    row.status = "settled" if book.settled else "active"
    session.flush()


def revoke_certificates(session: Session, row: LoanRow, today: date) -> None:
    """The loan that they say is settled was opened again."""
    standing = (CertificateRow.loan_id == row.id, CertificateRow.revoked_on.is_(None))
    session.execute(update(CertificateRow).where(*standing).values(revoked_on=today))


def add_loan_event(
    session: Session,
    row: LoanRow,
    kind: str,
    day: date,
    facts: dict[str, Any],
    transfer_id: str | None = None,
    rule: int = RULE,
    place: int | None = None,
) -> None:
    """The last event, unless a place was made free for it."""
    last = session.scalar(select(func.max(LoanEventRow.number)).where(LoanEventRow.loan_id == row.id)) or 0
    event = LoanEventRow(
        loan_id=row.id,
        number=last + 1,
        place=place or free_place(session, row, None),
        kind=kind,
        day=day,
        facts=facts,
        transfer_id=transfer_id,
        rule=rule,
    )
    session.add(event)
    session.flush()


def free_place(session: Session, row: LoanRow, before: LoanEventRow | None) -> int:
    """A place before that event, which moves on with all that follow; without one, the place after all."""
    of_loan = LoanEventRow.loan_id == row.id
    if before is None:
        return (session.scalar(select(func.max(LoanEventRow.place)).where(of_loan)) or 0) + 1
    free = before.place
    session.execute(
        update(LoanEventRow).where(of_loan, LoanEventRow.place >= free).values(place=LoanEventRow.place + 1)
    )
    return free


def standing_events(session: Session, row: LoanRow) -> list[LoanEventRow]:
    """Those that were not reversed, in order."""
    events = select(LoanEventRow).where(LoanEventRow.loan_id == row.id, LoanEventRow.reversed_at.is_(None))
    return list(session.scalars(events.order_by(LoanEventRow.place)))


def paid_proposal(session: Session, transfer_id: str) -> ProposalRow | None:
    """The proposal that this payment pays, if it names one."""
    return session.scalars(select(ProposalRow).where(ProposalRow.transfer_id == transfer_id)).one_or_none()


def _rules(session: Session, row: LoanRow, start: date) -> Rules:
    product = product_version(session, row.product_id, row.product_version)
    return Rules(
        start=start,
        rate_percent=row.rate_percent,
        method=cast(Method, row.method),
        day_count=product.day_count,
        late_rate_percent=row.late_rate_percent,
        grace_days=row.grace_days,
        prepayment=product.early.effect,
        allocation=product.allocation,
        holidays_from=row.holidays_from,
    )
