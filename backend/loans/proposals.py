"""Proposals: figures are stored as they were shown, and only what was shown is executed."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.ids import new_id
from backend.loans.book import Book
from backend.loans.books import add_loan_event, opening_book, read_book, write_book
from backend.loans.changes import check_nothing_due, move_due_day
from backend.loans.consents import consent_to, consent_view
from backend.loans.errors import (
    ChangeNotPossible,
    DayOutOfRange,
    LoanProposalExpired,
    LoanProposalStale,
    LoanProposalUnknown,
    PlanConsentNeeded,
)
from backend.loans.limits import (
    Past,
    check_due_day_may_move,
    check_ends_in_time,
    check_plan_allowed,
    needs_second_person,
)
from backend.loans.models import LoanRow, ProposalRow
from backend.loans.paying import Payoff, pay, payoff
from backend.loans.postings import claim_of
from backend.loans.replay import LoanEvent, changed
from backend.loans.reversing import history
from backend.loans.service import active_loan, borrowers_loan, locked_loan, payable_loan, to_pay_off
from backend.loans.views import instalment_views
from backend.loans.written_off import write_off
from backend.outbox import add_event
from backend.policy.groups import ChangePolicy, Policy
from backend.policy.rules import SHIPPED
from backend.products.terms import check_currency
from backend.staff_acts.rules import check_second_person
from contract.canonical import canonical_hash
from contract.dates import LENDER_ZONE, lender_day
from contract.lending.loans import (
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
from contract.money import Money

MOST_DAYS_AHEAD = 31
PAYABLE: frozenset[ProposalKind] = frozenset({"payoff", "prepayment"})
BY_STAFF: frozenset[ProposalKind] = frozenset({"hardship", "write_off"})


@dataclass(frozen=True, slots=True)
class Effect:
    """The book as it is and as a proposal would leave it, and the amount that it takes: to pay, or to write off."""

    before: Book
    book: Book
    minor: int


def quote_payoff(session: Session, borrower_id: str, loan_id: str, ask: AskPayoff, now: datetime) -> PayoffQuote:
    """With a claim, which is paid with it; of a loan that was written off, what is still owed.

    Raises `LoanNotActive`, or `DayOutOfRange` for a day that is past or too far away.
    """
    row, today = payable_loan(session, borrower_id, loan_id), lender_day(now)
    on, latest = ask.on or today, today + timedelta(days=MOST_DAYS_AHEAD)
    if not today <= on <= latest:
        raise DayOutOfRange(field="on", min=today.isoformat(), max=latest.isoformat())
    claim, figures = claim_of(session, row), to_pay_off(session, row, on)
    proposal = _stored(session, row, "payoff", on, {}, figures.total + claim, now)
    return _payoff_view(row, figures, proposal, claim)


def propose_change(
    session: Session,
    borrower_id: str,
    loan_id: str,
    ask: AskPrepayment | AskDueDay | AskHardship | AskWriteOff,
    now: datetime,
    policy: Policy | None = None,
) -> LoanProposal:
    """Raises `LoanNotActive` or `ChangeNotPossible`. Without `policy` the shipped one of the day holds."""
    row, today = active_loan(session, borrower_id, loan_id), lender_day(now)
    facts = ask.model_dump(mode="json", exclude={"kind"})
    if isinstance(ask, AskPrepayment):
        check_currency("amount", ask.amount, row.currency)
        facts = {"minor": ask.amount.minor, "effect": ask.effect}
    rules = (policy or SHIPPED.on(today)).changes
    effect = effect_of(session, row, ask.kind, today, facts, rules)
    proposal = _stored(session, row, ask.kind, today, facts, effect.minor, now)
    return change_view(session, row, proposal, effect)


def change_view(session: Session, row: LoanRow, proposal: ProposalRow, effect: Effect) -> LoanProposal:
    interest = _interest(effect.book) - _interest(effect.before)
    return LoanProposal(
        loan_id=row.id,
        kind=cast(ProposalKind, proposal.kind),
        on=proposal.day,
        amount=Money(effect.minor, row.currency),
        interest_difference=Money(interest, row.currency),
        instalments=instalment_views(effect.book, row.currency, proposal.day),
        proposal_hash=proposal.hash,
        expires_at=proposal.expires_at,
        consent=consent_view(consent_to(session, proposal)) if proposal.kind == "hardship" else None,
    )


def execute_change(
    session: Session,
    borrower_id: str,
    loan_id: str,
    body: ExecuteProposal,
    now: datetime,
    policy: Policy | None = None,
) -> LoanRow:
    """Do what was shown. Executing it again changes nothing. What takes a payment is executed by the payment.

    Raises also `PlanConsentNeeded` and `SecondPersonNeeded`. Without `policy` the shipped one of the day holds.
    """
    row = locked_loan(session, borrowers_loan(session, borrower_id, loan_id).id)
    proposal = shown_proposal(session, row, body.proposal_hash)
    if body.kinds is not None and proposal.kind not in body.kinds:
        raise LoanProposalUnknown(proposal_hash=body.proposal_hash)
    if proposal.kind in PAYABLE:
        raise ChangeNotPossible(reason="takes_a_payment")
    if proposal.executed_at is not None:
        return row
    active_loan(session, borrower_id, loan_id)
    check_fresh(session, row, proposal, now)
    rules = (policy or SHIPPED.on(proposal.day)).changes
    effect = effect_of(session, row, proposal.kind, proposal.day, proposal.facts, rules)
    if proposal.kind in BY_STAFF:
        _check_agreed(session, proposal, effect.before.principal, body.staff_id, rules)
        proposal.executed_by = body.staff_id or proposal.facts["staff_id"]
    book = effect.book
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
    proposal = shown_proposal(session, row, proposal_hash)
    if proposal.kind not in PAYABLE:
        raise ChangeNotPossible(reason="takes_no_payment")
    check_fresh(session, row, proposal, now)
    if amount.minor != proposal.figures["minor"]:
        raise ChangeNotPossible(reason="amount_differs")
    proposal.transfer_id = transfer_id
    session.flush()


def bound_payment(session: Session, loan_id: str, proposal_hash: str) -> str | None:
    """The transfer of the last payment that was bound to these figures; also one that failed since."""
    shown = select(ProposalRow.transfer_id)
    return session.scalar(shown.where(ProposalRow.loan_id == loan_id, ProposalRow.hash == proposal_hash))


def effect_of(
    session: Session, row: LoanRow, kind: str, today: date, facts: dict[str, Any], rules: ChangePolicy
) -> Effect:
    """Raises `ChangeNotPossible`."""
    book = read_book(session, row)
    if kind == "prepayment":
        if not 0 < facts["minor"] < payoff(book, today).total:
            raise ChangeNotPossible(reason="amount_out_of_range")
        return Effect(book, pay(book, facts["minor"], today, facts["effect"]).book, facts["minor"])
    if kind == "write_off":
        return Effect(book, book, book.principal)
    if kind == "due_day":
        return Effect(book, _moved(book, _past(session, row), today, facts["day_of_month"], rules), 0)
    check_plan_allowed(_past(session, row), facts, rules)
    return Effect(book, changed(book, LoanEvent("hardship", today, facts)), 0)


def _moved(book: Book, past: Past, today: date, day_of_month: int, rules: ChangePolicy) -> Book:
    check_nothing_due(book, today)
    check_due_day_may_move(past, today, rules)
    moved = move_due_day(book, today, day_of_month, rules.due_day_most_gap_days)
    check_ends_in_time(past, moved, rules)
    return moved


def _past(session: Session, row: LoanRow) -> Past:
    assert row.disbursed_on is not None  # noqa: S101 - an active loan was paid out
    return Past(opening_book(session, row, row.disbursed_on), history(session, row))


def _check_agreed(
    session: Session, proposal: ProposalRow, principal: int, staff_id: str | None, rules: ChangePolicy
) -> None:
    consent = consent_to(session, proposal)
    if proposal.kind == "hardship" and consent is None:
        raise PlanConsentNeeded(reason="consent_needed")
    on_paper = consent is not None and consent.on_paper
    if needs_second_person(proposal.kind, principal, rules, on_paper=on_paper):
        check_second_person(proposal.facts["staff_id"], staff_id)
        check_second_person((consent and consent.staff_id) or "", staff_id)


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
    if kind == "hardship":
        add_event(session, "loan.plan_proposed", row.borrower_id, now, loan_id=row.id)
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


def shown_proposal(session: Session, row: LoanRow, proposal_hash: str) -> ProposalRow:
    """Raises `LoanProposalUnknown`."""
    proposal = _find(session, row, proposal_hash)
    if proposal is None:
        raise LoanProposalUnknown(proposal_hash=proposal_hash)
    return proposal


def _find(session: Session, row: LoanRow, proposal_hash: str) -> ProposalRow | None:
    shown = select(ProposalRow).where(ProposalRow.loan_id == row.id, ProposalRow.hash == proposal_hash)
    return session.scalars(shown).one_or_none()


def check_fresh(session: Session, row: LoanRow, proposal: ProposalRow, now: datetime) -> None:
    """Raises `LoanProposalExpired` or `LoanProposalStale`."""
    if proposal.day != lender_day(now):
        raise LoanProposalExpired(day=proposal.day.isoformat())
    present = _hash(session, row, proposal.kind, proposal.day, proposal.facts, proposal.figures)
    if proposal.executed_at is not None or present != proposal.hash:
        raise LoanProposalStale()


def _payoff_view(row: LoanRow, figures: Payoff, proposal: ProposalRow, claim: int) -> PayoffQuote:
    def money(minor: int) -> Money:
        return Money(minor, row.currency)

    return PayoffQuote(
        loan_id=row.id,
        on=proposal.day,
        amount=money(figures.total + claim),
        principal=money(figures.principal),
        interest=money(figures.interest),
        fee=money(figures.fee),
        penalty=money(figures.penalty),
        claim=money(claim),
        saved_interest=money(figures.waived_interest),
        saved_fee=money(figures.waived_fee),
        proposal_hash=proposal.hash,
        expires_at=proposal.expires_at,
    )


def _interest(book: Book) -> int:
    return sum(line.interest for line in book.lines)
