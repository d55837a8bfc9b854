"""The examples that understanding is taught with, and the sentences that it is tuned on."""

from collections import Counter

from assistant.evaluate.nlu import TUNING, language, our_examples, read_rows
from assistant.model import PROJECT
from assistant.turns import examples

# The capabilities that clients may see (`understanding.intent`).
CAPABILITIES = frozenset(
    """apply_loan inform correct_value quote_repayment product_info recommend_product compare_products eligibility
    application_status accept_offer decline_offer withdraw_application why_declined improve_credit loan_balance
    next_payment repayment_schedule make_payment early_payoff change_due_date hardship overdue_help payment_failed
    dispute_charge not_my_loan credit_report_dispute get_document change_bank_card change_phone fees_question
    legal_question faq reminders_settings complaint report_fraud talk_to_human cancel_flow change_language repeat greet
    thanks goodbye affirm deny bot_challenge out_of_scope abuse distress delete_my_data bereavement my_rate
    promise_to_pay payout_question autopay_settings not_yet""".split()
)
EXAMPLES = our_examples()
# Their tuning sentences would be by the same desk as their examples.
WITHOUT_TUNING = frozenset(
    {"bereavement", "my_rate", "promise_to_pay", "payout_question", "autopay_settings", "not_yet"}
)


def test_every_capability_is_taught_in_both_languages() -> None:
    by_strangers = [{"label": one["intent"], "text": one["text"]} for one in examples(PROJECT / "data")]
    taught = Counter((row["label"], language(row["text"])) for row in [*EXAMPLES, *by_strangers])
    assert {name for name, _ in taught} - CAPABILITIES == {"review_decision", "data_copy"}
    assert all(taught[name, tongue] >= 20 for name in CAPABILITIES for tongue in ("zh", "en"))


def test_no_example_holds_what_rasa_would_read_as_markup() -> None:
    assert [row["text"] for row in EXAMPLES if set(row["text"]) & set("[](){}")] == []


def test_no_sentence_is_taught_twice() -> None:
    assert [text for text, count in Counter(row["text"].lower() for row in EXAMPLES).items() if count > 1] == []


def test_tuning_sentences_are_not_taught_and_cover_every_capability() -> None:
    tuning = read_rows(TUNING)
    assert {row["text"].lower() for row in tuning} & {row["text"].lower() for row in EXAMPLES} == set()
    assert {row["label"] for row in tuning} == CAPABILITIES - WITHOUT_TUNING
    assert all(row["lang"] == language(row["text"]) or row["text"].isascii() for row in tuning)
