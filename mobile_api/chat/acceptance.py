"""Accepting a contract with a code that is said or typed in the conversation.

The bot shows a contract and asks for the code (`expects` is `acceptance_code`). The code is sent when that answer is kept, and
checked in the transaction that takes the borrower's message, so that it is stored, passed on and logged nowhere; the
turn then accepts what was shown, once, and tells the dialogue what became of it (`metadata.acceptance`), or that another code
is on its way (`metadata.another_code`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import SecretStr
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contract.dialogue import AcceptanceVerdict
from contract.lending.applications import AcceptContract
from contract.lending.client import BackendClient, BackendProblem
from contract.lending.problems import BackendCode
from language.codes import said_code
from language.digits import CODE_DIGITS
from mobile_api.auth.codes import Confirmed, is_code_on_its_way, use_confirming_code
from mobile_api.auth.errors import CodeExpired, InvalidCode
from mobile_api.chat.log import open_question
from mobile_api.chat.models import Conversation, Message
from mobile_api.loans.acceptance import accept_seen, seen_contract
from mobile_api.settings import Settings
from servicekit.problems import TooManyRequests

ACCEPTANCE_CODE = "acceptance_code"
# What the backend says of an offer that is not as it was shown any more.
CHANGED: Sequence[BackendCode] = (
    "contract_changed",
    "offer_expired",
    "offer_no_longer_possible",
    "application_status_wrong",
)
# Of a turn's body, what the gateway keeps for itself.
OWN_KEYS = frozenset({"acceptance", "another_code"})
# In the log: far more than lie between a contract and the answer to it.
MESSAGES_LOOKED_AT = 40


class NotAcceptable(Exception):
    """The backend will not take this acceptance, for a reason that a code can't mend."""


@dataclass(frozen=True, slots=True)
class ShownContract:
    application_id: str
    contract_hash: str
    cost_sheet_hash: str


@dataclass(frozen=True, slots=True)
class OpenContract:
    """A contract for which the bot waits for a code."""

    conversation: Conversation
    contract: ShownContract

    @property
    def confirmed(self) -> Confirmed:
        """What its code confirms, on the contract's card too."""
        return Confirmed(self.conversation.borrower_id, "contract", self.contract.contract_hash)


def to_show(text: str, expects: str | None) -> str:
    """What others may hear and read of it: the code that was asked for is hidden."""
    return said_code(text).shown if expects == ACCEPTANCE_CODE else text


async def open_contract(session: AsyncSession, conversation: Conversation) -> OpenContract | None:
    """The contract last shown, while the bot's last words ask for its code."""
    if await open_question(session, conversation.id) != ACCEPTANCE_CODE:
        return None
    newest_first = (
        select(Message.blocks)
        .where(Message.conversation_id == conversation.id, Message.sender == "bot")
        .order_by(Message.seq.desc())
        .limit(MESSAGES_LOOKED_AT)
    )
    cards = await session.scalars(newest_first)
    shown = (found for blocks in cards for block in blocks if (found := shown_in(block)))
    contract = next(shown, None)
    return OpenContract(conversation, contract) if contract else None


def shown_in(block: Mapping[str, Any]) -> ShownContract | None:
    if block["type"] != "contract" or "contract_hash" not in block:
        return None
    return ShownContract(block["application_id"], block["contract_hash"], block["cost_sheet_hash"])


async def is_code_sent(session: AsyncSession, waiting: OpenContract, now: datetime) -> bool:
    """Whether a code for it is on its way, or lies on the borrower's phone."""
    return await is_code_on_its_way(session, waiting.confirmed, now)


async def check_code(
    session: AsyncSession, settings: Settings, waiting: OpenContract, code: str, device: str, now: datetime
) -> dict[str, Any]:
    """Spend the code; what the turn is to know (`acceptance`): a `verdict`, or what to accept of which application."""
    contract = waiting.contract
    verdict_on = {"application_id": contract.application_id}
    if len(code) != CODE_DIGITS:
        # It can't be right, and a digit not heard is worth no try.
        return verdict_on | {"verdict": "wrong_code"}
    try:
        check = await use_confirming_code(session, settings, waiting.confirmed, code, now)
    except CodeExpired:
        return verdict_on | {"verdict": "code_expired"}
    except TooManyRequests:
        return verdict_on | {"verdict": "too_many_tries"}
    except InvalidCode as wrong:
        return verdict_on | {"verdict": "wrong_code" if wrong.data["tries_left"] else "too_many_tries"}
    seen = seen_contract(contract.contract_hash, contract.cost_sheet_hash, check, device, now)
    return verdict_on | {"seen": seen.model_dump(mode="json")}


class Acceptances:
    """Carries out, in a turn, what a checked code accepts."""

    def __init__(self, backend: BackendClient, signing_secret: SecretStr | None) -> None:
        self._backend, self._signing_secret = backend, signing_secret

    async def carry_out(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """The body for the dialogue. Safe to repeat. Raises `NotAcceptable` or `BackendUnavailable`."""
        told = {key: value for key, value in body.items() if key not in OWN_KEYS}
        return {**told, "metadata": {**body["metadata"], **await self._became_of(body)}}

    async def _became_of(self, body: Mapping[str, Any]) -> dict[str, Any]:
        if body.get("another_code"):
            return {"another_code": True}
        if (acceptance := body.get("acceptance")) is None:
            return {}
        verdict = acceptance.get("verdict") or await self._accept(body["metadata"]["borrower_id"], acceptance)
        return {"acceptance": verdict, "acceptance_application": acceptance["application_id"]}

    async def _accept(self, borrower_id: str, acceptance: Mapping[str, Any]) -> AcceptanceVerdict:
        seen = AcceptContract.model_validate(acceptance["seen"])
        try:
            await accept_seen(self._backend, self._signing_secret, borrower_id, acceptance["application_id"], seen)
        except BackendProblem as problem:
            if problem.is_one_of(*CHANGED):
                return "contract_changed"
            if problem.is_one_of("code_check_stale"):
                return "code_expired"
            raise NotAcceptable(problem.code) from problem
        return "accepted"
