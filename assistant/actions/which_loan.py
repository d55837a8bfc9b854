"""The one of several loans that the words mean. Pure."""

from collections.abc import Callable, Mapping, Sequence

from contract.lending.loans import Loan
from language.field_values import read_choice
from language.normal import lowered
from language.wishes.which_loan import Extreme, ToldLoan, read_loan

# Who says 「两万八那笔」 of 28,676.28 rounds.
ROUNDED = 0.05
EXTREMES: Mapping[Extreme, Callable[[Sequence[Loan]], Loan]] = {
    "largest": lambda loans: max(loans, key=lambda loan: loan.outstanding_principal.minor),
    "smallest": lambda loans: min(loans, key=lambda loan: loan.outstanding_principal.minor),
    # The list begins with the newest.
    "newest": lambda loans: loans[0],
    "oldest": lambda loans: loans[-1],
}


def loan_in_words(loans: Sequence[Loan], text: str, topic: str | None = None) -> Loan | None:
    """The only one that fits all that is said of it; `topic` is the id of the one that was spoken of last."""
    words, told = lowered(text), read_loan(text)
    named = [loan for loan in loans if loan.product_name.zh in words or loan.product_name.en.lower() in words]
    if not named and not told:
        return None
    fitting = [loan for loan in named or loans if _fits(loan, told, topic)]
    if told.place is not None and not named:
        return loans[told.place] if told.place < len(loans) else None
    if told.extreme is not None and len(fitting) > 1:
        return EXTREMES[told.extreme](fitting)
    return fitting[0] if len(fitting) == 1 else None


def _fits(loan: Loan, told: ToldLoan, topic: str | None) -> bool:
    due = loan.next_payment
    use = None if told.use is None else read_choice("purpose", loan.product_name.zh)
    return not (
        (use is not None and use != told.use)
        or (told.late and not loan.overdue.minor)
        or (told.other and loan.id == topic)
        or (told.amount is not None and not _about(loan, told.amount))
        or (told.due_day is not None and (due is None or due.due_date.day != told.due_day))
    )


def _about(loan: Loan, amount: int) -> bool:
    """Whether so much was lent, or is about what is still owed."""
    owed = loan.outstanding_principal.minor
    return loan.principal.minor == amount or abs(owed - amount) <= ROUNDED * owed
