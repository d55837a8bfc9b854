"""Products: seeding, reading, choosing by purpose."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.db import insert_if_absent
from backend.products.errors import ProductNotFound
from backend.products.models import ProductRetirement, ProductVersion
from backend.products.offering import UNMEANT, CatalogueInvalid, NotOffered, check_lendable, why_not_offered
from backend.products.quotes import Lender
from backend.products.terms import ProductTerms
from servicekit.settings import in_one_line

CATALOGUE = Path(__file__).parent / "catalogue.json"


@dataclass(frozen=True, slots=True)
class ProductState:
    """`why_not` is empty for a product that is offered."""

    terms: ProductTerms
    why_not: NotOffered | None


def read_catalogue() -> list[ProductTerms]:
    """Raises `CatalogueInvalid`."""
    try:
        return TypeAdapter(list[ProductTerms]).validate_json(CATALOGUE.read_bytes())
    except ValidationError as error:
        raise CatalogueInvalid(f"{CATALOGUE}: {in_one_line(error)}") from error


def seed_products(session: Session, lender: Lender, today: date) -> None:
    """Add the versions of the catalogue that are new and that the lender's licence allows; safe to repeat. A product that
    the catalogue does not hold any more is retired.

    Raises `CatalogueInvalid` for a new version that may not be lent.
    """
    catalogue = read_catalogue()
    stored = {tuple(row) for row in session.execute(select(ProductVersion.product_id, ProductVersion.version))}
    for terms in catalogue:
        if terms.is_lent_under(lender.cap.licence) and (terms.id, terms.version) not in stored:
            check_lendable(terms, lender.policy(today))
            insert_if_absent(session, ProductVersion, product_id=terms.id, version=terms.version, terms=terms)
    _retire(session, catalogue, today)


def offered_products(session: Session, lender: Lender, today: date) -> list[ProductTerms]:
    """What new business may be done with, in the order of their ids."""
    return [state.terms for state in product_states(session, lender, today) if state.why_not is None]


def offered_product(session: Session, product_id: str, lender: Lender, today: date) -> ProductTerms:
    """Raises `ProductNotFound` for one that is unknown or not offered."""
    found = next((terms for terms in offered_products(session, lender, today) if terms.id == product_id), None)
    if found is None:
        raise ProductNotFound(product_id=product_id)
    return found


def product_states(session: Session, lender: Lender, today: date) -> list[ProductState]:
    current = current_products(session, today)
    return [ProductState(terms, why_not_offered(terms, lender, today)) for terms in current]


def offering_status(session: Session, lender: Lender, today: date) -> str:
    """ "ready", or which products the lender meant to offer and may not now."""
    stopped = [state for state in product_states(session, lender, today) if state.why_not in UNMEANT]
    return ", ".join(f"{state.terms.id}: {state.why_not}" for state in stopped) or "ready"


def current_products(session: Session, today: date = date.max) -> list[ProductTerms]:
    """The newest version of each product that has begun by then, else its first, in the order of their ids."""
    rows = session.scalars(select(ProductVersion).order_by(ProductVersion.product_id, ProductVersion.version))
    current: dict[str, ProductTerms] = {}
    for row in rows:
        if row.terms.since is None or row.terms.since <= today or row.product_id not in current:
            current[row.product_id] = row.terms
    retired = {row.product_id: row.retired_on for row in session.scalars(select(ProductRetirement))}
    return [terms.model_copy(update={"retired_on": retired.get(terms.id)}) for terms in current.values()]


def current_product(session: Session, product_id: str) -> ProductTerms:
    newest = select(ProductVersion).where(ProductVersion.product_id == product_id)
    row = session.scalars(newest.order_by(ProductVersion.version.desc()).limit(1)).one_or_none()
    if row is None:
        raise ProductNotFound(product_id=product_id)
    return row.terms


def product_version(session: Session, product_id: str, version: int) -> ProductTerms:
    """The terms as they were agreed. The version must exist."""
    return session.get_one(ProductVersion, (product_id, version)).terms


def _retire(session: Session, catalogue: Sequence[ProductTerms], today: date) -> None:
    """Keep since when each stored product is no more in the catalogue, or the day that the catalogue names."""
    retired_on = {terms.id: terms.retired_on for terms in catalogue}
    for product_id in session.scalars(select(ProductVersion.product_id).distinct()).all():
        if product_id not in retired_on:
            insert_if_absent(session, ProductRetirement, product_id=product_id, retired_on=today)
        elif (day := retired_on[product_id]) is not None:
            insert_if_absent(session, ProductRetirement, product_id=product_id, retired_on=day)
            session.get_one(ProductRetirement, product_id).retired_on = day
        elif (row := session.get(ProductRetirement, product_id)) is not None:
            session.delete(row)
    session.flush()
