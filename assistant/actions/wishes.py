"""Wishes told in plain words, which count for more than a doubtful guess at the intent. Pure."""

from collections.abc import Callable
from enum import StrEnum

from assistant.actions.concerns import wants_one_too
from assistant.actions.intents import BARE, HEARD_BY_A_PERSON
from language.wishes.applications import asks_after_application, refuses_offer, takes_offer, wants_to_withdraw
from language.wishes.chat import asks_who_answers, asks_who_reads
from language.wishes.codes import asks_about_own_code
from language.wishes.data import wants_copy_of_data
from language.wishes.paying import asks_where_it_was_paid, pays_now
from language.wishes.trouble import asks_if_all_is_well, cries_over_paying, tells_of_trouble


class Wish(StrEnum):
    COPY_OF_DATA = "copy_of_data"
    HARDSHIP = "hardship"
    TROUBLE = "trouble"
    WHO_ANSWERS = "who_answers"
    WHO_READS = "who_reads"
    OWN_CODE = "own_code"
    WITHDRAWAL = "withdrawal"
    STATUS = "status"
    TAKES_OFFER = "takes_offer"
    REFUSES_OFFER = "refuses_offer"
    PAYS_NOW = "pays_now"
    PAYOUT = "payout"
    ONE_TOO = "one_too"


# Short or vague words are often taken for one of these.
WEAK = BARE | {"affirm", "deny", "thanks", "greet", "goodbye", "cancel_flow"}
# Each wish with the intents that it outweighs; the first that is told counts.
OUTWEIGHS: tuple[tuple[Wish, Callable[[str], bool], frozenset[str]], ...] = (
    (Wish.COPY_OF_DATA, wants_copy_of_data, WEAK | {"delete_my_data", "get_document", "faq", "legal_question", "talk_to_human", "apply_loan", "application_status", "bot_challenge", "report_fraud"}),
    (Wish.HARDSHIP, cries_over_paying, WEAK | {"abuse", "apply_loan", "overdue_help"}),
    (Wish.TROUBLE, lambda text: tells_of_trouble(text) or asks_if_all_is_well(text), WEAK),
    (Wish.TROUBLE, asks_if_all_is_well, frozenset({"improve_credit", "application_status"})),
    (Wish.PAYOUT, asks_where_it_was_paid, WEAK | {"payment_failed", "dispute_charge", "loan_balance"}),
    (Wish.WHO_READS, asks_who_reads, WEAK | HEARD_BY_A_PERSON | {"bot_challenge"}),
    (Wish.WHO_ANSWERS, asks_who_answers, WEAK | HEARD_BY_A_PERSON),
    (Wish.OWN_CODE, asks_about_own_code, frozenset({"report_fraud"})),
    (Wish.WITHDRAWAL, wants_to_withdraw, WEAK | {"apply_loan", "quote_repayment", "decline_offer"}),
    (Wish.ONE_TOO, wants_one_too, frozenset({"not_my_loan"})),
    (Wish.STATUS, asks_after_application, BARE | {"apply_loan", "affirm", "product_info", "quote_repayment"}),
    (Wish.PAYS_NOW, pays_now, frozenset({"overdue_help", "promise_to_pay", "loan_balance", "thanks"})),
    (Wish.TAKES_OFFER, takes_offer, BARE | {"decline_offer", "apply_loan", "affirm", "thanks", "quote_repayment"}),
    (Wish.REFUSES_OFFER, refuses_offer, BARE | {"apply_loan", "affirm", "deny", "goodbye", "cancel_flow", "abuse", "complaint"}),
)  # fmt: skip


def read_wish(text: str, intent: str) -> Wish | None:
    """The first wish in the words that weighs more than `intent`, the classifier's guess."""
    return next((wish for wish, is_told, weaker in OUTWEIGHS if intent in weaker and is_told(text)), None)
