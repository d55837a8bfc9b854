"""A borrower's rights in their data, for the gateway, which knows whose request it is."""

from fastapi import APIRouter, Response

from backend.applications.papers import own_paper
from backend.callers import GATEWAY, only
from backend.edge import BorrowerId, Now, PartsDep, ReadSession, WriteSession
from backend.retention.erasing import erase_borrower
from backend.retention.exporting import held_tables
from contract.lending.rights import Erased, HeldTable

routes = APIRouter(tags=["rights"], dependencies=[only(GATEWAY)])


@routes.get("/borrowers/{borrower_id}/data")
def get_data(session: ReadSession, parts: PartsDep, borrower_id: BorrowerId) -> list[HeldTable]:
    return held_tables(session, parts.kept, parts.identities, borrower_id)


@routes.get("/borrowers/{borrower_id}/papers/{document_id}")
def get_paper(session: ReadSession, parts: PartsDep, borrower_id: BorrowerId, document_id: str) -> Response:
    document, content = own_paper(session, parts.archive, borrower_id, document_id)
    return Response(content, media_type=document.media_type)


@routes.post("/borrowers/{borrower_id}/erasure")
def post_erasure(session: WriteSession, parts: PartsDep, now: Now, borrower_id: BorrowerId) -> Erased:
    return erase_borrower(session, parts.kept, borrower_id, now)
