"""What a reviewer may ask for an offer: a grade of the product, and a rate in its band. Pure."""

from dataclasses import dataclass
from decimal import Decimal

from backend.applications.errors import GradeNotOffered, RateOutOfRange
from backend.policy.groups import ApprovalPolicy
from backend.products.terms import ProductTerms


@dataclass(frozen=True, slots=True)
class Band:
    """Nominal percent a year: the grade's own rate, and between which rates a reviewer may choose."""

    rate: Decimal
    lowest: Decimal
    highest: Decimal


def band_of(product: ProductTerms, grade: str, rules: ApprovalPolicy) -> Band:
    """For a grade that the product does not name, its highest rate stands in for the grade's."""
    rate, rates = product.rate_for(grade), product.rate_by_grade.values()
    points = rules.rate_points_off_grade
    return Band(rate, max(min(rates), rate - points), min(max(rates), rate + points))


def priced(product: ProductTerms, grade: str, rate: Decimal | None, rules: ApprovalPolicy) -> Decimal:
    """The chosen rate, or the grade's own. Raises `RateOutOfRange`."""
    band = band_of(product, grade, rules)
    if rate is None:
        return band.rate
    if not band.lowest <= rate <= band.highest:
        raise RateOutOfRange(field="rate_percent", min=str(band.lowest), max=str(band.highest))
    return rate


def check_grade(product: ProductTerms, grade: str) -> None:
    """Raises `GradeNotOffered`."""
    if grade not in product.rate_by_grade:
        raise GradeNotOffered(field="grade", grades=list(product.rate_by_grade))
