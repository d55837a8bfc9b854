"""What the assistant did for a borrower's message, in names that staff and measurements read.

Everything here is published in `docs/contracts/acts.md` and only ever added to.
"""

from collections.abc import Iterable
from typing import Any, Literal, cast

from pydantic import BaseModel, ConfigDict, computed_field

from contract.lending.applications import FieldName

Capability = Literal[
    "apply_loan", "inform", "correct_value", "quote_repayment", "product_info", "recommend_product", "compare_products",
    "eligibility", "application_status", "accept_offer", "decline_offer", "withdraw_application", "why_declined",
    "improve_credit", "loan_balance", "next_payment", "repayment_schedule", "make_payment", "early_payoff",
    "change_due_date", "hardship", "overdue_help", "payment_failed", "dispute_charge", "not_my_loan",
    "credit_report_dispute", "get_document", "change_bank_card", "change_phone", "fees_question", "legal_question", "faq",
    "reminders_settings", "complaint", "report_fraud", "talk_to_human", "cancel_flow", "change_language", "repeat", "greet",
    "thanks", "goodbye", "affirm", "deny", "bot_challenge", "out_of_scope", "abuse", "distress", "delete_my_data",
    "get_my_data", "bereavement", "my_rate", "promise_to_pay", "payout_question", "autopay_settings", "not_yet",
    # The assistant did not follow, or could not do what was wanted.
    "repair",
]  # fmt: skip

# `<capability>/<what>`; the second parts are explained in docs/contracts/acts.md.
Act = Literal[
    "apply_loan/opened", "apply_loan/resumed", "apply_loan/restarted", "apply_loan/asked_restart", "apply_loan/stored",
    "apply_loan/submitted", "apply_loan/refused",
    "inform/stored", "inform/skipped", "inform/asked", "inform/refused",
    "correct_value/refused", "correct_value/stored", "correct_value/asked",
    "quote_repayment/quoted", "quote_repayment/compared", "quote_repayment/asked", "quote_repayment/said_again",
    "quote_repayment/refused",
    "product_info/told",
    "recommend_product/told", "recommend_product/nothing_open",
    "compare_products/told", "compare_products/explained",
    "eligibility/explained", "eligibility/refused",
    "application_status/told", "application_status/nothing_open",
    "accept_offer/asked_if_directed", "accept_offer/contract_read", "accept_offer/contract_changed", "accept_offer/signed",
    "accept_offer/already_done", "accept_offer/another_code", "accept_offer/code_needed", "accept_offer/code_refused", "accept_offer/code_locked",
    "accept_offer/nothing_open", "accept_offer/refused",
    "decline_offer/read_back", "decline_offer/declined", "decline_offer/nothing_open", "decline_offer/refused",
    "withdraw_application/read_back", "withdraw_application/asked_which", "withdraw_application/withdrawn",
    "withdraw_application/nothing_open", "withdraw_application/refused",
    "why_declined/explained", "why_declined/nothing_open", "why_declined/review_read_back",
    "why_declined/review_requested", "why_declined/refused",
    "improve_credit/explained", "improve_credit/nothing_open",
    "loan_balance/told", "loan_balance/asked_which", "loan_balance/told_standing", "loan_balance/nothing_open",
    "next_payment/told", "next_payment/asked_which", "next_payment/told_standing", "next_payment/nothing_open",
    "repayment_schedule/told", "repayment_schedule/asked_which", "repayment_schedule/told_standing",
    "repayment_schedule/nothing_open",
    "make_payment/read_back", "make_payment/started", "make_payment/under_way", "make_payment/asked",
    "make_payment/asked_which", "make_payment/told_standing", "make_payment/nothing_open", "make_payment/refused",
    "early_payoff/read_back", "early_payoff/told", "early_payoff/started", "early_payoff/under_way", "early_payoff/explained",
    "early_payoff/asked_which", "early_payoff/told_standing", "early_payoff/nothing_open", "early_payoff/refused",
    "change_due_date/read_back", "change_due_date/changed", "change_due_date/asked", "change_due_date/explained",
    "change_due_date/asked_which", "change_due_date/told_standing", "change_due_date/nothing_open",
    "change_due_date/refused",
    "hardship/case_opened", "hardship/handed_over", "hardship/told_standing",
    "overdue_help/told", "overdue_help/reminded", "overdue_help/explained", "overdue_help/asked_which",
    "overdue_help/told_standing", "overdue_help/nothing_open",
    "payment_failed/told", "payment_failed/asked_which", "payment_failed/told_standing", "payment_failed/nothing_open",
    "dispute_charge/case_opened", "dispute_charge/handed_over",
    "not_my_loan/case_opened", "not_my_loan/handed_over",
    "credit_report_dispute/case_opened", "credit_report_dispute/handed_over",
    "get_document/given", "get_document/asked", "get_document/asked_which", "get_document/not_available",
    "get_document/told_standing", "get_document/nothing_open",
    "change_bank_card/explained",
    "change_phone/case_opened", "change_phone/handed_over",
    "fees_question/told",
    "legal_question/explained", "legal_question/handed_over",
    "faq/answered", "faq/unanswered",
    "reminders_settings/asked", "reminders_settings/read_back", "reminders_settings/changed",
    "complaint/case_opened", "complaint/handed_over",
    "report_fraud/case_opened", "report_fraud/handed_over", "report_fraud/offer_held", "report_fraud/warned",
    "talk_to_human/handed_over", "talk_to_human/handed_back",
    "cancel_flow/left", "cancel_flow/nothing_open",
    "change_language/changed", "change_language/already_done", "change_language/refused",
    "repeat/said_again",
    "greet/answered", "thanks/answered", "goodbye/answered", "bot_challenge/answered",
    "affirm/carried_out", "affirm/stored", "affirm/asked_plainly", "affirm/nothing_open",
    "deny/carried_out", "deny/explained", "deny/asked", "deny/nothing_open",
    "out_of_scope/declined",
    "abuse/answered", "abuse/handed_over",
    "distress/handed_over",
    "bereavement/handed_over",
    "delete_my_data/asked", "delete_my_data/read_back", "delete_my_data/case_opened", "delete_my_data/refused",
    "get_my_data/given", "get_my_data/case_opened", "get_my_data/handed_over",
    "promise_to_pay/heard", "promise_to_pay/asked",
    "payout_question/told", "payout_question/asked_which", "payout_question/told_standing", "payout_question/nothing_open",
    "promise_to_pay/asked_which", "promise_to_pay/told_standing", "promise_to_pay/nothing_open",
    "my_rate/told", "my_rate/asked_which", "my_rate/told_standing", "my_rate/nothing_open",
    "autopay_settings/told", "autopay_settings/explained", "autopay_settings/asked_which", "autopay_settings/told_standing",
    "autopay_settings/nothing_open", "autopay_settings/read_back", "autopay_settings/changed",
    "not_yet/kept",
    "talk_to_human/waits_already", "complaint/passed_on", "hardship/passed_on", "dispute_charge/passed_on", "not_my_loan/passed_on",
    "credit_report_dispute/passed_on", "promise_to_pay/passed_on", "change_phone/passed_on", "thanks/passed_on",
    "repair/asked_back", "repair/offered_person", "repair/handed_over", "repair/question_over", "repair/refused",
    "repair/unavailable",
]  # fmt: skip

# With these alone nothing was done but to ask.
ASKING_BACK: frozenset[Act] = frozenset({"repair/asked_back", "repair/offered_person"})
# With one of these something was changed, started, signed or sent: the borrower must hear of it, whoever speaks by then.
CHANGING: frozenset[str] = frozenset(
    {"changed", "declined", "restarted", "review_requested", "signed", "started", "submitted", "withdrawn"}
)
# Answers to a question of ours. What they carried out was the wish of an earlier message.
ANSWERS: frozenset[Capability] = frozenset({"affirm", "deny"})

# The question that stands open after a turn.
Expects = Literal[
    FieldName,
    "application_confirmed", "meant_field", "restart_confirmed",
    "confirmation", "acceptance_code", "due_day", "payment_amount",
]  # fmt: skip

ValueName = Literal[FieldName, "pay_amount", "day", "loan"]
# Money in fen, terms in months, days as `YYYY-MM-DD`, choices by their names.
Value = bool | int | float | str

Guard = Literal[
    "distress", "death", "scam", "directed", "gambling_losses", "despair", "pressed", "illness", "job_loss", "debt", "minor", "other_minor", "student", "forbidden_use",
    "other_person", "promise",
]  # fmt: skip


class Understanding(BaseModel):
    """How a borrower's message was understood, and what was done for it. For staff and measurements, never for the borrower.

    `intent` is the one that was acted on, `confidence` the classifier's, `slots` all that the dialogue holds after the turn.
    `values` are those taken from this very message; `article` is the id of the help article that was given, `guard`
    the danger or ban that outweighed the intent. What was stored before there were acts reads as none.
    """

    model_config = ConfigDict(hide_input_in_errors=True)

    intent: str | None
    confidence: float | None
    slots: dict[str, Any] = {}
    acts: list[Act] = []
    values: dict[ValueName, Value] = {}
    article: str | None = None
    guard: Guard | None = None

    @computed_field  # type: ignore[prop-decorator]
    @property
    def asked_back(self) -> bool:
        """The assistant asked what was meant, or to say it again, and did nothing else."""
        return "repair/asked_back" in self.acts and ASKING_BACK.issuperset(self.acts)


def changes_something(acts: Iterable[Act]) -> bool:
    """Whether one of them changed, started, signed or sent something. Turning a wish down changes nothing."""
    return any(act.partition("/")[2] in CHANGING and capability_of(act) != "out_of_scope" for act in acts)


def capability_of(act: Act) -> Capability:
    return cast(Capability, act.partition("/")[0])
