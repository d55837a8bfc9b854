"""Accepting a contract at the backend, once the borrower's code has been checked."""

from datetime import datetime

from pydantic import SecretStr

from contract.lending.applications import AcceptContract
from contract.lending.client import BackendClient
from contract.lending.loans import Loan
from contract.lending.signing_proof import with_proof


def seen_contract(
    contract_hash: str, cost_sheet_hash: str, code_check: str, device: str, now: datetime
) -> AcceptContract:
    """What was shown, and that its borrower said so: `code_check` is the id of the code that was spent just now."""
    return AcceptContract(
        contract_hash=contract_hash,
        cost_sheet_hash=cost_sheet_hash,
        code_check=code_check,
        code_checked_at=now,
        device=device,
    )


async def accept_seen(
    backend: BackendClient, secret: SecretStr | None, borrower_id: str, application_id: str, seen: AcceptContract
) -> Loan:
    """Safe to repeat: a contract is accepted once at most, so it is its own key. `secret` signs that the borrower did."""
    if secret is not None:
        seen = with_proof(secret.get_secret_value().encode(), borrower_id, application_id, seen)
    key = f"accept:{application_id}:{seen.contract_hash[:16]}"
    return await backend.accept_contract(borrower_id, application_id, seen, idempotency_key=key)
