"""What is recommended to a borrower, and what the borrower did with it, over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Query

from backend.callers import ACTIONS, GATEWAY, only
from backend.edge import BorrowerId, Now, PartsDep, ReadSession, WriteSession
from backend.recommendations.service import recommend_products, record_interaction
from contract.lending.borrowers import Interaction
from contract.lending.products import RecommendedProduct

routes = APIRouter(tags=["recommendations"], prefix="/borrowers/{borrower_id}")


@routes.get("/recommendations", dependencies=[only(ACTIONS, GATEWAY)])
def get_recommendations(
    session: ReadSession,
    parts: PartsDep,
    now: Now,
    borrower_id: BorrowerId,
    limit: Annotated[int, Query(ge=1, le=20)] = 3,
) -> list[RecommendedProduct]:
    return recommend_products(session, parts.rankings, borrower_id, now, parts.lender)[:limit]


@routes.post("/interactions", status_code=204, dependencies=[only(GATEWAY)])
def post_interaction(session: WriteSession, now: Now, borrower_id: BorrowerId, body: Interaction) -> None:
    record_interaction(session, borrower_id, body, now)
