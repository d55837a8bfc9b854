"""Turns and values that people wrote for training, as the dialogue learns from them.

`dialogue/data/turns/*.jsonl`: `{lang, scene, asked?, say, want, also, values?, guard?}`, as docs/acceptance.md has them; `asked` is the step whose yes
is awaited, `guard` what a careful colleague would notice (`components/guards.py`); who noted that noted no values. `dialogue/data/values/*.jsonl`: `{lang, asked, say, values}`. A file is of one writer.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from contract.lending.applications import FIELDS
from contract.scenes import SceneName
from contract.situation import NOTHING_ASKED, WAITS, WHICH, Standing

# How the account stands in a scene of docs/acceptance.md; in the form only its question counts.
ACCOUNTS: Mapping[SceneName, tuple[Standing, ...]] = {
    "new": ("application_none", "loan_none"),
    "offer_open": ("application_offered", "loan_none"),
    "counter_open": ("application_offered", "loan_none"),
    "contract_shown": ("application_offered", "loan_none"),
    "under_review": ("application_referred", "loan_none"),
    "paper_missing": ("application_referred", "paper_missing", "loan_none"),
    "declined": ("application_declined", "loan_none"),
    "payout_waiting": ("application_none", "loan_waits_for_payout"),
    "paid_out": ("application_none", "loan_paid_out"),
    "due_tomorrow": ("application_none", "loan_due_soon"),
    "overdue_3": ("application_none", "loan_overdue"),
    "overdue_40": ("application_none", "loan_late"),
    "two_loans": ("application_none", "loans_several", "loan_current"),
    "just_paid": ("application_none", "loan_current"),
    "debit_failed": ("application_none", "loan_due_soon"),
    "settled": ("application_none", "loan_settled"),
    "written_off": ("application_none", "loan_written_off"),
    "queued": (),
}
# What a scene asks by itself.
QUESTIONS: Mapping[SceneName, str] = {
    "form_purpose": "asked_purpose",
    "form_amount": "asked_amount",
    "form_term": "asked_term_months",
    "form_method": "asked_method",
    "form_income": "asked_monthly_income",
    "form_expenses": "asked_monthly_expenses",
    "form_employment": "asked_employment",
    "form_housing": "asked_housing",
    "form_assets": "asked_assets",
    "form_debt": "asked_debt",
    "form_consent": "asked_credit_check_consent",
    "read_back": "asked_application_confirmed",
    "contract_shown": "asked_acceptance_code",
    "queued": WAITS,
}
# What a writer's `asked` is called.
STEPS: Mapping[str, str] = {
    "pay": "confirms_make_payment",
    "payoff": "confirms_early_payoff",
    "due_day": "confirms_change_due_date",
    "which_loan": WHICH,
    "which_day": "asked_due_day",
    "how_much": "asked_payment_amount",
    "withdraw": "confirms_withdraw_application",
    "decline": "confirms_decline_offer",
    "restart": "asked_restart_confirmed",
    "directed": "confirms_directed",
    "reminders": "confirms_reminders",
    "erase": "confirms_erasure",
    "review": "confirms_review_decision",
}


def situation(scene: SceneName, asked: str | None = None) -> list[str]:
    """The names of `contract.situation` that hold in a scene."""
    question = STEPS[asked] if asked else QUESTIONS.get(scene, NOTHING_ASKED)
    return [question, *ACCOUNTS.get(scene, ())]


def examples(data: Path) -> Iterator[dict[str, Any]]:
    """Each sentence with its intent and, as `metadata`, the rest of what was noted."""
    for file in sorted((data / "turns").glob("*.jsonl")):
        for line in _lines(file):
            told = {
                "situation": situation(line["scene"], line.get("asked")),
                "also": [*line["want"][1:], *line["also"]],
                "writer": file.stem,
                "values": None if "guard" in line else line.get("values", {}),
                "guard": line.get("guard"),
            }
            yield {"text": line["say"], "intent": INTENTS.get(line["want"][0], line["want"][0]), "metadata": told}
    for file in sorted((data / "values").glob("*.jsonl")):
        for line in _lines(file):
            if line["asked"] in FIELDS and line["values"]:
                told = {
                    "situation": [f"asked_{line['asked']}"], "also": [], "writer": file.stem, "values": line["values"],
                }  # fmt: skip
                yield {"text": line["say"], "intent": "inform", "metadata": told}


# The capability is told of as another intent.
INTENTS: Mapping[str, str] = {"get_my_data": "data_copy"}


def as_training_data(data: Path) -> str:
    """In Rasa's JSON: of 14,000 examples one reading takes a second, of its YAML a minute and a half."""
    told = [
        {
            "text": " ".join(example["text"].split()),
            "intent": example["intent"],
            "example_metadata": example["metadata"],
        }
        for example in examples(data)
    ]
    return json.dumps({"rasa_nlu_data": {"common_examples": told}}, ensure_ascii=False)


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
