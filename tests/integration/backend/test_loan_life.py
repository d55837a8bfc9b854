"""Paying off, being late, taking a payment back, and changing what was agreed."""

from datetime import UTC, date, datetime, time

import pytest

from backend.db import Database
from backend.ledger.service import Account, balance, verify
from backend.loans.books import opening_book, read_book
from backend.loans.models import LoanRow
from backend.loans.reversing import reverse_payment
from backend.payments.errors import PaymentNotPosted
from backend.payments.service import take_back
from contract.lending.client import BackendProblem
from contract.lending.loans import (
    AskDueDay,
    AskHardship,
    AskPrepayment,
    AskWriteOff,
    ExecuteProposal,
    GiveConsent,
    Loan,
    LoanProposal,
    Payment,
    PlanConsent,
    StartPayment,
)
from contract.lending.products import ExtraPayment, QuoteRequest
from contract.money import Money
from servicekit.problems import NotFound
from tests.integration.backend.house import House, due

STAFF = {"staff_id": "staff-1", "reason": "Lost the job in May"}


async def pay(house: House, loan: Loan, amount: Money, key: str, proposal_hash: str | None = None) -> Payment:
    body = StartPayment(amount=amount, proposal_hash=proposal_hash)
    payment = await house.client.start_payment(house.borrower, loan.id, body, idempotency_key=key)
    await house.work()
    return payment


async def now(house: House, loan: Loan) -> Loan:
    return await house.client.loan(house.borrower, loan.id)


async def execute(house: House, loan: Loan, proposal: LoanProposal, key: str = "execute") -> Loan:
    body = ExecuteProposal(proposal_hash=proposal.proposal_hash)
    return await house.client.execute_change(house.borrower, loan.id, body, idempotency_key=key)


async def agree(house: House, loan: Loan, proposal: LoanProposal, **paper: str) -> PlanConsent:
    """The borrower's consent, in the app or on `paper`."""
    assert proposal.consent is not None
    body = GiveConsent.model_validate(
        {"text_version": proposal.consent.text_version, "way": "paper" if paper else "app", **paper}
    )
    return await house.client.give_consent(house.borrower, loan.id, proposal.proposal_hash, body)


def at(house: House, day: date) -> None:
    house.clock.now = datetime.combine(day, time(4), UTC)


def sound(database: Database, loan_id: str) -> dict[str, Money]:
    """The books, which are sound: what is owed is what the loan's rows say."""
    with database.reading() as session:
        assert verify(session) == []
        row = session.get_one(LoanRow, loan_id)
        owed = balance(session, "loans_receivable", loan_id)
        if row.status != "written_off":
            assert owed.minor == read_book(session, row).principal
        names: tuple[Account, ...] = ("cash", "interest_income", "penalty_income", "fee_income", "loan_losses")
        return {"owed": owed, **{name: balance(session, name) for name in names}}


async def test_a_payoff_quote_paid_settles_the_loan_exactly_and_waives_future_interest(house: House) -> None:
    loan = await house.paid_out()
    house.clock.pass_(days=10)
    quote = await house.client.payoff_quote(house.borrower, loan.id)
    assert quote == await house.client.payoff_quote(house.borrower, loan.id)
    assert quote.amount == quote.principal + quote.interest + quote.fee + quote.penalty
    await pay(house, loan, quote.amount, "payoff", quote.proposal_hash)
    assert (await now(house, loan)).status == "settled"
    books = sound(house.database, loan.id)
    assert (books["owed"], books["interest_income"]) == (Money(0), -quote.interest)
    (line,) = (await house.client.loan_schedule(house.borrower, loan.id)).instalments
    assert (line.status, line.principal) == ("paid", Money(30_000_00))


async def test_a_payoff_that_the_provider_ends_after_midnight_still_settles(house: House) -> None:
    loan = await house.paid_out()
    at(house, date(2026, 6, 10))
    quote = await house.client.payoff_quote(house.borrower, loan.id)
    assert quote.penalty > Money(0)
    body = StartPayment(amount=quote.amount, proposal_hash=quote.proposal_hash)
    await house.client.start_payment(house.borrower, loan.id, body, idempotency_key="payoff")
    house.clock.pass_(days=1)
    await house.work()
    assert (await now(house, loan)).status == "settled"
    assert sound(house.database, loan.id)["owed"] == Money(0)


async def test_figures_of_another_day_another_amount_or_another_state_are_refused_by_name(house: House) -> None:
    loan = await house.paid_out()
    later = await house.client.payoff_quote(house.borrower, loan.id, date(2026, 4, 5))
    today = await house.client.payoff_quote(house.borrower, loan.id)
    refused: list[str] = []
    for amount, shown in ((later.amount, later.proposal_hash), (Money(1), today.proposal_hash), (Money(1), "no such")):
        with pytest.raises(BackendProblem) as problem:
            await pay(house, loan, amount, f"pay-{len(refused)}", shown)
        refused.append(problem.value.code)
    await pay(house, loan, Money(500_00), "move")
    with pytest.raises(BackendProblem) as problem:
        await pay(house, loan, Money(1), "stale", today.proposal_hash)
    refused.append(problem.value.code)
    assert refused == ["payment_out_of_range", "loan_change_not_possible", "not_found", "loan_proposal_stale"]
    assert len(await house.client.payments(house.borrower, loan.id)) == 1


async def test_a_day_before_today_or_far_away_is_refused(house: House) -> None:
    loan = await house.paid_out()
    for on in (date(2026, 3, 30), date(2026, 6, 1)):
        with pytest.raises(BackendProblem) as refused:
            await house.client.payoff_quote(house.borrower, loan.id, on)
        assert refused.value.code == "day_out_of_range"


async def test_a_late_payment_pays_overdue_interest_first_and_its_receipt_says_so(house: House) -> None:
    loan = await house.paid_out()
    at(house, date(2026, 5, 10))
    loan = await now(house, loan)
    assert (loan.days_past_due, loan.bucket, loan.overdue) == (10, "M1", due(loan).amount)
    await pay(house, loan, due(loan).amount, "late")
    receipt = (await house.client.loan_receipts(house.borrower, loan.id))[-1]
    assert [(share.number, share.part) for share in receipt.shares] == [
        (1, "penalty"),
        (1, "interest"),
        (1, "principal"),
    ]
    assert receipt.penalty > Money(0)
    assert sound(house.database, loan.id)["penalty_income"] == -receipt.penalty
    assert ((await now(house, loan)).bucket, (await now(house, loan)).overdue) == ("M0", Money(0))


async def test_a_payment_taken_back_leaves_the_loan_as_if_it_had_never_come(house: House) -> None:
    loan = await house.paid_out()
    first = due(loan).amount
    at(house, date(2026, 4, 30))
    taken_back = await pay(house, loan, first, "first")
    at(house, date(2026, 6, 20))
    await pay(house, loan, due(await now(house, loan)).amount, "second")
    with house.database.writing() as session:
        reverse_payment(session, loan.id, taken_back.id, house.clock.now)
    with house.database.writing() as session:
        reverse_payment(session, loan.id, taken_back.id, house.clock.now)
    loan = await now(house, loan)
    assert (due(loan).number, loan.days_past_due) == (1, 51)
    receipts = await house.client.loan_receipts(house.borrower, loan.id)
    assert [one.kind for one in receipts] == ["payout", "payment", "payment", "reversal"]
    assert (receipts[2].shares[0].number, receipts[2].shares[0].part) == (2, "penalty")
    assert receipts[3].amount == -first
    moved = {(share.number, share.part): share.amount for share in receipts[3].shares}
    assert moved[2, "penalty"] == -receipts[2].penalty
    assert moved[1, "penalty"] > Money(0)
    sound(house.database, loan.id)
    with house.database.reading() as session:
        row = session.get_one(LoanRow, loan.id)
        assert row.disbursed_on is not None
        agreed = sum(line.principal for line in opening_book(session, row, row.disbursed_on).lines)
        assert agreed == sum(line.principal for line in read_book(session, row).lines)


async def test_a_prepayment_makes_fewer_payments_when_the_borrower_chose_so(house: House) -> None:
    loan = await house.paid_out()
    ask = AskPrepayment(kind="prepayment", amount=Money(15_000_00), effect="shorter")
    proposal = await house.client.propose_change(house.borrower, loan.id, ask)
    assert proposal.interest_difference < Money(0)
    await pay(house, loan, proposal.amount, "prepay", proposal.proposal_hash)
    schedule = (await house.client.loan_schedule(house.borrower, loan.id)).instalments
    assert schedule == proposal.instalments
    assert len(schedule) < 12
    sound(house.database, loan.id)


async def test_a_due_day_moves_as_it_was_shown_and_once(house: House) -> None:
    loan = await house.paid_out()
    proposal = await house.client.propose_change(house.borrower, loan.id, AskDueDay(kind="due_day", day_of_month=8))
    assert proposal.interest_difference > Money(0)
    for key in ("one", "one", "two"):
        loan = await execute(house, loan, proposal, key)
    assert due(loan).due_date == date(2026, 5, 8)
    schedule = (await house.client.loan_schedule(house.borrower, loan.id)).instalments
    assert schedule == proposal.instalments


async def test_a_hardship_plan_takes_the_arrears_in_and_a_reversal_keeps_the_plan(house: House) -> None:
    loan = await house.paid_out()
    early = await pay(house, loan, Money(1_000_00), "early")
    at(house, date(2026, 6, 20))
    ask = AskHardship(kind="hardship", interest_only_months=2, extra_months=6, **STAFF)
    proposal = await house.client.propose_change(house.borrower, loan.id, ask)
    await agree(house, loan, proposal)
    loan = await execute(house, loan, proposal)
    assert (loan.days_past_due, due(loan).due_date) == (0, date(2026, 6, 30))
    assert sum(line.principal.minor for line in proposal.instalments) == 30_000_00
    with house.database.writing() as session:
        reverse_payment(session, loan.id, early.id, house.clock.now)
    after = await now(house, loan)
    assert (after.days_past_due, after.outstanding_principal) == (0, Money(30_000_00))
    sound(house.database, loan.id)


async def test_a_loan_written_off_is_a_loss_and_what_comes_later_a_recovery(house: House) -> None:
    loan = await house.paid_out()
    body = StartPayment(amount=Money(100_00))
    await house.client.start_payment(house.borrower, loan.id, body, idempotency_key="on its way")
    proposal = await house.client.propose_change(house.borrower, loan.id, AskWriteOff(kind="write_off", **STAFF))
    assert (await execute(house, loan, proposal)).status == "written_off"
    await house.work()
    books = sound(house.database, loan.id)
    assert (books["owed"], books["loan_losses"]) == (Money(0), Money(30_000_00))
    still = await house.client.payoff_quote(house.borrower, loan.id)
    assert (still.amount, still.principal) == (Money(29_900_00), Money(29_900_00))


async def test_anothers_loan_cannot_be_quoted_or_changed(house: House) -> None:
    loan = await house.paid_out()
    await house.client.register_borrower("somebody-else", "en")
    with pytest.raises(BackendProblem) as refused:
        await house.client.payoff_quote("somebody-else", loan.id)
    assert refused.value.code == "not_found"
    with pytest.raises(BackendProblem) as refused:
        await house.client.propose_change("somebody-else", loan.id, AskDueDay(kind="due_day", day_of_month=8))
    assert refused.value.code == "not_found"


async def test_a_payment_that_the_bank_took_back_is_owed_again_and_the_borrower_told(house: House) -> None:
    loan = await house.paid_out()
    payment = await pay(house, loan, due(loan).amount, "first")
    for _ in range(2):
        with house.database.writing() as session:
            take_back(session, payment.id, house.clock.now)
    (shown,) = await house.client.payments(house.borrower, loan.id)
    assert (shown.status, shown.failure) == ("failed", "taken_back")
    assert shown.failure_text is not None
    assert due(await now(house, loan)) == due(loan)
    assert sound(house.database, loan.id)["cash"] == Money(-30_000_00)
    await house.work()
    told = [event for event in await house.client.events(0) if event.kind == "payment.failed"]
    assert [event.payload["failure"] for event in told] == ["taken_back"]


async def test_only_a_payment_that_succeeded_can_be_taken_back(house: House) -> None:
    loan = await house.paid_out()
    body = StartPayment(amount=Money(100_00))
    waiting = await house.client.start_payment(house.borrower, loan.id, body, idempotency_key="waiting")
    payout = await house.client.payout(house.borrower, loan.id)
    for transfer_id, problem in ((waiting.id, PaymentNotPosted), (payout.id, NotFound), ("no such", NotFound)):
        with pytest.raises(problem), house.database.writing() as session:
            take_back(session, transfer_id, house.clock.now)
    assert sound(house.database, loan.id)["owed"] == Money(30_000_00)


async def test_a_caller_executes_only_the_kinds_it_may(house: House) -> None:
    loan = await house.paid_out()
    proposal = await house.client.propose_change(house.borrower, loan.id, AskWriteOff(kind="write_off", **STAFF))
    body = ExecuteProposal(proposal_hash=proposal.proposal_hash, kinds=["due_day"])
    with pytest.raises(BackendProblem) as refused:
        await house.client.execute_change(house.borrower, loan.id, body, idempotency_key="not mine")
    assert refused.value.code == "not_found"
    assert (await now(house, loan)).status == "active"


async def test_a_quote_says_what_an_extra_payment_saves(house: House) -> None:
    ask = QuoteRequest(product_id="consumer-flex", amount=Money(30_000_00), term_months=12, method="equal_instalment")
    plain = await house.client.quote(ask)
    extra = ExtraPayment(amount=Money(1_000_00), every="month", effect="shorter")
    more = await house.client.quote(ask.model_copy(update={"extra": extra}))
    assert plain.savings is None
    assert more.savings is not None
    assert more.savings.interest > Money(0)
    assert more.savings.months_earlier > 0
    assert more.model_copy(update={"savings": None}) == plain
    with pytest.raises(BackendProblem) as refused:
        await house.client.quote(ask.model_copy(update={"extra": ExtraPayment(amount=Money(0))}))
    assert refused.value.code == "amount_out_of_range"
