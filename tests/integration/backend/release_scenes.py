"""A small lender's book with every state a loan and an application can be in, played on a running backend."""

from datetime import date
from typing import Any

from backend.payments.service import take_back
from backend.scenes.applicants import HOPELESS, SILENT
from contract.lending.cases import OpenCase
from contract.lending.loans import AskDueDay, AskHardship, AskPrepayment, AskWriteOff, Loan, StartPayment
from contract.lending.payments import SetAutopay
from contract.lending.underwriting import ApproveReview, VerifiedFigures
from contract.money import Money
from tests import papers
from tests.integration.backend.house import House, due
from tests.integration.backend.test_funding import with_a_bank
from tests.integration.backend.test_loan_life import STAFF, agree, at, execute, pay

VERIFIED = VerifiedFigures(monthly_income=Money(20_000_00))


async def play(house: House) -> None:
    """From the end of March to the end of November; the worker steps every few days."""
    loans = {name: await house.paid_out(name, **asked) for name, asked in LOANS.items()}
    with_a_bank(house)
    loans["funded"] = await house.paid_out("funded")
    await start_autopay(house, "autopay", loans["autopay"])
    await house.client.open_case("late", CASE, idempotency_key="case")
    for month in range(4, 12):
        await live_through(house, date(2026, month, 12), loans)
    await leave_applications(house)
    await leave_money_on_its_way(house, loans)


LOANS: dict[str, dict[str, Any]] = {
    "on-time": {},
    "autopay": {"term_months": 24},
    "ahead": {"amount": Money(60_000_00), "term_months": 24, "monthly_income": Money(30_000_00)},
    "late": {},
    "settled": {"purpose": "education"},
    "written-off": {"purpose": "business"},
    "plan": {"purpose": "business", "method": "equal_principal"},
    "bullet": {"method": "bullet", "amount": Money(20_000_00)},
    "interest-only": {"purpose": "business", "method": "interest_only", "amount": Money(50_000_00)},
    "taken-back": {},
    "car": {"purpose": "car", "amount": Money(40_000_00), "method": "equal_principal"},
}
CASE = OpenCase(kind="complaint", words="还款日写错了")


async def start_autopay(house: House, borrower: str, loan: Loan) -> None:
    text = await house.client.autopay(borrower, loan.id)
    await house.client.set_autopay(borrower, loan.id, SetAutopay(on=True, text_version=text.text_version))


async def live_through(house: House, day: date, loans: dict[str, Loan]) -> None:
    """One month: what is paid early, the due date, and the days after it."""
    at(house, day)
    await house.work()
    if step := EARLY.get(day.month):
        await step(house, loans)
    at(house, date(day.year, day.month, 30))
    for name in ("on-time", "funded", "car", "interest-only"):
        await pay_what_is_due(house, name, loans[name])
    await house.work()
    house.clock.pass_(days=1)
    await house.work()


async def pay_what_is_due(house: House, borrower: str, loan: Loan) -> None:
    present = await house.client.loan(borrower, loan.id)
    if present.status == "active" and present.next_payment:
        body = StartPayment(amount=due(present).amount)
        await house.client.start_payment(borrower, loan.id, body, idempotency_key=next(house.keys))


async def _in_april(house: House, loans: dict[str, Loan]) -> None:
    house.borrower = "taken-back"
    payment = await pay(house, loans["taken-back"], due(loans["taken-back"]).amount, "first")
    with house.database.writing() as session:
        take_back(session, payment.id, house.clock.now)
    house.borrower = "ahead"
    await pay(house, loans["ahead"], Money(5_000_00), "extra")


async def _in_june(house: House, loans: dict[str, Loan]) -> None:
    house.borrower = "ahead"
    ask = AskPrepayment(kind="prepayment", amount=Money(12_345_67), effect="shorter")
    proposal = await house.client.propose_change("ahead", loans["ahead"].id, ask)
    await pay(house, loans["ahead"], proposal.amount, "prepayment", proposal.proposal_hash)
    house.borrower = "settled"
    quote = await house.client.payoff_quote("settled", loans["settled"].id)
    await pay(house, loans["settled"], quote.amount, "payoff", quote.proposal_hash)
    house.borrower = "bullet"
    await pay(house, loans["bullet"], Money(7_000_00), "part")


async def _in_july(house: House, loans: dict[str, Loan]) -> None:
    house.borrower = "plan"
    ask = AskHardship(kind="hardship", interest_only_months=3, extra_months=6, **STAFF)
    proposal = await house.client.propose_change("plan", loans["plan"].id, ask)
    await agree(house, loans["plan"], proposal)
    await execute(house, loans["plan"], proposal)
    house.borrower = "on-time"
    proposal = await house.client.propose_change(
        "on-time", loans["on-time"].id, AskDueDay(kind="due_day", day_of_month=25)
    )
    await execute(house, loans["on-time"], proposal)


async def _in_october(house: House, loans: dict[str, Loan]) -> None:
    house.borrower = "written-off"
    # Ordered before the write-off and told of after it: a recovery.
    body = StartPayment(amount=Money(300_00))
    await house.client.start_payment("written-off", loans["written-off"].id, body, idempotency_key="too late")
    proposal = await house.client.propose_change(
        "written-off", loans["written-off"].id, AskWriteOff(kind="write_off", **STAFF)
    )
    await execute(house, loans["written-off"], proposal)
    await house.work()


EARLY = {4: _in_april, 6: _in_june, 7: _in_july, 10: _in_october}


async def leave_applications(house: House) -> None:
    """One in each state."""
    await house.draft("drafting", amount=Money(50_000_00))
    await house.submitted("offered")
    declined = await house.submitted("declined", **HOPELESS)
    assert declined.status == "declined"
    withdrawn = await house.submitted("withdrawn")
    await house.client.withdraw_application("withdrawn", withdrawn.id)
    refused = await house.submitted("refused")
    await house.client.decline_offer("refused", refused.id)
    for name in ("referred", "approved-by-a-person", "waiting-for-a-document"):
        application = await house.submitted(name, **SILENT)
        await house.client.send_document(name, application.id, "bank_statement", papers.pdf())
    reviews = {one.borrower_id: one for one in await house.client.reviews()}
    body = ApproveReview(staff_id="reviewer-1", note="工资流水已核实", verified=VERIFIED)
    await house.client.approve_review(reviews["approved-by-a-person"].id, body)


async def leave_money_on_its_way(house: House, loans: dict[str, Loan]) -> None:
    """A payout that failed, a payment whose callback never came, and a payout that nobody has handed over."""
    await house.accepted("payout-failed", amount=Money(30_000_13))
    body = StartPayment(amount=Money(100_15))
    await house.client.start_payment("autopay", loans["autopay"].id, body, idempotency_key="silent")
    house.clock.pass_(minutes=5)
    await house.work()
    await house.accepted("waiting-for-its-payout")
