"""What a loan would cost, before anybody applies."""

from datetime import date

from sqlalchemy.orm import Session

from backend.loans.what_if import savings
from backend.products.quotes import Ask, Lender, check_extra, plan_terms, quote
from backend.products.service import offered_product
from contract.lending.products import Quote, QuoteRequest


def quote_product(session: Session, request: QuoteRequest, lender: Lender, today: date) -> Quote:
    """Raises what is wrong with the ask, or with the extra payment."""
    product = offered_product(session, request.product_id, lender, today)
    ask = Ask(request.amount, request.term_months, request.method)
    offer = quote(product, ask, lender, today)
    if request.extra is None:
        return offer
    check_extra(request.extra, ask)
    terms = plan_terms(product, ask, offer.rate_percent, today)
    return offer.model_copy(update={"savings": savings(terms, product.early, offer.instalments, request.extra)})
