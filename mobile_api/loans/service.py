"""Applying in one request, and accepting a contract: what takes more than one call of the backend."""

from datetime import datetime

from backend.client import (
    VITAL,
    AcceptContract,
    Application,
    BackendClient,
    ChangeApplication,
    Loan,
    StartApplication,
    SubmitApplication,
)
from mobile_api.auth.codes import use_code
from mobile_api.auth.service import account_of
from mobile_api.loans.errors import ApplicationIncomplete, ContractChanged
from mobile_api.loans.schemas import Accept, Apply
from mobile_api.parts import Parts


async def apply(backend: BackendClient, borrower_id: str, body: Apply, key: str) -> Application:
    """Fill a draft and submit it as filled. Safe to repeat with the same key. Raises `ApplicationIncomplete`."""
    start = StartApplication(product_id=body.product_id, fields=body.fields)
    draft = await backend.start_application(borrower_id, start, idempotency_key=f"{key}:start")
    if draft.status != "draft":
        # A repeated request: the first one was decided.
        return draft
    if vital := [name for name in draft.missing if name in VITAL]:
        raise ApplicationIncomplete(missing=vital)
    if draft.missing:
        draft = await backend.change_application(borrower_id, draft.id, ChangeApplication(skip=draft.missing))
    if draft.proposal_hash is None:
        raise ApplicationIncomplete(missing=draft.missing)
    submit = SubmitApplication(proposal_hash=draft.proposal_hash)
    return await backend.submit_application(borrower_id, draft.id, submit, idempotency_key=f"{key}:submit")


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
