"""Why a loan cannot be paid."""

from servicekit.problems import Problem


class LoanNotActive(Problem):
    """Data: `status`."""

    code = "loan_not_active"
    title = "The loan is not being repaid now."


class LoanNotSettled(Problem):
    """Data: `status`."""

    code = "loan_not_settled"
    title = "Something is still owed on the loan."
