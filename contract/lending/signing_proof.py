"""The gateway's proof that a borrower signed, made with a secret that only the gateway and the backend hold. Pure."""

import hmac
from datetime import UTC

from contract.canonical import canonical_json
from contract.lending.applications import AcceptContract


def with_proof(secret: bytes, borrower_id: str, application_id: str, body: AcceptContract) -> AcceptContract:
    return body.model_copy(update={"proof": proof_of(secret, borrower_id, application_id, body)})


def is_proven(secret: bytes, borrower_id: str, application_id: str, body: AcceptContract) -> bool:
    return hmac.compare_digest(body.proof.encode(), proof_of(secret, borrower_id, application_id, body).encode())


def proof_of(secret: bytes, borrower_id: str, application_id: str, body: AcceptContract) -> str:
    """HMAC-SHA256, in hex, over who signed which contract with which code, when and on what device."""
    said = {
        "borrower": borrower_id,
        "application": application_id,
        "contract_hash": body.contract_hash,
        "cost_sheet_hash": body.cost_sheet_hash,
        "code_check": body.code_check,
        "code_checked_at": body.code_checked_at.astimezone(UTC).isoformat(),
        "device": body.device,
    }
    return hmac.digest(secret, canonical_json(said), "sha256").hex()
