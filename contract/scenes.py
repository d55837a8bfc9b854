"""The named states that conversations are measured in (docs/acceptance.md)."""

from typing import Literal

# The backend plays these by itself, at earlier clocks.
PlayedScene = Literal[
    "new", "offer_open", "counter_open", "under_review", "paper_missing", "declined", "payout_waiting", "paid_out",
    "due_tomorrow", "overdue_3", "overdue_40", "two_loans", "just_paid", "debit_failed", "settled", "written_off",
]  # fmt: skip
# These add talk to one of them.
TalkedScene = Literal[
    "form_purpose", "form_amount", "form_term", "form_method", "form_income", "form_expenses", "form_employment",
    "form_housing", "form_assets", "form_debt", "form_consent", "read_back", "contract_shown", "queued", "claimed",
]  # fmt: skip
SceneName = Literal[PlayedScene, TalkedScene]
