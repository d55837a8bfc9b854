"""Why a loan cannot be paid or changed."""

from typing import Any

from contract.lending.loans import WhyNotChanged
from servicekit.problems import NotFound, Problem


class LoanNotActive(Problem):
    """Data: `status`."""

    code = "loan_not_active"
    title = "The loan is not being repaid now."


class DayOutOfRange(Problem):
    """Data: `field`, `min`, `max` (days)."""

    code = "day_out_of_range"
    title = "The day is not possible."


class LoanProposalUnknown(NotFound):
    """No such figures were shown for this loan. Data: `proposal_hash`."""


class LoanProposalExpired(Problem):
    """Data: `day`, the one for which the figures hold."""

    code = "loan_proposal_expired"
    title = "The figures hold for another day; ask for new ones."


class LoanProposalStale(Problem):
    """The loan has moved since the figures were shown, or they were used already."""

    code = "loan_proposal_stale"
    title = "The loan has changed since these figures were shown."


class NothingToReverse(NotFound):
    """No payment of this loan is posted under this transfer. Data: `transfer_id`."""


class ChangeNotPossible(Problem):
    """Data: `reason`, and what else there is to say of it."""

    code = "loan_change_not_possible"
    title = "The loan cannot be changed in this way."

    def __init__(self, *, reason: WhyNotChanged, **more: Any) -> None:
        super().__init__(reason=reason, **more)


class PlanConsentNeeded(ChangeNotPossible):
    """A hardship plan changes the contract: the borrower agrees to it first, on the day for which its figures hold."""

    code = "plan_consent_needed"
    title = "The borrower has not agreed to this plan."


class PlanTextChanged(Problem):
    """Data: `text_version`, the present one."""

    code = "plan_text_changed"
    title = "The consent's text is not the one that was read."


class LoanNotSettled(Problem):
    """Data: `status`."""

    code = "loan_not_settled"
    title = "Something is still owed on the loan."


class LoanNotWrittenOff(Problem):
    """Data: `status`."""

    code = "loan_not_written_off"
    title = "The loan was not written off."


class LoanMoneyUnderWay(Problem):
    """Data: `transfer_id`, whose end has to be known first."""

    code = "loan_money_under_way"
    title = "Money of this loan is on its way."


class DayNotOver(Problem):
    """Data: `day`."""

    code = "day_not_over"
    title = "The lender's day is not over yet."
