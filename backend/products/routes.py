"""Products, quotes and recommendations over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Query

from backend.callers import ACTIONS, GATEWAY, only
from backend.edge import BorrowerId, LenderDep, Now, PartsDep, ReadSession
from backend.products.recommendations import recommend_products
from backend.products.service import offered_products, quote_product
from contract.dates import lender_day
from contract.lending.products import Product, Quote, QuoteRequest, RecommendedProduct

routes = APIRouter(tags=["products"], dependencies=[only(ACTIONS, GATEWAY)])


@routes.get("/products")
def get_products(session: ReadSession, now: Now, lender: LenderDep) -> list[Product]:
    return [terms.published() for terms in offered_products(session, lender, lender_day(now))]


@routes.post("/quotes")
def post_quote(session: ReadSession, now: Now, lender: LenderDep, body: QuoteRequest) -> Quote:
    return quote_product(session, body, lender, lender_day(now))


@routes.get("/borrowers/{borrower_id}/recommendations")
def get_recommendations(
    session: ReadSession,
    parts: PartsDep,
    now: Now,
    borrower_id: BorrowerId,
    limit: Annotated[int, Query(ge=1, le=20)] = 3,
) -> list[RecommendedProduct]:
    return recommend_products(session, parts.rankings, borrower_id, now, parts.lender)[:limit]
