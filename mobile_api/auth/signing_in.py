"""Tokens for who has proved who they are, by a code or a password."""

from datetime import datetime

from mobile_api.auth import service, tokens
from mobile_api.auth.schemas import Tokens
from mobile_api.auth.service import TypedCode
from mobile_api.auth.staff import Credentials, sign_in_staff
from mobile_api.parts import Parts


async def tokens_for_borrower(parts: Parts, typed: TypedCode, client: str, now: datetime) -> Tokens:
    """`client`: as `clients.client_label` calls it."""
    async with parts.database.transaction() as session:
        borrower_id = await service.sign_in_by_code(session, parts.settings, typed, now)
        answer = await tokens.sign_in(session, parts.settings, borrower_id, "borrower", client, now)
    await service.register_with_backend(parts.database, parts.backend, borrower_id, now)
    return answer


async def tokens_for_staff(parts: Parts, typed: Credentials, address: str, client: str, now: datetime) -> Tokens:
    staff_id, role = await sign_in_staff(parts.database, parts.settings, typed, address, now)
    async with parts.database.transaction() as session:
        return await tokens.sign_in(session, parts.settings, staff_id, role, client, now)
