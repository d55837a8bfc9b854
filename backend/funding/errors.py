"""Why funds cannot be arranged so."""

from servicekit.problems import Problem


class IndividualLendersNotAllowed(Problem):
    """Data: `licence`."""

    code = "individual_lenders_not_allowed"
    title = "Under its licence the lender may not lend the money of individuals."


class SharesNotWhole(Problem):
    """Data: `sum_percent`."""

    code = "shares_not_whole"
    title = "The shares must be above zero, to 0.0001 %, and sum to exactly 100 %."


class UnknownFunder(Problem):
    """Data: `funder_ids`."""

    code = "unknown_funder"
    title = "There is no such funder."


class FunderExists(Problem):
    """Data: `funder_id`."""

    code = "funder_exists"
    title = "A funder of this id exists with another kind or name."
