"""Products: seeding, reading, choosing by purpose, quoting."""

from datetime import date
from pathlib import Path

from pydantic import TypeAdapter
from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.db import insert_if_absent
from backend.products.errors import ProductNotFound
from backend.products.models import ProductVersion
from backend.products.quotes import Ask, Lender, quote
from backend.products.schemas import Quote, QuoteRequest
from backend.products.terms import ProductTerms

CATALOGUE = Path(__file__).parent / "catalogue.json"


def read_catalogue() -> list[ProductTerms]:
    return TypeAdapter(list[ProductTerms]).validate_json(CATALOGUE.read_bytes())


def seed_products(session: Session) -> None:
    """Add the versions of the catalogue that are new; safe to repeat."""
    for terms in read_catalogue():
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
    product = current_product(session, request.product_id)
    return quote(product, Ask(request.amount, request.term_months, request.method), lender, today)
