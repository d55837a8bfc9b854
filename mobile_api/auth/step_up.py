"""A one-time code for one change, by somebody who is signed in already (RFC 9470)."""

from datetime import datetime

from pydantic import BaseModel

from mobile_api.auth.codes import Confirmed, use_confirming_code
from mobile_api.auth.errors import StepUpNeeded
from mobile_api.auth.rules import keyed_hash
from mobile_api.auth.schemas import Confirming
from mobile_api.parts import Parts


async def confirm(
    parts: Parts, borrower_id: str, purpose: Confirming, change: BaseModel | None, code: str | None, now: datetime
) -> None:
    """Spend the code that was sent for this change, and no other; None is a change that has no details. Raises `StepUpNeeded` where none came, else as
    `use_confirming_code`."""
    secret = parts.settings.token_secret.get_secret_value()
    about = keyed_hash(secret, purpose, borrower_id, change.model_dump_json() if change else "")
    if code is None:
        raise StepUpNeeded(purpose=purpose, about=about)
    async with parts.database.transaction() as session:
        await use_confirming_code(session, parts.settings, Confirmed(borrower_id, purpose, about), code, now)
