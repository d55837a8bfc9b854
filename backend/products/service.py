"""Products: seeding, reading, choosing by purpose, quoting."""

from datetime import date
from pathlib import Path

from pydantic import TypeAdapter
from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.db import insert_if_absent
from backend.loans.what_if import savings
from backend.products.errors import ProductNotFound
from backend.products.models import ProductVersion
from backend.products.quotes import Ask, Lender, check_dearest, check_extra, plan_terms, quote
from backend.products.schemas import Quote, QuoteRequest
from backend.products.terms import ProductTerms

CATALOGUE = Path(__file__).parent / "catalogue.json"


def read_catalogue() -> list[ProductTerms]:
    return TypeAdapter(list[ProductTerms]).validate_json(CATALOGUE.read_bytes())


def seed_products(session: Session, lender: Lender, today: date) -> None:
    """Add the versions of the catalogue that are new and that the lender's licence allows; safe to repeat.

    Raises `RateAboveCap` when one could cost more than the licence's cap of the day.
    """
    for terms in read_catalogue():
        if terms.is_lent_under(lender.cap.licence):
            check_dearest(terms, lender, today)
            insert_if_absent(session, ProductVersion, product_id=terms.id, version=terms.version, terms=terms)


def current_products(session: Session) -> list[ProductTerms]:
    """The newest version of each product, in the order of their ids."""
    rows = session.scalars(select(ProductVersion).order_by(ProductVersion.product_id, ProductVersion.version))
    return list({row.product_id: row.terms for row in rows}.values())


def current_product(session: Session, product_id: str) -> ProductTerms:
    newest = select(ProductVersion).where(ProductVersion.product_id == product_id)
    row = session.scalars(newest.order_by(ProductVersion.version.desc()).limit(1)).one_or_none()
    if row is None:
        raise ProductNotFound(product_id=product_id)
    return row.terms


def product_version(session: Session, product_id: str, version: int) -> ProductTerms:
    """The terms as they were agreed. The version must exist."""
    return session.get_one(ProductVersion, (product_id, version)).terms


def quote_product(session: Session, request: QuoteRequest, lender: Lender, today: date) -> Quote:
    """Raises what is wrong with the ask, or with the extra payment."""
    product = current_product(session, request.product_id)
    ask = Ask(request.amount, request.term_months, request.method)
    offer = quote(product, ask, lender, today)
    if request.extra is None:
        return offer
    check_extra(request.extra, ask)
    terms = plan_terms(product, ask, offer.rate_percent, today)
    return offer.model_copy(update={"savings": savings(terms, product.early, offer.instalments, request.extra)})
