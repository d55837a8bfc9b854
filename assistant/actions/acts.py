"""What an action did for the message, noted while it runs. Most acts are known by the response that says them.

A response is said after the thing is done, so its act is noted only then. Where a response says what several
capabilities do, the act is given at the call.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal, cast

from contract.acts import Act, Capability, Guard, Value, ValueName
from contract.money import Money

# The event by which the notes travel into the conversation's record; the dialogue reads it (`components/acts.py`).
EVENT = "noted"

SAID: Mapping[str, tuple[Act, ...]] = {
    # Applying
    "utter_application_opened": ("apply_loan/opened",),
    "utter_application_resumed": ("apply_loan/resumed",),
    "utter_restarted": ("apply_loan/restarted",),
    "utter_decision_approve": ("apply_loan/submitted",),
    "utter_decision_counter": ("apply_loan/submitted",),
    "utter_decision_decline": ("apply_loan/submitted",),
    "utter_decision_refer": ("apply_loan/submitted",),
    "utter_no_preselection": ("inform/asked",),
    "utter_consent_explained": ("deny/explained",),
    "utter_consent_in_words": ("affirm/asked_plainly",),
    "utter_submit_as_it_is": ("affirm/asked_plainly",),
    "utter_cancelled": ("cancel_flow/left",),
    "utter_nothing_to_cancel": ("cancel_flow/nothing_open",),
    "utter_already_cancelled": ("cancel_flow/nothing_open",),
    # Offers, contracts and applications that were sent
    "utter_status_accepted": ("application_status/told",),
    "utter_status_approved": ("application_status/told",),
    "utter_status_cancelled": ("application_status/told",),
    "utter_status_counter_offered": ("application_status/told",),
    "utter_status_declined": ("application_status/told",),
    "utter_status_draft": ("application_status/told",),
    "utter_status_draft_too": ("application_status/told",),
    "utter_status_expired": ("application_status/told",),
    "utter_status_referred": ("application_status/told",),
    "utter_status_refused_by_borrower": ("application_status/told",),
    "utter_status_withdrawn": ("application_status/told",),
    "utter_paper_wanted": ("application_status/told",),
    "utter_ask_directed": ("accept_offer/asked_if_directed",),
    "utter_contract": ("accept_offer/contract_read",),
    "utter_accepted": ("accept_offer/signed",),
    "utter_already_signed": ("accept_offer/already_done",),
    "utter_wrong_code": ("accept_offer/code_refused",),
    "utter_code_expired": ("accept_offer/code_refused",),
    "utter_code_comes_again": ("accept_offer/another_code",),
    "utter_contract_changed": ("accept_offer/contract_changed",),
    "utter_too_many_tries": ("accept_offer/code_locked",),
    "utter_not_signed": ("deny/carried_out",),
    "utter_no_offer": ("accept_offer/nothing_open",),
    "utter_confirm_decline_offer": ("decline_offer/read_back",),
    "utter_offer_declined": ("decline_offer/declined",),
    "utter_confirm_withdraw": ("withdraw_application/read_back",),
    "utter_confirm_withdraw_draft": ("withdraw_application/read_back",),
    "utter_confirm_cancel_contract": ("withdraw_application/read_back",),
    "utter_which_application": ("withdraw_application/asked_which",),
    "utter_withdrawn": ("withdraw_application/withdrawn",),
    "utter_draft_withdrawn": ("withdraw_application/withdrawn",),
    "utter_contract_cancelled": ("withdraw_application/withdrawn",),
    "utter_nothing_to_withdraw": ("withdraw_application/nothing_open",),
    "utter_reasons": ("why_declined/explained",),
    "utter_no_reasons": ("why_declined/nothing_open",),
    "utter_confirm_review": ("why_declined/review_read_back",),
    "utter_confirm_review_of_offer": ("why_declined/review_read_back",),
    "utter_review_asked": ("why_declined/review_requested",),
    "utter_improvements": ("improve_credit/explained",),
    "utter_no_decision_to_improve": ("improve_credit/nothing_open",),
    # Products and what they cost
    "utter_quote": ("quote_repayment/quoted",),
    "utter_quotes_compared": ("quote_repayment/compared",),
    "utter_quotes_cost_the_same": ("quote_repayment/compared",),
    "utter_quote_what": ("quote_repayment/asked",),
    "utter_quote_amount": ("quote_repayment/asked",),
    "utter_quote_term": ("quote_repayment/asked",),
    "utter_range": ("product_info/told",),
    "utter_product": ("product_info/told",),
    "utter_products": ("product_info/told",),
    "utter_compared": ("compare_products/told",),
    "utter_recommended": ("recommend_product/told",),
    "utter_no_recommendation": ("recommend_product/nothing_open",),
    "utter_eligibility": ("eligibility/explained",),
    "utter_eligibility_answer": ("eligibility/explained",),
    "utter_eligibility_product": ("eligibility/explained",),
    "utter_fees": ("fees_question/told",),
    "utter_fees_no_late": ("fees_question/told",),
    # Running loans
    "utter_balance": ("loan_balance/told",),
    "utter_next_payment": ("next_payment/told",),
    "utter_overdue_payment": ("next_payment/told",),
    "utter_schedule": ("repayment_schedule/told",),
    "utter_pay_how_much": ("make_payment/asked",),
    "utter_prepay_how": ("make_payment/asked",),
    "utter_confirm_payment": ("make_payment/read_back",),
    "utter_confirm_part_of_overdue": ("make_payment/read_back",),
    "utter_confirm_part_payment": ("make_payment/read_back",),
    "utter_confirm_prepayment_shorter": ("make_payment/read_back",),
    "utter_confirm_prepayment_smaller": ("make_payment/read_back",),
    "utter_confirm_payoff": ("early_payoff/read_back",),
    "utter_payoff_on": ("early_payoff/told",),
    "utter_which_day": ("change_due_date/asked",),
    "utter_which_day_exactly": ("change_due_date/asked",),
    "utter_confirm_due_day": ("change_due_date/read_back",),
    "utter_due_day_changed": ("change_due_date/changed",),
    "utter_due_day_gap_too_long": ("change_due_date/refused",),
    "utter_due_day_moved_recently": ("change_due_date/refused",),
    "utter_due_day_no_such_day": ("change_due_date/refused",),
    "utter_due_day_overdue": ("change_due_date/refused",),
    "utter_due_day_past_the_end": ("change_due_date/refused",),
    "utter_due_day_plan_recent": ("change_due_date/refused",),
    "utter_due_day_unchanged": ("change_due_date/refused",),
    "utter_which_date": ("promise_to_pay/asked",),
    "utter_promise_heard": ("promise_to_pay/heard",),
    "utter_payment_failed": ("payment_failed/told",),
    "utter_payment_pending": ("payment_failed/told",),
    "utter_payment_succeeded": ("payment_failed/told",),
    "utter_payment_unknown": ("payment_failed/told",),
    "utter_not_overdue": ("overdue_help/told",),
    "utter_overdue_help": ("overdue_help/told",),
    "utter_overdue_part": ("overdue_help/told",),
    "utter_overdue_reminder": ("overdue_help/reminded",),
    "utter_trouble_due": ("hardship/told_standing",),
    "utter_trouble_no_loan": ("hardship/told_standing",),
    "utter_trouble_nothing_due": ("hardship/told_standing",),
    "utter_trouble_overdue": ("hardship/told_standing",),
    "utter_hardship_due": ("hardship/told_standing",),
    "utter_hardship_overdue": ("hardship/told_standing",),
    "utter_payout_arrived": ("payout_question/told",),
    "utter_my_rate": ("my_rate/told",),
    "utter_my_rate_and_cost": ("my_rate/told",),
    "utter_offer_rate": ("my_rate/told",),
    "utter_autopay_on": ("autopay_settings/told",),
    "utter_autopay_on_nothing_due": ("autopay_settings/told",),
    "utter_autopay_off": ("autopay_settings/told",),
    "utter_confirm_autopay_on": ("autopay_settings/read_back",),
    "utter_confirm_autopay_off": ("autopay_settings/read_back",),
    "utter_autopay_switched_on": ("autopay_settings/changed",),
    "utter_autopay_switched_off": ("autopay_settings/changed",),
    "utter_promise_which_day": ("promise_to_pay/asked",),
    # The borrower's own things
    "utter_change_bank_card": ("change_bank_card/explained",),
    "utter_no_bank_card": ("change_bank_card/explained",),
    "utter_which_document": ("get_document/asked",),
    "utter_document_contract": ("get_document/given",),
    "utter_document_receipt": ("get_document/given",),
    "utter_document_settlement": ("get_document/given",),
    "utter_not_settled_yet": ("get_document/not_available",),
    "utter_reminders_which": ("reminders_settings/asked",),
    "utter_confirm_reminders_off": ("reminders_settings/read_back",),
    "utter_confirm_reminders_on": ("reminders_settings/read_back",),
    "utter_reminders_off": ("reminders_settings/changed",),
    "utter_reminders_on": ("reminders_settings/changed",),
    "utter_data_copy": ("get_my_data/given",),
    "utter_copy_or_deletion": ("delete_my_data/asked",),
    "utter_confirm_erasure": ("delete_my_data/read_back",),
    "utter_confirm_erasure_with_loan": ("delete_my_data/read_back",),
    "utter_erasure_asked": ("delete_my_data/case_opened",),
    # Questions
    "utter_help_answer": ("faq/answered",),
    "utter_help_answer_with_source": ("faq/answered",),
    "utter_or_did_you_mean": ("faq/answered",),
    "utter_did_you_mean": ("repair/asked_back",),
    "utter_no_answer": ("faq/unanswered", "repair/offered_person"),
    "utter_legal_answer": ("legal_question/explained",),
    # A person is called
    "utter_hand_off_abuse": ("abuse/handed_over",),
    "utter_hand_off_change_phone": ("change_phone/handed_over",),
    "utter_hand_off_complaint": ("complaint/handed_over",),
    "utter_hand_off_credit_report_dispute": ("credit_report_dispute/handed_over",),
    "utter_hand_off_death": ("bereavement/handed_over",),
    "utter_hand_off_dispute_charge": ("dispute_charge/handed_over",),
    "utter_hand_off_distress": ("distress/handed_over",),
    "utter_hand_off_hardship": ("hardship/handed_over",),
    "utter_hand_off_legal_question": ("legal_question/handed_over",),
    "utter_hand_off_not_my_loan": ("not_my_loan/handed_over",),
    "utter_hand_off_report_fraud": ("report_fraud/handed_over",),
    "utter_report_it": ("repair/offered_person",),
    "utter_hand_off_talk_to_human": ("talk_to_human/handed_over",),
    "utter_concern_directed": ("report_fraud/handed_over",),
    "utter_concern_gambling_losses": ("distress/handed_over",),
    "utter_concern_scam": ("report_fraud/handed_over",),
    "utter_money_gone": ("report_fraud/handed_over",),
    "utter_handed_back": ("talk_to_human/handed_back",),
    # What judgement refuses
    "utter_concern_minor": ("eligibility/refused",),
    "utter_concern_other_minor": ("eligibility/refused",),
    "utter_concern_student": ("eligibility/refused",),
    "utter_still_minor": ("eligibility/refused",),
    "utter_concern_forbidden_use": ("apply_loan/refused",),
    "utter_concern_other_person": ("out_of_scope/declined",),
    "utter_concern_promise": ("eligibility/explained",),
    # The conversation itself
    "utter_greet": ("greet/answered",),
    "utter_welcome": ("greet/answered",),
    "utter_thanks": ("thanks/answered",),
    "utter_goodbye": ("goodbye/answered",),
    "utter_form_kept": ("goodbye/answered",),
    "utter_nothing_done_yet": ("goodbye/answered",),
    "utter_bot_challenge": ("bot_challenge/answered",),
    "utter_abuse": ("abuse/answered",),
    "utter_out_of_scope": ("out_of_scope/declined",),
    "utter_language_changed": ("change_language/changed",),
    "utter_language_kept": ("change_language/already_done",),
    "utter_languages": ("change_language/refused",),
    "utter_say_yes_or_no": ("affirm/asked_plainly",),
    "utter_not_yet": ("not_yet/kept",),
    "utter_not_yet_contract": ("not_yet/kept",),
    "utter_not_yet_form": ("not_yet/kept",),
    "utter_not_yet_offer": ("not_yet/kept",),
    "utter_not_yet_step": ("not_yet/kept",),
    # Not understood, or not to be done now
    "utter_clarify": ("repair/asked_back", "repair/offered_person"),
    "utter_clarify_answer": ("repair/asked_back",),
    "utter_clarify_meanings": ("repair/asked_back", "repair/offered_person"),
    "utter_clarify_plainly": ("repair/asked_back",),
    "utter_back_first": ("repair/refused",),
    "utter_offer_person": ("repair/asked_back", "repair/offered_person"),
    "utter_say_it_again": ("repair/asked_back", "repair/offered_person"),
    "utter_unclear_value": ("repair/asked_back",),
    "utter_value_for_what": ("repair/asked_back", "repair/offered_person"),
    "utter_question_over": ("repair/question_over",),
    "utter_backend_unavailable": ("repair/unavailable",),
    "utter_submit_unavailable": ("repair/unavailable",),
}
# What may come of any question about a loan.
OfAnyLoan = Literal["asked_which", "told_standing", "nothing_open"]


@dataclass(slots=True)
class Notes:
    """What a turn did, in the words of `contract.acts`. `intent`: what it was acted on as, where that was not the classifier's;
    `ran`: the actions that had part in it, for the next turn to know."""

    acts: list[Act] = field(default_factory=list)
    values: dict[ValueName, Value] = field(default_factory=dict)
    article: str | None = None
    guard: Guard | None = None
    intent: str | None = None
    ran: list[str] = field(default_factory=list)

    def did(self, *acts: Act) -> None:
        self.acts += acts

    def took(self, name: ValueName, value: Any) -> None:
        """A value that this message gave."""
        self.values[name] = plain_value(value)

    def events(self) -> list[dict[str, Any]]:
        """The notes as an event, or none where nothing was noted."""
        noted = {name: value for name in self.__slots__ if (value := getattr(self, name))}
        return [{"event": EVENT, "timestamp": None, "notes": noted}] if noted else []


def of_loan(capability: Capability, what: OfAnyLoan) -> Act:
    return cast(Act, f"{capability}/{what}")


def plain_value(value: Any) -> Value:
    """As it travels: money in fen, days in ISO form, whole numbers as such."""
    if isinstance(value, Money):
        return value.minor
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return cast(Value, value)
