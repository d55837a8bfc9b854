"""Why an application cannot be changed, submitted or accepted."""

from servicekit.problems import Problem


class YearsOutOfRange(Problem):
    """Data: `field`, `min`, `max`."""

    code = "years_out_of_range"
    title = "The number of years is not possible."


class FieldCannotBeSkipped(Problem):
    """Data: `field`."""

    code = "field_cannot_be_skipped"
    title = "No decision can be made without this answer."


class FieldsMissing(Problem):
    """Data: `fields`, in the order in which they are asked."""

    code = "fields_missing"
    title = "Answers that are needed are missing."


class ProposalChanged(Problem):
    """Data: `proposal_hash`, the present one."""

    code = "proposal_changed"
    title = "The application is not the one that was shown."


class WrongStatus(Problem):
    """Data: `status`, the present one."""

    code = "application_status_wrong"
    title = "The application's status does not allow this."


class OfferExpired(Problem):
    """Data: `expired_at`."""

    code = "offer_expired"
    title = "The offer has run out."


class OfferStillOpen(Problem):
    """Data: `application_id`, that of the offer."""

    code = "offer_still_open"
    title = "Another offer is still open: accept it or decline it first."


class OfferNoLongerPossible(Problem):
    """Data: `reason` (late, written_off, on_hold, region_not_served, limit_reached, limits_unknown, product_changed,
    review_by_a_person), its `text` in each language, and, where a limit is the reason, `most`, what may still be lent."""

    code = "offer_no_longer_possible"
    title = "The offer cannot be accepted any more."


class OfferNotPossible(Problem):
    """For a reviewer. Data as of `OfferNoLongerPossible`."""

    code = "offer_not_possible"
    title = "No such offer may be made to this borrower now."


class ReviewsUsedUp(Problem):
    """Data: `most`, how often a review of one application may be asked for."""

    code = "reviews_used_up"
    title = "This application has been reviewed as often as can be asked for."


class CodeCheckStale(Problem):
    code = "code_check_stale"
    title = "The one-time code was checked too long ago."


class SigningNotProven(Problem):
    """The acceptance does not carry the gateway's proof, or that of another."""

    code = "signing_not_proven"
    title = "It is not proven that the borrower signed."


class ContractChanged(Problem):
    """Data: the present `contract_hash` and `cost_sheet_hash`."""

    code = "contract_changed"
    title = "The contract is not the one that was shown."


class UnknownReason(Problem):
    """Data: `reasons`, the codes that are not on the list."""

    code = "unknown_reason"
    title = "A decline names reasons from the list."


class IncomeNotVerified(Problem):
    code = "income_not_verified"
    title = "An offer rests on an income that papers prove."


class NotAffordable(Problem):
    """Data: `instalment`, the heaviest month of the offer, and `affordable`, what the borrower can pay a month."""

    code = "offer_not_affordable"
    title = "The borrower cannot afford this offer."


class GradeNotOffered(Problem):
    """Data: `field`, `grades` of the product."""

    code = "grade_not_offered"
    title = "The product has no such grade."


class RateOutOfRange(Problem):
    """Data: `field`, `min`, `max`, nominal percent a year."""

    code = "rate_out_of_range"
    title = "The rate is outside what a reviewer may choose."


class RelatedLimitReached(Problem):
    """For a reviewer. Data: `most`, what may still be lent to the lender's own related persons."""

    code = "related_limit_reached"
    title = "The lender's related persons would owe more than they may."


class RelatedTermsBetter(Problem):
    """For a reviewer. Data: `min`, the rate of the model's grade, nominal percent a year."""

    code = "related_terms_better"
    title = "A related person gets no better terms than others."


class NothingProposed(Problem):
    code = "nothing_proposed"
    title = "No offer waits for a second person."
