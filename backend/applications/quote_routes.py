"""Quotes over HTTP."""

from fastapi import APIRouter

from backend.applications.quoting import quote_product
from backend.callers import ACTIONS, GATEWAY, only
from backend.edge import LenderDep, Now, ReadSession
from contract.dates import lender_day
from contract.lending.products import Quote, QuoteRequest

routes = APIRouter(tags=["products"], dependencies=[only(ACTIONS, GATEWAY)])


@routes.post("/quotes")
def post_quote(session: ReadSession, now: Now, lender: LenderDep, body: QuoteRequest) -> Quote:
    return quote_product(session, body, lender, lender_day(now))
