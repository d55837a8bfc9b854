"""Groups of intents that several actions heed."""

# What the classifier calls a value by itself, or cannot tell.
BARE = frozenset({"inform", "correct_value", "nlu_fallback", "out_of_scope"})
# In the form these answer; every other one digresses, unless the words are plainly the value asked for.
ANSWERING = BARE | {"affirm", "deny", "apply_loan"}
# Heard by a person anyway, and answered in words of their own.
HEARD_BY_A_PERSON = frozenset(
    {
        "talk_to_human", "hardship", "complaint", "dispute_charge", "report_fraud", "distress", "not_my_loan",
        "credit_report_dispute", "abuse", "bereavement",
    }
)  # fmt: skip
# Asked of one loan, so that 「另外那笔呢」 asks it of another.
OF_ONE_LOAN = frozenset({"next_payment", "repayment_schedule", "loan_balance", "my_rate", "payout_question"})
# What a person must hear, or the borrower must be able to do, whatever was asked.
NEVER_AN_ANSWER = HEARD_BY_A_PERSON | {
    "legal_question", "cancel_flow", "withdraw_application", "change_language", "delete_my_data", "data_copy", "change_phone",
    "repeat",
}  # fmt: skip
