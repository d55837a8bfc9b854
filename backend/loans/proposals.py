"""Proposals: figures are stored as they were shown, and only what was shown is executed."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.canonical import canonical_hash, new_id
from backend.dates import LENDER_ZONE, lender_day
from backend.loans.book import Book
from backend.loans.books import add_loan_event, read_book, write_book
from backend.loans.changes import check_nothing_due
from backend.loans.errors import (
    ChangeNotPossible,
    DayOutOfRange,
    LoanProposalExpired,
    LoanProposalStale,
    LoanProposalUnknown,
)
from backend.loans.models import LoanRow, ProposalRow
from backend.loans.paying import Payoff, pay, payoff
from backend.loans.replay import LoanEvent, changed
from backend.loans.schemas import (
    AskDueDay,
    AskHardship,
    AskPayoff,
    AskPrepayment,
    AskWriteOff,
    ExecuteProposal,
    LoanProposal,
    PayoffQuote,
    ProposalKind,
)
from backend.loans.service import active_loan, borrowers_loan, locked_loan, write_off
from backend.loans.views import instalment_views
from backend.money import Money
from backend.products.terms import check_currency

MOST_DAYS_AHEAD = 31
PAYABLE: frozenset[ProposalKind] = frozenset({"payoff", "prepayment"})


@dataclass(frozen=True, slots=True)
class Effect:
    """The book as a proposal would leave it, and the amount that it takes: to pay, or to write off."""

    book: Book
    minor: int


def quote_payoff(session: Session, borrower_id: str, loan_id: str, ask: AskPayoff, now: datetime) -> PayoffQuote:
    """Raises `LoanNotActive`, or `DayOutOfRange` for a day that is past or too far away."""
    row, today = active_loan(session, borrower_id, loan_id), lender_day(now)
    on, latest = ask.on or today, today + timedelta(days=MOST_DAYS_AHEAD)
    if not today <= on <= latest:
        raise DayOutOfRange(field="on", min=today.isoformat(), max=latest.isoformat())
    figures = payoff(read_book(session, row), on)
    proposal = _stored(session, row, "payoff", on, {}, figures.total, now)
    return _payoff_view(row, figures, proposal)


def propose_change(
    session: Session,
    borrower_id: str,
    loan_id: str,
    ask: AskPrepayment | AskDueDay | AskHardship | AskWriteOff,
    now: datetime,
) -> LoanProposal:
    """Raises `LoanNotActive` or `ChangeNotPossible`."""
    row, today = active_loan(session, borrower_id, loan_id), lender_day(now)
    facts = ask.model_dump(mode="json", exclude={"kind"})
    if isinstance(ask, AskPrepayment):
        check_currency("amount", ask.amount, row.currency)
        facts = {"minor": ask.amount.minor, "effect": ask.effect}
    book = read_book(session, row)
    effect = _effect(book, ask.kind, today, facts)
    proposal = _stored(session, row, ask.kind, today, facts, effect.minor, now)
    return LoanProposal(
        loan_id=row.id,
        kind=ask.kind,
        on=today,
        amount=Money(effect.minor, row.currency),
        interest_difference=Money(_interest(effect.book) - _interest(book), row.currency),
        instalments=instalment_views(effect.book, row.currency, today),
        proposal_hash=proposal.hash,
        expires_at=proposal.expires_at,
    )


def execute_change(session: Session, borrower_id: str, loan_id: str, body: ExecuteProposal, now: datetime) -> LoanRow:
    """Do what was shown. Executing it again changes nothing. What takes a payment is executed by the payment."""
    row = locked_loan(session, borrowers_loan(session, borrower_id, loan_id).id)
    proposal = _shown(session, row, body.proposal_hash)
    if body.kinds is not None and proposal.kind not in body.kinds:
        raise LoanProposalUnknown(proposal_hash=body.proposal_hash)
    if proposal.kind in PAYABLE:
        raise ChangeNotPossible(reason="takes_a_payment")
    if proposal.executed_at is not None:
        return row
    active_loan(session, borrower_id, loan_id)
    _check_fresh(session, row, proposal, now)
    book = _effect(read_book(session, row), proposal.kind, proposal.day, proposal.facts).book
    add_loan_event(session, row, proposal.kind, proposal.day, _as_done(row, proposal, book))
    write_book(session, row, book, proposal.day)
    if proposal.kind == "write_off":
        write_off(session, row, now)
    proposal.executed_at = now
    session.flush()
    return row


def bind_payment(
    session: Session, loan_id: str, transfer_id: str, proposal_hash: str, amount: Money, now: datetime
) -> None:
    """The payment under this transfer executes the proposal. Raises what is wrong with that."""
    row = locked_loan(session, loan_id)
    proposal = _shown(session, row, proposal_hash)
    if proposal.kind not in PAYABLE:
        raise ChangeNotPossible(reason="takes_no_payment")
    _check_fresh(session, row, proposal, now)
    if amount.minor != proposal.figures["minor"]:
        raise ChangeNotPossible(reason="amount_differs")
    proposal.transfer_id = transfer_id
    session.flush()


def bound_payment(session: Session, loan_id: str, proposal_hash: str) -> str | None:
    """The transfer of the last payment that was bound to these figures; also one that failed since."""
    shown = select(ProposalRow.transfer_id)
    return session.scalar(shown.where(ProposalRow.loan_id == loan_id, ProposalRow.hash == proposal_hash))


def _effect(book: Book, kind: str, today: date, facts: dict[str, Any]) -> Effect:
    if kind == "prepayment":
        if not 0 < facts["minor"] < payoff(book, today).total:
            raise ChangeNotPossible(reason="amount_out_of_range")
        return Effect(pay(book, facts["minor"], today, facts["effect"]).book, facts["minor"])
    if kind == "write_off":
        return Effect(book, book.principal)
    if kind == "due_day":
        check_nothing_due(book, today)
        return Effect(changed(book, LoanEvent("due_day", today, facts)), 0)
    return Effect(changed(book, LoanEvent("hardship", today, facts)), 0)


def _as_done(row: LoanRow, proposal: ProposalRow, book: Book) -> dict[str, Any]:
    """The event's facts. A moved due day names the line it moved and where to: a replay must not choose, or refuse, others."""
    if proposal.kind != "due_day":
        return proposal.facts
    before = {one.number: one.due_date for one in row.instalments}
    first = next(line for line in book.lines if line.due_date != before[line.number])
    return {**proposal.facts, "first_number": first.number, "first_date": first.due_date.isoformat()}


def _stored(
    session: Session, row: LoanRow, kind: ProposalKind, on: date, facts: dict[str, Any], minor: int, now: datetime
) -> ProposalRow:
    """The row of these figures; asking again for the same answers the same."""
    figures = {"minor": minor}
    proposal_hash = _hash(session, row, kind, on, facts, figures)
    found = _find(session, row, proposal_hash)
    if found is not None:
        return found
    proposal = ProposalRow(
        id=new_id("proposal"),
        loan_id=row.id,
        hash=proposal_hash,
        kind=kind,
        day=on,
        facts=facts,
        figures=figures,
        created_at=now,
        expires_at=datetime.combine(on + timedelta(days=1), time(), LENDER_ZONE),
    )
    session.add(proposal)
    session.flush()
    return proposal


def _hash(session: Session, row: LoanRow, kind: str, on: date, facts: dict[str, Any], figures: dict[str, Any]) -> str:
    """Over the figures and over what of the book they follow from: it changes when the loan moves."""
    lines = [
        (line.number, line.due_date, line.principal, line.interest, line.fee,
         line.paid_principal, line.paid_interest, line.paid_fee, line.paid_penalty)
        for line in read_book(session, row).lines
    ]  # fmt: skip
    said = {"loan": row.id, "kind": kind, "on": on, "facts": facts, "figures": figures, "lines": lines}
    return canonical_hash(said)


def _shown(session: Session, row: LoanRow, proposal_hash: str) -> ProposalRow:
    proposal = _find(session, row, proposal_hash)
    if proposal is None:
        raise LoanProposalUnknown(proposal_hash=proposal_hash)
    return proposal


def _find(session: Session, row: LoanRow, proposal_hash: str) -> ProposalRow | None:
    shown = select(ProposalRow).where(ProposalRow.loan_id == row.id, ProposalRow.hash == proposal_hash)
    return session.scalars(shown).one_or_none()


def _check_fresh(session: Session, row: LoanRow, proposal: ProposalRow, now: datetime) -> None:
    if proposal.day != lender_day(now):
        raise LoanProposalExpired(day=proposal.day.isoformat())
    present = _hash(session, row, proposal.kind, proposal.day, proposal.facts, proposal.figures)
    if proposal.executed_at is not None or present != proposal.hash:
        raise LoanProposalStale()


def _payoff_view(row: LoanRow, figures: Payoff, proposal: ProposalRow) -> PayoffQuote:
    def money(minor: int) -> Money:
        return Money(minor, row.currency)

    return PayoffQuote(
        loan_id=row.id,
        on=proposal.day,
        amount=money(figures.total),
        principal=money(figures.principal),
        interest=money(figures.interest),
        fee=money(figures.fee),
        penalty=money(figures.penalty),
        saved_interest=money(figures.waived_interest),
        saved_fee=money(figures.waived_fee),
        proposal_hash=proposal.hash,
        expires_at=proposal.expires_at,
    )


def _interest(book: Book) -> int:
    return sum(line.interest for line in book.lines)
