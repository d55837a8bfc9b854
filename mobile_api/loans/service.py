"""Accepting a contract: what takes more than a call of the backend."""

from datetime import datetime

from contract.lending.client import BackendClient
from contract.lending.loans import Loan
from mobile_api.auth.codes import Confirmed, use_confirming_code
from mobile_api.loans.acceptance import accept_seen, seen_contract
from mobile_api.loans.errors import ContractChanged
from mobile_api.loans.schemas import Accept
from mobile_api.parts import Parts


async def accept(
    parts: Parts, borrower_id: str, application_id: str, body: Accept, browser: str, now: datetime
) -> Loan:
    """Accept a contract with the code that was sent for it. Raises `InvalidCode`, `CodeExpired` or `TooManyRequests`.

    What was seen is checked first: a contract that has changed uses no code up (`ContractChanged`).
    """
    await _check_seen(parts.backend, borrower_id, application_id, body)
    async with parts.database.transaction() as session:
        confirmed = Confirmed(borrower_id, "contract", body.contract_hash)
        code_check = await use_confirming_code(session, parts.settings, confirmed, body.code, now)
    device = f"installation:{body.installation_id}" if body.installation_id else browser
    seen = seen_contract(body.contract_hash, body.cost_sheet_hash, code_check, device, now)
    return await accept_seen(parts.backend, parts.settings.signing_secret, borrower_id, application_id, seen)


async def _check_seen(backend: BackendClient, borrower_id: str, application_id: str, body: Accept) -> None:
    contract = await backend.contract(borrower_id, application_id)
    if (contract.contract_hash, contract.cost_sheet_hash) != (body.contract_hash, body.cost_sheet_hash):
        raise ContractChanged(contract_hash=contract.contract_hash, cost_sheet_hash=contract.cost_sheet_hash)
