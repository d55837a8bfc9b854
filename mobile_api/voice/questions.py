"""Which kind of answer the dialogue waits for, so that speech can listen for it. Pure."""

from contract.speech import Narrow

YES_NO: Narrow = "yes_no"
# By the name of the slot that the dialogue asked for (`expects`); a slot that is not here is an open question.
OF_SLOT: dict[str, Narrow] = {
    "amount": "money",
    "monthly_income": "money",
    "monthly_expenses": "money",
    "assets": "money",
    "debt": "money",
    "payment_amount": "money",
    "term_months": "months",
    "employment_years": "months",
    "due_day": "day",
    "acceptance_code": "code",
}
# However the slot is named beyond that: `credit_check_consent`, `application_confirmed`, `confirmation`.
YES_NO_MARKS = ("consent", "confirm", "accept", "agree")


def narrow_of(expects: str | None) -> Narrow | None:
    """What `expects` of the last reply asks for; None for an open question or none."""
    if expects is None:
        return None
    if (named := OF_SLOT.get(expects)) is not None:
        return named
    return YES_NO if any(mark in expects for mark in YES_NO_MARKS) else None
