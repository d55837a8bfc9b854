"""Products over HTTP."""

from fastapi import APIRouter

from backend.callers import ACTIONS, GATEWAY, only
from backend.edge import LenderDep, Now, ReadSession
from backend.products.service import offered_products
from contract.dates import lender_day
from contract.lending.products import Product

routes = APIRouter(tags=["products"], dependencies=[only(ACTIONS, GATEWAY)])


@routes.get("/products")
def get_products(session: ReadSession, now: Now, lender: LenderDep) -> list[Product]:
    return [terms.published() for terms in offered_products(session, lender, lender_day(now))]
