"""Accepting a contract: what takes more than a call of the backend."""

from datetime import datetime

from backend.client import AcceptContract, BackendClient, Loan
from mobile_api.auth.codes import use_code
from mobile_api.auth.service import account_of
from mobile_api.loans.errors import ContractChanged
from mobile_api.loans.schemas import Accept
from mobile_api.parts import Parts


async def accept(
    parts: Parts, borrower_id: str, application_id: str, body: Accept, browser: str, now: datetime
) -> Loan:
    """Accept a contract with a code from the borrower's phone. Raises `InvalidCode` or `CodeExpired`.

    What was seen is checked first: a contract that has changed uses no code up (`ContractChanged`).
    """
    await _check_seen(parts.backend, borrower_id, application_id, body)
    async with parts.database.transaction() as session:
        account = await account_of(session, borrower_id)
        code_check = await use_code(session, parts.settings, account.phone, body.code, now)
    seen = AcceptContract(
        contract_hash=body.contract_hash,
        cost_sheet_hash=body.cost_sheet_hash,
        code_check=code_check,
        code_checked_at=now,
        device=f"installation:{body.installation_id}" if body.installation_id else browser,
    )
    # A contract is accepted once at most, so it is its own key.
    key = f"accept:{application_id}:{body.contract_hash[:16]}"
    return await parts.backend.accept_contract(borrower_id, application_id, seen, idempotency_key=key)


async def _check_seen(backend: BackendClient, borrower_id: str, application_id: str, body: Accept) -> None:
    contract = await backend.contract(borrower_id, application_id)
    if (contract.contract_hash, contract.cost_sheet_hash) != (body.contract_hash, body.cost_sheet_hash):
        raise ContractChanged(contract_hash=contract.contract_hash, cost_sheet_hash=contract.cost_sheet_hash)
