"""Tokens for who has proved who they are, by a code or a password."""

from contextlib import suppress
from datetime import datetime

from contract.lending.client import BackendProblem, BackendUnavailable
from mobile_api.auth import service, tokens
from mobile_api.auth.devices import device_hash, is_known, is_ours, new_device, remember
from mobile_api.auth.limited import may_hide_something
from mobile_api.auth.schemas import Tokens
from mobile_api.auth.service import TypedCode
from mobile_api.auth.sessions import Place
from mobile_api.auth.staff import Credentials, sign_in_staff
from mobile_api.parts import Parts


async def tokens_for_borrower(parts: Parts, typed: TypedCode, client: str, device: str, now: datetime) -> Tokens:
    """`client`: as `clients.client_label` calls it; `device`: what the browser or app kept of an earlier sign-in, empty for nothing.

    No transaction is open while the backend is asked. Killed meanwhile, a code is spent for nothing.
    """
    async with parts.database.transaction() as session:
        holder = await service.sign_in_by_code(session, parts.settings, typed, now)
        known = await is_known(session, device_hash(device), holder.borrower_id)
        kept = device if await is_ours(session, device_hash(device)) else new_device()
    full = holder.new or known or not await may_hide_something(parts.backend, holder.borrower_id)
    async with parts.database.transaction() as session:
        place = Place(client, kept, limited=not full)
        answer = await tokens.sign_in(session, parts.settings, holder.borrower_id, "borrower", place, now)
        if full:
            await remember(session, device_hash(kept), holder.borrower_id, now)
    await service.register_with_backend(parts.database, parts.backend, holder.borrower_id, now)
    if full:
        # Nobody waits for the backend to sign in: it hears of the device again at the next sign-in.
        with suppress(BackendUnavailable, BackendProblem):
            await parts.backend.note_device(holder.borrower_id, device_hash(kept))
    return answer


async def tokens_for_staff(parts: Parts, typed: Credentials, address: str, client: str, now: datetime) -> Tokens:
    staff_id, role = await sign_in_staff(parts.database, parts.settings, typed, address, now)
    async with parts.database.transaction() as session:
        return await tokens.sign_in(session, parts.settings, staff_id, role, Place(client), now)
