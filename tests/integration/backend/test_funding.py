import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from backend.funding.errors import FunderExists, IndividualLendersNotAllowed, SharesNotWhole, UnknownFunder
from backend.funding.liquidity import liquidity
from backend.funding.service import Funder, add_funder, set_shares
from backend.ledger.service import Account, balance, balances_before, verify
from backend.loans.close import close_day
from backend.loans.reversing import reverse_payment
from contract.lending.loans import AskWriteOff, ExecuteProposal, Loan, StartPayment
from contract.money import Money
from contract.texts import LocalText
from tests.integration.backend.house import House, due

BANK = Funder("bank-a", "institution", LocalText(zh="甲银行", en="Bank A"))
A_THIRD = {"own": Decimal("66.6667"), "bank-a": Decimal("33.3333")}


def with_a_bank(house: House) -> None:
    """From now on a bank funds a third of every payout."""
    with house.database.writing() as session:
        add_funder(session, BANK, "microlender")
        set_shares(session, A_THIRD, "microlender", house.clock.now)


async def work_through(house: House) -> None:
    """Let what was posted be sealed, and what was sealed be shared out."""
    house.clock.pass_(minutes=2)
    await house.work()
    house.clock.pass_(minutes=2)
    await house.work()


async def pay(house: House, loan: Loan, minor: int) -> None:
    body = StartPayment(amount=Money(minor))
    await house.client.start_payment(house.borrower, loan.id, body, idempotency_key=next(house.keys))
    await work_through(house)


def standing(house: House, loan: Loan) -> dict[str, int]:
    with house.database.reading() as session:
        assert verify(session) == []
        return {
            "principal": -balance(session, "funder_principal", f"{loan.id}/bank-a").minor,
            "settlement": balance(session, "funder_settlement", "bank-a").minor,
            "interest": -balance(session, "interest_income").minor,
            "reserve": -balance(session, "risk_reserve", loan.id).minor,
        }


@pytest.mark.both_databases
async def test_a_payout_and_a_payment_are_shared_to_the_fen(house: House) -> None:
    with_a_bank(house)
    loan = await house.paid_out()
    await work_through(house)
    assert standing(house, loan) == {
        "principal": 9_999_99, "settlement": 9_999_99, "interest": 0, "reserve": 400_00,
    }  # fmt: skip
    await pay(house, loan, due(loan).amount.minor)
    _, receipt = await house.client.loan_receipts(house.borrower, loan.id)
    after = standing(house, loan)
    left = 30_000_00 - receipt.principal.minor
    assert after["principal"] == round(Decimal(left) * 333_333 / 1_000_000)
    to_the_bank = 9_999_99 - after["settlement"]
    assert to_the_bank - (9_999_99 - after["principal"]) == receipt.interest.minor - after["interest"]
    assert after["interest"] == round(Decimal(receipt.interest.minor) * 666_667 / 1_000_000)


async def test_a_repaid_loan_leaves_nothing_with_any_funder_and_no_reserve(house: House) -> None:
    with_a_bank(house)
    loan = await house.paid_out()
    await work_through(house)
    await pay(house, loan, due(loan).amount.minor)
    await pay(house, loan, 1_23)
    await pay(house, loan, (await house.client.payoff_quote(house.borrower, loan.id)).amount.minor)
    after = standing(house, loan)
    assert (after["principal"], after["reserve"]) == (0, 0)


async def test_a_loan_keeps_the_shares_of_its_payout(house: House) -> None:
    loan = await house.paid_out()
    house.clock.pass_(minutes=1)
    with_a_bank(house)
    await work_through(house)
    assert standing(house, loan)["principal"] == 0
    assert standing(house, loan)["reserve"] == 600_00


async def test_sharing_again_changes_nothing(house: House) -> None:
    with_a_bank(house)
    loan = await house.paid_out()
    await work_through(house)
    before = standing(house, loan)
    for _ in range(3):
        await work_through(house)
    assert standing(house, loan) == before


async def test_what_cannot_be_arranged_is_refused_by_name(house: House) -> None:
    person = Funder("li", "individual", LocalText(zh="李女士", en="Ms Li"))
    with house.database.writing() as session:
        add_funder(session, BANK, "microlender")
        add_funder(session, BANK, "microlender")
        add_funder(session, person, "private")
        with pytest.raises(IndividualLendersNotAllowed):
            add_funder(session, person, "microlender")
        with pytest.raises(FunderExists):
            add_funder(session, Funder("own", "institution", BANK.name), "microlender")
        with pytest.raises(UnknownFunder):
            set_shares(session, {"own": Decimal(50), "bank-b": Decimal(50)}, "microlender", house.clock.now)
        with pytest.raises(SharesNotWhole):
            set_shares(session, {"own": Decimal(50)}, "microlender", house.clock.now)
        with pytest.raises(IndividualLendersNotAllowed):
            set_shares(session, {"own": Decimal(50), "li": Decimal(50)}, "microlender", house.clock.now)


@pytest.mark.both_databases
async def test_liquidity_counts_the_lenders_own_part(house: House) -> None:
    with_a_bank(house)
    loan = await house.paid_out()
    await work_through(house)
    await house.accepted("b-2", amount=Money(3_000_00))
    with house.database.reading() as session:
        found = liquidity(session, date(2026, 3, 31)).as_json()
    first = due(loan).amount.minor
    assert (found["cash"], found["owed_by_funders"], found["waiting_payouts"]) == (-30_000_00, 9_999_99, 2_000_00)
    assert found["expected"]["7"] == 0
    assert found["expected"]["30"] == round(Decimal(first) * 666_667 / 1_000_000)
    assert found["gap"]["30"] == 9_999_99 + found["expected"]["30"] - 30_000_00 - 2_000_00
    assert found["liquidity_ratio"] == str(
        ((Decimal(9_999_99) + found["expected"]["30"]) / 32_000_00).quantize(Decimal("0.0001"))
    )
    assert (found["risk_reserve"], found["reserve_ratio"]) == (400_00, "0.0200")
    with house.database.reading() as session:
        assert liquidity(session, date(2026, 3, 30)).as_json()["cash"] == 0


async def test_what_a_late_loan_owes_is_not_counted_on(house: House) -> None:
    await house.paid_out()
    with house.database.reading() as session:
        assert liquidity(session, date(2026, 4, 30)).as_json()["expected"]["90"] > 0
    # The days of grace end on 6 May: 3 May is within the holiday.
    house.clock.now = datetime(2026, 5, 8, 4, tzinfo=UTC)
    close_day(house.database, date(2026, 5, 7), house.clock.now)
    with house.database.reading() as session:
        assert liquidity(session, date(2026, 5, 8)).as_json()["expected"]["90"] == 0


async def test_a_reversal_a_write_off_and_a_recovery_are_shared_and_leave_nothing(house: House) -> None:
    with_a_bank(house)
    loan = await house.paid_out()
    await pay(house, loan, due(loan).amount.minor)
    before = standing(house, loan)
    payment = await house.client.start_payment(
        house.borrower, loan.id, StartPayment(amount=Money(5_000_01)), idempotency_key="to be taken back"
    )
    await work_through(house)
    with house.database.writing() as session:
        reverse_payment(session, loan.id, payment.id, house.clock.now)
    await work_through(house)
    assert standing(house, loan) == before
    await house.client.start_payment(
        house.borrower, loan.id, StartPayment(amount=Money(700_01)), idempotency_key="on its way"
    )
    ask = AskWriteOff(kind="write_off", staff_id="staff-1", reason="Not found any more")
    proposal = await house.client.propose_change(house.borrower, loan.id, ask)
    body = ExecuteProposal(proposal_hash=proposal.proposal_hash)
    await house.client.execute_change(house.borrower, loan.id, body, idempotency_key="write off")
    await work_through(house)
    after = standing(house, loan)
    assert (after["principal"], after["reserve"]) == (0, 0)
    with house.database.reading() as session:
        loss, recovered = balance(session, "loan_losses").minor, -balance(session, "recovery_income").minor
        accounts: tuple[Account, ...] = ("funder_principal", "loans_receivable", "risk_provision")
        left = {name: sum(balances_before(session, name, house.clock.now).values()) for name in accounts}
    assert loss == round(Decimal(proposal.amount.minor) * 666_667 / 1_000_000)
    assert recovered == round(Decimal(700_01) * 666_667 / 1_000_000)
    bank_lost, bank_recovered = proposal.amount.minor - loss, 700_01 - recovered
    assert after["settlement"] == before["settlement"] - before["principal"] + bank_lost - bank_recovered
    assert set(left.values()) == {0}


# Each command starts a Python anew; `test_seals.py` keeps one. What it does is above.
@pytest.mark.slow
@pytest.mark.usefixtures("database")
def test_the_command_adds_funders_sets_shares_and_says_how_liquid_the_lender_is(database_url: str) -> None:
    def run(*words: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "BACKEND_DATABASE_URL": database_url}
        command = [sys.executable, "-m", "backend.funding", *words]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    assert run("add-funder", "bank-a", "--kind", "institution", "--zh", "甲银行", "--en", "Bank A").returncode == 0
    assert run("shares", "own=40", "bank-a=60").returncode == 0
    refused = run("add-funder", "li", "--kind", "individual", "--zh", "李女士", "--en", "Ms Li")
    assert (refused.returncode, refused.stderr.split(":")[0]) == (1, "individual_lenders_not_allowed")
    answer = json.loads(run("liquidity", "--on", "2026-03-31", "--json").stdout)
    assert (answer["cash"], answer["liquidity_ratio"], answer["on"]) == (0, None, "2026-03-31")
