"""The gateway's proof that a borrower signed: made and checked with a secret that only the gateway and the backend hold. Pure."""

import hmac
from datetime import UTC

from backend.applications.errors import SigningNotProven
from backend.applications.schemas import AcceptContract
from backend.canonical import canonical_json


def with_proof(secret: bytes, borrower_id: str, application_id: str, body: AcceptContract) -> AcceptContract:
    return body.model_copy(update={"proof": _proof(secret, borrower_id, application_id, body)})


def check_proof(secret: bytes, borrower_id: str, application_id: str, body: AcceptContract) -> None:
    """Raises `SigningNotProven`."""
    if not hmac.compare_digest(body.proof.encode(), _proof(secret, borrower_id, application_id, body).encode()):
        raise SigningNotProven()


def _proof(secret: bytes, borrower_id: str, application_id: str, body: AcceptContract) -> str:
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
