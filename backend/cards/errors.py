"""Why a bank card cannot be bound, or a payout finds none."""

from servicekit.problems import Problem


class CardNumberInvalid(Problem):
    code = "card_number_invalid"
    title = "The card number is not a valid one."


class CardNameMismatch(Problem):
    code = "card_name_mismatch"
    title = "The card is not in your verified name."


class CardNeeded(Problem):
    code = "card_needed"
    title = "A payout needs a bank card in your name."


class CardBindingUnavailable(Problem):
    code = "card_binding_unavailable"
    title = "Cards cannot be bound now."
