"""Which products new business may be done with, and why not with the others. Pure. Running loans are never asked."""

from collections.abc import Callable
from datetime import date
from typing import Literal, get_args

from backend.policy.groups import ExposurePolicy, Policy
from backend.products.caps import lpr_status
from backend.products.errors import RateAboveCap
from backend.products.quotes import Lender, check_dearest
from backend.products.terms import LendingClass, ProductTerms
from contract.lending.products import Purpose
from contract.money import Money
from servicekit.settings import CannotStart

NotOffered = Literal[
    "retired", "not_begun", "licence_missing", "secured", "above_limit", "prime_rate_old", "above_cap"
]  # fmt: skip
# What the lender's own catalogue did not mean: it is reported while it lasts.
UNMEANT: frozenset[NotOffered] = frozenset({"above_limit", "prime_rate_old", "above_cap"})
Stops = Callable[[ProductTerms, Lender, date], bool]


class CatalogueInvalid(CannotStart, ValueError):
    """A product that may not be lent is not taken into the catalogue."""


class ProductAboveLimit(CatalogueInvalid):
    """It could lend more than one person may owe."""


class ProductClassesMixed(CatalogueInvalid):
    """Its purposes count toward different limits."""


def check_lendable(terms: ProductTerms, policy: Policy) -> None:
    """Raises `ProductAboveLimit` or `ProductClassesMixed` for a version that a catalogue may not hold."""
    if len({class_of(purpose) for purpose in terms.purposes}) > 1:
        raise ProductClassesMixed(f"{terms.id} {terms.version}: {', '.join(terms.purposes)}")
    limit = class_limit(terms.lending_class, policy.exposure)
    if limit is not None and limit < terms.amount_max:
        raise ProductAboveLimit(f"{terms.id} {terms.version}: {terms.amount_max} is above {limit}")


def class_of(purpose: Purpose) -> LendingClass:
    return {"home": "secured", "business": "business"}.get(purpose, "consumer")  # type: ignore[return-value]


def class_limit(lending_class: LendingClass, policy: ExposurePolicy) -> Money | None:
    """The most that one person may owe in the class; None: no limit of its own."""
    limits = {"consumer": policy.consumer_limit, "business": policy.business_limit, "secured": None}
    return limits[lending_class]


def why_not_offered(terms: ProductTerms, lender: Lender, today: date) -> NotOffered | None:
    """None for a product that is offered. `terms.retired_on` is the product's, whichever the version."""
    return next((why for why in get_args(NotOffered) if STOPS[why](terms, lender, today)), None)


def _is_above_limit(terms: ProductTerms, lender: Lender, today: date) -> bool:
    limit = class_limit(terms.lending_class, lender.policy(today).exposure)
    return limit is not None and limit < terms.amount_max


def _rests_on_an_old_rate(_: ProductTerms, lender: Lender, today: date) -> bool:
    return lender.cap.on(today).by_prime_rate and lpr_status(today, lender.policy(today)) == "old"


def _is_above_cap(terms: ProductTerms, lender: Lender, today: date) -> bool:
    try:
        check_dearest(terms, lender, today)
    except RateAboveCap:
        return True
    return False


STOPS: dict[NotOffered, Stops] = {
    "retired": lambda terms, _, today: terms.retired_on is not None and terms.retired_on <= today,
    "not_begun": lambda terms, _, today: terms.since is not None and today < terms.since,
    "licence_missing": lambda terms, lender, _: not terms.is_lent_under(lender.cap.licence),
    "secured": lambda terms, lender, today: (
        terms.lending_class == "secured" and not lender.policy(today).catalogue.secured_lending
    ),
    "above_limit": _is_above_limit,
    "prime_rate_old": _rests_on_an_old_rate,
    "above_cap": _is_above_cap,
}
