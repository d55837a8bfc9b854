"""Asking for an erasure: on record at once, carried out by whoever comes first."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from mobile_api.auth.models import Account
from mobile_api.ids import new_id
from mobile_api.rights.models import DataRequest
from mobile_api.rights.schemas import ErasureReceipt
from mobile_api.rights.wording import summary


async def ask_erasure(session: AsyncSession, borrower_id: str, now: datetime) -> DataRequest:
    """The borrower's open request, or a new one."""
    # The account's lock makes "one at a time" hold.
    await session.get(Account, borrower_id, with_for_update=True)
    open_one = select(DataRequest).where(DataRequest.borrower_id == borrower_id, DataRequest.done_at.is_(None))
    found: DataRequest | None = await session.scalar(open_one)
    if found is None:
        found = new_erasure(borrower_id, now)
        session.add(found)
        await session.flush()
    return found


def new_erasure(borrower_id: str, now: datetime) -> DataRequest:
    request = DataRequest(id=new_id("era"), borrower_id=borrower_id, kind="erasure", asked_at=now)
    request.receipt = ErasureReceipt(
        id=request.id,
        asked_at=now,
        done_at=None,
        account_closed=False,
        waits_for=["service"],
        relation_ended_on=None,
        outcomes=[],
        says=summary(["service"], account_closed=False),
    ).model_dump(mode="json")
    return request
