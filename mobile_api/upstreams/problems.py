"""Which problems of the inner services reach a client of the gateway, and with which status.

The backend's 5xx are not among them: its client makes `backend_unavailable` of each.
"""

from collections.abc import Mapping
from typing import Literal

from contract.lending.problems import BackendCode

SpeechCode = Literal[
    "audio_too_long", "audio_type_not_allowed", "engine_crashed", "language_unavailable", "no_speech", "nothing_to_say",
    "speech_busy", "text_too_long", "voice_failed", "voice_unavailable",
]  # fmt: skip
InnerCode = BackendCode | SpeechCode

_BY_STATUS: Mapping[int, tuple[InnerCode, ...]] = {
    409: (
        "application_status_wrong",
        "autopay_text_changed",
        "card_needed",
        "case_answered",
        "code_check_stale",
        "consent_text_changed",
        "contract_changed",
        "figures_being_paid",
        "idempotency_key_reused",
        "identity_already_verified",
        "identity_needed",
        "identity_taken",
        "ledger_not_yet_sealed",
        "loan_change_not_possible",
        "loan_not_active",
        "loan_not_settled",
        "loan_proposal_expired",
        "loan_proposal_stale",
        "nothing_proposed",
        "offer_expired",
        "offer_no_longer_possible",
        "offer_not_possible",
        "offer_still_open",
        "payout_under_way",
        "plan_consent_needed",
        "plan_text_changed",
        "product_not_offered",
        "proposal_changed",
        "review_changed",
        "review_over",
        "reviews_used_up",
        "second_person_needed",
        "too_many_documents",
    ),
    410: ("document_erased",),
    413: ("document_too_large",),
    415: ("audio_type_not_allowed", "document_type_not_allowed"),
    422: (
        "amount_out_of_range",
        "audio_too_long",
        "autopay_text_needed",
        "card_name_mismatch",
        "card_number_invalid",
        "case_full",
        "consent_needed",
        "consent_text_needed",
        "currency_not_offered",
        "day_out_of_range",
        "document_infected",
        "document_locked",
        "document_too_complex",
        "document_unreadable",
        "field_cannot_be_skipped",
        "fields_missing",
        "full_time_student",
        "grade_not_offered",
        "hold_over",
        "id_number_invalid",
        "identity_not_confirmed",
        "income_not_verified",
        "licence_missing",
        "method_not_offered",
        "no_speech",
        "nothing_to_say",
        "offer_not_affordable",
        "payment_out_of_range",
        "purpose_not_offered",
        "rate_above_cap",
        "rate_out_of_range",
        "term_out_of_range",
        "text_too_long",
        "too_young",
        "unknown_reason",
        "years_out_of_range",
    ),
    429: ("upload_under_way",),
    503: ("engine_crashed", "language_unavailable", "speech_busy", "voice_failed", "voice_unavailable"),
}
PASSED_ON: Mapping[InnerCode, int] = {code: status for status, codes in _BY_STATUS.items() for code in codes}
