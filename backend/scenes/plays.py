"""The named scenes that the backend plays (docs/acceptance.md). What is only talk is played over the public API instead."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from backend.scenes.applicants import HOPELESS, SILENT, TOO_MUCH
from backend.scenes.days import falls_due, last_working_day
from backend.scenes.errors import SceneRefused
from backend.scenes.stage import Stage
from contract.dates import add_months
from contract.lending.loans import Loan
from contract.money import Money
from contract.scenes import PlayedScene


def new(stage: Stage) -> None:
    """Nothing has happened."""


def offer_open(stage: Stage) -> None:
    _decided(stage, "approved")


def counter_open(stage: Stage) -> None:
    _decided(stage, "counter_offered", **TOO_MUCH)


def under_review(stage: Stage) -> None:
    _decided(stage, "referred", **SILENT)


def declined(stage: Stage) -> None:
    _decided(stage, "declined", **HOPELESS)


def paper_missing(stage: Stage) -> None:
    stage.ago(days=1)
    application = stage.apply(**SILENT)
    stage.ago(hours=1)
    stage.ask_for_paper(application, "income_proof")


def payout_waiting(stage: Stage) -> None:
    stage.sign(stage.apply())


def paid_out(stage: Stage) -> None:
    stage.lend()


def due_tomorrow(stage: Stage) -> None:
    _up_to(stage, stage.today + timedelta(days=1))


def overdue_3(stage: Stage) -> None:
    # This product has no days of grace.
    _up_to(stage, last_working_day(stage.today - timedelta(days=3)), purpose="business")


def overdue_40(stage: Stage) -> None:
    _up_to(stage, last_working_day(stage.today - timedelta(days=40)))


def two_loans(stage: Stage) -> None:
    stage.ago(days=20)
    stage.lend()
    stage.ago(days=5)
    stage.lend(purpose="renovation", amount=Money(50_000_00))


def just_paid(stage: Stage) -> None:
    loan = _up_to(stage, stage.today)
    stage.earlier_today(minutes=1)
    stage.pay_due(loan)


def debit_failed(stage: Stage) -> None:
    """Today, of what fell due today or, on a holiday, on the last working day: autopay tries again on the days after it."""
    loan = _up_to(stage, last_working_day(stage.today))
    stage.earlier_today(minutes=30)
    stage.debit_in_vain(loan)


def settled(stage: Stage) -> None:
    stage.ago(days=20)
    loan = stage.lend()
    stage.ago(days=1)
    stage.pay_off(loan)


def written_off(stage: Stage) -> None:
    stage.ago(days=130)
    loan = stage.lend()
    stage.ago(days=1)
    stage.write_off(loan)


Play = Callable[[Stage], None]
PLAYS: Mapping[PlayedScene, Play] = {
    "new": new,
    "offer_open": offer_open,
    "counter_open": counter_open,
    "under_review": under_review,
    "paper_missing": paper_missing,
    "declined": declined,
    "payout_waiting": payout_waiting,
    "paid_out": paid_out,
    "due_tomorrow": due_tomorrow,
    "overdue_3": overdue_3,
    "overdue_40": overdue_40,
    "two_loans": two_loans,
    "just_paid": just_paid,
    "debit_failed": debit_failed,
    "settled": settled,
    "written_off": written_off,
}


def play(name: str, stage: Stage) -> None:
    """Raises `SceneRefused`."""
    scene = next((one for one in PLAYS if one == name), None)
    if scene is None:
        raise SceneRefused(f"There is no scene {name!r} here; those that the backend plays: {', '.join(PLAYS)}.")
    stage.check_has_nothing()
    PLAYS[scene](stage)


def _decided(stage: Stage, status: str, **answers: object) -> None:
    """An application decided an hour ago. Raises `SceneRefused` where the lender decides otherwise."""
    stage.ago(hours=1)
    application = stage.apply(**answers)
    if application.status != status:
        raise SceneRefused(f"The lender's rules make this application {application.status}, not {status}.")


def _up_to(stage: Stage, due: date, **answers: object) -> Loan:
    """A loan with an instalment due on that day, all before it paid in time."""
    falls = falls_due(due)
    stage.on(falls.start)
    loan = stage.lend(**answers)
    for number in range(1, falls.number):
        stage.on(add_months(falls.start, number))
        stage.pay_due(loan)
    stage.ago()
    return loan
