"""In which state somebody says something: names that weigh beside the words when a message is understood.

「什么时候到」 means one thing while a payout is on its way and another while a person looks at the application.
"""

from typing import Literal, get_args

from contract.acts import Expects

# How the borrower's applications and loans stand; several may hold.
Standing = Literal[
    "application_none", "application_draft", "application_referred", "application_offered", "application_declined",
    "paper_missing",
    "loan_none", "loan_waits_for_payout", "loan_paid_out", "loan_current", "loan_due_soon", "loan_overdue", "loan_late",
    "loan_settled", "loan_written_off", "loans_several",
]  # fmt: skip
STANDINGS: tuple[Standing, ...] = get_args(Standing)

# A step outside the form that waits for its yes.
StepName = Literal[
    "make_payment", "early_payoff", "change_due_date", "withdraw_application", "decline_offer", "review_decision",
    "see_contract", "directed", "reminders", "erasure", "autopay",
]  # fmt: skip
STEP_NAMES: tuple[StepName, ...] = get_args(StepName)

# What stands open besides: which of several loans is meant, a value of a step, a person who is waited for.
WHICH, WAITS = "asks_which", "waits"
ASKED: tuple[str, ...] = tuple(f"asked_{name}" for name in get_args(Expects) if name != "confirmation")
STEPS_OPEN: tuple[str, ...] = tuple(f"confirms_{name}" for name in STEP_NAMES)
NOTHING_ASKED = "nothing_asked"

SITUATIONS: tuple[str, ...] = (*ASKED, *STEPS_OPEN, WHICH, WAITS, NOTHING_ASKED, *STANDINGS)
"""All of them. The dialogue names what is open (`components/situation.py`), the actions how the account stands."""
