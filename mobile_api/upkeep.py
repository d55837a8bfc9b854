"""What migrations can't fill, for they have no keys: done at each start, a page a transaction, and gone on with after a kill."""

import logging

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from mobile_api.auth.models import Staff
from mobile_api.auth.totp import is_plain, seal_again
from mobile_api.chat.models import Conversation, Turn
from mobile_api.chat.rules import sender_of
from mobile_api.db import Database
from mobile_api.settings import Settings
from servicekit.sealing import SealBroken, SealingKeyMissing

log = logging.getLogger(__name__)
PAGE = 200


async def fill_what_needs_keys(database: Database, settings: Settings) -> None:
    """Safe when several processes start at once."""
    async with database.transaction() as session:
        await seal_totp_secrets(session, settings)
    filled = PAGE
    while filled == PAGE:
        async with database.transaction() as session:
            filled = await keep_senders(session, settings)


async def seal_totp_secrets(session: AsyncSession, settings: Settings) -> None:
    """Of past releases, and those sealed under an older key."""
    for member in await session.scalars(select(Staff).with_for_update()):
        if is_plain(member.totp_secret) or not settings.sealer.is_newest(member.totp_secret):
            try:
                seal_again(member, settings.sealer)
            except (SealingKeyMissing, SealBroken) as error:
                log.error("the TOTP secret of %s can't be opened (%s): `staff reset` gives a new one", member.id, error)


async def keep_senders(session: AsyncSession, settings: Settings) -> int:
    """Keep the name under which the dialogue knows a conversation of a past release, which was derived from the token secret. A turn
    still tells it, should the secret have been replaced meanwhile. How many were filled, a page at most."""
    missing = select(Conversation).where(Conversation.sender.is_(None)).limit(PAGE).with_for_update()
    found = (await session.scalars(missing)).all()
    for conversation in found:
        turns = select(Turn.body).where(Turn.conversation_id == conversation.id)
        body = await session.scalar(turns.order_by(Turn.created_at.desc()).limit(1))
        derived = sender_of(settings.token_secret.get_secret_value(), conversation.id)
        conversation.sender = body["sender"] if body else derived
    return len(found)
