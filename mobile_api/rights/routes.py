"""A borrower's rights in their data: a copy of it, and its erasure."""

from contextlib import ExitStack
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response
from fastapi.responses import StreamingResponse
from sqlalchemy import select

from mobile_api.auth.errors import CodeExpired, InvalidCode, StepUpNeeded
from mobile_api.auth.service import account_of
from mobile_api.auth.step_up import confirm
from mobile_api.dependencies import BorrowerId, Now, PartsDep, ReadingDep
from mobile_api.ids import PathId
from mobile_api.published.errors import BACKEND, raises
from mobile_api.rights.erasing import carry_out
from mobile_api.rights.errors import ConfirmationNeeded, DialogueAway
from mobile_api.rights.exporting import in_pieces, new_file, note_export, write_json, write_zip
from mobile_api.rights.models import DataRequest
from mobile_api.rights.requests import ask_erasure
from mobile_api.rights.schemas import WORDS, CloseAccount, ErasureReceipt, Export
from mobile_api.upstreams.dialogue import DialogueUnavailable
from servicekit.problems import NotFound, TooManyRequests

router = APIRouter(tags=["data"])
FILES: dict[str, Any] = {"application/json": {}, "application/zip": {"schema": {"type": "string", "format": "binary"}}}


@router.get(
    "/me/export",
    response_model=Export,
    responses={**raises(*BACKEND, DialogueAway, TooManyRequests), 200: {"content": FILES}},
)
async def export(
    borrower: BorrowerId, parts: PartsDep, now: Now, form: Annotated[Literal["json", "zip"], Query()] = "json"
) -> Response:
    """Get a copy of all that is held of the borrower, as JSON, or as a ZIP with a readable page, the same JSON and the papers. A few a
    day are answered."""
    async with parts.database.transaction() as session:
        account = await account_of(session, borrower)
        await note_export(session, parts, borrower, now)
    file = new_file()
    with ExitStack() as unless_whole:
        unless_whole.callback(file.close)
        try:
            await (write_json if form == "json" else write_zip)(parts, account, now, file)
        except DialogueUnavailable as error:
            raise DialogueAway() from error
        unless_whole.pop_all()
    headers = {
        "Content-Disposition": f'attachment; filename="loantalk-{now:%Y-%m-%d}.{form}"',
        "Cache-Control": "no-store",
    }
    return StreamingResponse(in_pieces(file), media_type=f"application/{form}", headers=headers)


@router.delete(
    "/me", responses=raises(*BACKEND, ConfirmationNeeded, StepUpNeeded, InvalidCode, CodeExpired, TooManyRequests)
)
async def close_account(body: CloseAccount, borrower: BorrowerId, parts: PartsDep, now: Now) -> ErasureReceipt:
    """Erase the borrower's data and close the account. What the law has the lender keep is restricted, and the receipt says until when
    and why. All sessions end. While a loan runs the account stays for paying it, and closes by itself afterwards. Without a `code` nothing is erased, and `step_up_needed` tells the `purpose` and `about` under which `POST /me/codes` sends one."""
    if body.confirm.strip().lower() not in WORDS:
        raise ConfirmationNeeded(words=sorted(WORDS))
    await confirm(parts, borrower, "account", None, body.code, now)
    async with parts.database.transaction() as session:
        await account_of(session, borrower)
        request = await ask_erasure(session, borrower, now)
    return await carry_out(parts, request.id, now)


@router.get("/me/erasures")
async def erasures(borrower: BorrowerId, session: ReadingDep) -> list[ErasureReceipt]:
    """The receipts of erasures that the borrower asked for, the newest first."""
    mine = select(DataRequest).where(DataRequest.borrower_id == borrower, DataRequest.receipt.is_not(None))
    found = await session.scalars(mine.order_by(DataRequest.asked_at.desc()))
    return [ErasureReceipt.model_validate(one.receipt) for one in found]


@router.get("/erasures/{receipt_id}", responses=raises(NotFound))
async def erasure(receipt_id: PathId, session: ReadingDep) -> ErasureReceipt:
    """Read the receipt of an erasure by its id, without an account. It names no person."""
    request = await session.get(DataRequest, receipt_id)
    if request is None or request.receipt is None:
        raise NotFound()
    return ErasureReceipt.model_validate(request.receipt)
