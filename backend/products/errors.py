"""Why a product cannot be quoted as asked."""

from servicekit.problems import NotFound, Problem


class ProductNotFound(NotFound):
    """Data: `product_id`."""


class ProductNotOffered(Problem):
    """Data: `product_id`."""

    code = "product_not_offered"
    title = "The product is not offered now."


class PurposeNotOffered(Problem):
    """Data: `field`, `purposes`, those that are lent for."""

    code = "purpose_not_offered"
    title = "No product is offered for this purpose now."


class AmountOutOfRange(Problem):
    """Data: `field`, `min`, `max` (money)."""

    code = "amount_out_of_range"
    title = "The amount is outside what is possible."


class TermOutOfRange(Problem):
    """Data: `field`, `min`, `max` (months)."""

    code = "term_out_of_range"
    title = "The term is outside what the product offers."


class MethodNotOffered(Problem):
    """Data: `field`, `methods`."""

    code = "method_not_offered"
    title = "The product is not repaid in this way."


class CurrencyNotOffered(Problem):
    """Data: `field`, `currency`, the one that is offered."""

    code = "currency_not_offered"
    title = "The amount is not in the product's currency."


class RateAboveCap(Problem):
    """Data: `apr_percent`, `cap_percent`, `source`."""

    code = "rate_above_cap"
    title = "The yearly cost would be above the cap of the lender's licence."


class LicenceMissing(Problem):
    """Data: `licence`, the lender's, and `licences`, those under which the product may be lent."""

    code = "licence_missing"
    title = "The lender's licence does not allow this product."
