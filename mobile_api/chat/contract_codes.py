"""Sending the code that accepts a contract, once the bot has asked for it."""

from collections.abc import Callable
from datetime import datetime

from contract.texts import Language
from mobile_api.auth.codes import WantedCode, send_code
from mobile_api.auth.errors import MessagesCannotBeSent, NumberMissing
from mobile_api.auth.outbox import CodeSender
from mobile_api.auth.schemas import By
from mobile_api.auth.service import account_of, number_of
from mobile_api.chat.acceptance import OpenContract, is_code_sent, open_contract
from mobile_api.chat.log import announce, lock
from mobile_api.chat.models import Conversation
from mobile_api.chat.wording import CODE_NOT_SENT
from mobile_api.db import Database
from mobile_api.settings import Settings
from servicekit.problems import TooManyRequests


class ContractCodes:
    """One per process."""

    def __init__(
        self, database: Database, settings: Settings, sender: CodeSender, clock: Callable[[], datetime]
    ) -> None:
        self._database, self._settings, self._sender, self._clock = database, settings, sender, clock

    async def send_if_asked_for(self, conversation_id: str, by: By, *, anew: bool) -> None:
        """Send a code where the bot waits for one; `anew`: also when one is on its way. That it can't be sent is said."""
        async with self._database.reading() as session:
            waiting = await open_contract(session, await session.get_one(Conversation, conversation_id))
        if waiting is None:
            return
        try:
            await self._send(waiting, by, anew=anew)
        except (MessagesCannotBeSent, NumberMissing, TooManyRequests):
            async with self._database.transaction() as session:
                await announce(session, await lock(session, conversation_id), CODE_NOT_SENT, self._clock())

    async def _send(self, waiting: OpenContract, by: By, *, anew: bool) -> None:
        conversation, now = waiting.conversation, self._clock()
        async with self._database.reading() as session:
            phone = number_of(await account_of(session, conversation.borrower_id))
            if not anew and await is_code_sent(session, waiting, now):
                return
        language: Language = "en" if conversation.language == "en" else "zh"
        wanted = WantedCode(phone, by, f"conversation:{conversation.id}", language, waiting.confirmed)
        await send_code(self._database, self._settings, self._sender, wanted, now)
